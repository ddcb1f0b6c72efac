// Keeps a Homebridge for Apple Home: installs it once, starts it, starts it again when it ends, and shows by which code it
// is paired. It speaks to the hub by itself, as the face whose token it is given.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { type Bridge, type BridgeHost, HubError, type Wake, defineBridge, instant } from '@portico/plugin-api'
import { type ManagedOptions, managedOptions } from './config.ts'
import { HomebridgeLife, homeOf, pluginFolder } from './homebridge-life.ts'
import { type Identity, forgetIdentity, identityIn, isPaired } from './identity.ts'
import { INSTALLED_MB, VERSION, install, isInstalled } from './installation.ts'

/** Ms before the next try after an end or a failed installation; the last one repeats. */
const BACKOFF_MS = [1_000, 2_000, 5_000, 15_000, 60_000, 300_000] as const
/** A life this long begins the waits anew, ms. */
const STEADY_MS = 120_000
/** Whether somebody has paired is looked at this often, ms. */
const LOOK_EVERY_MS = 2_000

type State = Parameters<BridgeHost['tell']>[0]

class ManagedHomebridge implements Bridge {
  readonly #host: BridgeHost
  readonly #options: ManagedOptions
  #life: HomebridgeLife | null = null
  #identity: Identity | null = null
  /** Of the life that listens. */
  #qr: string | null = null
  #began = 0
  #ends = 0
  #wake: Wake | null = null
  #look: Wake | null = null
  #isOver = false

  constructor(host: BridgeHost) {
    this.#host = host
    this.#options = managedOptions(host.options)
  }

  /** Does not wait for the installation: what comes of it is told. */
  begin(): void {
    void this.#run()
  }

  /** Apple Home lets no second home pair by the code: who else is to see it is invited there. */
  async openPairing(): Promise<void> {
    const { storage } = this.#host
    if (this.#identity && isPaired(homeOf(storage), this.#identity))
      throw new HubError(
        'HUB_BRIDGE_CANNOT',
        'one home is paired, and HomeKit takes no second by this code: invite people in the Home app, or unpair everything',
      )
    this.#tellRunning()
  }

  /** It is another accessory from now on: whatever was paired speaks to nobody. */
  async unpair(): Promise<void> {
    const { storage } = this.#host
    this.#wake?.cancel()
    await this.#endLife()
    forgetIdentity(storage)
    for (const name of ['persist', 'accessories'])
      rmSync(join(homeOf(storage), name), { recursive: true, force: true })
    this.#ends = 0
    void this.#run()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true
    this.#wake?.cancel()
    await this.#endLife()
  }

  #tell(state: Pick<State, 'state' | 'words'> & Partial<State>): void {
    if (!this.#isOver) this.#host.tell({ progress: null, pairing: null, ...state })
  }

  async #run(): Promise<void> {
    try {
      await this.#install()
      if (!this.#isOver) await this.#start()
    } catch (error) {
      this.#again(error instanceof Error ? error.message : String(error))
    }
  }

  async #install(): Promise<void> {
    const { storage, signal, log } = this.#host
    const { npm } = this.#options
    if (!existsSync(join(pluginFolder(), 'bundle/index.js')))
      throw new Error('our plugin for Homebridge is not built: start the hub by npm, which builds it')
    if (isInstalled(storage)) return
    if (npm === null)
      throw new Error('npm is not on this machine: it brings Homebridge; install it with Node')
    const words = (arrived: number, all: number): string =>
      `Homebridge ${VERSION}: ${arrived} of ${all} packages, ${INSTALLED_MB} MB in all`
    this.#tell({ state: 'installing', words: `Homebridge ${VERSION}, ${INSTALLED_MB} MB`, progress: 0 })
    log.info({ version: VERSION }, 'Homebridge is being installed')
    await install({
      storage,
      npm,
      signal,
      onProgress: (arrived, all) =>
        this.#tell({ state: 'installing', words: words(arrived, all), progress: arrived / all }),
    })
    log.info({ version: VERSION }, 'Homebridge installed')
  }

  async #start(): Promise<void> {
    const { storage } = this.#host
    const { port, name } = this.#options
    this.#tell({ state: 'starting', words: null })
    this.#identity = await identityIn(storage, port)
    if (this.#isOver) return
    this.#began = this.#host.clock.mono()
    this.#life = new HomebridgeLife({
      host: this.#host,
      identity: this.#identity,
      name,
      onListening: (qr) => {
        this.#qr = qr
        this.#watch()
      },
      onEnded: (why) => this.#ended(why),
    })
  }

  /** Tells it at once, and again when somebody has paired or is no more. */
  #watch(): void {
    this.#tellRunning()
    const { clock } = this.#host
    this.#look = clock.wake(instant(clock.mono() + LOOK_EVERY_MS), () => this.#watch())
  }

  #tellRunning(): void {
    const { storage } = this.#host
    const identity = this.#identity
    if (this.#qr === null || identity === null) return
    const paired = isPaired(homeOf(storage), identity)
    this.#tell({
      state: paired ? 'running' : 'waiting',
      words: paired ? null : 'to be added in the Home app, by this code',
      pairing: paired ? null : { qr: this.#qr, code: identity.pin, goodForMs: null },
    })
  }

  #ended(why: string): void {
    this.#life = null
    this.#stopWatching()
    if (this.#host.clock.mono() - this.#began > STEADY_MS) this.#ends = 0
    this.#again(`Homebridge does not run: ${why}`)
  }

  #again(why: string): void {
    if (this.#isOver) return
    const { clock, log } = this.#host
    const wait = BACKOFF_MS[Math.min(this.#ends, BACKOFF_MS.length - 1)] ?? 300_000
    this.#ends += 1
    log.warn({ why, wait }, 'Homebridge is tried again')
    this.#tell({ state: 'failed', words: `${why}; tried again ${wait / 1000} s later` })
    this.#wake = clock.wake(instant(clock.mono() + wait), () => void this.#run())
  }

  #stopWatching(): void {
    this.#qr = null
    this.#look?.cancel()
  }

  async #endLife(): Promise<void> {
    const life = this.#life
    this.#life = null
    this.#stopWatching()
    await life?.end()
  }
}

export default defineBridge({
  kind: 'homekit',
  api: 1,
  async start(host) {
    const homebridge = new ManagedHomebridge(host)
    homebridge.begin()
    return homebridge
  },
})
