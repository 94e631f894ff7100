// SPDX-License-Identifier: MIT
import { iSpokeControlAbi } from '@gimbal/contracts'
import { encodeFunctionData } from 'viem'
import type { Intent } from '../chain/intent.ts'
import type { World } from './world.ts'

/** The largest config that a spoke can keep, of 22 markets, is written whole: 7.6 million, held in TightenedConfigs.t.sol. */
const GAS = 10_000_000n

/** Configs whose wait in the timelock of their spoke is over; one that was cancelled or superseded is refused when tried. */
export function releaseDuty({ spokes }: World): readonly Intent[] {
  return spokes.flatMap(({ agent, head, id, state }) =>
    [...state.configsWaiting]
      .filter(([, { eta }]) => head.time >= eta)
      .map(([ticket]) => ({
        chain: id,
        key: `release:${id}:${ticket}`,
        purpose: 'config',
        to: agent.config.spoke.spokeControl,
        data: encodeFunctionData({ abi: iSpokeControlAbi, functionName: 'release', args: [ticket] }),
        gas: GAS,
      })),
  )
}
