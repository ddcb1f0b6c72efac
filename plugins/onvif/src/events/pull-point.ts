// One subscription to the events of a device (ONVIF Core, section 9.2): made, pulled, renewed, ended. Devices have few
// and forget to end them, so what an earlier life of this plugin left behind is ended first.
import { type Clock, type Instant, codeOf } from '@portico/plugin-api'
import type { Addressing } from '../soap/envelope.ts'
import type { Question, SoapClient } from '../soap/soap-client.ts'
import { type XmlNode, escaped, find, textAt } from '../soap/xml.ts'
import { type OnvifMessage, readMessages } from './read-messages.ts'
import type { Place, SubscriptionNote } from './subscription-note.ts'

export interface PullPointOptions {
  readonly client: SoapClient
  readonly clock: Clock
  readonly events: URL
  /** An address as the device names it, made one that we can reach. */
  readonly reachable: (named: string) => URL
  readonly note: SubscriptionNote
}

const EVENTS = 'http://www.onvif.org/ver10/events/wsdl'
const NOTIFICATIONS = 'http://docs.oasis-open.org/wsn/b-2'
const SUBSCRIPTIONS = 'http://docs.oasis-open.org/wsn/bw-2'

/** The device ends what is not renewed for this long. */
const LIFE = 'PT2M'
const RENEW_EVERY_MS = 60_000
/** A pull waits for news this long; the request a while longer. */
const PULL = 'PT20S'
const PULL_TIMEOUT_MS = 30_000
const MESSAGES = 32
/** A subscription is ended within this, or left to its own end, ms. */
const END_TIMEOUT_MS = 2_000

export class PullPoint implements AsyncDisposable {
  readonly #options: PullPointOptions
  readonly #place: Place
  #renewed: Instant

  private constructor(options: PullPointOptions, place: Place) {
    this.#options = options
    this.#place = place
    this.#renewed = options.clock.mono()
  }

  /** Rejects with a `HUB_ONVIF_*` error. */
  static async open(options: PullPointOptions): Promise<PullPoint> {
    const { client, clock, events, note } = options
    const left = note.read()
    if (left) await new PullPoint(options, left)[Symbol.asyncDispose]()
    const answer = await client.ask({
      url: events,
      action: `${EVENTS}/EventPortType/CreatePullPointSubscriptionRequest`,
      body: `<CreatePullPointSubscription xmlns="${EVENTS}"><InitialTerminationTime>${LIFE}</InitialTerminationTime></CreatePullPointSubscription>`,
    })
    const reference = find(answer, 'SubscriptionReference')
    const place = {
      address: textAt(reference, 'Address') ?? events.href,
      parameters: (find(reference, 'ReferenceParameters')?.children ?? []).map(toldBack).join(''),
    }
    note.write(place)
    const point = new PullPoint(options, place)
    await point.#synchronise()
    point.#renewed = clock.mono()
    return point
  }

  /** Waits for news, up to twenty seconds. Rejects with a `HUB_ONVIF_*` error. */
  async pull(): Promise<readonly OnvifMessage[]> {
    await this.#renewWhenDue()
    const answer = await this.#ask('PullPointSubscription/PullMessagesRequest', {
      body: `<PullMessages xmlns="${EVENTS}"><Timeout>${PULL}</Timeout><MessageLimit>${MESSAGES}</MessageLimit></PullMessages>`,
      timeoutMs: PULL_TIMEOUT_MS,
    })
    return readMessages(answer)
  }

  /** Asks to be told how everything stands. Where a device cannot, its changes are told all the same. */
  async #synchronise(): Promise<void> {
    await this.#orRefused(
      this.#ask('PullPointSubscription/SetSynchronizationPointRequest', {
        body: `<SetSynchronizationPoint xmlns="${EVENTS}"/>`,
      }),
    )
  }

  /** One that cannot be renewed is found ended by the next pull, and made anew. */
  async #renewWhenDue(): Promise<void> {
    const { clock } = this.#options
    if (clock.mono() - this.#renewed < RENEW_EVERY_MS) return
    this.#renewed = clock.mono()
    await this.#orRefused(
      this.#ask(`${SUBSCRIPTIONS}/SubscriptionManager/RenewRequest`, {
        body: `<Renew xmlns="${NOTIFICATIONS}"><TerminationTime>${LIFE}</TerminationTime></Renew>`,
      }),
    )
  }

  async #orRefused(asked: Promise<XmlNode>): Promise<void> {
    try {
      await asked
    } catch (error) {
      if (codeOf(error) !== 'HUB_ONVIF_FAULT') throw error
    }
  }

  #ask(action: string, rest: Pick<Question, 'body' | 'timeoutMs' | 'last'>): Promise<XmlNode> {
    const { address, parameters } = this.#place
    const whole = action.startsWith('http') ? action : `${EVENTS}/${action}`
    const addressing: Addressing = { to: address, action: whole, parameters }
    const { client, reachable } = this.#options
    return client.ask({ url: reachable(address), action: whole, addressing, ...rest })
  }

  /** Never rejects: what cannot be ended ends by itself, two minutes after it was last renewed. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.#ask(`${SUBSCRIPTIONS}/SubscriptionManager/UnsubscribeRequest`, {
        body: `<Unsubscribe xmlns="${NOTIFICATIONS}"/>`,
        timeoutMs: END_TIMEOUT_MS,
        last: true,
      })
    } catch {
      // It is gone already, or its device is.
    }
    this.#options.note.write(null)
  }
}

/** An element as it came, with its namespace said on it (WS-Addressing 1.0 SOAP Binding, section 3.2.1). */
const toldBack = ({ name, space, text }: XmlNode): string =>
  `<p:${name} xmlns:p="${escaped(space)}" a:IsReferenceParameter="true">${escaped(text)}</p:${name}>`
