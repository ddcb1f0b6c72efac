// Judges journal lines one by one, in order, and stops at the first that cannot be what the hub wrote.
import { FIRST_PREV, type JournalLine } from '@portico/core'
import { type Reading, type Stub, readJournalText } from './journal-text.ts'
import { lineHash } from './line-hash.ts'

/** Machine starts that one check keeps apart; more is no home's journal. */
export const BOOTS_MAX = 100_000

/**
 * Of the line itself, of the chain, of its clocks; then of its checkpoints: `checkpoint` (it covers no such line),
 * `signature` (forged), `key` (signed by another key), `head` (it is not the line that was noted elsewhere),
 * `truncated` (a later line was noted elsewhere).
 */
export type LineFault =
  | 'unreadable'
  | 'field'
  | 'gap'
  | 'hash'
  | 'link'
  | 'epoch-fell'
  | 'mono-fell'
  | 'checkpoint'
  | 'signature'
  | 'key'
  | 'head'
  | 'truncated'

/** A place in the chain: enough to compare with a head that was noted elsewhere. */
export interface LineMark {
  readonly seq: number
  readonly hash: string
  /** Unix ms as the hub believed. */
  readonly wall: number
}

/** Where a chain begins: the number and `prev` its first line must bear. */
export interface ChainStart {
  readonly seq: number
  readonly prev: string
}

export const CHAIN_START: ChainStart = { seq: 0, prev: FIRST_PREV }

export interface BadLine {
  /** `line` counts from 1; `seq` is the number that should stand there. */
  readonly at: { readonly line: number; readonly seq: number }
  readonly why: LineFault
  readonly words: string
}

export type LineVerdict =
  | { readonly kind: 'line'; readonly line: JournalLine }
  | { readonly kind: 'stub'; readonly stub: Stub }
  | ({ readonly kind: 'bad' } & BadLine)

export interface ChainRules {
  /** null: the first line says itself where it stands, as in an evidence file. */
  readonly start: ChainStart | null
  /** Withheld lines may stand between. */
  readonly stubs: boolean
}

interface Before {
  readonly seq: number
  readonly hash: string
  readonly isStub: boolean
}

export class ChainCheck {
  readonly #rules: ChainRules
  readonly #monoOf = new Map<string, number>()
  #before: Before | null = null
  #home: string | null = null
  #epoch = 0
  #line = 0

  constructor(rules: ChainRules) {
    this.#rules = rules
  }

  /** Takes the next line without its line end; null stands for one that is no text. Never throws. */
  take(text: string | null): LineVerdict {
    this.#line += 1
    const reading = readJournalText(text, this.#rules.stubs && this.#line > 1)
    if (reading.kind === 'bad') return this.#bad(reading.why, reading.words)
    const place = reading.kind === 'line' ? reading.line : reading.stub
    const bad = this.#judgePlace(reading, place.seq) ?? this.#judgeLink(reading, place.prev)
    if (bad) return bad
    if (reading.kind === 'line') {
      const fallen = this.#judgeTime(reading.line)
      if (fallen) return fallen
    }
    this.#before = { seq: place.seq, hash: place.hash, isStub: reading.kind === 'stub' }
    return reading
  }

  #bad(why: LineFault, words: string, back = 0): { readonly kind: 'bad' } & BadLine {
    const seq = this.#before === null ? (this.#rules.start?.seq ?? 0) : this.#before.seq + 1
    return { kind: 'bad', at: { line: this.#line - back, seq: seq - back }, why, words }
  }

  #judgePlace(reading: Exclude<Reading, { kind: 'bad' }>, seq: number): LineVerdict | null {
    const due = this.#before === null ? this.#rules.start?.seq : this.#before.seq + 1
    if (due !== undefined && seq !== due) return this.#bad('gap', `seq ${due} should stand here, not ${seq}`)
    if (reading.kind === 'stub') return null
    this.#home ??= reading.line.home
    if (reading.line.home !== this.#home) return this.#bad('field', 'it belongs to another home')
    return hashFits(reading.line) ? null : this.#bad('hash', 'its content does not fit its own hash')
  }

  #judgeLink(reading: Exclude<Reading, { kind: 'bad' }>, prev: string): LineVerdict | null {
    const due = this.#before === null ? this.#rules.start?.prev : this.#before.hash
    if (due === undefined || prev === due) return null
    // A full line has proved its own `prev` by its hash: then it is the unproved stub before it that lies.
    if (reading.kind === 'line' && this.#before?.isStub === true)
      return this.#bad('link', 'the line after it names another hash', 1)
    return this.#bad('link', 'it does not follow the line before it')
  }

  #judgeTime(line: JournalLine): LineVerdict | null {
    if (line.epoch < this.#epoch)
      return this.#bad('epoch-fell', `epoch ${line.epoch} comes after epoch ${this.#epoch}`)
    this.#epoch = line.epoch
    const clock = JSON.stringify([line.boot, line.writer])
    const last = this.#monoOf.get(clock)
    if (last !== undefined && line.mono < last)
      return this.#bad(
        'mono-fell',
        `its clock reads ${line.mono} ms after ${last} ms in the same machine start`,
      )
    if (last === undefined && this.#monoOf.size === BOOTS_MAX)
      return this.#bad(
        'field',
        `its boot is one more than the ${BOOTS_MAX} machine starts that can be kept apart`,
      )
    this.#monoOf.set(clock, line.mono)
    return null
  }
}

function hashFits(line: JournalLine): boolean {
  try {
    return lineHash(line) === line.hash
  } catch {
    // What cannot be spelled canonically was never hashed by the hub.
    return false
  }
}
