// What the hub's sockets carry, as an AsyncAPI 3.0 document made from the very schemas that messages are checked by. There
// is no binding for socket.io: a namespace is a channel, an event a message of its name, and an acknowledgement the reply
// of an operation, marked `x-ack`.
import {
  AcknowledgeCommand,
  AlarmMessage,
  AnsweredMessage,
  ApproveCommand,
  CameraHead,
  DeliveredMessage,
  DoorCodeMessage,
  ErrorReply,
  LiveEvent,
  LiveReady,
  LockCommand,
  PictureHead,
  ProofCodeMessage,
  RingMessage,
  SaidMessage,
  SessionCommand,
  TalkHead,
} from '@portico/protocol'
import { type TSchema, Type } from 'typebox'

interface Message {
  readonly name: string
  readonly summary: string
  readonly payload: object
  readonly contentType?: string
  readonly 'x-then'?: string
}

interface Channel {
  readonly id: string
  readonly address: string
  readonly title: string
  readonly description: string
  /** What the hub tells. */
  readonly told: readonly Message[]
  /** What the hub takes; each is acknowledged where `isAcknowledged`. */
  readonly taken: readonly Message[]
  readonly isAcknowledged?: true
}

const json = (name: string, summary: string, payload: TSchema): Message => ({
  name,
  summary,
  payload,
  contentType: 'application/json',
})
const binary = (name: string, summary: string): Message => ({
  name,
  summary,
  payload: { type: 'string', format: 'binary' },
  contentType: 'application/octet-stream',
})

const Acknowledgement = Type.Union([
  Type.Object({ ok: Type.Literal(true) }, { additionalProperties: false }),
  ErrorReply,
])

const live: Channel = {
  id: 'live',
  address: '/live',
  title: 'socket.io, namespace /live',
  description:
    'Handshake: `auth.token` or a cookie; `auth.after`, the number of the last event that is known: what came after it is told first. Refused: `connect_error` with { code, message } as its data. Right: read.',
  told: [
    json('ready', 'Where the stream stands; the first of all, and after each cut', LiveReady),
    json('event', 'One thing that happened', LiveEvent),
    {
      ...json('picture', 'A photo of a drop-off, or who rings; right: camera', PictureHead),
      'x-then': 'a second argument: the JPEG as bytes',
    },
    json('alarm', 'Somebody must act; repeated with a rising level', AlarmMessage),
    json('ring', 'The bell was pressed', RingMessage),
    json('answered', 'Somebody speaks with whoever rang', AnsweredMessage),
    json('said', 'What a recorded answer says, to displays beside the door', SaidMessage),
    json('door-code', 'A fresh code, to displays beside the door', DoorCodeMessage),
    json('proof-code', 'What the camera has to see, on displays beside the door', ProofCodeMessage),
  ],
  taken: [
    json('approve', 'Let the courier in; names the picture that was looked at', ApproveCommand),
    json('deny', 'Do not let the courier in', SessionCommand),
    json('abort', 'End a visit that is under way', SessionCommand),
    json('lock', 'Lock a door; right: known, of a face lock', LockCommand),
    json('acknowledge', 'Answer an alarm', AcknowledgeCommand),
    json('delivered', 'This screen shows an alarm', DeliveredMessage),
    json('bell', 'The bell of a display beside the door was touched', Type.Object({})),
  ],
  isAcknowledged: true,
}

const sockets: readonly Channel[] = [
  live,
  {
    id: 'events',
    address: '/ws/events',
    title: 'Events as text frames',
    description:
      'Query `after`: the number of the last event that is known. The first frame is `ready`, then one event a frame. Anything that is sent closes it (1003); closed with 4408: too slow, resume; 4401: signed out. Right: read.',
    told: [
      json('ready', 'Where the stream stands', LiveReady),
      json('event', 'One thing that happened', LiveEvent),
    ],
    taken: [],
  },
  {
    id: 'camera',
    address: '/ws/live/{camera}',
    title: 'The live picture of a camera',
    description:
      'A text frame `head` names the codec; then binary frames: eight bytes, the age of the newest picture in ms (float64, big endian), and fragmented MP4, first the initialisation segment, then from a key frame on. A new head begins a new stream. Right: camera.',
    told: [
      json('head', 'The stream begins', CameraHead),
      binary('fragment', 'Age and fragmented MP4 (ISO/IEC 14496-12)'),
    ],
    taken: [],
  },
  {
    id: 'sound',
    address: '/ws/listen/{camera}',
    title: 'What a camera hears',
    description: 'Framed as the live picture is, sound alone. Each look stands in the audit. Right: camera.',
    told: [
      json('head', 'The stream begins', CameraHead),
      binary('fragment', 'Age and fragmented MP4 (ISO/IEC 14496-12)'),
    ],
    taken: [],
  },
  {
    id: 'talk',
    address: '/ws/talk/{camera}',
    title: 'A voice to a camera',
    description:
      'Nothing is sent before `head`. At most 480 bytes a frame and 8,000 bytes a second, a minute in all; why it ended stands in the close code. Right: an adult, or a display inside.',
    told: [json('head', 'The camera listens', TalkHead)],
    taken: [binary('voice', 'G.711 µ-law, 8 kHz (ITU-T G.711)')],
  },
]

const refTo = (...path: readonly string[]): { readonly $ref: string } => ({
  $ref: `#/${path.map((part) => part.replaceAll('~', '~0').replaceAll('/', '~1')).join('/')}`,
})

const named = (messages: readonly Message[]): object =>
  Object.fromEntries(messages.map((message) => [message.name, { title: message.name, ...message }]))

function channelOf({ address, title, description, told, taken, isAcknowledged }: Channel): object {
  const acknowledgement = json('acknowledgement', 'Done, or why not', Acknowledgement)
  return {
    address,
    title,
    description,
    ...(address.includes('{camera}') && { parameters: { camera: { description: 'id of the camera' } } }),
    messages: named([...told, ...taken, ...(isAcknowledged ? [acknowledgement] : [])]),
  }
}

/** Seen from the hub, as AsyncAPI wants it: it sends what it tells. */
function operationsOf({ id, told, taken, isAcknowledged }: Channel): readonly (readonly [string, object])[] {
  const channel = refTo('channels', id)
  const messageOf = (name: string): object => refTo('channels', id, 'messages', name)
  const tells = told.map(
    ({ name, summary }) =>
      [`${id}-tell-${name}`, { action: 'send', channel, summary, messages: [messageOf(name)] }] as const,
  )
  const takes = taken.map(({ name, summary }) => {
    const reply = { channel, messages: [messageOf('acknowledgement')] }
    const operation = { action: 'receive', channel, summary, messages: [messageOf(name)] }
    return [`${id}-take-${name}`, { ...operation, ...(isAcknowledged && { reply, 'x-ack': true }) }] as const
  })
  return [...tells, ...takes]
}

export const socketsDocument = (): object => ({
  asyncapi: '3.0.0',
  info: {
    title: 'Portico',
    version: '1.0.0',
    description: 'The sockets of the hub. What is asked and answered by HTTP stands in openapi.json.',
    license: { name: 'Apache-2.0' },
  },
  defaultContentType: 'application/json',
  channels: Object.fromEntries(sockets.map((channel) => [channel.id, channelOf(channel)])),
  operations: Object.fromEntries(sockets.flatMap(operationsOf)),
})
