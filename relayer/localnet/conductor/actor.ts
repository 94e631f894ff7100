import type { Truth } from './truth.ts'

/** Somebody on the local chains who acts before a block: puts transactions into the pool that the block will carry. */
export type Actor = { readonly act: (truth: Truth) => Promise<unknown> }
