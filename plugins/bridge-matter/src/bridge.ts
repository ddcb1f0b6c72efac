// The Matter bridge: a node in the house's network that shows the doors of the hub and carries commands to it.
import { join } from 'node:path'
import { FaceClient, HomeWatch } from '@portico/client'
import { type Bridge, type BridgeHost, pause } from '@portico/plugin-api'
import type { DoorView, FaceHome } from '@portico/protocol'
import { type MatterOptions, matterOptions } from './config.ts'
import { HubDoor, type HubSide } from './door-acts.ts'
import { doorCamera, sizeOf } from './door-camera.ts'
import { forgetPin } from './hub-pins.ts'
import { HubVideo } from './hub-video.ts'
import { BridgeNode } from './matter/bridge-node.ts'
import { prepareEnvironment } from './matter/environment.ts'
import { BridgeDatabase } from './matter/store.ts'
import type { VideoOrder } from './matter/video-endpoint.ts'
import { type Peer, Peers } from './peers.ts'
import { PinSlots } from './pin-slots.ts'
import { serialOf } from './serial.ts'
import { truthOf } from './truth.ts'

/** A window that the owner opened for another controller shuts by itself, ms (Core 1.4, 5.4.2.3.1: at most 15 minutes). */
const OPEN_FOR_MS = 15 * 60_000

class MatterBridge implements Bridge {
  readonly #host: BridgeHost
  readonly #database: BridgeDatabase
  readonly #slots: PinSlots
  readonly #peers: Peers
  readonly #options: MatterOptions
  #node: BridgeNode | null = null
  #watch: HomeWatch | null = null
  #shutWindow = new AbortController()
  #isStarted = false
  /** As it was told last; null: nothing is known. */
  #home: FaceHome | null = null
  #shown: Promise<void> = Promise.resolve()
  #isQueued = false
  /** It is about to be out of the network: whoever heard of the doors is told before that nobody knows any more. */
  #isLeaving = false
  /** Code of the hub's no; null: it lets the bridge in. */
  #refused: string | null = null

  constructor(host: BridgeHost) {
    this.#host = host
    this.#options = matterOptions(host.options)
    this.#database = new BridgeDatabase(join(host.storage, 'matter.db'))
    this.#slots = new PinSlots(this.#database)
    this.#peers = new Peers(host, this.#database, (peer) => this.#takeBackPins(peer))
  }

  async start(): Promise<void> {
    const host = this.#host
    const options = this.#options
    const environment = prepareEnvironment(host, options, this.#database)
    this.#say('starting', 'the node starts')
    this.#node = await BridgeNode.create({
      environment,
      options,
      home: host.home.name,
      onChange: () => void this.#followFabrics(),
      onPairing: () => {
        if (this.#isStarted) this.#tell()
      },
      onOnline: () => void this.#showAgain(),
    })
    // How it went is heard of the first alone: later the next look tries again.
    const { promise: shown, resolve, reject } = Promise.withResolvers<void>()
    this.#watch = new HomeWatch({
      client: new FaceClient(host.url, host.token),
      clock: host.clock,
      listener: {
        onHome: (home) => void this.#take(home).then(resolve, reject),
        onRing: ({ door }) => void this.#ring(door),
        onFault: ({ code }) => host.log.warn({ code }, 'the hub does not show the home'),
        onRefused: ({ code }) => {
          this.#refused = code
          this.#tell()
        },
      },
    })
    await shown
  }

  async unpair(peer: string | null): Promise<void> {
    if (peer === null) await this.#reset()
    else await this.#node?.leave(peer)
    await this.#followFabrics()
  }

  async openPairing(): Promise<void> {
    await this.#node?.open()
    this.#shutWindow.abort()
    this.#shutWindow = new AbortController()
    void this.#shutLater(this.#shutWindow.signal)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#shutWindow.abort()
    this.#watch?.[Symbol.dispose]()
    this.#isLeaving = true
    await this.#showNow().catch(() => undefined)
    await this.#node?.[Symbol.asyncDispose]()
    this.#database[Symbol.dispose]()
  }

  /** One after another; what is told meanwhile is shown by the same turn. Rejects when the doors could not be shown. */
  #take(home: FaceHome | null): Promise<void> {
    const { log } = this.#host
    if (home === null) log.warn('hub is not heard')
    else if (this.#home === null) log.info('hub is heard')
    this.#home = home
    if (home !== null && this.#refused !== null) {
      this.#refused = null
      if (this.#isStarted) this.#tell()
    }
    return this.#showNow()
  }

  /** What a controller was told last it would show for as long as it waits for more. */
  async #reset(): Promise<void> {
    this.#isLeaving = true
    try {
      await this.#showNow().catch(() => undefined)
      await this.#node?.reset()
    } finally {
      this.#isLeaving = false
    }
    await this.#showNow().catch(() => undefined)
  }

  #showNow(): Promise<void> {
    if (this.#isQueued) return this.#shown
    this.#isQueued = true
    this.#shown = this.#showAfter(this.#shown)
    return this.#shown
  }

  async #showAfter(before: Promise<void>): Promise<void> {
    await before.catch(() => undefined)
    this.#isQueued = false
    try {
      await this.#show(this.#home)
    } catch (error) {
      this.#host.log.error({ err: error }, 'doors not shown')
      throw error
    }
  }

  /** At the first snapshot the doors come, seeded with the truth; then the node goes out. */
  async #show(home: FaceHome | null): Promise<void> {
    const node = this.#node
    if (node === null) return
    if (home === null || this.#isLeaving) {
      for (const door of node.doors.values()) await door.show(null)
      if (this.#isStarted) this.#tell()
      return
    }
    const hub: HubSide = { peers: this.#peers, slots: this.#slots, clock: this.#host.clock }
    for (const door of home.doors) {
      const truth = truthOf(door, home.visits)
      const hasBattery = truth.battery !== null
      // One that tells of its battery later comes anew, with the same numbers.
      if (hasBattery && node.door(door.id)?.hasBattery === false) await node.dropDoor(door.id)
      if (node.door(door.id) === undefined)
        await node.addDoor({
          door,
          acts: new HubDoor(door.id, hub),
          serial: serialOf('serial', this.#host.home.name, door.id),
          unique: serialOf('unique', this.#host.home.name, door.id),
          contactUnique: serialOf('contact', this.#host.home.name, door.id),
          hasBattery,
          video: await this.#videoOf(door),
        })
      await node.door(door.id)?.show(truth)
    }
    const shown = new Set(home.doors.map(({ id }) => id))
    for (const id of node.doors.keys()) if (!shown.has(id)) await node.dropDoor(id)
    if (this.#isStarted) return this.#admitMissing(node)
    this.#isStarted = true
    await node.start()
    await this.#followFabrics()
  }

  async #videoOf(door: DoorView): Promise<VideoOrder | null> {
    const camera = this.#options.videoDoorbell ? doorCamera(door) : null
    if (camera === null) return null
    const { url, token, clock, signal, log } = this.#host
    return {
      acts: new HubVideo(camera, this.#peers),
      size: await sizeOf(camera, { client: new FaceClient(url, token), clock, signal }),
      clock,
      onError: (error) => log.warn({ err: error, camera }, 'live picture of a controller'),
    }
  }

  /** One that the hub refused when it came is tried again with each look at the home. */
  async #admitMissing(node: BridgeNode): Promise<void> {
    if (node.fabrics.length !== this.#peers.size) await this.#followFabrics()
  }

  async #ring(door: string): Promise<void> {
    try {
      await this.#node?.door(door)?.ring()
    } catch (error) {
      this.#host.log.warn({ err: error, door }, 'ring not told')
    }
  }

  async #showAgain(): Promise<void> {
    try {
      for (const door of this.#node?.doors.values() ?? []) await door.showAgain()
    } catch (error) {
      this.#host.log.error({ err: error }, 'doors not shown')
    }
  }

  async #followFabrics(): Promise<void> {
    if (this.#node === null || !this.#isStarted) return
    try {
      await this.#peers.follow(this.#node.fabrics)
    } catch (error) {
      // It has no token until the next change or start: its commands are refused, nothing is opened.
      this.#host.log.error({ err: error }, 'controller not admitted')
    }
    this.#tell()
  }

  /** The fabric may have lost the right to by now: then its PINs stand on the owner's page, and open through no face of it. */
  async #takeBackPins({ id, client }: Peer): Promise<void> {
    for (const slot of this.#slots.ofPeer(id)) {
      try {
        await forgetPin(client, slot.pin, this.#host.signal)
      } catch (error) {
        this.#host.log.warn({ err: error, peer: id }, 'a PIN of a controller stays at the hub')
      }
      this.#slots.forget(slot)
    }
  }

  async #shutLater(signal: AbortSignal): Promise<void> {
    const { clock } = this.#host
    await pause({ clock, signal: AbortSignal.any([signal, this.#host.signal]) }, OPEN_FOR_MS)
    if (signal.aborted) return
    await this.#node?.shut()
  }

  #tell(): void {
    if (this.#refused !== null)
      return this.#say('failed', `the hub does not let the bridge in: ${this.#refused}`)
    const count = this.#peers.size
    const pairing = this.#node?.pairing ?? null
    const words = count === 0 ? 'no controller is paired yet' : null
    this.#host.tell({ state: 'running', words, progress: null, pairing })
  }

  #say(state: 'starting' | 'failed', words: string): void {
    this.#host.tell({ state, words, progress: null, pairing: null })
  }
}

export async function startBridge(host: BridgeHost): Promise<Bridge> {
  const bridge = new MatterBridge(host)
  try {
    await bridge.start()
  } catch (error) {
    await bridge[Symbol.asyncDispose]()
    throw error
  }
  return bridge
}
