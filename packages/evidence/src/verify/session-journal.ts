// The journal inside an evidence file: the lines of one session in full, the lines between as stubs.
import { type JournalLine, assertNever } from '@portico/core'
import { type BadLine, ChainCheck, type LineMark } from './chain-check.ts'
import { CHECKPOINT_TYPE, KEY_CHANGE_TYPE } from './checkpoint.ts'
import { ClockCheck, type ClockFacts } from './clock-check.ts'
import { MEDIA_MAX, type NamedMedia, deletionOf, mediaOf } from './evidence-format.ts'
import type { JudgeOptions } from './outside.ts'
import { SignatureCheck, type SignatureFacts } from './signature-check.ts'

/** Lines of the home that every evidence file tells in full: they hold nothing of any visit. */
export const isOfChain = ({ type }: Pick<JournalLine, 'type'>): boolean =>
  type === CHECKPOINT_TYPE || type === KEY_CHANGE_TYPE

/**
 * The session is that of the first line: the manifest is compared with the journal, never the other way round, so that
 * a changed manifest is not blamed on the lines.
 */
export class SessionJournal {
  readonly #check = new ChainCheck({ start: null, stubs: true })
  readonly #options: JudgeOptions
  readonly #signatures: SignatureCheck
  readonly #clock = new ClockCheck()
  readonly #media = new Map<string, NamedMedia>()
  readonly #deleted = new Set<string>()
  #first: JournalLine | null = null
  #last: JournalLine | null = null
  #door: string | null = null
  #closed = false
  #simulated = false
  #lines = 0
  #withheldAtEnd = 0
  #withheld = 0

  constructor(options: JudgeOptions) {
    this.#options = options
    this.#signatures = new SignatureCheck(options)
  }

  /** How many lines were taken. */
  get lines(): number {
    return this.#lines
  }

  /** Takes the next line; null stands for one that is no text. Returns what is wrong with it, or null. */
  take(text: string | null): BadLine | null {
    const found = this.#check.take(text)
    this.#lines += 1
    switch (found.kind) {
      case 'bad':
        return found
      case 'stub':
        this.#withheldAtEnd += 1
        this.#withheld += 1
        return this.#blame(found.stub.seq, this.#signatures.takePlace(found.stub))
      case 'line':
        this.#withheldAtEnd = 0
        return this.#note(found.line)
      default:
        return assertNever(found)
    }
  }

  /** What is known once every line was taken. */
  end(): SessionFacts | BadLine {
    const [first, last] = [this.#first, this.#last]
    if (first === null || last === null)
      return { at: { line: 1, seq: 0 }, why: 'unreadable', words: 'the journal is empty' }
    if (this.#withheldAtEnd > 0) {
      const at = { line: this.#lines, seq: last.seq + this.#withheldAtEnd }
      return {
        at,
        why: 'field',
        words: 'a withheld line stands at the end, where no line of the session follows',
      }
    }
    return {
      home: first.home,
      simulated: this.#simulated,
      session: first.session ?? '',
      door: this.#door,
      lines: this.#lines,
      withheld: this.#withheld,
      closed: this.#closed,
      first: mark(first),
      last: mark(last),
      proof: this.#signatures.facts(),
      clock: this.#clock.facts(),
      media: [...this.#media.values()].map((each) => ({ ...each, deleted: this.#deleted.has(each.sha256) })),
    }
  }

  #blame(seq: number, fault: Pick<BadLine, 'why' | 'words'> | null): BadLine | null {
    return fault && { at: { line: this.#lines, seq }, ...fault }
  }

  #note(line: JournalLine): BadLine | null {
    const bad = (words: string): BadLine | null => this.#blame(line.seq, { why: 'field', words })
    if (this.#first === null && line.session === null) return bad('the first line belongs to no session')
    this.#first ??= line
    this.#last = line
    this.#clock.take(line)
    this.#simulated ||= line.writer === 'sim'
    const fault = this.#signatures.takePlace(line) ?? this.#signatures.takeLine(line)
    if (fault) return this.#blame(line.seq, fault)
    this.#options.onLine?.(line)
    // Deletion comes days later and may belong to no session; it is told here only for media that were named before.
    const deletion = deletionOf(line)
    const isDeletion = deletion !== null && this.#media.has(deletion)
    if (isDeletion) this.#deleted.add(deletion)
    if (line.session !== this.#first.session)
      return isDeletion || isOfChain(line) ? null : bad('it belongs to another session')
    this.#door ??= line.door
    if (line.type === 'SessionClosed') this.#closed = true
    return this.#noteMedia(line, bad)
  }

  #noteMedia(line: JournalLine, bad: (words: string) => BadLine | null): BadLine | null {
    const media = mediaOf(line)
    if (media === 'nameless') return bad('it names no picture or film by its hash')
    if (media === null || this.#media.has(media.sha256)) return null
    if (this.#media.size === MEDIA_MAX) return bad(`it names more than ${MEDIA_MAX} pictures and films`)
    this.#media.set(media.sha256, media)
    return null
  }
}

export interface SessionMedia extends NamedMedia {
  /** A later line notes its deletion. */
  readonly deleted: boolean
}

export interface SessionFacts {
  readonly home: string
  /** Its doors are simulated: no real one ever moved. */
  readonly simulated: boolean
  readonly session: string
  readonly door: string | null
  /** Lines and stubs. */
  readonly lines: number
  readonly withheld: number
  /** The visit's end stands in these lines. */
  readonly closed: boolean
  readonly first: LineMark
  readonly last: LineMark
  readonly proof: SignatureFacts
  readonly clock: ClockFacts
  /** In the order of the lines that name them first. */
  readonly media: readonly SessionMedia[]
}

const mark = ({ seq, hash, wall }: JournalLine): LineMark => ({ seq, hash, wall })
