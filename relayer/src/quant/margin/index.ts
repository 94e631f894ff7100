export { leastWorth, type UncertainClaim } from './claim-value.ts'
export {
  type MarginLeg,
  type Scenario,
  type Solvency,
  type SolvencyTerms,
  scenarioMargin,
} from './scenario-margin.ts'
export { type ShockTerms, shockedVols } from './vol-shock.ts'
