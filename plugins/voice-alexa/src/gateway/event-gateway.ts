// News to Alexa's event gateway, one after another: a token that is not taken is fetched anew once, a gateway that does not
// answer is tried again while the news is still news, and a link that is broken is told once.
import { type BridgeHost, type Clock, instant } from '@portico/plugin-api'
import { fieldsOf, textOf } from '../message/directive.ts'
import { type AlexaEvent, borneBy } from '../message/event.ts'
import { type Grant, GrantLost } from './grant.ts'

export interface EventGatewayParts {
  readonly url: string
  readonly grant: Grant
  readonly clock: Clock
  readonly log: BridgeHost['log']
  readonly signal: AbortSignal
  /** Alexa takes no news of this account any more. */
  readonly onBroken: (why: string) => void
  readonly onTaken: () => void
}

/** More that waits is of yesterday. */
const WAITING_MAX = 32
const ANSWER_WITHIN_MS = 5_000
const ANSWER_CHARS_MAX = 4_096
/** Waits before each further try, ms. */
const AGAIN_MS = [500, 2_000, 8_000] as const

type Outcome = 'taken' | 'token' | 'broken' | 'again' | 'dropped'

interface Waiting {
  readonly event: AlexaEvent
  /** Instant after which nobody wants to hear it. */
  readonly until: number
}

/** What the gateway says of the account itself. */
const ended: ReadonlySet<string> = new Set([
  'SKILL_DISABLED_EXCEPTION',
  'SKILL_NEVER_ENABLED_EXCEPTION',
  'SKILL_NOT_FOUND_EXCEPTION',
  'INSUFFICIENT_PERMISSION_EXCEPTION',
])

function outcomeOf(status: number, code: string): Outcome {
  if (status >= 200 && status < 300) return 'taken'
  if (ended.has(code)) return 'broken'
  if (status === 401 || code === 'INVALID_ACCESS_TOKEN_EXCEPTION') return 'token'
  return status === 429 || status >= 500 ? 'again' : 'dropped'
}

export class EventGateway {
  readonly #parts: EventGatewayParts
  readonly #waiting: Waiting[] = []
  #isSending = false

  constructor(parts: EventGatewayParts) {
    this.#parts = parts
  }

  /** Waits for nothing. `forMs`: for so long it is worth telling. */
  tell(event: AlexaEvent, forMs: number): void {
    const { grant, clock, log } = this.#parts
    if (!grant.isGiven) return
    if (this.#waiting.length >= WAITING_MAX) {
      this.#waiting.shift()
      log.warn('too much waits for the gateway: the oldest is dropped')
    }
    this.#waiting.push({ event, until: clock.mono() + forMs })
    if (!this.#isSending) void this.#flow()
  }

  async #flow(): Promise<void> {
    const { clock, log, signal } = this.#parts
    this.#isSending = true
    for (let next = this.#waiting.shift(); next && !signal.aborted; next = this.#waiting.shift())
      try {
        if (clock.mono() <= next.until) await this.#send(next)
      } catch (error) {
        // Tokens are not made now, or it is over.
        if (error instanceof GrantLost) this.#break(error.message)
        else log.warn({ err: String(error) }, 'news not told')
      }
    this.#isSending = false
  }

  async #send(news: Waiting): Promise<void> {
    const { grant, log, clock } = this.#parts
    let token = await grant.token()
    let isRenewed = false
    for (let tries = 0; ;) {
      const { outcome, words } = await this.#post(news.event, token)
      if (outcome === 'taken') {
        this.#parts.onTaken()
        return
      }
      if (outcome === 'broken') throw new GrantLost(words)
      if (outcome === 'token') {
        if (isRenewed) throw new GrantLost(words)
        isRenewed = true
        token = await grant.renewed(token)
        continue
      }
      const wait = AGAIN_MS[tries]
      tries += 1
      if (outcome === 'dropped' || wait === undefined || clock.mono() + wait > news.until) {
        log.warn({ words }, 'the gateway did not take news')
        return
      }
      await this.#pause(wait)
    }
  }

  async #post(
    event: AlexaEvent,
    token: string,
  ): Promise<{ readonly outcome: Outcome; readonly words: string }> {
    const { url, signal } = this.#parts
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify(borneBy(event, token)),
        signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
        redirect: 'error',
      })
      const code = codeIn((await answer.text()).slice(0, ANSWER_CHARS_MAX))
      return { outcome: outcomeOf(answer.status, code), words: code || String(answer.status) }
    } catch (error) {
      return { outcome: signal.aborted ? 'dropped' : 'again', words: String(error) }
    }
  }

  #pause(ms: number): Promise<void> {
    const { clock, signal } = this.#parts
    return new Promise((resolve) => {
      const wake = clock.wake(instant(clock.mono() + ms), resolve)
      signal.addEventListener(
        'abort',
        () => {
          wake.cancel()
          resolve()
        },
        { once: true },
      )
    })
  }

  #break(why: string): void {
    this.#waiting.length = 0
    this.#parts.grant.forget()
    this.#parts.onBroken(why)
  }
}

/** `{"payload":{"code":"…"}}`. */
function codeIn(text: string): string {
  try {
    return textOf(fieldsOf(fieldsOf(JSON.parse(text))['payload'])['code'], 128) ?? ''
  } catch {
    return ''
  }
}
