import type { Step } from './step.ts'
import { type WholeBuild, wholeBuild } from './whole-build.ts'

let shared: Promise<WholeBuild> | undefined

/** A step on the whole build, which is made once for all of them. */
export function ofBuild(
  name: string,
  check: (build: WholeBuild) => readonly string[] | Promise<readonly string[]>,
): Step {
  return {
    name,
    run: async () => {
      shared ??= wholeBuild()
      return check(await shared)
    },
  }
}
