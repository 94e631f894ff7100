/** Standard JSON of solc, as far as it is taken apart here. */
export interface SolcInput {
  readonly language: 'Solidity'
  readonly sources: Readonly<Record<string, { readonly content: string }>>
  readonly settings: {
    readonly outputSelection: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>
  }
}

export interface SolcOutput {
  readonly errors?: readonly object[]
  readonly contracts?: Readonly<Record<string, object>>
  readonly sources?: Readonly<Record<string, object>>
}

export function partsOf(input: SolcInput, most: number): readonly SolcInput[]
export function merged(outputs: readonly SolcOutput[]): SolcOutput
