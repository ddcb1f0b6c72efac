// The home on the broker: what the hub shows goes out, what is asked for comes in. Broker and hub may each be away; only
// while both are there is it said to be online.
import { randomInt } from 'node:crypto'
import type { BridgeHost, Instant } from '@portico/plugin-api'
import { codeOf, milliseconds } from '@portico/plugin-api'
import type { FaceHome, LiveEvent, PictureHead } from '@portico/protocol'
import { BrokerLine } from './broker/broker-line.ts'
import { brokerPlace } from './broker/broker-place.ts'
import type { BrokerMessage, BrokerSession } from './broker/broker-session.ts'
import { brokerWords } from './broker/broker-words.ts'
import { CommandDesk, type CommandClient } from './commands/command-desk.ts'
import { CommandGate, type Heard } from './commands/command-gate.ts'
import { ShownStills, type ShownStillsParts } from './commands/shown-stills.ts'
import type { MqttOptions } from './config.ts'
import { type HomeClient, HomeWatch } from './home-watch.ts'
import { showsPictures } from './told/discovery.ts'
import { deliveryEventOf, eventPayload } from './told/happenings.ts'
import { KeptBoard } from './told/kept-board.ts'
import { KeptBook } from './told/kept-book.ts'
import { type Telling, keptState } from './told/kept-state.ts'
import { Topics } from './told/topics.ts'
import type { Visit } from './told/words.ts'

export interface MqttFaceParts {
  readonly host: Pick<BridgeHost, 'clock' | 'log' | 'signal' | 'storage' | 'tell' | 'secret' | 'home'>
  readonly options: MqttOptions
  readonly client: CommandClient & HomeClient & ShownStillsParts['client']
}

/** What happened longer ago is history by the time it is told, ms. */
const EVENT_AGE_MAX_MS = 60_000
/** All homes on a broker would tell a new Home Assistant everything in the same moment, ms. */
const BIRTH_SPREAD_MS = 5_000

export class MqttFace {
  readonly #parts: MqttFaceParts
  readonly #topics: Topics
  readonly #board: KeptBoard
  readonly #gate: CommandGate
  readonly #desk: CommandDesk
  readonly #stills: ShownStills
  readonly #book: KeptBook
  readonly #isPrivate: boolean
  #session: BrokerSession | null = null
  #home: FaceHome | null = null
  #isReached = false
  #lastAnswer = 'none'
  #isTaken = false
  /** What this connection was told of us last. */
  #status: 'online' | 'offline' | null = null
  #told = ''
  #publishing: Promise<void> = Promise.resolve()
  #isQueued = false

  constructor(parts: MqttFaceParts) {
    this.#parts = parts
    const { host, options, client } = parts
    const { clock, log } = host
    this.#isPrivate = brokerPlace(options.url).isPrivate
    this.#book = new KeptBook(host.storage, host.home.name)
    this.#topics = new Topics(this.#book.name, options.discoveryPrefix)
    this.#board = new KeptBoard(this.#book, this.#topics.status)
    this.#gate = new CommandGate(clock)
    const show = (door: string, jpeg: Uint8Array): Promise<void> => this.#showPicture(door, jpeg)
    this.#stills = new ShownStills({ client, clock, log, show })
    this.#desk = new CommandDesk({
      client,
      stills: this.#stills,
      isPrivate: this.#isPrivate,
      visitAt: (door) => this.#visitAt(door),
      answer: (words) => {
        this.#lastAnswer = words
        this.#publish()
      },
    })
  }

  /** Resolves when the bridge ended and said goodbye. */
  async run(): Promise<void> {
    const { host, options, client } = this.#parts
    const { clock, log, signal } = host
    this.#tell('starting', 'Connects to the broker.')
    const watch = new HomeWatch({
      client,
      clock,
      signal,
      log,
      onHome: (home) => this.#see(home),
      onLost: () => this.#lose(),
      onEvent: (event) => this.#happen(event),
      onRing: ({ door }) => this.#ring(door),
      onPicture: (head, jpeg) => this.#picture(head, jpeg),
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
    await Promise.all([watch.run(), line.run()])
  }

  /** Takes everything of this home off the broker. Resolves when the broker has forgotten it, or there is none. */
  async takeAway(): Promise<void> {
    this.#isTaken = true
    this.#publish()
    await this.#publishing
    this.#tell('waiting', 'Taken off the broker. Start the hub anew to show the home there again.')
  }

  async #up(session: BrokerSession): Promise<void> {
    const { birth, commands } = this.#topics
    await session.subscribe([commands, birth])
    this.#session = session
    this.#status = null
    this.#board.attach(session)
    this.#publish()
    await this.#publishing
    this.#tellRunning()
  }

  #down(error: unknown): void {
    const { host, options } = this.#parts
    this.#session = null
    this.#board.detach()
    if (host.signal.aborted) return
    host.log.warn({ code: codeOf(error) }, 'broker lost')
    this.#tell('waiting', brokerWords(error, options.ca))
  }

  /** Nothing of a door is known to whoever reads on. */
  async #goodbye(): Promise<void> {
    this.#isReached = false
    this.#publish()
    await this.#publishing
    this.#session = null
  }

  #see(home: FaceHome): void {
    this.#home = home
    this.#isReached = true
    this.#stills.follow(this.#offersPictures() ? home.visits : [])
    this.#publish()
  }

  #lose(): void {
    this.#isReached = false
    this.#stills.follow([])
    this.#publish()
  }

  get #telling(): Telling | null {
    if (this.#home === null || this.#isTaken) return null
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

  /** In order; what is asked for meanwhile is told by the same turn. */
  #publish(): void {
    if (this.#isQueued) return
    this.#isQueued = true
    this.#publishing = this.#publishing
      .then(() => {
        this.#isQueued = false
        return this.#settle()
      })
      .catch((error: unknown) => {
        this.#parts.host.log.warn({ code: codeOf(error) }, 'not told to the broker')
      })
  }

  /** Offline before what is not known any more, online after everything that is. */
  async #settle(): Promise<void> {
    const session = this.#session
    if (session === null) return
    const telling = this.#telling
    const isOnline = telling?.isReached === true
    if (!isOnline) await this.#sayStatus(session, this.#isTaken ? null : 'offline')
    if (telling === null && !this.#isTaken) return
    this.#board.want(telling ? keptState(telling) : new Map())
    await this.#board.settle()
    if (isOnline) await this.#sayStatus(session, 'online')
  }

  /** Null: not even that is to be kept. */
  async #sayStatus(session: BrokerSession, status: 'online' | 'offline' | null): Promise<void> {
    if (status !== null && this.#status === status) return
    const { status: topic } = this.#topics
    if (status !== null) this.#book.change({ add: [topic] })
    await session.publish(topic, status ?? '', { retain: true })
    this.#status = status
    if (status === null) this.#book.change({ remove: [topic] })
  }

  #hear(message: BrokerMessage): void {
    if (message.topic === this.#topics.birth) return this.#heardBirth(message)
    // Our own word that takes a kept command away.
    if (message.payload.length === 0 || this.#home === null) return
    const doors = this.#home.doors.map(({ id }) => id)
    const heard: Heard = this.#gate.hear(message, this.#topics, doors)
    if ('command' in heard) void this.#desk.carry(heard.command)
    else this.#drop(message, heard.dropped)
  }

  #drop({ topic }: BrokerMessage, why: string): void {
    this.#parts.host.log.warn({ topic, why }, 'a command was dropped')
    // It would come again with each connection.
    if (why === 'retained') this.#send(topic, '', { retain: true })
  }

  #heardBirth({ payload, isRetained }: BrokerMessage): void {
    if (isRetained || Buffer.from(payload).toString() !== 'online') return
    const { clock } = this.#parts.host
    // cast: an instant is a number of ms of this clock
    const at = (clock.mono() + milliseconds(randomInt(BIRTH_SPREAD_MS))) as Instant
    clock.wake(at, () => {
      this.#board.forget((topic) => topic.endsWith('/config'))
      this.#publish()
    })
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
    if (this.#isShown(door)) this.#send(this.#topics.door(door, what), payload, { retain: false })
  }

  #isShown(door: string): boolean {
    return !this.#isTaken && this.#home?.doors.some(({ id }) => id === door) === true
  }

  #picture({ kind, door }: PictureHead, jpeg: Uint8Array): void {
    if (kind === 'ring' && this.#offersPictures() && this.#isShown(door))
      this.#send(this.#topics.door(door, 'picture'), jpeg, { retain: false })
  }

  async #showPicture(door: string, jpeg: Uint8Array): Promise<void> {
    const session = this.#session
    if (session === null) return
    await session.publish(this.#topics.door(door, 'picture'), jpeg, { retain: false })
  }

  /** Now or not at all: what happened is not told later. */
  #send(topic: string, payload: string | Uint8Array, options: { readonly retain: boolean }): void {
    this.#session?.publish(topic, payload, options).catch((error: unknown) => {
      this.#parts.host.log.warn({ code: codeOf(error), topic }, 'not told to the broker')
    })
  }

  #tellRunning(): void {
    const { host } = brokerPlace(this.#parts.options.url)
    this.#tell(
      'running',
      this.#isPrivate
        ? null
        : `${host} is reached without TLS: others in the network can read along and say that a door is locked. Use mqtts://.`,
    )
  }

  #tell(state: 'starting' | 'running' | 'waiting', words: string | null): void {
    if (this.#told === `${state} ${words}`) return
    this.#told = `${state} ${words}`
    this.#parts.host.tell({ state, words, progress: null, pairing: null })
  }
}
