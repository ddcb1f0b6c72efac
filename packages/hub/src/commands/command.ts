// What a command of the command line is, and what it may use.
import type { Environment } from '../config/environment.ts'

export interface Terminal {
  /** A line of the result, to standard output; resolves when the reader keeps up. */
  print(line: string): Promise<void>
  /** A line for the person, to standard error. */
  tell(line: string): void
}

export interface CommandCall {
  readonly args: readonly string[]
  readonly terminal: Terminal
  /** Read only by commands that need it. */
  readonly environment: () => Environment
}

export interface Command {
  readonly help: string
  /** Resolves with the exit code: 0 ok, 1 failed, 2 used wrongly or settings wrong. */
  run(call: CommandCall): Promise<number>
}
