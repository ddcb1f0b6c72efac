// One thing that happened, as sockets tell it. The same shape on socket.io and on the plain WebSocket; `seq` is the
// number to resume after.
import { type Static, Type } from 'typebox'

export const LiveEvent = Type.Object(
  {
    seq: Type.Integer({ minimum: 0 }),
    home: Type.String(),
    /** Unix ms as the hub believed. */
    wall: Type.Number(),
    door: Type.Union([Type.String(), Type.Null()]),
    session: Type.Union([Type.String(), Type.Null()]),
    type: Type.String(),
    data: Type.Record(Type.String(), Type.Unknown()),
  },
  { additionalProperties: false },
)
export type LiveEvent = Static<typeof LiveEvent>

/** Lines that are too busy, or of use to the hub alone, and are not told. Their numbers are skipped. */
const untold: ReadonlySet<string> = new Set([
  'FrameStored',
  'EdgeAlive',
  'QueryIssued',
  'AnswerIgnored',
  'EffectIssued',
  'EffectStarted',
  'EffectSent',
  'EffectEnded',
  'WatchKept',
])

export const isTold = (type: string): boolean => !untold.has(type)

/** First frame of the plain WebSocket, and the socket.io event `ready`: where the stream stands. */
export const LiveReady = Type.Object(
  {
    ready: Type.Literal(true),
    /** Newest event number at this moment; everything after `after` up to here follows first. */
    seq: Type.Integer({ minimum: -1 }),
    /** More was missed than is told again: load the views anew. */
    gap: Type.Boolean(),
    /** Unix ms as the hub believes: a screen's own clock may be an hour off. */
    wall: Type.Number(),
    simulated: Type.Boolean(),
  },
  { additionalProperties: false },
)
export type LiveReady = Static<typeof LiveReady>

/** The head of a picture that is pushed with its bytes: the photo of a drop-off, or who rings. */
export const PictureHead = Type.Object(
  {
    kind: Type.Union([Type.Literal('photo'), Type.Literal('ring')]),
    door: Type.String(),
    session: Type.Union([Type.String(), Type.Null()]),
    camera: Type.String(),
    sha256: Type.String(),
    /** Ms between capture and sending. */
    ageMs: Type.Number(),
    wall: Type.Number(),
  },
  { additionalProperties: false },
)
export type PictureHead = Static<typeof PictureHead>
