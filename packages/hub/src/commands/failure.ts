// How a failure is told to whoever typed the command, and the exit code it ends with.
import { codeOf } from '@portico/ports'
import type { Terminal } from './command.ts'

const OK = 0
const FAILED = 1
const WRONG = 2
/** Nothing is wrong with it, and nothing proves it either. */
const UNKNOWN = 3

/** Codes that mean: what was asked or set is wrong, nothing was tried. */
const wrong: ReadonlySet<string> = new Set([
  'HUB_COMMAND_USAGE',
  'HUB_SETTINGS_FILE',
  'HUB_SETTINGS_INVALID',
  'HUB_ENVIRONMENT_INVALID',
])

export const exitCodes = { OK, FAILED, WRONG, UNKNOWN } as const

/** One line for an operating failure; only our own bug shows where it happened. */
export function tellFailure(terminal: Terminal, error: unknown): number {
  const code = codeOf(error)
  if (error instanceof Error && code?.startsWith('HUB_')) {
    const [first = '', ...more] = error.message.split('\n')
    terminal.tell(`portico: ${first} [${code}]`)
    for (const line of more) terminal.tell(line)
    return wrong.has(code) ? WRONG : FAILED
  }
  terminal.tell(`portico: this is a fault of Portico itself`)
  terminal.tell(error instanceof Error ? (error.stack ?? error.message) : String(error))
  return FAILED
}
