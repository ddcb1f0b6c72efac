// One connection to a mailbox, from greeting to break: what is new since the last one, then each new mail when the server
// tells of it (IDLE, RFC 2177). It never changes anything in the mailbox.
import { type FetchMessageObject, ImapFlow, type ImapFlowOptions, type SearchObject } from 'imapflow'
import { mailError } from '../errors.ts'
import { packOf } from '../packs/packs.ts'
import { RAW_BYTES_MAX } from '../read/mail-limits.ts'
import type { MailboxOptions } from './mailbox-options.ts'
import type { Reached } from './mailbox-place.ts'

/** How far a first look goes back, ms, and how many mails it takes at most. */
export const PAST_MS = 48 * 3_600_000
export const PAST_MAX = 500
/** Asked about together. */
const CHUNK = 200
const CONNECT_MS_MAX = 20_000
/** A line that was cut without a word is found by then, ms. */
const IDLE_MS_MAX = 4 * 60_000
/** A reply may hold one mail and little more. */
const LITERAL_BYTES_MAX = RAW_BYTES_MAX + 64 * 1024

export type Login = { readonly password: string } | { readonly accessToken: string }

/** A mail that may be a notice, by its envelope alone. */
export interface Candidate {
  readonly uid: number
  readonly bytes: number
}

export class MailboxSession implements AsyncDisposable {
  readonly #client: ImapFlow
  readonly #folder: string
  readonly #closed = Promise.withResolvers<void>()
  #news = Promise.withResolvers<void>()
  #isNew = false

  constructor(options: MailboxOptions, login: Login) {
    this.#folder = options.folder
    this.#client = new ImapFlow(clientOptions(options, login))
    // Its failures are told by the call that waits; without a listener they would end this process.
    this.#client.on('error', () => undefined)
    this.#client.on('close', () => {
      this.#closed.resolve()
      this.#news.resolve()
    })
    this.#client.on('exists', () => {
      this.#isNew = true
      this.#news.resolve()
    })
  }

  /** @throws HubError `HUB_MAIL_LOGIN`, `HUB_MAIL_SERVER`, `HUB_MAIL_FOLDER` */
  async open(): Promise<Reached> {
    try {
      await this.#client.connect()
    } catch (error) {
      throw loginFault(error)
    }
    try {
      const { uidValidity, uidNext } = await this.#client.mailboxOpen(this.#folder, { readOnly: true })
      return { uidValidity: String(uidValidity), lastUid: Math.max(0, uidNext - 1) }
    } catch (cause) {
      if (!this.#client.usable) throw mailError('HUB_MAIL_SERVER', 'the mail server broke off', { cause })
      throw mailError('HUB_MAIL_FOLDER', `there is no folder ${this.#folder} in the mailbox`, {
        retryable: false,
        cause,
      })
    }
  }

  /** UIDs above `lastUid`, in order. */
  async since(lastUid: number): Promise<readonly number[]> {
    const found = await this.#search({ uid: `${lastUid + 1}:*` })
    // `N:*` names the last mail also when it lies below N (RFC 9051 section 9, seq-range).
    return found.filter((uid) => uid > lastUid)
  }

  /** UIDs of mails that came after a moment, in order; the server counts in days. */
  past(from: number): Promise<readonly number[]> {
    return this.#search({ since: new Date(from) })
  }

  async #search(query: SearchObject): Promise<readonly number[]> {
    const found = await this.#client.search(query, { uid: true })
    if (!Array.isArray(found)) throw mailError('HUB_MAIL_SERVER', 'the mail server does not search')
    return found.toSorted((a, b) => a - b)
  }

  /** Those among them that are from a sender we read; nothing else of the mailbox is looked at. */
  async *candidates(uids: readonly number[]): AsyncGenerator<{
    readonly upTo: number
    readonly found: readonly Candidate[]
  }> {
    for (let at = 0; at < uids.length; at += CHUNK) {
      const chunk = uids.slice(at, at + CHUNK)
      const found: Candidate[] = []
      const query = { uid: true, envelope: true, size: true } as const
      for await (const message of this.#client.fetch([...chunk], query, { uid: true }))
        if (isNotice(message)) found.push({ uid: message.uid, bytes: message.size ?? 0 })
      const upTo = chunk.at(-1) ?? 0
      yield { upTo, found: found.toSorted((a, b) => a.uid - b.uid) }
    }
  }

  /** null: it is gone meanwhile. */
  async raw({ uid }: Candidate): Promise<Uint8Array | null> {
    const message = await this.#client.fetchOne(String(uid), { uid: true, source: true }, { uid: true })
    return message === false ? null : (message.source ?? null)
  }

  /** Resolves when something is new, when `wake` does, or when the line is broken. */
  async wait(wake: Promise<void>): Promise<void> {
    if (!this.#client.usable) return
    // It ends by itself when the next command is given; what it fails with breaks the line, which is told there.
    this.#client.idle().catch(() => undefined)
    await Promise.race([this.#news.promise, this.#closed.promise, wake])
  }

  /** Whether something is new since it was last asked. */
  takeNews(): boolean {
    const isNew = this.#isNew
    this.#isNew = false
    if (isNew) this.#news = Promise.withResolvers<void>()
    return isNew
  }

  get isUsable(): boolean {
    return this.#client.usable
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#client.close()
    return Promise.resolve()
  }
}

const isNotice = ({ envelope }: FetchMessageObject): boolean =>
  (envelope?.from ?? []).some(({ address }) => {
    const domain = address?.split('@').at(-1)?.toLowerCase()
    return domain !== undefined && packOf({ domain }) !== null
  })

function clientOptions({ host, port, security, username }: MailboxOptions, login: Login): ImapFlowOptions {
  return {
    host,
    port,
    secure: security === 'tls',
    // A server that is to speak TLS and does not is not spoken to; a plain one is on this machine.
    doSTARTTLS: security === 'starttls',
    auth: 'password' in login ? { user: username, pass: login.password } : { user: username, ...login },
    logger: false,
    disableAutoIdle: true,
    maxIdleTime: IDLE_MS_MAX,
    connectionTimeout: CONNECT_MS_MAX,
    greetingTimeout: CONNECT_MS_MAX,
    maxLineLength: 4 * 1024 * 1024,
    maxLiteralSize: LITERAL_BYTES_MAX,
    maxResponseSize: LITERAL_BYTES_MAX + 4 * 1024 * 1024,
    maxResponseTokens: 200_000,
  }
}

function loginFault(cause: unknown): Error {
  const isLogin = typeof cause === 'object' && cause !== null && 'authenticationFailed' in cause
  return isLogin
    ? mailError('HUB_MAIL_LOGIN', 'the mail server took neither user name nor password', {
        retryable: false,
        cause,
      })
    : mailError('HUB_MAIL_SERVER', 'the mail server does not answer', { cause })
}
