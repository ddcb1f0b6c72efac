// Doors and two plugins as the hub sees them, an edge with its keys, and keepers that note what they are asked.
import { type DoorCommandBody, type DoorId, defaultSettings, doorId, instant, op } from '@portico/core'
import { EdgeLink, keyPair, verifierOf } from '@portico/edge'
import type { CameraSource, LockTraits } from '@portico/plugin-api'
import { HubError } from '@portico/ports'
import { TestClock } from '@portico/testing'
import type { CheckedDoor, CheckedPlugin } from '../../src/config/checked-settings.ts'
import type { DeviceKeeper } from '../../src/plugins/door-hardware.ts'
import { EdgeLines } from '../../src/plugins/edge-lines.ts'
import { HouseDevices } from '../../src/plugins/house-devices.ts'
import type { UnlockResult } from '../../src/plugins/unlock-result.ts'

export const door = (id: string, edge: string | null = `${id}-edge`): CheckedDoor => ({
  id: doorId(id),
  name: id,
  kind: 'house',
  fallback: ['porch'],
  lock: `${id}-lock`,
  contact: `${id}-contact`,
  edge,
  bell: 'bell',
  cameras: [{ id: 'hall', view: 'inside', witness: true }],
  settings: defaultSettings,
})

const plugin = (
  name: string,
  ids: readonly (readonly [string, CheckedPlugin['devices'][number]['kind']])[],
): CheckedPlugin => ({
  name,
  module: name,
  kind: 'real',
  devices: ids.map(([id, kind]) => ({ id, kind, options: {} })),
})

export const locks = plugin('locks', [
  ['front-lock', 'lock'],
  ['front-contact', 'contact'],
  ['front-edge', 'edge'],
  ['bell', 'bell'],
  ['hall', 'camera'],
])
export const more = plugin('more', [
  ['back-lock', 'lock'],
  ['back-contact', 'contact'],
])

export const path = { id: 'radio', exclusive: true }
export const traits: LockTraits = {
  boltWitness: 'measured',
  autoRelock: false,
  timedUnlockMaxMs: null,
  exit: 'free',
  path,
}
export const source: CameraSource = {
  rtsp: 'rtsp://10.0.0.7',
  username: null,
  password: null,
  liveness: { method: 'none' },
}
export const bolt = { bolt: 'locked', q: 1, source: 'query', battery: null, credential: null } as const
export const OP = op('s_1#0')
export const order = { op: OP, notAfter: instant(1) }
export const pinOrder = { ...order, endsAt: instant(30_000), pin: '480213' }

export const hubKeys = keyPair(new Uint8Array(32).fill(1))
export const edgeKeys = keyPair(new Uint8Array(32).fill(2))
export const otherKeys = keyPair(new Uint8Array(32).fill(3))

/** The edge at the front door, as its plugin carries it. */
export const frontEdge = (): EdgeLink =>
  new EdgeLink({
    edge: 'front-edge',
    sign: edgeKeys.sign,
    verify: verifierOf(hubKeys.publicKey),
    kept: { epoch: 0, life: 1 },
  })

export class House {
  readonly clock = new TestClock()
  readonly refused: string[] = []
  readonly pins = new Map<string, string>()
  readonly edges: EdgeLines
  readonly reports: (readonly [door: DoorId, body: DoorCommandBody])[] = []
  readonly rings: DoorId[] = []
  readonly cameras: string[] = []
  readonly notes: string[] = []
  readonly losses: string[] = []
  readonly logged: string[] = []
  /** The camera engine takes no address. */
  isBlind = false
  readonly devices: HouseDevices

  constructor(doors: readonly CheckedDoor[] = [door('front'), door('back', null)]) {
    const log =
      (level: string) =>
      (_: unknown, message?: string): void =>
        void this.logged.push(`${level} ${message}`)
    const logs = { debug: log('debug'), info: log('info'), warn: log('warn'), error: log('error') }
    this.edges = new EdgeLines({
      keys: { own: hubKeys, pins: this.pins, pin: (edge, key) => void this.pins.set(edge, key) },
      epoch: 7,
      clock: this.clock,
      log: logs,
      refused: (edge, why) => void this.refused.push(`${edge} ${why}`),
    })
    this.devices = new HouseDevices({
      doors,
      clock: this.clock,
      edges: this.edges,
      log: logs,
      report: (id, body) => void this.reports.push([id, body]),
      ring: (id) => void this.rings.push(id),
      setCamera: (id, view, { rtsp }) => {
        if (this.isBlind) throw new HubError('HUB_CAMERA_SOURCE', 'no such address')
        this.cameras.push(`${id} ${view} ${rtsp}`)
      },
      noteCamera: (id, { what, on }) => void this.notes.push(`${id} ${what} ${on}`),
      pluginLost: (name, why) => void this.losses.push(`${name} ${why}`),
    })
  }

  /** Everything is offered and serves. */
  serve(): this {
    const [first, second] = [this.devices.eventsFor(locks), this.devices.eventsFor(more)]
    for (const [id, events] of [
      ['front', first],
      ['back', second],
    ] as const) {
      events.offered({ kind: 'lock', id: `${id}-lock`, traits })
      events.offered({ kind: 'contact', id: `${id}-contact`, path: { id: `${id}-contact`, exclusive: true } })
      if (id === 'front') events.offered({ kind: 'edge', id: 'front-edge', key: edgeKeys.publicKey })
      events.up()
    }
    return this
  }

  fitness(): readonly (string | null)[] {
    return this.reports.flatMap(([id, body]) =>
      body.type === 'ReportFitness' ? [`${id} ${body.unfit}`] : [],
    )
  }
  lost(): readonly string[] {
    return this.reports.flatMap(([id, body]) => (body.type === 'ReportLost' ? [`${id} ${body.device}`] : []))
  }
}

/** Notes what it is asked, and answers as a test wants. */
export class Keeper implements DeviceKeeper {
  readonly asked: unknown[] = []
  fails = new Set<string>()
  handed: 'handed' | 'LOCK_UNREACHABLE' = 'handed'
  onResult: (result: UnlockResult) => void = () => {}

  unlock(
    device: string,
    of: typeof order,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE' {
    this.asked.push({ type: 'unlock', device, order: of })
    this.onResult = onResult
    return this.handed
  }
  grantPin(
    device: string,
    of: typeof pinOrder,
    onResult: (result: UnlockResult) => void,
  ): 'handed' | 'LOCK_UNREACHABLE' {
    this.asked.push({ type: 'grant-pin', device, order: of })
    this.onResult = onResult
    return this.handed
  }
  async ask(ask: Parameters<DeviceKeeper['ask']>[0]): ReturnType<DeviceKeeper['ask']> {
    this.asked.push(ask)
    if ('device' in ask && this.fails.has(ask.device)) throw new HubError('HUB_PLUGIN_DOWN', ask.device)
    return null
  }
}
