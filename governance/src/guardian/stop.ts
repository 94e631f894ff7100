import { ValueError } from '../problem.ts'

/** Kinds of IGuardian.Stop, in its order: trades that add risk, trades in a new series, deposits into empty books. */
export const STOPS = ['risk', 'series', 'deposits'] as const
export type Stop = (typeof STOPS)[number]

/** @throws ValueError with the kinds there are */
export function stopOf(text: string): Stop {
  const kind = STOPS.find((each) => each === text)
  if (kind === undefined) throw new ValueError(`no such kind of stop; there are ${STOPS.join(', ')}`)
  return kind
}
