// One number for a state, the same for states that differ only in when they are and in how often things were counted.
import type { Message, Scope } from './scope-state.ts'

/** Instants stand far above counts and far below wall times (scope/hub.ts); questions begin a million apart. */
const INSTANT_MIN = 400_000_000
const INSTANT_MAX = 900_000_000
const QUESTION_MIN = 1_000_000
const QUESTION_MAX = 100_000_000
/** What is longer ago than every limit is only long ago, ms. */
const LONG_AGO = -310_000

/** Names and windows, which never change in a run, and counters that only name things or have long been enough. */
const skipped = new Set([
  ...['settings', 'home', 'door', 'sid', 'from', 'to', 'until', 'expireAt', 'source', 'parcels', 'claim'],
  ...['channel', 'alarm', 'alarmCount', 'tokens', 'openings', 'epoch', 'contradictedLock', 'good', 'asks'],
])

const texts = new Map<string, number>()

function numberOf(text: string): number {
  const known = texts.get(text)
  if (known !== undefined) return known
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  texts.set(text, hash)
  return hash
}

/** Of the names of members: 0 for what is skipped. */
const names = new Map<string, number>([...skipped].map((name) => [name, 0]))

function nameNumber(name: string): number {
  const known = names.get(name)
  if (known !== undefined) return known
  const number = numberOf(name) | 1
  names.set(name, number)
  return number
}

const words: Readonly<Record<string, number>> = { locked: 1, unlocked: 2, closed: 3, open: 4 }
const kindNames = ['bolt', 'contact', 'deadman', 'sealed'] as const
const kinds: Readonly<Record<Message['kind'], number>> = { bolt: 1, contact: 2, deadman: 3, sealed: 4 }

/** The same number for messages that say the same; how old a question is counts, not its number. */
function numberOfMessage(message: Message, latest: number): number {
  const word = 'word' in message ? (words[message.word] ?? 0) : 0
  const age = 'q' in message && message.q !== null ? latest - message.q + 1 : 0
  return (age * 8 + word) * 8 + kinds[message.kind]
}

/** Two 32-bit lanes; together 53 bits, so that five million states meet by chance about once in a thousand runs. */
class Mixer {
  #a = 0x9e3779b9
  #b = 0x85ebca6b
  readonly #now: number
  readonly #q: number

  constructor({ now, door }: Scope) {
    this.#now = now
    this.#q = door.gate.question.q
  }

  add(word: number): void {
    this.#a = Math.imul(this.#a ^ word, 0x2c1b3c6d) ^ (this.#a >>> 15)
    this.#b = Math.imul(this.#b ^ (word + 0x165667b1), 0x297a2d39) ^ (this.#b >>> 13)
  }

  number(value: number): void {
    if (value >= INSTANT_MIN && value <= INSTANT_MAX) this.add(Math.max(LONG_AGO, value - this.#now) | 0)
    else if (value >= QUESTION_MIN && value <= QUESTION_MAX) this.add((this.#q - value) | (1 << 28))
    else this.add(value | 0)
  }

  value(value: unknown): void {
    switch (typeof value) {
      case 'number':
        return this.number(value)
      case 'string':
        return this.add(numberOf(value))
      case 'boolean':
        return this.add(value ? 3 : 5)
      case 'object':
        if (value === null) return this.add(7)
        if (Array.isArray(value)) return this.#list(value)
        return this.#record(value as Readonly<Record<string, unknown>>) // cast: no list and not null
      default:
        return this.add(11)
    }
  }

  #list(values: readonly unknown[]): void {
    this.add(values.length + 13)
    for (const value of values) this.value(value)
  }

  #record(record: Readonly<Record<string, unknown>>): void {
    for (const name in record) {
      const number = nameNumber(name)
      if (number === 0) continue
      this.add(number)
      this.value(record[name])
    }
  }

  get hash(): number {
    return (this.#a >>> 0) * 0x200000 + (this.#b >>> 11)
  }
}

export function hashOf(scope: Scope): number {
  const { door, truth, orders, messages, opening, queue, left, budget } = scope
  const mixer = new Mixer(scope)
  const { lock, ...gate } = door.gate
  mixer.value(gate)
  mixer.value(lock.issued)
  mixer.value(door.session)
  const hot = door.session && 'hot' in door.session ? door.session.hot : null
  mixer.add(hot && hot.contradictedLock === lock.n ? 1 : 0)
  // Between the links there is no order, on each there is one.
  const { q } = door.gate.question
  const air = kindNames.map((kind) =>
    messages.filter((message) => message.kind === kind).map((message) => numberOfMessage(message, q)),
  )
  for (const part of [truth, orders, air, opening, queue, left, budget]) mixer.value(part)
  return mixer.hash
}

/** Numbers seen, by open addressing: eight bytes a state. */
export class Seen {
  #table = new Float64Array(1 << 16)
  size = 0

  /** False when it was there. */
  add(hash: number): boolean {
    if (this.size * 2 > this.#table.length) this.#grow()
    const key = hash + 1
    const place = this.#placeOf(this.#table, key)
    if (this.#table[place] === key) return false
    this.#table[place] = key
    this.size += 1
    return true
  }

  #placeOf(table: Float64Array, key: number): number {
    const mask = table.length - 1
    let place = (key % 0x7fffffff) & mask
    while (table[place] !== 0 && table[place] !== key) place = (place + 1) & mask
    return place
  }

  #grow(): void {
    const table = new Float64Array(this.#table.length * 2)
    for (const key of this.#table) if (key !== 0) table[this.#placeOf(table, key)] = key
    this.#table = table
  }
}
