export const GENERATION: number
export const OPEN: number
export const ACTIVE: number
export const NEXT: number
export const SHEET: number
export const END: number
export const WHOLE: number
export const WORDS: number
export const BLOCK: number
export function workThrough(
  control: Int32Array,
  evaluate: (from: number, to: number, whole: boolean) => void,
): void
