// Receivers of webhooks: added, tried, given another secret, resumed, ended, by people of the house alone. What happens reaches
// each of them by the journal.
import { hours, minutes, seconds, wallTime } from '@portico/core'
import type { WebhookRequest, WebhookTest, WebhookView } from '@portico/protocol'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import { type HomeRuntime, newId } from '@portico/runtime'
import type { Logger } from 'pino'
import { httpError } from '../http/http-errors.ts'
import { SlidingLimit } from '../http/sliding-limit.ts'
import type { Announcements } from '../live/announcement.ts'
import type { ToldSecret, Webhooks } from './webhooks.ts'
import { type AuditFact, audit } from '../people/audit.ts'
import { poster } from './post-webhook.ts'
import { type Resolve, targetOf, webhookUrl } from './public-address.ts'
import { toldTypes } from './webhook-events.ts'
import { type LineParts, type StoredWebhook, WebhookLine, fresh } from './webhook-line.ts'
import { newWebhookSecret } from './webhook-signature.ts'

export interface WebhookDeskParts {
  readonly runtime: LineParts['runtime'] & Pick<HomeRuntime, 'follow'>
  /** Where bells are heard. */
  readonly announcements: Pick<Announcements, 'follow'>
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Logger
  /** Hosts of a private network that may be sent to: `network.webhookHosts`. */
  readonly allowed: readonly string[]
  readonly resolve: Resolve
}

export const WEBHOOKS_MAX = 16
/** The secret before signs as long besides the new one. */
export const OLDER_GOOD_FOR = hours(24)
const TEST_EVERY = { limit: 1, within: seconds(5) } as const
/** Rings that are written down for webhooks: whoever leans on the bell fills no disk. */
const RINGS = { limit: 6, within: minutes(1) } as const

interface Change {
  readonly id: string
  readonly record: ReturnType<WebhookLine['adopt']>
  readonly more?: Readonly<Record<string, number>>
}

const tellable: ReadonlySet<string> = new Set(toldTypes)

export class WebhookDesk implements Webhooks {
  readonly #parts: WebhookDeskParts
  readonly #line: LineParts
  readonly #lines = new Map<string, WebhookLine>()
  readonly #following = new DisposableStack()
  readonly #tests = new SlidingLimit(TEST_EVERY)
  readonly #rings = new SlidingLimit(RINGS)

  constructor(parts: WebhookDeskParts) {
    this.#parts = parts
    const { runtime, clock, chance, log, allowed, resolve, announcements } = parts
    this.#line = { runtime, clock, chance, log, post: poster({ allowed, resolve }) }
    for (const { id, value } of runtime.records.all('webhook'))
      // cast: only this folder writes these records
      this.#lines.set(id, new WebhookLine(this.#line, value as StoredWebhook))
    this.#following.use(
      runtime.follow((lines) => {
        const newest = lines.at(-1)?.seq
        if (newest === undefined || !lines.some(({ type }) => tellable.has(type))) return
        for (const line of this.#lines.values()) line.nudge(newest)
      }),
    )
    this.#following.use(
      announcements.follow((told) => {
        if (told.type === 'ring') this.#rang(told.door)
      }),
    )
    for (const line of this.#lines.values()) line.nudge()
  }

  get all(): readonly WebhookView[] {
    return [...this.#lines.values()].map(({ view }) => view)
  }

  async add({ url, events }: WebhookRequest, by: string): Promise<ToldSecret> {
    const { clock, chance, runtime } = this.#parts
    await this.#check(url)
    if (this.#lines.size >= WEBHOOKS_MAX)
      throw httpError('HUB_WEBHOOK_LIMIT', `webhooks: no more than ${WEBHOOKS_MAX}`)
    const since = clock.wall()
    const id = newId('h', since, chance)
    const secret = newWebhookSecret(chance)
    const line = new WebhookLine(this.#line, {
      id,
      url,
      events,
      since,
      secret,
      older: null,
      ...fresh,
      position: runtime.journal.seq,
      disabled: null,
      last: null,
    })
    this.#lines.set(id, line)
    try {
      await this.#write('webhook-added', by, { id, record: line.adopt({}) })
    } catch (error) {
      this.#lines.delete(id)
      throw error
    }
    return { secret, webhook: line.view }
  }

  async revoke(id: string, by: string): Promise<void> {
    const line = this.#find(id)
    this.#lines.delete(id)
    await line[Symbol.asyncDispose]()
    const record = this.#parts.runtime.records.put('webhook', id, null)
    try {
      await this.#write('webhook-ended', by, { id, record })
    } catch (error) {
      // It would be back after a restart: it is still there, to be ended again.
      this.#lines.set(id, new WebhookLine(this.#line, line.state))
      throw error
    }
  }

  async rotate(id: string, by: string): Promise<ToldSecret> {
    const { clock, chance } = this.#parts
    const line = this.#find(id)
    const { secret: before, older } = line.state
    const secret = newWebhookSecret(chance)
    const record = line.adopt({
      secret,
      older: { secret: before, until: wallTime(clock.wall() + OLDER_GOOD_FOR) },
    })
    try {
      await this.#write('webhook-rotated', by, { id, record })
    } catch (error) {
      line.adopt({ secret: before, older })
      throw error
    }
    return { secret, webhook: line.view }
  }

  async resume(id: string, by: string): Promise<WebhookView> {
    await this.#check(this.#disabled(id).state.url)
    // Looked for once more: while a name was asked for it may have been ended, or resumed by somebody else.
    const line = this.#disabled(id)
    const { state: before, view } = line
    const record = line.resume()
    const more = { after: before.position, passed: view.waiting }
    try {
      await this.#write('webhook-resumed', by, { id, record, more })
    } catch (error) {
      line.adopt(before)
      throw error
    }
    line.nudge()
    return line.view
  }

  test(id: string): Promise<WebhookTest> {
    const line = this.#find(id)
    if (!this.#tests.take(id, this.#parts.clock.mono()))
      throw httpError('HUB_HTTP_QUOTA', 'it was tested a moment ago; wait five seconds')
    return line.test()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#following.dispose()
    await Promise.all([...this.#lines.values()].map((line) => line[Symbol.asyncDispose]()))
  }

  #find(id: string): WebhookLine {
    const line = this.#lines.get(id)
    if (!line) throw httpError('HUB_HTTP_NOT_FOUND', 'no such webhook')
    return line
  }

  #disabled(id: string): WebhookLine {
    const line = this.#find(id)
    if (line.state.disabled === null) throw httpError('HUB_WEBHOOK_RUNS', 'this webhook is not ended')
    return line
  }

  /** A name that leads nowhere today may lead somewhere tomorrow; one that leads into the house is told at once. */
  async #check(url: string): Promise<void> {
    const { allowed, resolve } = this.#parts
    webhookUrl(url, allowed)
    await targetOf(url, allowed, resolve).catch((error: unknown) => {
      if (codeOf(error) === 'HUB_WEBHOOK_ADDRESS') throw error
    })
  }

  /** A bell stands in the journal only where somebody is to be told of it: screens hear it as it rings. */
  #rang(door: string): void {
    const { runtime, clock, log } = this.#parts
    const isWanted = [...this.#lines.values()].some(
      ({ state }) => state.disabled === null && state.events.includes('io.portico.door.ring.v1'),
    )
    if (!isWanted || !this.#rings.take(door, clock.mono())) return
    runtime.journal
      .append({ lines: [{ door: null, session: null, type: 'BellRang', cause: 'runtime', data: { door } }] })
      .catch((error: unknown) => log.warn({ code: codeOf(error) }, 'a ring not noted'))
  }

  async #write(what: AuditFact, by: string, { id, record, more }: Change): Promise<void> {
    await audit(this.#parts.runtime.journal, { what, by, more: { webhook: id, ...more }, records: [record] })
  }
}
