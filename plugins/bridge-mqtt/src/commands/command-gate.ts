// What comes in on the command topics, before anybody acts on it: what was kept for later, too large, malformed, told
// twice or too often is dropped here. It decides nothing else; that is the hub's.
import type { Clock } from '@portico/plugin-api'
import type { BrokerMessage } from '../broker/broker-session.ts'
import { type CommandName, type Topics, commandNames } from '../told/topics.ts'

export interface Command {
  readonly door: string
  readonly act: CommandName | 'open'
  readonly pin: string | null
}

/** Why nothing is done about a message. */
export type Dropped = 'retained' | 'too-large' | 'malformed' | 'no-such-door' | 'repeated' | 'too-many'

export type Heard = { readonly command: Command } | { readonly dropped: Dropped }

/** Largest message that is read, bytes. */
export const MESSAGE_BYTES_MAX = 1_024
/** So many of one kind within the time below; locking and all else are counted apart, lest a flood keeps a door open. */
export const COMMANDS_MAX = 10
const COMMANDS_WITHIN_MS = 10_000
/** The same again within this, marked as a repeat by the broker, is the same. */
const REPEAT_WITHIN_MS = 10_000

const text = new TextDecoder('utf-8', { fatal: true })

/** What Home Assistant sends of its lock where a PIN is asked for. */
function readLock(payload: string): Pick<Command, 'act' | 'pin'> | null {
  if (payload === 'LOCK') return { act: 'lock', pin: null }
  if (payload === 'UNLOCK') return { act: 'open', pin: null }
  if (!payload.startsWith('{')) return null
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null || !('action' in value)) return null
  if (value.action === 'LOCK') return { act: 'lock', pin: null }
  if (value.action !== 'UNLOCK') return null
  const code = 'code' in value ? value.code : ''
  if (code === '' || code === null) return { act: 'open', pin: null }
  return typeof code === 'string' && /^[0-9]{4,8}$/.test(code) ? { act: 'open', pin: code } : null
}

function readPayload(name: CommandName, payload: Uint8Array): Pick<Command, 'act' | 'pin'> | null {
  let words: string
  try {
    words = text.decode(payload)
  } catch {
    return null
  }
  if (name === 'lock') return readLock(words)
  return words === 'PRESS' ? { act: name, pin: null } : null
}

export class CommandGate {
  readonly #clock: Pick<Clock, 'mono'>
  readonly #times = new Map<'lock' | 'other', number[]>()
  readonly #heard = new Map<string, number>()

  constructor(clock: Pick<Clock, 'mono'>) {
    this.#clock = clock
  }

  /** `doors`: ids of those that are shown. */
  hear(message: BrokerMessage, topics: Topics, doors: readonly string[]): Heard {
    if (message.isRetained) return { dropped: 'retained' }
    if (message.payload.length > MESSAGE_BYTES_MAX) return { dropped: 'too-large' }
    const place = this.#placeOf(message.topic, topics, doors)
    if (!place) return { dropped: 'no-such-door' }
    const read = readPayload(place.name, message.payload)
    if (!read) return { dropped: 'malformed' }
    const command: Command = { door: place.door, ...read }
    if (this.#isRepeated(command, message)) return { dropped: 'repeated' }
    if (!this.#hasTurn(command)) return { dropped: 'too-many' }
    return { command }
  }

  #placeOf(
    topic: string,
    topics: Topics,
    doors: readonly string[],
  ): { readonly door: string; readonly name: CommandName } | null {
    for (const door of doors)
      for (const name of commandNames) if (topics.command(door, name) === topic) return { door, name }
    return null
  }

  #isRepeated({ door, act }: Command, { isRepeat }: BrokerMessage): boolean {
    const key = `${act} ${door}`
    const now = this.#clock.mono()
    const before = this.#heard.get(key)
    this.#heard.set(key, now)
    return isRepeat && before !== undefined && now - before < REPEAT_WITHIN_MS
  }

  #hasTurn({ act }: Command): boolean {
    const kind = act === 'lock' ? 'lock' : 'other'
    const now = this.#clock.mono()
    const recent = (this.#times.get(kind) ?? []).filter((past) => now - past < COMMANDS_WITHIN_MS)
    const isFree = recent.length < COMMANDS_MAX
    if (isFree) recent.push(now)
    this.#times.set(kind, recent)
    return isFree
  }
}
