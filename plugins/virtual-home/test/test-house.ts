// A house in virtual time without pictures: the devices of one door, and what they reported.
import { type DeviceEntry, type VirtualAct, instant, milliseconds, op } from '@portico/plugin-api'
import { TestClock, seededChance } from '@portico/testing'
import type { StreamFault } from '../src/camera/stream-fault.ts'
import { performAct } from '../src/house/acts.ts'
import { readSettings } from '../src/house/house-settings.ts'
import type { ActAnswer, DoorTruth } from '../src/house/house-truth.ts'
import { type Cameras, House } from '../src/house/house.ts'
import type { KeptState } from '../src/house/kept-state.ts'
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
    truth: (camera) => ({
      door: 'front',
      view: 'inside',
      fault: faults.get(camera) ?? 'off',
      viewers: 0,
      pictures: 0,
    }),
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

  constructor({ devices = frontDoor(), kept = {}, seed = 1 }: TestHouseOptions = {}) {
    const chance = seededChance(seed)
    this.house = new House({
      devices: readSettings(devices),
      kept,
      clock: this.clock,
      draw: () => chance.unit(),
      cameras: blindCameras(),
      report: (report) => {
        this.reports.push(report)
        this.said.push(`${this.clock.mono()} ${wordOf(report)}`)
      },
      onKept: () => undefined,
    })
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
    const order = { type: 'unlock', device: 'lock', op: OP, notAfter: instant(notAfterMs) } as const
    return settle(this.house.perform(order))
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
}

function settle(work: Promise<unknown>): { outcome: string | null } {
  const held: { outcome: string | null } = { outcome: null }
  work.then(
    () => (held.outcome = 'accepted'),
    (error: unknown) => (held.outcome = String(Object(error).code)),
  )
  return held
}

function wordOf(report: DeviceReport): string {
  switch (report.kind) {
    case 'lock':
      return `lock ${report.report.bolt}${report.report.q === null ? '' : ` q${report.report.q}`}`
    case 'contact':
      return `contact ${report.report.contact}${report.report.q === null ? '' : ` q${report.report.q}`}`
    case 'edge':
      return report.report.type === 'deadman'
        ? `edge ${report.report.report.what}`
        : `edge ${report.report.type}`
    case 'bell':
      return 'bell'
  }
}
