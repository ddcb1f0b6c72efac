// Reads the words behind a command. What is not known is refused, never ignored.
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { join } from 'node:path'
import type { HubError } from '@portico/ports'
import { hubError } from '../errors.ts'
import type { ListenOverrides } from '../config/build-settings.ts'
import type { Places } from '../start/open-home.ts'

export const usage = (message: string): HubError => hubError('HUB_COMMAND_USAGE', message)

export interface Words {
  readonly flag: (name: string) => boolean
  readonly text: (name: string) => string | null
  readonly words: readonly string[]
}

/** How many words a command takes besides its options. */
export interface WordCount {
  readonly min: number
  readonly max: number
  /** As the help names them, for instance `FILE`. */
  readonly what: string
}

/** @throws HubError `HUB_COMMAND_USAGE` */
export function readWords(
  args: readonly string[],
  options: ParseArgsOptionsConfig,
  { min, max, what }: WordCount,
): Words {
  const { values, positionals } = parse(args, options)
  if (positionals.length < min) throw usage(`${what} is missing`)
  const surplus = positionals[max]
  if (surplus !== undefined) throw usage(`"${surplus}" is one word too many`)
  return {
    flag: (name) => values[name] === true,
    text: (name) => {
      const value = values[name]
      return typeof value === 'string' ? value : null
    },
    words: positionals,
  }
}

function parse(args: readonly string[], options: ParseArgsOptionsConfig): ReturnType<typeof parseArgs> {
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true, strict: true })
  } catch (error) {
    throw usage(error instanceof Error ? (error.message.split('. ')[0] ?? '') : 'the options cannot be read')
  }
}

/** Where the home is and how it listens: options of every command that needs a home. */
export const homeOptions = {
  data: { type: 'string' },
  config: { type: 'string' },
  keys: { type: 'string' },
  port: { type: 'string' },
  'street-port': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig

export const homeHelp = `  --data DIR          the data folder (./data)
  --config FILE       the settings (./portico.yaml if it is there, else a simulated home)
  --keys DIR          the folder of the keys (DATA/keys)
  --port N            port of the house (8080, or what the settings say)
  --street-port N     port of the street, which is off unless named`

export interface HomeOptions {
  readonly places: Places
  /** null: the usual one. */
  readonly config: string | null
  readonly overrides: ListenOverrides
}

const USUAL_DATA = './data'

export function homeOptionsOf({ text }: Words): HomeOptions {
  const data = text('data') ?? USUAL_DATA
  return {
    places: { data, keys: text('keys') ?? join(data, 'keys') },
    config: text('config'),
    overrides: {
      housePort: portOf(text('port'), '--port'),
      streetPort: portOf(text('street-port'), '--street-port'),
    },
  }
}

const PORT_MAX = 65_535

function portOf(value: string | null, option: string): number | null {
  if (value === null) return null
  const port = /^\d{1,5}$/.test(value) ? Number(value) : -1
  if (port < 0 || port > PORT_MAX) throw usage(`${option} must be from 0 to ${PORT_MAX}, not "${value}"`)
  return port
}
