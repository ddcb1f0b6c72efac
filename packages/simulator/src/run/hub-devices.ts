// The hardware of the door as one life of the hub commands it: over links that may do anything. Between any two
// commands lies a point where the hub may be killed.
import {
  type DoorCommandBody,
  type Instant,
  type Op,
  type Opening,
  after,
  elapsed,
  seconds,
} from '@portico/core'
import type { ArmOrder, EdgeNote, EdgeReport, Heartbeat, PinOrder, UnlockOrder } from '@portico/plugin-api'
import { HubError } from '@portico/ports'
import type { DoorDevices } from '@portico/runtime'
import type { House } from '../house/house.ts'
import type { LifeClock } from '../house/life-clock.ts'
import type { Heard } from '../house/lock.ts'
import type { MachineClock } from '../house/machine-clock.ts'

export interface HubDevicesOptions {
  readonly clock: LifeClock
  readonly machine: MachineClock
  readonly house: House
  readonly report: (body: DoorCommandBody) => void
  readonly point: (what: string) => void
  /** An unlock or a PIN left for the lock's radio. */
  readonly onWire: (what: 'unlock' | 'pin', op: Op) => void
  /** How long a message takes to the lock's process, and whether that process is there at all. */
  readonly plugin: PluginHealth
}

export interface PluginHealth {
  readonly lag: number
  readonly down: boolean
}

const gone = (): HubError =>
  new HubError('HUB_PLUGIN_DOWN', 'simulated plugin: it is gone', { retryable: true })

/** A device that has not confirmed a command by then will not. */
const CONFIRM_LIMIT = seconds(2)

export class HubDevices implements DoorDevices {
  readonly #options: HubDevicesOptions

  constructor(options: HubDevicesOptions) {
    this.#options = options
  }

  unlock({ op, notAfter }: UnlockOrder): 'handed' | 'LOCK_UNREACHABLE' {
    const { clock, point, plugin } = this.#options
    point('unlock')
    if (clock.isDead) return 'handed'
    if (plugin.down) return 'LOCK_UNREACHABLE'
    // The process of the lock's plugin has taken it: it goes on though the hub dies in this very moment.
    this.#inPlugin(() => this.#vendorCall(op, notAfter))
    point('unlock handed')
    return 'handed'
  }

  grantPin({ op, notAfter, endsAt, pin }: PinOrder): 'handed' | 'LOCK_UNREACHABLE' {
    const { clock, point, plugin, machine, house, onWire } = this.#options
    point('grant PIN')
    if (clock.isDead) return 'handed'
    if (plugin.down) return 'LOCK_UNREACHABLE'
    const at = (instant: Instant): Instant => machine.trueOf(instant)
    this.#inPlugin(() => {
      if (machine.mono() > notAfter) return this.#ended('GrantPin', op, 'late')
      onWire('pin', op)
      const order = { op, pin, notAfter: at(notAfter), endsAt: at(endsAt) }
      house.lock.grantPin(order, (heard) => this.#ended('GrantPin', op, heard))
    })
    point('PIN handed')
    return 'handed'
  }

  async revokePin(op: Op): Promise<void> {
    if (this.#isDead('revoke PIN')) return
    if (this.#options.plugin.down) throw gone()
    this.#options.house.lock.revokePin(op)
  }

  async lock(): Promise<void> {
    const { house, plugin } = this.#options
    if (this.#isDead('lock')) return
    if (plugin.down) throw gone()
    await this.#confirmed((done) => house.lock.lock((heard) => heard === 'accepted' && done()))
  }

  async query(q: number): Promise<void> {
    if (this.#isDead('query')) return
    this.#options.house.contact.query(q)
    if (this.#options.plugin.down) throw gone()
    this.#options.house.lock.query(q)
  }

  async arm(order: ArmOrder): Promise<void> {
    if (this.#isDead('arm')) return
    await this.#confirmed((done) => this.#options.house.edge.hear({ type: 'arm', order }, done))
  }
  async disarm(op: Op): Promise<void> {
    if (this.#isDead('disarm')) return
    await this.#confirmed((done) => this.#options.house.edge.hear({ type: 'disarm', op }, done))
  }
  async release(op: Op): Promise<void> {
    if (this.#isDead('release')) return
    await this.#confirmed((done) => this.#options.house.edge.hear({ type: 'release', op }, done))
  }
  async heartbeat(beat: Heartbeat): Promise<void> {
    if (this.#isDead('heartbeat')) return
    // Hub and edge agree on time, as their signed frames presume; the machine's own clock begins anew at each boot.
    const sent = this.#options.machine.trueOf(beat.sent)
    this.#options.house.edge.hear({ type: 'heartbeat', beat: { ...beat, sent } })
  }
  async siren(on: boolean): Promise<void> {
    if (this.#isDead('siren')) return
    await this.#confirmed((done) => this.#options.house.edge.hear({ type: 'siren', on }, done))
  }

  #isDead(what: string): boolean {
    const { clock, point } = this.#options
    if (!clock.isDead) point(what)
    return clock.isDead
  }

  #inPlugin(call: () => void): void {
    const { clock, machine, plugin, house } = this.#options
    if (plugin.lag === 0) return call()
    // The process of a plugin ends with its hub.
    house.later(machine.trueOf(machine.mono() + plugin.lag), () => clock.isDead || call())
  }

  /** The plugin's host looks at the clock once more, directly before the vendor call (decision 2). */
  #vendorCall(op: Op, notAfter: Instant): void {
    const { machine, house, onWire } = this.#options
    if (machine.mono() > notAfter) return this.#ended('UnlockDoor', op, 'late')
    onWire('unlock', op)
    house.lock.unlock({ op, notAfter: machine.trueOf(notAfter) }, (heard) =>
      this.#ended('UnlockDoor', op, heard),
    )
  }

  #ended(effect: Opening, op: Op, heard: Heard): void {
    if (heard !== 'late' && heard !== 'refused') return
    const code = heard === 'late' ? 'TOO_LATE' : 'LOCK_REFUSED'
    const { clock, report } = this.#options
    clock.deliver(() => report({ type: 'ReportEffect', effect, op, result: 'void', code }))
  }

  #confirmed(send: (done: () => void) => void): Promise<void> {
    const { clock } = this.#options
    return new Promise((resolve, reject) => {
      const limit = clock.wake(after(clock.mono(), CONFIRM_LIMIT), () =>
        reject(new HubError('HUB_VIRTUAL_UNANSWERED', 'simulated device: no answer')),
      )
      send(() =>
        clock.deliver(() => {
          limit.cancel()
          resolve()
        }),
      )
    })
  }
}

/** A sign of life that took longer on its way is none any more. */
const ALIVE_AGE_MAX = seconds(3)

/** What the edge says, as commands to its door; instants are those of the hub. */
export function edgeCommands(report: EdgeReport, machine: MachineClock): readonly DoorCommandBody[] {
  switch (report.type) {
    case 'alive': {
      const age = elapsed(machine.shownAt(report.at), machine.mono())
      return age <= ALIVE_AGE_MAX ? [{ type: 'ReportEdge' }] : []
    }
    case 'deadman':
      return [{ type: 'ReportDeadman', ...report.report }]
    case 'notes':
      return noteCommands(report.notes, machine)
    case 'tamper':
      return [{ type: 'ReportTamper', on: report.on }]
    case 'fire':
      return [{ type: 'ReportFire', on: report.on }]
  }
}

function noteCommands(notes: readonly EdgeNote[], machine: MachineClock): readonly DoorCommandBody[] {
  const alarms = notes.flatMap(({ at, note }): DoorCommandBody[] =>
    note.type === 'alarm'
      ? [
          {
            type: 'ReportEdgeAlarm',
            op: note.op,
            why: note.why,
            silentFor: note.silentForMs,
            noted: machine.shownAt(at),
          },
        ]
      : [],
  )
  const leaf = notes.findLast(({ note }) => note.type === 'contact')?.note
  const isOpen = leaf?.type === 'contact' && leaf.contact === 'open'
  if (isOpen) return [...alarms, { type: 'ReportContact', contact: 'open', q: null, source: 'auto' }]
  // It was opened and shut while nobody heard (safety design, R6).
  const opening = notes.findLast(({ note }) => note.type === 'contact' && note.contact === 'open')
  return opening ? [...alarms, { type: 'ReportOpened', noted: machine.shownAt(opening.at) }] : alarms
}
