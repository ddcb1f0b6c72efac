// The stream of events for all sockets: each line becomes an event once. Whoever joins is brought up to date from the
// journal first and then hears live, with no gap and no double. Telling waits for the end of the turn: what a door has
// decided leaves for its lock before anybody hears of it.
import { type JournalLine, assert, parcelId, sessionId } from '@portico/core'
import type { Clock } from '@portico/ports'
import type { LiveEvent, LiveReady } from '@portico/protocol'
import type { HomeRuntime } from '@portico/runtime'
import { liveEventOf, withoutSender } from '../views/live-event-of.ts'

export type EventFollower = (events: readonly LiveEvent[]) => void

export interface Joining {
  /** Number of the last event seen; null to begin now. */
  readonly after: number | null
  readonly simulated: boolean
  readonly signal: AbortSignal
  /** First of all. */
  readonly onReady: (ready: LiveReady) => void
  /** What was missed, in portions; the next one waits for the promise. */
  readonly onMissed: (events: readonly LiveEvent[]) => Promise<void>
  /** From now on everything, called in the same turn as the last portion was told. */
  readonly onLive: EventFollower
}

/** Whoever missed more event numbers than this loads the views anew. */
export const REPLAY_MAX = 5_000
const PAGE = 500

type Parcels = Pick<HomeRuntime, 'deliveries' | 'visits'>

interface Told {
  /** Of the newest line. */
  readonly seq: number
  readonly events: readonly LiveEvent[]
}

const told = (lines: readonly JournalLine[], parcels: Parcels): readonly LiveEvent[] =>
  lines.flatMap((line) => toldOf(line, parcels) ?? [])

/** Which source spoke of a confidential parcel may tell who sent it: that is told to nobody. */
function toldOf(line: JournalLine, { deliveries, visits }: Parcels): LiveEvent | null {
  const event = liveEventOf(line)
  if (!event) return null
  const visit = event.session === null ? null : visits.get(sessionId(event.session))
  const { parcel, parcels } = event.data
  const named = [parcel, ...(Array.isArray(parcels) ? parcels : []), ...(visit?.parcels ?? [])]
  const isSecret = named.some(
    (id) => typeof id === 'string' && deliveries.get(parcelId(id))?.confidential === true,
  )
  return isSecret ? { ...event, data: withoutSender(event.data) } : event
}

export class EventFeed implements Disposable {
  readonly #runtime: HomeRuntime
  readonly #clock: Clock
  readonly #followers = new Set<EventFollower>()
  readonly #following: Disposable
  #waiting: Told[] = []
  #telling: NodeJS.Immediate | null = null
  #seq: number

  constructor(runtime: HomeRuntime, clock: Clock) {
    this.#runtime = runtime
    this.#clock = clock
    const { reader, home } = runtime.journal
    this.#seq = reader.head(home)?.seq ?? -1
    this.#following = runtime.follow((lines) => this.#take(lines))
  }

  /** Number of the newest event that was told, or was there before. */
  get seq(): number {
    return this.#seq
  }

  /** Resolves when live has begun, or the signal ended it. */
  async join(joining: Joining): Promise<Disposable> {
    const { after, simulated, signal, onReady, onMissed, onLive } = joining
    const missed = after === null ? 0 : this.#seq - after
    const gap = missed > REPLAY_MAX || missed < 0
    onReady({ ready: true, seq: this.#seq, gap, simulated, wall: this.#clock.wall() })
    let last = gap || after === null ? this.#seq : after
    while (last < this.#seq && !signal.aborted) {
      const upTo = this.#seq
      const lines = this.#runtime.lines({ after: last, limit: PAGE }).filter(({ seq }) => seq <= upTo)
      const newest = lines.at(-1)
      assert(newest !== undefined, 'what was told stands in the journal')
      last = newest.seq
      const events = told(lines, this.#runtime)
      if (events.length > 0) await onMissed(events)
    }
    if (signal.aborted) return { [Symbol.dispose]() {} }
    this.#followers.add(onLive)
    return { [Symbol.dispose]: () => void this.#followers.delete(onLive) }
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
    if (this.#telling) clearImmediate(this.#telling)
    this.#followers.clear()
  }

  /** What may be told is judged now, before the next line changes whose parcel it is. */
  #take(lines: readonly JournalLine[]): void {
    // What stood in the journal before this feed began is told a second time here.
    const fresh = lines.filter(({ seq }) => seq > this.#seq)
    const seq = fresh.at(-1)?.seq
    if (seq === undefined) return
    this.#waiting.push({ seq, events: told(fresh, this.#runtime) })
    this.#telling ??= setImmediate(() => this.#tell())
  }

  /** Whoever joins before this is told by it, and who joins after it has read it. */
  #tell(): void {
    this.#telling = null
    const waiting = this.#waiting
    this.#waiting = []
    for (const { seq, events } of waiting) {
      this.#seq = seq
      if (events.length > 0) for (const follower of this.#followers) follower(events)
    }
  }
}

/** One page of what stands in the journal after a number, and where to go on. */
export function eventsAfter(
  runtime: HomeRuntime,
  { after, limit }: { readonly after: number; readonly limit: number },
): { readonly events: LiveEvent[]; readonly seq: number } {
  const events: LiveEvent[] = []
  let seq = after
  // Busy lines that are not told are passed over, in a bounded number of looks.
  for (let look = 0; look < REPLAY_MAX / PAGE && events.length < limit; look++) {
    const lines = runtime.lines({ after: seq, limit: PAGE })
    if (lines.length === 0) break
    for (const line of lines) {
      const event = toldOf(line, runtime)
      if (event && events.length === limit) break
      seq = line.seq
      if (event) events.push(event)
    }
  }
  return { events, seq }
}
