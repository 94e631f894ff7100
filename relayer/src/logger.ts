// SPDX-License-Identifier: MIT
import { pino } from 'pino'

/** A structured logger; `child` names what the lines are about. */
export interface Logger {
  readonly debug: (facts: object, message: string) => void
  readonly info: (facts: object, message: string) => void
  readonly warn: (facts: object, message: string) => void
  readonly error: (facts: object, message: string) => void
  readonly child: (facts: Record<string, unknown>) => Logger
}

/** JSON lines on stderr, so that stdout stays free for results. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null, serializers: { error: pino.stdSerializers.err } }, pino.destination(2))
}
