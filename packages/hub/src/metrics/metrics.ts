// Figures of a running hub, for whoever watches machines: doors, visits, alarms, cameras, the journal and the process.
// Ids of settings and codes alone: no name of anybody, no parcel, no visit.
import { type IntervalHistogram, monitorEventLoopDelay } from 'node:perf_hooks'
import { doorStates, sealStateOf } from '@portico/core'
import { webhookStates } from '@portico/protocol'
import type { Hub } from '../hub.ts'
import { Counters } from './counters.ts'
import { type Metric, type Sample, exposition } from './exposition.ts'

/** How often the loop is looked at, ms. */
const LOOP_EVERY_MS = 20
const NS = 1e9

export type MetricsParts = Pick<Hub, 'runtime' | 'settings' | 'cameras' | 'readiness' | 'clock' | 'webhooks'>

const gauge = (name: string, help: string, samples: readonly Sample[]): Metric => ({
  name,
  type: 'gauge',
  help,
  samples,
})
const one = (name: string, help: string, value: number): Metric => gauge(name, help, [{ value }])

export class Metrics implements Disposable {
  readonly #parts: MetricsParts
  readonly #counters = new Counters()
  readonly #following: Disposable
  readonly #loop: IntervalHistogram

  constructor(parts: MetricsParts) {
    this.#parts = parts
    this.#following = parts.runtime.follow((lines) => this.#counters.take(lines))
    this.#loop = monitorEventLoopDelay({ resolution: LOOP_EVERY_MS })
    this.#loop.enable()
  }

  get text(): string {
    return exposition([
      ...this.#doors(),
      ...this.#counters.metrics,
      ...this.#cameras(),
      ...this.#journal(),
      ...this.#webhooks(),
      ...this.#process(),
    ])
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    this.#loop.disable()
  }

  #doors(): readonly Metric[] {
    const { runtime, clock, readiness } = this.#parts
    const now = clock.mono()
    const states = runtime.doors.map((door) => sealStateOf(door, now))
    const { ready, degraded } = readiness()
    return [
      one('portico_ready', 'Whether the home is served: 1 or 0.', ready ? 1 : 0),
      one('portico_degraded', 'How much was lost since the home was served.', degraded.length),
      gauge(
        'portico_doors',
        'Doors by state; only locked-proved is locked.',
        doorStates.map((state) => ({
          labels: { state },
          value: states.filter((each) => each === state).length,
        })),
      ),
      gauge(
        'portico_door_battery_percent',
        'Battery of the lock of each door that has told one.',
        runtime.doors.flatMap(({ door, gate: { battery } }) =>
          battery === null ? [] : [{ labels: { door }, value: battery }],
        ),
      ),
      one(
        'portico_alarms_standing',
        'Alarms that stand now.',
        runtime.doors.reduce((sum, { gate }) => sum + gate.alarms.length, 0),
      ),
      one(
        'portico_visits_open',
        'Visits that are under way.',
        runtime.doors.filter(({ session }) => session !== null).length,
      ),
    ]
  }

  #cameras(): readonly Metric[] {
    const { settings, cameras, clock } = this.#parts
    const now = clock.mono()
    const ids = [...new Set(settings.doors.flatMap((door) => door.cameras.map(({ id }) => id)))]
    return [
      gauge(
        'portico_camera_live',
        'Whether a camera gives live pictures: 1 or 0.',
        ids.map((camera) => ({
          labels: { camera },
          value: cameras.feed(camera)?.state === 'live' ? 1 : 0,
        })),
      ),
      gauge(
        'portico_camera_age_seconds',
        'Age of the newest picture of each camera that has given one, seconds.',
        ids.flatMap((camera) => {
          const captured = cameras.feed(camera)?.captured ?? null
          return captured === null ? [] : [{ labels: { camera }, value: Math.max(0, now - captured) / 1_000 }]
        }),
      ),
    ]
  }

  #journal(): readonly Metric[] {
    const { journal } = this.#parts.runtime
    const { checkpoint } = journal
    return [
      one('portico_journal_lines', 'Lines of the journal, of all time.', journal.seq + 1),
      one(
        'portico_journal_unsigned_lines',
        'Lines behind the newest signed head.',
        journal.seq - (checkpoint?.upTo ?? -1),
      ),
    ]
  }

  #webhooks(): readonly Metric[] {
    const all = this.#parts.webhooks.all
    return [
      gauge(
        'portico_webhook_waiting',
        'Events that wait for a receiver of webhooks, counted up to 1,000.',
        all.map(({ id, waiting }) => ({ labels: { webhook: id }, value: waiting })),
      ),
      gauge(
        'portico_webhooks',
        'Receivers of webhooks by state.',
        webhookStates.map((state) => ({
          labels: { state },
          value: all.filter((each) => each.state === state).length,
        })),
      ),
    ]
  }

  #process(): readonly Metric[] {
    const { rss, heapUsed } = process.memoryUsage()
    const { user, system } = process.cpuUsage()
    const loop = this.#loop
    const seen = loop.count > 0
    const delays = [
      { labels: { quantile: '0.5' }, value: seen ? loop.percentile(50) / NS : 0 },
      { labels: { quantile: '0.99' }, value: seen ? loop.percentile(99) / NS : 0 },
      { labels: { quantile: '1' }, value: seen ? loop.max / NS : 0 },
    ]
    // Each scrape tells of the time since the one before.
    loop.reset()
    return [
      one('portico_uptime_seconds', 'Since the process was started, seconds.', process.uptime()),
      one('process_resident_memory_bytes', 'Memory that the hub holds, bytes.', rss),
      one('portico_heap_used_bytes', 'Memory that its objects take, bytes.', heapUsed),
      {
        name: 'process_cpu_seconds_total',
        type: 'counter',
        help: 'Processor time, seconds.',
        samples: [{ value: (user + system) / 1e6 }],
      },
      gauge(
        'portico_event_loop_delay_seconds',
        'How late the loop was since the last look, seconds; about 0.02 is none.',
        delays,
      ),
    ]
  }
}
