// Commands waiting for one door, in three classes: what people say goes first, then deadlines, effects and alarms of the
// house, then what devices report; of pictures only the newest is kept. Each class has its own bound: no flood of a
// broken or hostile device keeps an abort out or makes it wait (threats T17).
import type { CommandId, CommandType, DoorCommandBody, Instant } from '@portico/core'

export interface Waiting {
  readonly id: CommandId
  readonly body: DoorCommandBody
  readonly received: Instant
  readonly settle: (error: Error | null) => void
}

const people: ReadonlySet<CommandType> = new Set<CommandType>([
  'DenyEntry',
  'AbortSession',
  'AcknowledgeAlarm',
  'ApproveEntry',
  'RequestLock',
  'RequestOpen',
  'TakeOver',
  'CallAlarm',
  'TightenSession',
])

const urgent: ReadonlySet<CommandType> = new Set<CommandType>([
  'ReachDeadline',
  'Restarted',
  'ReportEffect',
  'ReportFire',
  'ReportTamper',
])

/** Of these a newer one says everything an older one said. */
const coalesced: ReadonlySet<CommandType> = new Set<CommandType>([
  'ReportFrame',
  'ReportEdge',
  'ReachDeadline',
])

/** What is said again by itself, so that one time more or less is no loss. */
export const isRepeated = (type: CommandType): boolean => coalesced.has(type)

type Class = 'people' | 'urgent' | 'normal'

const classOf = ({ body: { type } }: Waiting): Class => {
  if (people.has(type)) return 'people'
  return urgent.has(type) ? 'urgent' : 'normal'
}

/** Waiting at most, in each class. */
export const WAITING_MAX: Readonly<Record<Class, number>> = { people: 256, urgent: 256, normal: 256 }
/** Decided together in one transaction at most. */
export const GROUP_MAX = 32
/** Of them by people: deadlines have their place in every group. */
const PEOPLE_IN_GROUP_MAX = 16

/** A device that says by itself what it said just before, while that still waits: a broken sensor does so for ever. */
function saysNothingNew(queue: readonly Waiting[], { body }: Waiting): boolean {
  if ((body.type !== 'ReportBolt' && body.type !== 'ReportContact') || body.q !== null) return false
  const last = queue.findLast((other) => other.body.type === body.type)?.body
  return last !== undefined && JSON.stringify(last) === JSON.stringify(body)
}

export class Inbox {
  #first: Waiting[] = []
  readonly #waiting: Record<Class, Waiting[]> = { people: [], urgent: [], normal: [] }

  get size(): number {
    const { people: asked, urgent: pressing, normal } = this.#waiting
    return this.#first.length + asked.length + pressing.length + normal.length
  }

  /** False when its class is full: nothing was taken in. */
  push(waiting: Waiting): boolean {
    const kind = classOf(waiting)
    const queue = this.#waiting[kind]
    if (coalesced.has(waiting.body.type)) {
      const place = queue.findIndex(({ body }) => body.type === waiting.body.type)
      if (place >= 0) {
        const [older] = queue.splice(place, 1)
        older?.settle(null)
      }
    }
    if (saysNothingNew(queue, waiting)) {
      waiting.settle(null)
      return true
    }
    if (queue.length >= WAITING_MAX[kind]) return false
    queue.push(waiting)
    return true
  }

  /**
   * An effect's result comes before everything else: the door must know that an unlock left. So does what was taken out
   * and could not be written.
   */
  pushFirst(waiting: Waiting): void {
    this.#first.unshift(waiting)
  }

  take(): readonly Waiting[] {
    const { people: asked, urgent: pressing, normal } = this.#waiting
    const group = this.#first.splice(0)
    group.push(...asked.splice(0, PEOPLE_IN_GROUP_MAX))
    for (const queue of [pressing, normal])
      group.push(...queue.splice(0, Math.max(0, GROUP_MAX - group.length)))
    return group
  }

  /** What would be decided next; the gate looks here before it lets an unlock out. */
  peek(): readonly Waiting[] {
    const { people: asked, urgent: pressing, normal } = this.#waiting
    return [...this.#first, ...asked, ...pressing, ...normal]
  }

  clear(error: Error): void {
    for (const { settle } of this.peek()) settle(error)
    this.#first = []
    for (const queue of Object.values(this.#waiting)) queue.length = 0
  }
}
