// The command line: finds the command, runs it, and says in one line what went wrong.
import type { Command, CommandCall, Terminal } from './commands/command.ts'
import { exitCodes, tellFailure } from './commands/failure.ts'
import { didYouMean } from './config/nearest-name.ts'
import { readEnvironment } from './config/environment.ts'
import { hubError } from './errors.ts'

interface Entry {
  readonly about: string
  readonly load: () => Promise<{ readonly command: Command }>
}

/** Loaded when called: a start must not wait for what it does not use. */
const commands: Readonly<Record<string, Entry>> = {
  start: { about: 'run the hub', load: () => import('./commands/start.ts') },
  check: { about: 'check the settings', load: () => import('./commands/check.ts') },
  doctor: { about: 'look for what is wrong', load: () => import('./commands/doctor.ts') },
  certificate: {
    about: 'show what a phone has to trust',
    load: () => import('./commands/certificate.ts'),
  },
  discover: { about: 'look for cameras in the network', load: () => import('./commands/discover.ts') },
  secret: { about: 'keep the password of a device', load: () => import('./commands/secret.ts') },
  hooks: { about: 'show the webhooks and their secrets', load: () => import('./commands/hooks.ts') },
  owner: { about: 'make the link by which an owner signs in', load: () => import('./commands/owner.ts') },
  rules: { about: 'make the code by which a rule is loosened', load: () => import('./commands/rules.ts') },
  rehearse: { about: 'try other rules on the past', load: () => import('./commands/rehearse.ts') },
  token: { about: 'make, list and revoke tokens for scripts', load: () => import('./commands/token.ts') },
  sample: { about: 'print a signed webhook', load: () => import('./commands/sample.ts') },
  parse: { about: "read a carrier's message", load: () => import('./commands/parse.ts') },
  replay: {
    about: 'run saved messages through a home of its own',
    load: () => import('./commands/replay.ts'),
  },
  keys: {
    about: 'show the pin of the signing key, or change the key',
    load: () => import('./commands/keys.ts'),
  },
  backup: { about: 'copy the home, without its keys', load: () => import('./commands/backup.ts') },
  journal: { about: 'export the journal', load: () => import('./commands/journal.ts') },
  evidence: { about: 'export the evidence of a visit', load: () => import('./commands/evidence.ts') },
  film: { about: 'write the film of a visit as MP4', load: () => import('./commands/film.ts') },
  verify: { about: 'judge evidence or a journal', load: () => import('./commands/verify.ts') },
  virtual: { about: 'play a delivery at the simulated door', load: () => import('./commands/virtual.ts') },
}

const NAME_WIDTH = 13

const help = (): string => `portico: a home hub for deliveries into the home

${Object.entries(commands)
  .map(([name, { about }]) => `  portico ${name.padEnd(NAME_WIDTH)}${about}`)
  .join('\n')}

portico COMMAND --help tells more. Exit codes: 0 ok, 1 failed, 2 used wrongly or
settings wrong.`

/** Resolves with the exit code. */
export async function main(args: readonly string[], terminal: Terminal): Promise<number> {
  const [name, ...rest] = args
  try {
    if (name === undefined) {
      terminal.tell(help())
      return exitCodes.WRONG
    }
    if (name === '--help' || name === '-h' || name === 'help') {
      await terminal.print(help())
      return exitCodes.OK
    }
    return await runCommand(name, { args: rest, terminal, environment: readEnvironment })
  } catch (error) {
    return tellFailure(terminal, error)
  }
}

async function runCommand(name: string, call: CommandCall): Promise<number> {
  const entry = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!entry) {
    const guess = didYouMean(name, Object.keys(commands))
    throw hubError('HUB_COMMAND_USAGE', `no command "${name}"${guess}`)
  }
  const { command } = await entry.load()
  if (!call.args.includes('--help') && !call.args.includes('-h')) return await command.run(call)
  await call.terminal.print(command.help)
  return exitCodes.OK
}
