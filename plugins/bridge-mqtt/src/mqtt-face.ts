// The home on the broker: what the hub shows goes out, what is asked for comes in. Broker and hub may each be away; only
// while both are there is it said to be online.
import { randomInt } from 'node:crypto'
import { HomeWatch, type HomeWatchOrder } from '@portico/client'
import type { BridgeHost, Instant } from '@portico/plugin-api'
import { codeOf, milliseconds } from '@portico/plugin-api'
import type { FaceHome, LiveEvent, PictureHead } from '@portico/protocol'
import { BrokerLine } from './broker/broker-line.ts'
import { brokerPlace } from './broker/broker-place.ts'
import type { BrokerMessage, BrokerSession } from './broker/broker-session.ts'
import { brokerWords } from './broker/broker-words.ts'
import { CommandDesk, type CommandClient } from './commands/command-desk.ts'
import { CommandGate } from './commands/command-gate.ts'
import { DropTally } from './commands/drop-tally.ts'
import { ShownStills, type ShownStillsParts } from './commands/shown-stills.ts'
import type { MqttOptions } from './config.ts'
import { showsPictures } from './told/discovery.ts'
import { deliveryEventOf, eventPayload } from './told/happenings.ts'
import { KeptBook } from './told/kept-book.ts'
import { type Telling, keptState } from './told/kept-state.ts'
import { Teller, type Told } from './told/teller.ts'
import { Topics } from './told/topics.ts'
import type { Visit } from './told/words.ts'

export interface MqttFaceParts {
  readonly host: Pick<BridgeHost, 'clock' | 'log' | 'signal' | 'storage' | 'tell' | 'secret' | 'home'>
  readonly options: MqttOptions
  readonly client: CommandClient & HomeWatchOrder['client'] & ShownStillsParts['client']
}

/** What happened longer ago is history by the time it is told, ms. */
const EVENT_AGE_MAX_MS = 60_000
/** All homes on a broker would tell a new Home Assistant everything in the same moment, ms. */
const BIRTH_SPREAD_MS = 5_000

export class MqttFace {
  readonly #parts: MqttFaceParts
  readonly #book: KeptBook
  readonly #topics: Topics
  readonly #teller: Teller
  readonly #gate: CommandGate
  readonly #drops: DropTally
  readonly #desk: CommandDesk
  readonly #stills: ShownStills
  readonly #isPrivate: boolean
  #home: FaceHome | null = null
  #isReached = false
  #lastAnswer = 'none'
  #said = ''

  constructor(parts: MqttFaceParts) {
    this.#parts = parts
    const { host, options, client } = parts
    const { clock, log } = host
    this.#isPrivate = brokerPlace(options.url).isPrivate
    this.#book = new KeptBook(host.storage, host.home.name)
    this.#topics = new Topics(this.#book.name, options.discoveryPrefix)
    this.#teller = new Teller({
      book: this.#book,
      status: this.#topics.status,
      log,
      onTold: () => this.#sayStanding(),
      onFault: (error) => this.#couldNot(error),
    })
    this.#gate = new CommandGate(clock)
    this.#drops = new DropTally({ clock, log })
    const show = (door: string, jpeg: Uint8Array): Promise<boolean> =>
      this.#teller.say(this.#topics.door(door, 'picture'), jpeg)
    this.#stills = new ShownStills({ client, clock, log, show })
    this.#desk = new CommandDesk({
      client,
      stills: this.#stills,
      isPrivate: this.#isPrivate,
      visitAt: (door) => this.#visitAt(door),
      answer: (words) => {
        this.#lastAnswer = words
        void this.#publish()
        // The same words again are another answer.
        this.#teller.again((topic) => topic === this.#topics.home('last_answer'))
      },
    })
  }

  /** Resolves when the bridge ended and said goodbye. */
  async run(): Promise<void> {
    const { host, options, client } = this.#parts
    const { clock, log, signal } = host
    this.#say('starting', 'Connects to the broker.')
    using _ = new HomeWatch({
      client,
      clock,
      listener: {
        onHome: (home) => (home === null ? this.#lose() : this.#see(home)),
        onEvent: (event) => this.#happen(event),
        onRing: ({ door }) => this.#ring(door),
        onPicture: (head, jpeg) => this.#picture(head, jpeg),
        onFault: ({ code }) => log.warn({ code }, 'the hub does not show the home'),
        onRefused: ({ code }) => log.warn({ code }, 'the hub does not let the bridge in'),
      },
    })
    const line = new BrokerLine({
      order: {
        url: options.url,
        username: options.username,
        password: host.secret,
        ca: options.ca,
        clientId: `portico-${this.#book.name.id}`,
        will: { topic: this.#topics.status, payload: 'offline' },
        onMessage: (message) => this.#hear(message),
      },
      clock,
      signal,
      onUp: (session) => this.#up(session),
      onDown: (error) => this.#down(error),
      onGoodbye: () => this.#goodbye(),
    })
    await line.run()
  }

  /**
   * Takes everything of this home off the broker, until `showAgain`. Resolves when the broker has forgotten it, or there is
   * none: then it is done when there is one.
   */
  async takeAway(): Promise<void> {
    this.#book.take(true)
    await this.#publish()
  }

  async showAgain(): Promise<void> {
    this.#book.take(false)
    await this.#publish()
  }

  async #up(session: BrokerSession): Promise<void> {
    const { birth, commands } = this.#topics
    await session.subscribe([commands, birth])
    await this.#teller.attach(session)
  }

  #down(error: unknown): void {
    const { host, options } = this.#parts
    this.#teller.detach()
    if (host.signal.aborted) return
    host.log.warn({ code: codeOf(error) }, 'broker lost')
    this.#say('waiting', brokerWords(error, options.ca))
  }

  /** Nothing of a door is known to whoever reads on. */
  async #goodbye(): Promise<void> {
    this.#isReached = false
    await this.#publish()
    this.#teller.detach()
  }

  #see(home: FaceHome): void {
    if (this.#parts.host.signal.aborted) return
    this.#home = home
    this.#isReached = true
    this.#stills.follow(this.#offersPictures() ? home.visits : [])
    void this.#publish()
  }

  #lose(): void {
    if (!this.#isReached) return
    this.#isReached = false
    this.#stills.follow([])
    void this.#publish()
  }

  #publish(): Promise<void> {
    return this.#teller.want(this.#wanted)
  }

  get #wanted(): Told {
    if (this.#book.isTaken) return { presence: 'gone', kept: new Map() }
    const telling = this.#telling
    if (telling === null) return { presence: 'offline', kept: null }
    return { presence: telling.isReached ? 'online' : 'offline', kept: keptState(telling) }
  }

  get #telling(): Telling | null {
    if (this.#home === null) return null
    return {
      home: this.#home,
      topics: this.#topics,
      pictures: this.#parts.options.pictures,
      isPrivate: this.#isPrivate,
      isReached: this.#isReached,
      lastAnswer: this.#lastAnswer,
    }
  }

  #offersPictures(): boolean {
    const telling = this.#telling
    return telling !== null && showsPictures(telling)
  }

  #visitAt(door: string): Visit | null {
    return this.#home?.visits.find((visit) => visit.door === door && visit.closed === null) ?? null
  }

  #hear(message: BrokerMessage): void {
    const { topic, payload } = message
    if (topic === this.#topics.birth) return this.#heardBirth(message)
    // Our own word that takes a kept command away.
    if (payload.length === 0 || this.#home === null || this.#book.isTaken) return
    const doors = this.#home.doors.map(({ id }) => id)
    const heard = this.#gate.hear(message, this.#topics, doors)
    if ('command' in heard) {
      void this.#desk.carry(heard.command)
      return
    }
    this.#drops.note(topic, heard.dropped)
    // It would come again with each connection.
    if (heard.dropped === 'retained') void this.#teller.clear(topic)
  }

  #heardBirth({ payload, isRetained }: BrokerMessage): void {
    if (isRetained || Buffer.from(payload).toString() !== 'online') return
    const { clock } = this.#parts.host
    // cast: an instant is a number of ms of this clock
    const at = (clock.mono() + milliseconds(randomInt(BIRTH_SPREAD_MS))) as Instant
    clock.wake(at, () => this.#teller.again((topic) => topic.endsWith('/config')))
  }

  #happen(event: LiveEvent): void {
    const type = deliveryEventOf(event)
    if (type === null || event.door === null) return
    if (this.#parts.host.clock.wall() - event.wall > EVENT_AGE_MAX_MS) return
    this.#tellEvent(event.door, 'delivery', eventPayload(type))
  }

  #ring(door: string): void {
    this.#tellEvent(door, 'bell', eventPayload('ring', { parcel: this.#visitAt(door) !== null }))
  }

  #tellEvent(door: string, what: 'bell' | 'delivery', payload: string): void {
    if (this.#isShown(door)) void this.#teller.say(this.#topics.door(door, what), payload)
  }

  #isShown(door: string): boolean {
    return !this.#book.isTaken && this.#home?.doors.some(({ id }) => id === door) === true
  }

  #picture({ kind, door }: PictureHead, jpeg: Uint8Array): void {
    if (kind === 'ring' && this.#offersPictures() && this.#isShown(door))
      void this.#teller.say(this.#topics.door(door, 'picture'), jpeg)
  }

  #couldNot(error: unknown): void {
    if (codeOf(error) === 'HUB_MQTT_FORBIDDEN')
      this.#say('waiting', brokerWords(error, this.#parts.options.ca))
  }

  /** The broker has what there is to tell. */
  #sayStanding(): void {
    if (this.#book.isTaken)
      return this.#say('waiting', 'Taken off the broker. Pair it again to show the home there.')
    const { host } = brokerPlace(this.#parts.options.url)
    this.#say(
      'running',
      this.#isPrivate
        ? null
        : `${host} is reached without TLS: others in the network can read along and say that a door is locked. Use mqtts://.`,
    )
  }

  #say(state: 'starting' | 'running' | 'waiting', words: string | null): void {
    if (this.#said === `${state} ${words}`) return
    this.#said = `${state} ${words}`
    this.#parts.host.tell({ state, words, progress: null, pairing: null })
  }
}
