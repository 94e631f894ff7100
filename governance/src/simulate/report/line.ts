import type { Hex } from 'viem'

/** What a description says of its simulation: enough to do it again. */
export type SimulationLine = {
  readonly digest: Hex
  /** After which block each chain was left alone, by its name. */
  readonly blocks: ReadonlyMap<string, bigint>
  /** Of the replay, as they were given; none without a replay. */
  readonly replay: Readonly<Record<string, string>>
}

const START = '#simulation='
const LINE = /^#simulation=(0x[\da-f]{64}) blocks=(\S+)((?: \w+=\S+)*)$/m
const PROPOSER = /\n*#proposer=0x[\da-fA-F]{40}$/

/** One line, as descriptions carry it. */
export function formatLine({ digest, blocks, replay }: SimulationLine): string {
  const parts = [
    `blocks=${[...blocks].map(([chain, block]) => `${chain}:${block}`).join(',')}`,
    ...Object.entries(replay).map(([key, value]) => `${key}=${value}`),
  ]
  return `${START}${digest} ${parts.join(' ')}`
}

/** The line of a description, if it has one. */
export function findLine(description: string): SimulationLine | undefined {
  const [, digest, blocks, rest = ''] = LINE.exec(description) ?? []
  if (digest === undefined || blocks === undefined) return undefined
  return {
    digest: digest as Hex,
    blocks: new Map(
      blocks.split(',').map((part) => {
        const [chain = '', block = '0'] = part.split(':')
        return [chain, BigInt(block)]
      }),
    ),
    replay: Object.fromEntries(
      rest
        .trim()
        .split(' ')
        .filter(Boolean)
        .map((part) => part.split('=') as [string, string]),
    ),
  }
}

/** A description with the line in it; who alone may propose stays its very end, where the Governor looks for it. */
export function withLine(description: string, line: SimulationLine): string {
  const proposer = PROPOSER.exec(description.trimEnd())?.[0] ?? ''
  const text = description
    .trimEnd()
    .slice(0, proposer === '' ? undefined : -proposer.length)
    .split('\n')
    .filter((each) => !each.startsWith(START))
    .join('\n')
    .trimEnd()
  return `${text}\n\n${formatLine(line)}\n${proposer.trim()}`
}
