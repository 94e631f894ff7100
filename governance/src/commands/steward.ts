import { print } from '@gimbal/relayer/terminal'
import type { Command } from 'commander'
import { generatePrivateKey } from 'viem/accounts'
import * as acts from '../steward/acts.ts'
import { findStep, isOpen, readSteps } from '../steward/find.ts'
import { announcedLines, stepJson, stepLines } from '../steward/lines.ts'
import { sentLines } from '../view/lines.ts'
import { type ChangeOptions, changesOf, withChangeOptions } from './change-options.ts'
import type { Shell } from './shell.ts'
import { wordOf } from './word.ts'

/** `gimbal-gov steward …`: small steps without a vote. */
export function addStewardCommands(program: Command, { context, signer, flags }: Shell): void {
  const steward = program
    .command('steward')
    .description(
      "small steps without a vote: the council proposes, anyone executes, the guardian's key vetoes",
    )

  withChangeOptions(steward.command('propose [file]'))
    .description('announce a step of up to 16 `set` actions; the council')
    .option('--salt <text>', 'makes another step of the same changes; drawn unless given')
    .action(async (file: string | undefined, options: ChangeOptions & { readonly salt?: string }) => {
      const at = await context()
      const { salt, ...rest } = options
      const changes = await changesOf(at, 'steward propose', file, rest)
      const announced = await acts.propose(
        at,
        await signer(),
        changes,
        salt === undefined ? generatePrivateKey() : wordOf(salt),
        flags().dryRun,
      )
      const { sent, id, check } = announced
      const { executableFrom, expiresAt } = check
      print(flags().json, { ...sent, step: id, executableFrom, expiresAt }, announcedLines(announced))
    })

  for (const [name, act, description] of [
    ['execute', acts.execute, 'carry out a step that has waited; anyone'],
    ['veto', acts.veto, "end a step for good; the guardian's key"],
  ] as const) {
    steward
      .command(`${name} <step>`)
      .description(`${description}. A number, an id or latest`)
      .action(async (which: string) => {
        const at = await context()
        const step = await findStep(at.network, which)
        const sent = await act(at, await signer(), step, flags().dryRun)
        print(flags().json, { ...sent, step: step.id }, sentLines(sent, `${name} step ${step.number}`))
      })
  }

  steward
    .command('list')
    .description('steps that wait, with the first and the last moment of their execution')
    .option('--all', 'those too that were executed, vetoed or have expired')
    .action(async ({ all }: { readonly all?: boolean }) => {
      const at = await context()
      const steps = (await readSteps(at.network)).filter((step) => all === true || isOpen(step))
      print(flags().json, { steps: steps.map((step) => stepJson(at, step)) }, stepLines(at, steps))
    })
}
