import { describe, expect, it } from 'vitest'
import { parseProposal } from '../../../governance/src/document/read.ts'
import { buildProposal } from '../../../governance/src/proposal.ts'
import {
  findLine,
  formatLine,
  type SimulationLine,
  withLine,
} from '../../../governance/src/simulate/report/line.ts'

const LINE: SimulationLine = {
  digest: `0x${'ab'.repeat(32)}`,
  blocks: new Map([
    ['hub', 12n],
    ['spoke-a', 345n],
  ]),
  replay: { seed: '1', paths: '32' },
}
const TEXT = `#simulation=0x${'ab'.repeat(32)} blocks=hub:12,spoke-a:345 seed=1 paths=32`
const PROPOSER = `#proposer=0x${'Cd'.repeat(20)}`

describe('the line of a simulation in a description', () => {
  it('is read back as it was written', () => {
    expect(formatLine(LINE)).toBe(TEXT)
    expect(findLine(withLine('# A title\n\nReasons.\n', LINE))).toEqual(LINE)
    expect(findLine('# A title\n\nReasons.\n')).toBeUndefined()
  })

  it('ends the reasons, once', () => {
    const once = withLine('# A title\n\nReasons.\n', LINE)
    expect(once).toBe(`# A title\n\nReasons.\n\n${TEXT}\n`)
    expect(withLine(once, LINE)).toBe(once)
  })

  it('comes before who alone may propose, which the Governor looks for at the very end', () => {
    expect(withLine(`# A title\n\nReasons.\n\n${PROPOSER}`, LINE)).toBe(
      `# A title\n\nReasons.\n\n${TEXT}\n${PROPOSER}`,
    )
  })

  it('a text that ends in who alone may propose has nothing after it', async () => {
    const context = { network: { sites: [] }, names: { contractOf: () => `0x${'11'.repeat(20)}` } } as never
    const yaml = `title: T\ntext: |\n  Reasons.\n\n  ${PROPOSER}\nactions:\n  - { do: set governor, setting: votingDelay, to: 1 h }\n`
    const { description } = await buildProposal(context, parseProposal('p.yaml', yaml))
    expect(description.endsWith(PROPOSER)).toBe(true)
  })
})
