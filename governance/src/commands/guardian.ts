import { print } from '@gimbal/relayer/terminal'
import type { Command } from 'commander'
import * as acts from '../guardian/acts.ts'
import { guardianLines } from '../guardian/lines.ts'
import { readGuardian } from '../guardian/state.ts'
import { stopOf } from '../guardian/stop.ts'
import { parseDuration } from '../units/duration.ts'
import { sentLines } from '../view/lines.ts'
import { readArguments } from './arguments.ts'
import { type ChangeOptions, changesOf, withChangeOptions } from './change-options.ts'
import type { Shell } from './shell.ts'
import { wordOf } from './word.ts'

/** `gimbal-gov guardian …`: less risk at once, by the guardian's key. */
export function addGuardianCommands(program: Command, { context, signer, flags }: Shell): void {
  const guardian = program
    .command('guardian')
    .description("less risk at once, never more, by the guardian's key; it vetoes with `steward veto`")

  withChangeOptions(guardian.command('tighten [file]'))
    .description('move governed numbers away from risk, to their limit at most')
    .option('--operation <text>', 'goes into the events of every change, 32 bytes at most', '')
    .action(async (file: string | undefined, options: ChangeOptions & { readonly operation: string }) => {
      const at = await context()
      const { operation, ...rest } = options
      const changes = await changesOf(at, 'guardian tighten', file, rest)
      const sent = await acts.tighten(at, await signer(), changes, wordOf(operation), flags().dryRun)
      print(flags().json, sent, [
        ...sentLines(sent, 'tighten'),
        ...changes.changes.map(({ label }) => `   ${label}`),
      ])
    })

  guardian
    .command('stop <kinds...>')
    .description('stop what adds risk: risk, series, deposits')
    .requiredOption('--for <duration>', 'such as 12 h; it ends by itself')
    .action(async (kinds: readonly string[], { for: length }: { readonly for: string }) => {
      const at = await context()
      const [seconds, ...what] = readArguments('guardian stop', [
        ['--for', length, parseDuration],
        ...kinds.map((kind) => ['kinds', kind, stopOf] as const),
      ]) as [bigint, ...ReturnType<typeof stopOf>[]]
      const sent = await acts.stop(at, await signer(), what, seconds, flags().dryRun)
      print(flags().json, sent, sentLines(sent, `stop ${what.join(', ')} for ${length}`))
    })

  guardian
    .command('resume')
    .description('end a stop early; the time that it was to last stays spent')
    .action(async () => {
      const sent = await acts.resume(await context(), await signer(), flags().dryRun)
      print(flags().json, sent, sentLines(sent, 'resume'))
    })

  guardian
    .command('list')
    .description(
      'what is stopped and until when, what of the share is used, and every act since the deployment',
    )
    .action(async () => {
      const state = await readGuardian(await context())
      print(flags().json, state, guardianLines(state))
    })
}
