// Tells the films that run what bolt, door, bell and visit do, as the journal has it: a film alone then tells it too.
import {
  type DoorId,
  type Instant,
  type JournalLine,
  type SessionId,
  sessionId,
  instant,
} from '@portico/core'
import type { FilmMark, FilmMarker } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'

/** What happened in a visit, in the words of whoever looks at its film alone. */
const steps: Readonly<Record<string, string>> = {
  PresenceProved: 'courier at the door',
  ApprovalAsked: 'owner asked',
  EntryApproved: 'owner agreed',
  ProofStarted: 'film and proofs begin',
  UnlockCommitted: 'unlock decided',
  UnlockVoided: 'unlock not carried out',
  DoorUnlocked: 'unlocked',
  DoorOpened: 'opened',
  DoorReopened: 'opened again',
  DoorClosed: 'shut',
  RelockStarted: 'locking',
  DoorSecured: 'locked, proved by both witnesses',
  CameraLost: 'camera lost',
  OwnerTookOver: 'owner took over',
}

/** Its film runs from here on. */
const begins: ReadonlySet<string> = new Set(['ProofStarted', 'RelockStarted'])
/** And ends here. */
const ends: ReadonlySet<string> = new Set([
  'EntryRefused',
  'SealStarted',
  'SessionClosed',
  'SessionStoodBack',
])

/** What a door last said: each film that begins is told it. */
interface DoorWords {
  bolt: string | null
  contact: string | null
  /** Steps of its visit and its bell, as long as a pre-roll may show them. */
  recent: readonly Omit<FilmMark, 'session'>[]
}

/** As long as the pre-roll of a film, ms: what was before is nobody's business who looks at the film. */
const RECENT_MS = 10_000
const RECENT_MAX = 16

export class FilmMarks implements Disposable {
  readonly #marker: FilmMarker
  readonly #doors = new Map<string, DoorWords>()
  readonly #filming = new Set<SessionId>()
  readonly #following: Disposable

  constructor(marker: FilmMarker, runtime: Pick<HomeRuntime, 'follow'>) {
    this.#marker = marker
    this.#following = runtime.follow((lines) => {
      for (const line of lines) this.#take(line)
    })
  }

  /** Somebody pressed the bell; `session`: the visit that has the door, or the ring that is filmed. */
  bell(door: DoorId, at: Instant, session: SessionId | null): void {
    this.#keep(door, { at, kind: 'bell', word: 'pressed' })
    if (session !== null) this.#marker.mark({ session, at, kind: 'bell', word: 'pressed' })
  }

  #take({ type, door, session, mono, data }: JournalLine): void {
    if (door === null) return
    const at = instant(mono)
    const film = session === null ? null : sessionId(session)
    if (film !== null && begins.has(type)) this.#begin(door, film, at)
    for (const [kind, word] of wordsIn({ type, data })) {
      if (this.#of(door)[kind] === word) continue
      this.#of(door)[kind] = word
      this.#tell(film, { at, kind, word })
    }
    const step = type === 'AlarmRaised' ? `alarm ${String(data['kind'])}` : steps[type]
    if (step !== undefined) {
      if (film !== null && !this.#filming.has(film)) this.#keep(door, { at, kind: 'step', word: step })
      this.#tell(film, { at, kind: 'step', word: step })
    }
    if (film !== null && ends.has(type)) this.#filming.delete(film)
  }

  #tell(session: SessionId | null, mark: Omit<FilmMark, 'session'>): void {
    if (session !== null && this.#filming.has(session)) this.#marker.mark({ session, ...mark })
  }

  #keep(door: string, mark: Omit<FilmMark, 'session'>): void {
    const words = this.#of(door)
    words.recent = [...words.recent, mark].slice(-RECENT_MAX)
  }

  /** How the door stands when its film begins, and what its pre-roll shows. */
  #begin(door: string, session: SessionId, at: Instant): void {
    if (this.#filming.has(session)) return
    this.#filming.add(session)
    const { bolt, contact, recent } = this.#of(door)
    for (const mark of recent) if (at - mark.at < RECENT_MS) this.#tell(session, mark)
    if (bolt !== null) this.#tell(session, { at, kind: 'bolt', word: bolt })
    if (contact !== null) this.#tell(session, { at, kind: 'contact', word: contact })
    this.#of(door).recent = []
  }

  #of(door: string): DoorWords {
    const known = this.#doors.get(door)
    if (known) return known
    const fresh: DoorWords = { bolt: null, contact: null, recent: [] }
    this.#doors.set(door, fresh)
    return fresh
  }

  [Symbol.dispose](): void {
    this.#following[Symbol.dispose]()
  }
}

type Said = readonly ['bolt' | 'contact', string]

/** Of a device that was lost, and after a restart, nothing is known. */
function wordsIn({ type, data }: Pick<JournalLine, 'type' | 'data'>): readonly Said[] {
  switch (type) {
    case 'BoltObserved':
      return [['bolt', String(data['bolt'])]]
    case 'ContactObserved':
      return [['contact', String(data['contact'])]]
    case 'HubRestarted':
      return [
        ['bolt', 'unknown'],
        ['contact', 'unknown'],
      ]
    case 'DeviceLost':
      if (data['device'] === 'lock') return [['bolt', 'unknown']]
      return data['device'] === 'contact' ? [['contact', 'unknown']] : []
    default:
      return []
  }
}
