// Commands waiting for one door, in two classes: what people, deadlines and effects say goes first; of pictures only
// the newest is kept. Bounded: a flood from a broken sensor never delays an abort.
import type { CommandId, CommandType, DoorCommandBody, Instant } from '@portico/core'

export interface Waiting {
  readonly id: CommandId
  readonly body: DoorCommandBody
  readonly received: Instant
  readonly settle: (error: Error | null) => void
}

const urgent: ReadonlySet<CommandType> = new Set<CommandType>([
  'ReachDeadline',
  'Restarted',
  'ReportEffect',
  'ReportFire',
  'ReportTamper',
  'DenyEntry',
  'AbortSession',
  'AcknowledgeAlarm',
  'ApproveEntry',
  'RequestLock',
  'RequestOpen',
  'TakeOver',
  'CallAlarm',
])

/** Of these a newer one says everything an older one said. */
const coalesced: ReadonlySet<CommandType> = new Set<CommandType>([
  'ReportFrame',
  'ReportEdge',
  'ReachDeadline',
])

export const URGENT_MAX = 256
export const NORMAL_MAX = 256
/** Decided together in one transaction at most. */
export const GROUP_MAX = 32

export class Inbox {
  #urgent: Waiting[] = []
  #normal: Waiting[] = []

  get size(): number {
    return this.#urgent.length + this.#normal.length
  }

  /** False when its class is full: nothing was taken in. */
  push(waiting: Waiting): boolean {
    const isUrgent = urgent.has(waiting.body.type)
    const queue = isUrgent ? this.#urgent : this.#normal
    if (coalesced.has(waiting.body.type)) {
      const place = queue.findIndex(({ body }) => body.type === waiting.body.type)
      if (place >= 0) {
        const [older] = queue.splice(place, 1)
        older?.settle(null)
      }
    }
    if (queue.length >= (isUrgent ? URGENT_MAX : NORMAL_MAX)) return false
    queue.push(waiting)
    return true
  }

  /** An effect's result comes before everything else: the door must know that an unlock left. */
  pushFirst(waiting: Waiting): void {
    this.#urgent.unshift(waiting)
  }

  take(): readonly Waiting[] {
    const first = this.#urgent.splice(0, GROUP_MAX)
    return [...first, ...this.#normal.splice(0, GROUP_MAX - first.length)]
  }

  /** What would be decided next; the gate looks here before it lets an unlock out. */
  peek(): readonly Waiting[] {
    return [...this.#urgent, ...this.#normal]
  }

  clear(error: Error): void {
    for (const { settle } of this.peek()) settle(error)
    this.#urgent = []
    this.#normal = []
  }
}
