import type { Report } from '../../../governance/src/simulate/report/report.ts'

const OLD = { version: 2n, digest: `0x${'02'.repeat(32)}` } as const
const NEW = { version: 3n, digest: `0x${'03'.repeat(32)}` } as const

/** The report of a proposal that widens one band. */
export const REPORT: Report = {
  format: 1,
  title: 'Widen a band',
  batch: `0x${'aa'.repeat(32)}`,
  calls: [
    {
      contract: 'RiskParameters',
      function: 'change',
      arguments: [{ name: 'hedgeBand.capShare WETH/USDC spoke-a', value: '25 % -> 31 %' }],
    },
  ],
  origins: [{ chain: 'spoke-a', block: 52n, hash: `0x${'0b'.repeat(32)}`, time: 1_767_223_590n }],
  queued: [],
  execution: { done: true, waited: 900n, gas: 298_651n },
  deliveries: [{ chain: 'spoke-a', wanted: NEW, applied: NEW, families: [0, 1, 2], refused: [] }],
  values: [
    {
      name: 'hedgeBand.capShare',
      market: 'WETH/USDC',
      spoke: 'spoke-a',
      old: '25 %',
      value: '31 %',
      min: '1 %',
      max: '100 %',
      fromMin: '30.303 %',
      fromMax: '69.696 %',
      risk: 'none',
      steps: '0.96',
      drift: '0 % of 100 % in 30 d',
      raw: { old: 25n * 10n ** 16n, value: 31n * 10n ** 16n },
    },
  ],
  settings: [
    {
      chain: 'spoke-a',
      name: 'SpokeControl.configVersion.0',
      old: String(OLD.version),
      value: String(NEW.version),
    },
  ],
  roles: [],
  storage: [],
  rules: [{ rule: 'P10', what: 'one may be silent', holds: true, before: true, figures: 'k = 2, n = 3' }],
  loss: [],
}
