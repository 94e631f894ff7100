import type { NetworkInput } from '@gimbal/contracts/deploy'
import { accounts, delegates } from '../accounts.ts'

const MINUTE = 60
const SUPPLY = 10_000_000n * 10n ** 18n

/**
 * The local DAO: what takes days elsewhere takes minutes of simulated time, so that a vote is over within two hours. Upgrades
 * wait as long as leaving a spoke takes.
 */
export const DAO: NetworkInput['dao'] = {
  grants: delegates.map(({ address }, at) => ({
    to: address,
    amount: (SUPPLY * [45n, 35n, 20n][at]!) / 100n,
  })),
  guardian: accounts.guardian.address,
  settings: {
    votingDelay: 5 * MINUTE,
    votingPeriod: 45 * MINUTE,
    lateExtension: 10 * MINUTE,
    quorum: 2_000,
    threshold: SUPPLY / 100n,
  },
  floors: {
    votingDelay: MINUTE,
    votingPeriod: 20 * MINUTE,
    lateExtension: 5 * MINUTE,
    quorum: 400,
    quorumCap: 4_000,
    thresholdCap: SUPPLY / 20n,
    guardianTerm: 180 * 24 * 60 * MINUTE,
  },
  steward: { terms: { delay: 10 * MINUTE, life: 120 * MINUTE }, leastDelay: 5 * MINUTE },
  stops: { longest: 60 * MINUTE, apart: 24 * 60 * MINUTE, share: 6 * 60 * MINUTE },
  delays: { value: 15 * MINUTE, bounds: 30 * MINUTE, upgrade: 12 * 60 * MINUTE },
  delayFloors: { value: 5 * MINUTE, bounds: 10 * MINUTE, upgrade: 30 * MINUTE },
}

/** Seconds for which a spoke holds back what votes ask of it. */
export const SPOKE_DELAY = 20 * MINUTE

export const REMOTE: NetworkInput['remote'] = {
  guardian: accounts.guardian.address,
  recovery: accounts.owner.address,
  terms: { cancelApart: 60 * MINUTE, silence: 3 * 24 * 60 * MINUTE, recoveryDelay: 24 * 60 * MINUTE },
}
