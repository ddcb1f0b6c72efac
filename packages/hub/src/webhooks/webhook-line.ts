// One receiver: what it was told last, and what comes next. What is to be told is read from the journal behind that place,
// so nothing is kept twice, nothing is lost by a crash, and the queue is as short as a number. One message at a time.
import { type WallTime, after, milliseconds, wallTime } from '@portico/core'
import type { WebhookEvent, WebhookTest, WebhookView } from '@portico/protocol'
import { type Chance, type Clock, type Wake, codeOf } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import { audit } from '../people/audit.ts'
import type { Post, PostAnswer } from './post-webhook.ts'
import { type Outgoing, outgoingOf, toldTypes } from './webhook-events.ts'
import { FAILING_AFTER_MS, answerWords, isTaken, verdictOf } from './webhook-schedule.ts'
import { signedHeaders } from './webhook-signature.ts'

/** As it lies sealed in the journal's records. */
export interface StoredWebhook {
  readonly id: string
  readonly url: string
  readonly events: readonly WebhookEvent[]
  readonly since: WallTime
  readonly secret: string
  /** The one before, which signs too until its time is over. */
  readonly older: { readonly secret: string; readonly until: WallTime } | null
  /** Number of the newest line that is done with. */
  readonly position: number
  /** Tries of the next message that failed. */
  readonly failures: number
  readonly nextTry: WallTime | null
  readonly failingSince: WallTime | null
  /** People were told that it fails. */
  readonly isNoticed: boolean
  readonly disabled: 'gone' | 'over' | null
  readonly last: WebhookView['last']
}

export interface LineParts {
  readonly runtime: Pick<HomeRuntime, 'lines' | 'notice' | 'journal' | 'records'>
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
  readonly post: Post
}

/** Nothing of the next message has failed yet. */
export const fresh = { failures: 0, nextTry: null, failingSince: null, isNoticed: false } as const

const PAGE = 64
export const WAITING_COUNTED_MAX = 1_000

export class WebhookLine implements AsyncDisposable {
  readonly #parts: LineParts
  readonly #ended = new AbortController()
  #state: StoredWebhook
  #wake: Wake | null = null
  #running: Promise<void> | null = null
  /** Something happened while it ran. */
  #isNudged = false
  /** Up to here nothing waits; ahead of the stored position when lines went by of which nothing is told. */
  #looked: number
  #newest = -1

  constructor(parts: LineParts, state: StoredWebhook) {
    this.#parts = parts
    // A home that was set back to an older copy counts again from there.
    const position = Math.min(state.position, parts.runtime.journal.seq)
    this.#state = { ...state, position }
    this.#looked = position
  }

  get state(): StoredWebhook {
    return this.#state
  }

  get view(): WebhookView {
    const { id, url, events, since, disabled, failures, failingSince, last, nextTry, older } = this.#state
    const now = this.#parts.clock.wall()
    const isFailing = failingSince !== null && now - failingSince >= FAILING_AFTER_MS
    return {
      id,
      url,
      events: [...events],
      since,
      state: disabled ? 'disabled' : isFailing ? 'failing' : failures > 0 ? 'retrying' : 'good',
      last,
      waiting: this.#waiting(),
      nextTry: disabled ? null : nextTry,
      olderUntil: older && older.until > now ? older.until : null,
    }
  }

  /** Lines of which something may be told became durable, up to this number; or time has passed. */
  nudge(newest: number | null = null): void {
    if (newest !== null) this.#newest = Math.max(this.#newest, newest)
    if (this.#ended.signal.aborted) return
    if (this.#running) {
      this.#isNudged = true
      return
    }
    this.#running = this.#run()
      .catch((error: unknown) =>
        this.#parts.log.error({ webhookId: this.#state.id, err: error }, 'webhook stopped'),
      )
      .finally(() => {
        this.#running = null
        if (this.#isNudged) this.#again()
      })
  }

  /** The record of a change, for whoever writes it in a transaction of his own; it counts from now on. */
  adopt(change: Partial<StoredWebhook>): ReturnType<HomeRuntime['records']['put']> {
    this.#state = { ...this.#state, ...change }
    if (change.position !== undefined) this.#looked = change.position
    return this.#record()
  }

  /** It is told again, of what happens from this moment on. The record as `adopt` gives it. */
  resume(): ReturnType<HomeRuntime['records']['put']> {
    const position = this.#parts.runtime.journal.seq
    return this.adopt({ ...fresh, position, disabled: null })
  }

  /** A message that says nothing, now and once. What waits is tried again when it is taken. */
  async test(): Promise<WebhookTest> {
    const { clock, chance } = this.#parts
    const now = clock.wall()
    const id = `evt_test_${Buffer.from(chance.bytes(12)).toString('hex')}`
    const body = JSON.stringify({
      type: 'io.portico.webhook.test.v1',
      timestamp: new Date(now).toISOString(),
      data: { specversion: '1.0', id, source: '/portico', subject: this.#state.id },
    })
    const answer = await this.#post(id, body)
    const good = isTaken(answer)
    if (good && this.#state.disabled === null && this.#state.nextTry !== null) {
      this.#state = { ...this.#state, nextTry: clock.wall() }
      this.nudge()
    }
    return { good, status: answer.type === 'answered' ? answer.status : null, words: answerWords(answer) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#ended.abort()
    this.#wake?.cancel()
    await this.#running
  }

  #again(): void {
    this.#isNudged = false
    this.nudge()
  }

  async #run(): Promise<void> {
    while (!this.#ended.signal.aborted && this.#state.disabled === null) {
      const left = this.#timeLeft()
      if (left > 0) return this.#sleep(left)
      const next = this.#next()
      if (next === null) return undefined
      await this.#tell(next)
    }
    return undefined
  }

  /** Ms until the next try, bounded by its own plan: a clock that is set back lets nobody wait for ever. */
  #timeLeft(): number {
    const { nextTry } = this.#state
    if (nextTry === null) return 0
    return Math.min(nextTry - this.#parts.clock.wall(), FAILING_AFTER_MS * 1.2)
  }

  #sleep(left: number): void {
    const { clock } = this.#parts
    const { failingSince, isNoticed } = this.#state
    const notice =
      failingSince !== null && !isNoticed ? failingSince + FAILING_AFTER_MS - clock.wall() : Infinity
    this.#wake?.cancel()
    this.#wake = clock.wake(after(clock.mono(), milliseconds(Math.max(1, Math.min(left, notice)))), () => {
      void this.#noticeFailure().finally(() => this.nudge())
    })
  }

  #lines(from: number, limit: number): ReturnType<HomeRuntime['lines']> {
    return this.#parts.runtime.lines({ after: from, types: toldTypes, limit })
  }

  #isWanted = (outgoing: Outgoing | null): outgoing is Outgoing =>
    outgoing !== null && this.#state.events.includes(outgoing.event)

  #next(): { readonly seq: number; readonly outgoing: Outgoing } | null {
    for (;;) {
      const newest = this.#newest
      const lines = this.#lines(this.#looked, PAGE)
      for (const line of lines) {
        const outgoing = outgoingOf(line)
        if (this.#isWanted(outgoing)) return { seq: line.seq, outgoing }
        this.#looked = line.seq
      }
      if (lines.length === PAGE) continue
      this.#looked = Math.max(this.#looked, newest)
      return null
    }
  }

  #waiting(): number {
    return this.#lines(this.#looked, WAITING_COUNTED_MAX).filter((line) => this.#isWanted(outgoingOf(line)))
      .length
  }

  async #tell({
    seq,
    outgoing: { id, body },
  }: {
    readonly seq: number
    readonly outgoing: Outgoing
  }): Promise<void> {
    const answer = await this.#post(id, body)
    // The hub stops: it was told or not, and the next start tells it again under the same id.
    if (this.#ended.signal.aborted) return
    const { clock, chance } = this.#parts
    const now = clock.wall()
    const failures = isTaken(answer) ? 0 : this.#state.failures + 1
    const last = {
      at: now,
      status: answer.type === 'answered' ? answer.status : null,
      words: answerWords(answer),
    }
    const verdict = verdictOf({ answer, failures, now }, chance)
    switch (verdict.type) {
      case 'taken':
        return this.#keep({ ...fresh, position: seq, last })
      case 'again': {
        const failingSince = this.#state.failingSince ?? now
        await this.#keep({ last, failures, failingSince, nextTry: wallTime(now + verdict.waitMs) })
        return this.#noticeFailure()
      }
      default:
        return this.#disable({ last, failures }, verdict.type)
    }
  }

  async #disable(change: Partial<StoredWebhook>, why: 'gone' | 'over'): Promise<void> {
    const { runtime, log } = this.#parts
    const { id } = this.#state
    log.warn({ webhookId: id, why }, 'webhook disabled')
    const record = this.adopt({ ...change, disabled: why, nextTry: null })
    await audit(runtime.journal, {
      what: 'webhook-disabled',
      by: null,
      more: { webhook: id, why },
      records: [record],
    }).catch((error: unknown) =>
      log.warn({ webhookId: id, code: codeOf(error) }, 'the end of a webhook not noted'),
    )
  }

  async #noticeFailure(): Promise<void> {
    const { id, failingSince, isNoticed, disabled } = this.#state
    const { clock, runtime, log } = this.#parts
    if (
      isNoticed ||
      disabled !== null ||
      failingSince === null ||
      clock.wall() - failingSince < FAILING_AFTER_MS
    )
      return
    log.warn({ webhookId: id }, 'webhook fails for a day')
    await this.#keep({ isNoticed: true })
    await runtime.notice('webhook-failing', { webhook: id }).catch((error: unknown) => {
      log.warn({ webhookId: id, code: codeOf(error) }, 'a webhook that fails not noted')
    })
  }

  #post(id: string, body: string): Promise<PostAnswer> {
    const { clock, post } = this.#parts
    const { url, secret, older } = this.#state
    const now = clock.wall()
    const secrets = older && older.until > now ? [secret, older.secret] : [secret]
    const signed = signedHeaders(secrets, { id, seconds: Math.floor(now / 1_000), body })
    const headers = { 'content-type': 'application/json', 'user-agent': 'Portico', ...signed }
    return post({ url, headers, body, signal: this.#ended.signal })
  }

  /** A disk that is full stops no webhook: after a start some are told again, under the same ids. */
  async #keep(change: Partial<StoredWebhook>): Promise<void> {
    const record = this.adopt(change)
    // Whoever ended it has written that already.
    if (this.#ended.signal.aborted) return
    await this.#parts.runtime.journal.append({ records: [record] }).catch((error: unknown) => {
      this.#parts.log.warn({ webhookId: this.#state.id, code: codeOf(error) }, 'place of a webhook not kept')
    })
  }

  #record(): ReturnType<HomeRuntime['records']['put']> {
    return this.#parts.runtime.records.put('webhook', this.#state.id, this.#state)
  }
}
