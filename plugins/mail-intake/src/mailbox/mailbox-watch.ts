// One mailbox for as long as the plugin lives: connects, catches up, listens, comes back after a break, and looks at the
// past when it is asked to.
import { randomInt } from 'node:crypto'
import {
  type Clock,
  type MailImport,
  type MailboxDevice,
  type MailboxReporter,
  type MailboxState,
  type PluginHost,
  codeOf,
  pause,
} from '@portico/plugin-api'
import { mailError } from '../errors.ts'
import { MailboxTally } from '../drift/mailbox-tally.ts'
import { mailNews } from '../mail-news.ts'
import { RAW_BYTES_MAX } from '../read/mail-limits.ts'
import type { TakenMail } from '../take-mail.ts'
import type { MailboxOptions } from './mailbox-options.ts'
import type { KeptImport, MailboxPlace } from './mailbox-place.ts'
import { type Candidate, type Login, MailboxSession, PAST_MAX, PAST_MS } from './mailbox-session.ts'

export interface MailboxWatchParts {
  readonly options: MailboxOptions
  readonly place: MailboxPlace
  readonly reporter: () => MailboxReporter
  /** Who logs in: a password, or a token that is good now. */
  readonly login: () => Promise<Login>
  /** The server refused what `login` gave. */
  readonly refused: () => void
  readonly take: (raw: Uint8Array, imported: boolean) => Promise<TakenMail>
  readonly clock: Clock
  readonly log: PluginHost['log']
  readonly signal: AbortSignal
}

/** Waits before the next try, ms; the last one repeats. */
const WAITS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const
/** After a plain no: servers lock an account after a few tries, ms. */
const WAIT_REFUSED = 300_000
/** A mail on which the line broke so often is left out. */
const BREAKS_MAX = 3
/** Between two mails of the past, so that the hub has time for the people at the door, ms. */
const IMPORT_PACE = 30

export class MailboxWatch implements MailboxDevice {
  readonly #parts: MailboxWatchParts
  readonly #tally: MailboxTally
  #state: MailboxState = 'connecting'
  #fault: { readonly code: string; readonly words: string } | null = null
  #failures = 0
  #stuck: { readonly uid: number; readonly breaks: number } | null = null
  #import: MailImport | null = null
  /** Of the past what is still to be looked at; null: the server is to be asked for it. */
  #todo: readonly Candidate[] | null = null
  #asked = Promise.withResolvers<void>()

  constructor(parts: MailboxWatchParts) {
    this.#parts = parts
    this.#tally = new MailboxTally(parts)
    // A look at the past that a restart cut short goes on.
    const running = parts.place.kept.import
    if (running) this.#import = { state: 'running', days: running.days, seen: running.seen, total: 0 }
  }

  /** Resolves when the plugin ends. */
  async run(): Promise<void> {
    const { signal, log } = this.#parts
    while (!signal.aborted) {
      try {
        await this.#session()
      } catch (error) {
        if (signal.aborted) return
        const wasUp = this.#state === 'listening' || this.#failures === 0
        this.#noteFault(error)
        if (wasUp) log.warn({ code: codeOf(error) }, 'mailbox lost')
      }
      await pause(this.#parts, this.#waitMs())
    }
  }

  importPast(days: number): Promise<void> {
    if (this.#import?.state === 'running')
      return Promise.reject(mailError('HUB_MAIL_IMPORT', 'an import runs already', { retryable: false }))
    this.#todo = null
    const { place, clock } = this.#parts
    const since = clock.wall() - days * 86_400_000
    place.keep({ import: { days, since, uidValidity: '', lastUid: 0, seen: 0 } })
    this.#import = { state: 'running', days, seen: 0, total: 0 }
    this.#tell()
    this.#asked.resolve()
    return Promise.resolve()
  }

  stopImport(): Promise<void> {
    if (this.#import?.state === 'running') this.#endImport('stopped')
    return Promise.resolve()
  }

  #waitMs(): number {
    const base = this.#state === 'refused' ? WAIT_REFUSED : (WAITS[this.#failures - 1] ?? WAITS.at(-1) ?? 0)
    return base + randomInt(Math.ceil(base / 4))
  }

  #noteFault(error: unknown): void {
    this.#failures += 1
    const isPlainNo = typeof error === 'object' && error !== null && 'retryable' in error && !error.retryable
    this.#state = isPlainNo ? 'refused' : 'away'
    const code = codeOf(error)
    const isOurs = code?.startsWith('HUB_MAIL_') === true && error instanceof Error
    this.#fault = isOurs
      ? { code, words: error.message }
      : { code: 'HUB_MAIL_SERVER', words: 'the mail server broke off' }
    if (code === 'HUB_MAIL_LOGIN') this.#parts.refused()
    this.#tell()
  }

  async #session(): Promise<void> {
    const { options, place, login, log, signal } = this.#parts
    await using session = new MailboxSession(options, await login())
    const end = (): void => void session[Symbol.asyncDispose]()
    signal.addEventListener('abort', end)
    try {
      const now = await session.open()
      const { reached } = place.kept
      if (reached?.uidValidity !== now.uidValidity) {
        if (reached) log.warn({}, 'the mailbox was made anew: its last two days are looked at again')
        await this.#first(session, now)
      } else await this.#catchUp(session, reached)
      this.#listening()
      while (session.isUsable && !signal.aborted) {
        if (session.takeNews()) await this.#catchUp(session, this.#reached())
        else if (this.#import?.state === 'running') await this.#importSome(session)
        else await this.#wait(session)
      }
    } finally {
      signal.removeEventListener('abort', end)
    }
    if (!signal.aborted) throw mailError('HUB_MAIL_SERVER', 'the mail server broke off')
  }

  #reached(): { readonly uidValidity: string; readonly lastUid: number } {
    return this.#parts.place.kept.reached ?? { uidValidity: '', lastUid: 0 }
  }

  async #wait(session: MailboxSession): Promise<void> {
    await session.wait(this.#asked.promise)
    this.#asked = Promise.withResolvers<void>()
  }

  #listening(): void {
    if (this.#failures > 0) this.#parts.log.info({}, 'mailbox is back')
    this.#failures = 0
    this.#state = 'listening'
    this.#fault = null
    this.#tell()
  }

  /** What lies further back is looked at when somebody asks for it. */
  async #first(
    session: MailboxSession,
    now: { readonly uidValidity: string; readonly lastUid: number },
  ): Promise<void> {
    const { place, clock } = this.#parts
    const past = await session.past(clock.wall() - PAST_MS)
    const uids = past.slice(-PAST_MAX)
    this.#todo = null
    place.keep({
      reached: { uidValidity: now.uidValidity, lastUid: Math.max(0, (uids[0] ?? now.lastUid + 1) - 1) },
    })
    await this.#takeAll(session, uids)
    place.keep({
      reached: { uidValidity: now.uidValidity, lastUid: Math.max(now.lastUid, uids.at(-1) ?? 0) },
    })
  }

  async #catchUp(session: MailboxSession, { lastUid }: { readonly lastUid: number }): Promise<void> {
    await this.#takeAll(session, await session.since(lastUid))
  }

  /** In order; each is durable before the next one is looked at, so that a break loses and repeats nothing. */
  async #takeAll(session: MailboxSession, uids: readonly number[]): Promise<void> {
    const { place } = this.#parts
    const reach = (lastUid: number): void => place.keep({ reached: { ...this.#reached(), lastUid } })
    for await (const { upTo, found } of session.candidates(uids)) {
      for (const candidate of found) {
        await this.#takeOne(session, candidate, false)
        reach(candidate.uid)
      }
      reach(upTo)
    }
  }

  /** One on which the line broke each time is left out, lest it holds up all that come after it. */
  async #takeOne(session: MailboxSession, candidate: Candidate, imported: boolean): Promise<void> {
    const breaks = this.#stuck?.uid === candidate.uid ? this.#stuck.breaks : 0
    this.#stuck = { uid: candidate.uid, breaks: breaks + 1 }
    if (breaks < BREAKS_MAX) await this.#takeWhole(session, candidate, imported)
    else {
      this.#parts.log.warn({}, 'a mail on which the server broke off each time is left out')
      this.#tally.overLimits()
    }
    this.#stuck = null
  }

  async #takeWhole(session: MailboxSession, candidate: Candidate, imported: boolean): Promise<void> {
    const { take, options, reporter } = this.#parts
    if (candidate.bytes > RAW_BYTES_MAX) return this.#tally.overLimits()
    const raw = await session.raw(candidate)
    if (!raw) return
    const taken = await take(raw, imported)
    if (!imported) this.#tally.count(taken, raw)
    const news = mailNews(taken, options.timeZone)
    if (news) await reporter().news(news, raw)
    if (!imported) this.#tell()
  }

  /** One mail of the past, so that what is new comes between. */
  async #importSome(session: MailboxSession): Promise<void> {
    const { place } = this.#parts
    const kept = place.kept.import
    if (this.#import?.state !== 'running' || !kept) return
    if (this.#todo === null) return this.#findPast(session, kept)
    const [candidate, ...rest] = this.#todo
    if (!candidate) return this.#endImport('done')
    await this.#takeOne(session, candidate, true)
    await pause(this.#parts, IMPORT_PACE)
    if (this.#import?.state !== 'running') return
    this.#todo = rest
    this.#import = { ...this.#import, seen: this.#import.total - rest.length }
    // After the mail is durable in the hub: a break repeats one at most, which the hub knows.
    place.keep({ import: { ...kept, lastUid: candidate.uid, seen: this.#import.seen } })
    if (this.#import.seen % 20 === 0) this.#tell()
  }

  /** Which notices there are; those that were looked at before a restart are left out. */
  async #findPast(session: MailboxSession, kept: KeptImport): Promise<void> {
    const { uidValidity } = this.#reached()
    const isSame = kept.uidValidity === uidValidity
    const seen = isSame ? kept.seen : 0
    const lastUid = isSame ? kept.lastUid : 0
    const uids = (await session.past(kept.since)).filter((uid) => uid > lastUid)
    const found: Candidate[] = []
    for await (const each of session.candidates(uids)) found.push(...each.found)
    if (this.#import?.state !== 'running') return
    this.#todo = found
    this.#import = { ...this.#import, seen, total: seen + found.length }
    this.#parts.place.keep({ import: { ...kept, uidValidity, lastUid, seen } })
    this.#tell()
  }

  #endImport(state: 'done' | 'stopped'): void {
    if (this.#import) this.#import = { ...this.#import, state }
    this.#todo = null
    this.#parts.place.keep({ import: null })
    this.#tell()
  }

  #tell(): void {
    const { reporter } = this.#parts
    reporter().status({
      state: this.#state,
      code: this.#fault?.code ?? null,
      words: this.#fault?.words ?? null,
      ...this.#tally.told(),
      import: this.#import,
    })
  }
}
