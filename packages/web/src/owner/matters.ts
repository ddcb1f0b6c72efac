// What calls for a person now, and which of it takes the page: alarm before ring before visit. What is lower stays as a
// bar, so that it is never out of sight.
import type { AlarmView, SessionView } from '@portico/protocol'
import type { Dated, KnownDoor } from '../live/known-door.ts'
import type { Ring } from '../live/pushed.ts'

/** A ring that nobody answered here for this long is over, ms. */
export const RING_MS = 60_000

export interface Matters {
  /** Stand and are not answered by whoever looks, newest first. */
  readonly alarms: readonly AlarmView[]
  /** Stand, and whoever looks has answered them a moment ago. */
  readonly seenAlarms: readonly AlarmView[]
  readonly ring: Ring | null
  /** Visits under way, who asks first. */
  readonly visits: readonly Dated<SessionView>[]
}

export interface House {
  readonly doors: readonly KnownDoor[] | null
  readonly sessions: Dated<readonly SessionView[]> | null
  readonly ring: Ring | null
  /** The bell of this moment was put aside or missed; null: none was. */
  readonly asideAt: number | null
  /** Somebody speaks on this page: it does not end in the middle of a word. */
  readonly isSpeaking: boolean
  readonly now: number
}

const isUnderWay = ({ state, phase }: SessionView): boolean => state === 'open' && phase !== 'armed'

export function mattersOf({ doors, sessions, ring, asideAt, isSpeaking, now }: House): Matters {
  const alarms = (doors ?? [])
    .flatMap(({ view }) => view.alarms)
    .toSorted((a, b) => a.standingMs - b.standingMs)
  const visits = (sessions?.value ?? []).filter(isUnderWay)
  const asksFirst = visits.toSorted((a, b) => Number(b.ask !== null) - Number(a.ask !== null))
  return {
    alarms: alarms.filter(({ acknowledged }) => !acknowledged),
    seenAlarms: alarms.filter(({ acknowledged }) => acknowledged),
    ring: ring !== null && ring.at !== asideAt && (isSpeaking || now - ring.at < RING_MS) ? ring : null,
    visits: asksFirst.map((value) => ({ value, at: sessions?.at ?? now })),
  }
}

export type Highest = 'alarm' | 'ring' | null

/** What takes the page. A visit does so by its own place in the address, so that the back button leads out. */
export const highestOf = ({ alarms, ring }: Matters): Highest =>
  alarms.length > 0 ? 'alarm' : ring === null ? null : 'ring'
