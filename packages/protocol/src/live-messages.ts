// What the sockets carry besides events: calls of the house to its screens, and what people answer there.
import { alarmCodes } from '@portico/core'
import { type Static, Type } from 'typebox'
import { AcknowledgeRequest, ApproveRequest } from './requests.ts'
import { Nullable, strict, words } from './shapes.ts'

const Name = Type.String({ minLength: 1, maxLength: 128 })

/** socket.io event `alarm`: somebody must act. Repeated with a rising level until somebody does. */
export const AlarmMessage = Type.Object(
  {
    alarm: Type.String(),
    door: Type.String(),
    session: Nullable(Type.String()),
    kind: words(alarmCodes),
    /** 0 screens, 1 and above also the siren at the door. */
    level: Type.Integer({ minimum: 0 }),
    words: Type.String(),
    act: Type.String({ description: 'what to do' }),
  },
  strict,
)

/** socket.io event `ring`: the bell was pressed. A `picture` follows when the camera has one. */
export const RingMessage = Type.Object({ door: Type.String(), wall: Type.Number() }, strict)

/** socket.io event `answered`: somebody speaks with whoever rang, or had a recorded answer played. */
export const AnsweredMessage = Type.Object(
  { door: Type.String(), by: Type.String(), words: Nullable(Type.String()) },
  strict,
)

/** socket.io event `said`, to displays beside the door alone: what a recorded answer says. */
export const SaidMessage = Type.Object({ words: Type.String() }, strict)

/** The one text frame of `/ws/talk/<camera>`: the camera listens. */
export const TalkHead = Type.Object({ speak: Type.Literal(true), leftMs: Type.Number() }, strict)

export const ApproveCommand = Type.Object({ session: Name, ...ApproveRequest.properties }, strict)
export const SessionCommand = Type.Object({ session: Name }, strict)
export const LockCommand = Type.Object({ door: Name }, strict)
export const AcknowledgeCommand = Type.Object({ alarm: Name, ...AcknowledgeRequest.properties }, strict)
/** A screen shows an alarm: the house need not shout louder for want of a hearer. */
export const DeliveredMessage = Type.Object({ alarm: Name }, strict)

/** First frame of `/ws/live/<camera>`, and again whenever the stream begins anew; an initialisation segment follows. */
export const CameraHead = Type.Object(
  { camera: Type.String(), view: Type.String(), codec: Type.String({ description: 'RFC 6381' }) },
  strict,
)

export type AlarmMessage = Static<typeof AlarmMessage>
export type RingMessage = Static<typeof RingMessage>
export type AnsweredMessage = Static<typeof AnsweredMessage>
export type SaidMessage = Static<typeof SaidMessage>
export type TalkHead = Static<typeof TalkHead>
export type ApproveCommand = Static<typeof ApproveCommand>
export type SessionCommand = Static<typeof SessionCommand>
export type LockCommand = Static<typeof LockCommand>
export type AcknowledgeCommand = Static<typeof AcknowledgeCommand>
export type DeliveredMessage = Static<typeof DeliveredMessage>
export type CameraHead = Static<typeof CameraHead>
