// An ONVIF camera and bell on a port of this machine: device, media, media2, events by pull, a snapshot, and the faults
// that real ones have. Its pictures come from wherever a test says.
import { type Socket, createSocket } from 'node:dgram'
import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http'
import { type Clock, type Instant, instant } from '@portico/plugin-api'
import * as say from './onvif-answers.ts'
import { OnvifDoor, type OnvifAuth } from './onvif-door.ts'

/**
 * `bomb`: a document type whose entities grow; `huge`: ten megabytes; `cut`: hangs up in the middle; `hang`: never
 * answers; `page`: a web page with status 200.
 */
export type OnvifFault = 'bomb' | 'huge' | 'cut' | 'hang' | 'page'

export interface OnvifDeviceOptions {
  readonly clock: Clock
  readonly username?: string
  readonly password?: string
  readonly auth?: OnvifAuth
  /** How far its clock is before the real one, ms. */
  readonly clockOffsetMs?: number
  readonly profiles?: readonly say.SimulatedProfile[]
  /** Address of the stream of each profile, by token; else one that leads nowhere. */
  readonly streams?: Readonly<Record<string, string>>
  readonly hasMedia2?: boolean
  /** Knows only `GetCapabilities`. */
  readonly isOld?: boolean
  /** Host and port that it takes for its own. */
  readonly calls?: string
  /** How many subscriptions it has. */
  readonly subscriptionsMax?: number
  /** `Unsubscribe` is answered and does nothing. */
  readonly leaks?: boolean
  readonly jpeg?: Uint8Array
  /** Answers a pull at once, with or without news. */
  readonly isHasty?: boolean
  /** It has no events to pull. */
  readonly isSilent?: boolean
}

interface Subscription {
  readonly events: say.SimulatedEvent[]
  ends: Instant
  release: (() => void) | null
}

const BODY_MAX = 64 * 1024
const LIFE_MS = 120_000
const HUGE_BYTES = 10 * 1024 * 1024
/** What everybody may ask (ONVIF Core, PRE_AUTH). */
const open = new Set(['GetSystemDateAndTime', 'GetServices', 'GetCapabilities', 'GetDeviceInformation'])
const usual: readonly say.SimulatedProfile[] = [
  { token: 'main', encoding: 'H264', width: 1280, height: 720, speaks: true },
  { token: 'sub', encoding: 'H264', width: 640, height: 360 },
]

export class SimulatedOnvifDevice implements AsyncDisposable {
  /** Names of the operations that were asked, oldest first. */
  readonly asked: string[] = []
  /** Questions without a good token or digest. */
  refusals = 0
  readonly #options: OnvifDeviceOptions
  readonly #door: OnvifDoor
  readonly #server: Server
  readonly #subscriptions = new Map<number, Subscription>()
  readonly #standing = new Map<string, say.SimulatedEvent>()
  readonly #looks = new Set<() => void>()
  #probes: Socket | null = null
  #fault: { readonly kind: OnvifFault; readonly on: string } | null = null
  #count = 0
  #offsetMs: number
  #isAway = false

  private constructor(options: OnvifDeviceOptions) {
    const { username = 'portico', password = 'sesame', auth = 'token', clock, clockOffsetMs = 0 } = options
    this.#options = options
    this.#offsetMs = clockOffsetMs
    this.#door = new OnvifDoor({ username, password, auth, now: () => clock.wall() + this.#offsetMs })
    this.#server = createServer((request, response) => {
      response.on('error', () => undefined)
      void this.#serve(request, response)
    })
  }

  static async start(options: OnvifDeviceOptions): Promise<SimulatedOnvifDevice> {
    const device = new SimulatedOnvifDevice(options)
    await new Promise<void>((resolve) => device.#server.listen(0, '127.0.0.1', resolve))
    return device
  }

  /** Host and port. */
  get address(): string {
    const at = this.#server.address()
    return `127.0.0.1:${typeof at === 'object' && at ? at.port : 0}`
  }

  get subscriptions(): number {
    return this.#subscriptions.size
  }

  /** Answers the questions of discovery on a port of its own, which it gives. */
  async answerProbes(): Promise<number> {
    const socket = createSocket('udp4')
    this.#probes = socket
    socket.on('message', (bytes, { port, address }) => {
      const id = /MessageID>([^<]*)</.exec(bytes.toString())?.[1] ?? ''
      socket.send(say.probeMatch(`http://${this.address}/onvif/device_service`, id), port, address)
    })
    await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
    return socket.address().port
  }

  /** Resolves as soon as it holds, looked at with each question; the test's own limit bounds the wait. */
  async until(holds: () => boolean): Promise<void> {
    const held = Promise.withResolvers<void>()
    const look = (): void => {
      if (holds()) held.resolve()
    }
    this.#looks.add(look)
    look()
    await held.promise
    this.#looks.delete(look)
  }

  /** From now on this operation fails so; null ends it. */
  fail(kind: OnvifFault | null, on = ''): void {
    this.#fault = kind === null ? null : { kind, on }
  }

  /** Somebody, or a time server, sets its clock. */
  setClock(offsetMs: number): void {
    this.#offsetMs = offsetMs
  }

  /** The network is gone: whoever comes is hung up on. */
  setAway(isAway: boolean): void {
    this.#isAway = isAway
    if (isAway) this.#server.closeAllConnections()
  }

  /** It forgets all its subscriptions, as after a power cut. */
  restart(): void {
    for (const { release } of this.#subscriptions.values()) release?.()
    this.#subscriptions.clear()
  }

  /** Tells everybody who pulls, in one answer. */
  happen(...events: readonly say.SimulatedEvent[]): void {
    for (const event of events) this.#standing.set(`${event.topic} ${event.source ?? ''}`, event)
    for (const subscription of this.#subscriptions.values()) {
      subscription.events.push(...events)
      subscription.release?.()
    }
  }

  /** Somebody presses the button and lets it go. */
  press(): void {
    const topic = 'tns1:RuleEngine/MyRuleDetector/Visitor'
    this.happen({ topic, value: 'true' }, { topic, value: 'false' })
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#isAway) return void request.socket.destroy()
    const body = await bodyOf(request)
    const path = request.url ?? '/'
    const operation = path.startsWith('/snapshot') ? 'snapshot' : (operationIn(body) ?? '')
    this.asked.push(operation)
    this.#look()
    if (this.#fault && (this.#fault.on === '' || this.#fault.on === operation))
      return failSo(this.#fault.kind, response)
    if (!open.has(operation)) {
      const admission = this.#door.admit({
        method: request.method ?? '',
        header: request.headers.authorization ?? null,
        body,
      })
      if (admission.type !== 'in') this.refusals += 1
      this.#look()
      if (admission.type === 'challenge')
        return void response.writeHead(401, { 'www-authenticate': admission.header }).end()
      if (admission.type === 'out')
        return send(response, 400, say.fault('NotAuthorized', 'Sender not authorized'))
    }
    if (operation === 'snapshot')
      return void response
        .writeHead(200, { 'content-type': 'image/jpeg' })
        .end(this.#options.jpeg ?? new Uint8Array())
    await this.#answer(operation, { body, path, response })
  }

  #look(): void {
    for (const look of this.#looks) look()
  }

  async #answer(
    operation: string,
    call: { body: string; path: string; response: ServerResponse },
  ): Promise<void> {
    const { body, path, response } = call
    const { clock, profiles = usual, isOld = false, hasMedia2 = true } = this.#options
    const at = `http://${this.#options.calls ?? this.address}`
    const version = path === '/onvif/media2' ? 2 : 1
    switch (operation) {
      case 'GetSystemDateAndTime':
        return send(response, 200, say.dateAndTime(clock.wall() + this.#offsetMs))
      case 'GetServices':
        return isOld
          ? send(response, 400, say.fault('ActionNotSupported', 'unknown action'))
          : send(response, 200, say.services(at, { hasMedia2, hasEvents: this.#options.isSilent !== true }))
      case 'GetCapabilities':
        return send(response, 200, say.capabilities(at))
      case 'GetDeviceInformation':
        return send(response, 200, say.information())
      case 'GetProfiles':
        return send(response, 200, version === 2 ? say.profiles2(profiles) : say.profiles(profiles))
      case 'GetStreamUri': {
        const token = /ProfileToken>([^<]*)</.exec(body)?.[1] ?? ''
        const stream = this.#options.streams?.[token] ?? `rtsp://${at.slice(7)}/${token}`
        return send(response, 200, say.uri(version, operation, stream))
      }
      case 'GetSnapshotUri':
        return send(response, 200, say.uri(version, operation, `${at}/snapshot.jpg`))
      default:
        return await this.#answerAboutEvents(operation, call)
    }
  }

  async #answerAboutEvents(
    operation: string,
    { body, response }: { body: string; response: ServerResponse },
  ): Promise<void> {
    const { clock, subscriptionsMax = 4, leaks = false, calls } = this.#options
    for (const [id, { ends }] of this.#subscriptions) if (clock.mono() > ends) this.#subscriptions.delete(id)
    if (operation === 'CreatePullPointSubscription') {
      if (this.#subscriptions.size >= subscriptionsMax)
        return send(response, 500, say.fault('MaxNumberOfPullPoints', 'too many subscriptions'))
      this.#count += 1
      this.#subscriptions.set(this.#count, { events: [], ends: this.#end(), release: null })
      return send(
        response,
        200,
        say.subscribed(`http://${calls ?? this.address}/onvif/subscription`, this.#count),
      )
    }
    const id = Number(/SubscriptionId[^>]*>(\d+)</.exec(body)?.[1] ?? -1)
    const subscription = this.#subscriptions.get(id)
    if (!subscription) return send(response, 400, say.fault('InvalidArgVal', 'no such subscription'))
    switch (operation) {
      case 'SetSynchronizationPoint':
        for (const event of this.#standing.values())
          subscription.events.push({ ...event, operation: 'Initialized' })
        return send(response, 200, say.answer('<tev:SetSynchronizationPointResponse/>'))
      case 'Renew':
        subscription.ends = this.#end()
        return send(response, 200, say.answer('<wsnt:RenewResponse/>'))
      case 'Unsubscribe':
        if (!leaks) this.#subscriptions.delete(id)
        return send(response, 200, say.answer('<wsnt:UnsubscribeResponse/>'))
      case 'PullMessages':
        if (this.#options.isHasty !== true)
          await this.#untilNews(subscription, Number(/PT(\d+)S/.exec(body)?.[1] ?? 1))
        if (!this.#subscriptions.has(id))
          return send(response, 400, say.fault('InvalidArgVal', 'no such subscription'))
        subscription.ends = this.#end()
        return send(response, 200, say.pulled(subscription.events.splice(0)))
      default:
        return send(response, 400, say.fault('ActionNotSupported', 'unknown action'))
    }
  }

  #end(): Instant {
    return instant(this.#options.clock.mono() + LIFE_MS)
  }

  async #untilNews(subscription: Subscription, seconds: number): Promise<void> {
    if (subscription.events.length > 0) return
    const { clock } = this.#options
    const news = Promise.withResolvers<void>()
    const wake = clock.wake(instant(clock.mono() + seconds * 1_000), news.resolve)
    subscription.release = news.resolve
    await news.promise
    subscription.release = null
    wake.cancel()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.restart()
    this.#probes?.close()
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

/** The first element in the body of the envelope. */
const operationIn = (body: string): string | undefined =>
  /<(?:\w+:)?Body[^>]*>\s*<(?:\w+:)?(\w+)/.exec(body)?.[1]

function send(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'application/soap+xml; charset=utf-8' }).end(xml)
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request) {
    // cast: a request gives buffers unless it is told otherwise
    parts.push(part as Buffer)
    bytes += parts.at(-1)?.length ?? 0
    if (bytes > BODY_MAX) break
  }
  return Buffer.concat(parts).toString('utf8')
}

const BOMB =
  '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a "aaaaaaaaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' +
  '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>&c;&c;&c;&c;</s:Body></s:Envelope>'

function failSo(kind: OnvifFault, response: ServerResponse): void {
  switch (kind) {
    case 'bomb':
      return send(response, 200, BOMB)
    case 'huge':
      return send(response, 200, say.answer(`<x>${'x'.repeat(HUGE_BYTES)}</x>`))
    case 'cut':
      response.writeHead(200, { 'content-length': '4000' }).write('<?xml version="1.0"?><s:Envelope>')
      response.socket?.end()
      return
    case 'page':
      return send(response, 200, '<html><body>Please sign in</body></html>')
    case 'hang':
      return
  }
}
