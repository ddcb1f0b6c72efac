// What is kept of films, how long, and how much room there is; and rings that nobody answered.
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'

/** Unix milliseconds. */
const Wall = Type.Number({ description: 'Unix ms' })
const Bytes = Type.Integer({ minimum: 0 })

export const filmPurposes = ['visit', 'ring'] as const
export const roomStates = ['good', 'low', 'full'] as const
/** Why a person lets a film go. */
export const deletionReasons = ['asked', 'private', 'useless'] as const

export const FilmRow = Type.Object(
  {
    session: Type.String(),
    purpose: words(filmPurposes),
    door: Nullable(Type.String()),
    /** The end of the visit, or the bell; null: the visit goes on. */
    at: Nullable(Wall),
    /** When it goes by itself; null: never, as long as that stands. */
    until: Nullable(Wall),
    bytes: Bytes,
    held: Type.Boolean({ description: 'kept as evidence: it never goes by itself' }),
  },
  strict,
)

const Shelf = Type.Object(
  { purpose: words(filmPurposes), days: Type.Integer(), count: Type.Integer(), bytes: Bytes },
  strict,
)

export const FilmStoreView = Type.Object(
  {
    state: words(roomStates),
    freeBytes: Bytes,
    /** Below this nothing is filmed and nobody is let in. */
    reserveBytes: Bytes,
    /** Room for about so many visits like the newest ones, and for so many hours of one camera. */
    visits: Type.Integer({ minimum: 0 }),
    hours: Type.Number({ minimum: 0 }),
    shelves: Type.Array(Shelf),
    held: Type.Object({ count: Type.Integer(), bytes: Bytes }, strict),
    /** What goes next by its days, and what would go first if the disk ran short; null: nothing. */
    next: Nullable(FilmRow),
    firstToGo: Nullable(FilmRow),
    /** Newest first, at most 200. */
    films: Type.Array(FilmRow),
  },
  strict,
)

/** How long the film of one visit or ring is kept, or how it went. */
export const FilmKeeping = Type.Object(
  {
    /** Null: there is none any more, or none yet. */
    film: Nullable(FilmRow),
    /** In force for it; null: no film. */
    days: Nullable(Type.Integer()),
    deleted: Nullable(
      Type.Object(
        {
          at: Wall,
          policy: Type.String({ description: 'owner, days or room' }),
          /** Id of the person. */
          by: Nullable(Type.String()),
          why: Nullable(Type.String()),
        },
        strict,
      ),
    ),
  },
  strict,
)

export const FilmHoldRequest = Type.Object({ held: Type.Boolean() }, strict)
export const FilmDeleteRequest = Type.Object({ why: words(deletionReasons) }, strict)

export const RingView = Type.Object(
  {
    id: Type.String(),
    door: Type.String(),
    /** Of the bell. */
    at: Wall,
    film: Type.Array(
      Type.Object(
        {
          camera: Type.String(),
          sha256: Type.String(),
          bytes: Type.Integer(),
          url: Type.String(),
          seconds: Type.Number(),
          from: Wall,
          to: Wall,
        },
        strict,
      ),
    ),
  },
  strict,
)

export type FilmRow = Static<typeof FilmRow>
export type FilmStoreView = Static<typeof FilmStoreView>
export type FilmKeeping = Static<typeof FilmKeeping>
export type FilmHoldRequest = Static<typeof FilmHoldRequest>
export type FilmDeleteRequest = Static<typeof FilmDeleteRequest>
export type RingView = Static<typeof RingView>
