// A house in virtual time without pictures: the devices of one door, and what they reported.
import { type DeviceEntry, type VirtualAct, instant, milliseconds, op } from '@portico/plugin-api'
import { HubLink, type HubWord, keyPair, verifierOf } from '@portico/edge'
import { TestClock, seededChance } from '@portico/testing'
import type { StreamFault } from '../src/camera/stream-fault.ts'
import { performAct } from '../src/house/acts.ts'
import { readSettings } from '../src/house/house-settings.ts'
import type { ActAnswer, DoorTruth } from '../src/house/house-truth.ts'
import { type Cameras, House } from '../src/house/house.ts'
import type { KeptState } from '../src/house/kept-state.ts'
import type { EdgeVault } from '../src/house/edge-vault.ts'
import type { DeviceReport } from '../src/house/messages.ts'

export const frontDoor = (lock: DeviceEntry['options'] = {}): readonly DeviceEntry[] => [
  { id: 'lock', kind: 'lock', options: { door: 'front', ...lock } },
  { id: 'contact', kind: 'contact', options: { door: 'front' } },
  { id: 'edge', kind: 'edge', options: { door: 'front' } },
  { id: 'bell', kind: 'bell', options: { door: 'front' } },
  { id: 'hall', kind: 'camera', options: { door: 'front', view: 'inside' } },
]

export const OP = op('s1#0')

/** Cameras that look at nothing, and can be tampered with. */
function blindCameras(): Cameras {
  const faults = new Map<string, StreamFault>()
  return {
    show: () => undefined,
    setFault: (camera, fault) => void faults.set(camera, fault),
    showCode: () => undefined,
    truth: (camera) => ({
      door: 'front',
      view: 'inside',
      fault: faults.get(camera) ?? 'off',
      viewers: 0,
      pictures: 0,
      heardMs: 0,
    }),
    heard: () => new Uint8Array(),
  }
}

const hubKeys = keyPair(new Uint8Array(32).fill(1))
const edgeKeys = keyPair(new Uint8Array(32).fill(2))

/** Keys that are the same in every test, and nothing that outlives it. */
function memoryVault(): EdgeVault {
  let hubKey: string | null = null
  return {
    get hubKey() {
      return hubKey
    },
    pair: (key) => (hubKey ??= key) === key,
    begin: () => ({ keys: edgeKeys, epoch: 0, life: 1 }),
    keep: () => undefined,
  }
}

export interface TestHouseOptions {
  readonly devices?: readonly DeviceEntry[]
  readonly kept?: KeptState
  readonly seed?: number
}

export class TestHouse implements Disposable {
  readonly clock = new TestClock({ mono: instant(0) })
  readonly house: House
  /** For instance `1050 lock unlocked`. */
  readonly said: string[] = []
  readonly reports: DeviceReport[] = []
  /** The hub that the house was paired with. */
  readonly hub = new HubLink({
    edge: 'edge',
    epoch: 1,
    sign: hubKeys.sign,
    verify: verifierOf(edgeKeys.publicKey),
  })
  #unlocks = 0

  constructor({ devices = frontDoor(), kept = {}, seed = 1 }: TestHouseOptions = {}) {
    const chance = seededChance(seed)
    this.house = new House({
      devices: readSettings(devices),
      kept,
      clock: this.clock,
      draw: () => chance.unit(),
      cameras: blindCameras(),
      vault: memoryVault(),
      report: (report) => {
        this.reports.push(report)
        this.said.push(`${this.clock.mono()} ${this.#wordOf(report)}`)
      },
      onKept: () => undefined,
    })
    void this.house.perform({ type: 'pair', key: hubKeys.publicKey })
    void this.tellEdge({ type: 'hello' })
  }

  get truth(): DoorTruth {
    return this.house.doorTruth('front')
  }

  async pass(ms: number): Promise<void> {
    await this.clock.advance(milliseconds(ms))
  }

  /** Does something by hand and lets time pass until it is answered. */
  async act(act: string, options: VirtualAct['options'] = {}, on = 'front'): Promise<ActAnswer> {
    const answer = performAct(this.house, { act, on, options })
    const held = settle(answer)
    await this.pass(0)
    for (let ms = 0; ms < 7_000 && held.outcome === null; ms += 10) await this.pass(10)
    return await answer
  }

  /** Begins an unlock; its outcome is `accepted` or a code, once it has come. */
  unlock(notAfterMs = 2_000): { outcome: string | null } {
    const [named, notAfter] = [op(`s1#${this.#unlocks++}`), instant(notAfterMs)]
    const frame = this.hub.say({ type: 'unlock', op: named, notAfter }, this.clock.mono())
    return settle(this.house.perform({ type: 'unlock', device: 'lock', op: named, notAfter, frame }))
  }

  /** Has the lock keep a PIN; its outcome is `accepted` or a code, once it has come. */
  grantPin(pin: string, endsAtMs = 30_000, notAfterMs = 2_000): { outcome: string | null } {
    const [notAfter, endsAt] = [instant(notAfterMs), instant(endsAtMs)]
    const frame = this.hub.say({ type: 'unlock', op: OP, notAfter }, this.clock.mono())
    return settle(
      this.house.perform({ type: 'grant-pin', device: 'lock', op: OP, notAfter, endsAt, pin, frame }),
    )
  }

  revokePin(): { outcome: string | null } {
    return settle(this.house.perform({ type: 'revoke-pin', device: 'lock', op: OP }))
  }

  /** An order to the edge, signed. */
  async tellEdge(word: HubWord): Promise<void> {
    if (this.house.devices.every(({ kind }) => kind !== 'edge')) return
    await this.house.perform({ type: 'edge', device: 'edge', frame: this.hub.say(word, this.clock.mono()) })
  }

  lock(): { outcome: string | null } {
    return settle(this.house.perform({ type: 'lock', device: 'lock', op: OP }))
  }

  async query(device: string, q: number): Promise<void> {
    await this.house.perform({ type: 'query', device, q })
  }

  [Symbol.dispose](): void {
    this.house[Symbol.dispose]()
  }

  #wordOf(report: DeviceReport): string {
    switch (report.kind) {
      case 'lock':
        return `lock ${report.report.bolt}${report.report.q === null ? '' : ` q${report.report.q}`}`
      case 'pin':
        return `pin ${report.report.what}`
      case 'contact':
        return `contact ${report.report.contact}${report.report.q === null ? '' : ` q${report.report.q}`}`
      case 'edge': {
        const heard = this.hub.hear(report.frame, this.clock.mono())
        if (heard.fault !== null) return `edge ${heard.fault}`
        return heard.word.type === 'deadman' ? `edge ${heard.word.report.what}` : `edge ${heard.word.type}`
      }
      case 'bell':
        return 'bell'
    }
  }
}

function settle(work: Promise<unknown>): { outcome: string | null } {
  const held: { outcome: string | null } = { outcome: null }
  work.then(
    () => (held.outcome = 'accepted'),
    (error: unknown) => (held.outcome = String(Object(error).code)),
  )
  return held
}
