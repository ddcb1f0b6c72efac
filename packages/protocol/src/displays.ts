// Displays on the wall: how one is paired, what it may see, and what it is told beside a door.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'
import { Countdown, DoorView, StepView } from './views.ts'

const Wall = Type.Number({ description: 'Unix ms' })
const Id = Type.String({ minLength: 1, maxLength: 128 })

export const displayPlaces = ['inside', 'door-side'] as const

/** A display asks to be let in: it shows the code and keeps `poll` to itself. */
export const PairingReply = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9]{6}$' }),
    poll: Type.String(),
    goodForMs: Type.Number({ minimum: 0 }),
  },
  strict,
)

export const PairingPoll = Type.Object({ poll: Type.String({ minLength: 16, maxLength: 128 }) }, strict)

/** Nobody has typed the code yet: ask again. */
export const PairingWaits = Type.Object(
  { state: Type.Literal('waiting'), goodForMs: Type.Number({ minimum: 0 }) },
  strict,
)

/** A person types the code that the display shows. */
export const PairDisplayRequest = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9]{6}$' }),
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
    place: words(displayPlaces),
    /** Needed beside a door, and nowhere else. */
    door: Type.Optional(Id),
  },
  strict,
)

export const DisplayView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    place: words(displayPlaces),
    door: Nullable(Type.String()),
    since: Wall,
    lastSeen: Wall,
    /** It has an open line to the hub at this moment. */
    isLive: Type.Boolean(),
  },
  strict,
)

/** A visit on the wall: no parcel, no name, no number. */
export const WallVisit = Type.Object(
  {
    id: Type.String(),
    door: Type.String(),
    phase: Type.String(),
    steps: Type.Array(StepView),
    countdown: Nullable(Countdown),
    /** Null while it goes on; a visit that ended stays for a minute. */
    outcome: Nullable(Type.String()),
    closed: Nullable(Wall),
  },
  strict,
)

export const WallView = Type.Object(
  {
    home: Type.String(),
    doors: Type.Array(DoorView),
    visits: Type.Array(WallVisit),
    /** The next window in which somebody may come; null: none is known. */
    nextWindow: Nullable(Type.Object({ from: Wall, to: Wall }, strict)),
    simulated: Type.Boolean(),
  },
  strict,
)

/** socket.io event `door-code`, to a display beside a door alone. */
export const DoorCodeMessage = Type.Object(
  {
    code: Type.String(),
    url: Type.String({ description: 'what the QR code leads to' }),
    goodForMs: Type.Number({ minimum: 0 }),
  },
  strict,
)

/** socket.io event `proof-code`, to a display beside a door alone: what the camera has to see on it, for so long. */
export const ProofCodeMessage = Type.Object(
  { code: Type.String({ pattern: '^[0-9]{15}$' }), forMs: Type.Number({ minimum: 0 }) },
  strict,
)

export type PairingReply = Static<typeof PairingReply>
export type PairingPoll = Static<typeof PairingPoll>
export type PairingWaits = Static<typeof PairingWaits>
export type PairDisplayRequest = Static<typeof PairDisplayRequest>
export type DisplayView = Static<typeof DisplayView>
export type WallVisit = Static<typeof WallVisit>
export type WallView = Static<typeof WallView>
export type DoorCodeMessage = Static<typeof DoorCodeMessage>
export type ProofCodeMessage = Static<typeof ProofCodeMessage>
