// Faces outside of the house: programs that show it elsewhere and carry the commands of its people (HomeKit, Matter, MQTT,
// a voice). Each is known by a token of its own, sees little, and may do what its rights name (threats G2, T4).
import { type Static, Type } from 'typebox'
import { Nullable, strict, words } from './shapes.ts'
import { WallVisit } from './displays.ts'
import { DoorView } from './views.ts'

const Wall = Type.Number({ description: 'Unix ms' })

export const faceKinds = ['homekit', 'matter', 'mqtt', 'voice'] as const

/**
 * see: doors, alarms, visits without names · camera: stills, live pictures, sound and talk · lock · refuse: deny and abort
 * a visit · approve: let in the courier of a visit · open: by hand, with a PIN each time · codes: PINs of the home.
 */
export const faceRights = ['see', 'camera', 'lock', 'refuse', 'approve', 'open', 'codes'] as const

/** What a face may that nobody has said anything about. */
export const usualFaceRights = ['see', 'camera', 'lock', 'refuse'] as const satisfies readonly FaceRight[]

/** Where a bridge of the hub's own stands. */
export const bridgeStates = ['installing', 'starting', 'running', 'waiting', 'failed'] as const

/** What a person takes to a controller to pair it. */
export const FacePairing = Type.Object(
  {
    /** Content of the QR code: `X-HM://…`, `MT:…`. */
    qr: Type.String(),
    /** To type instead: `031-45-154`, `3497-011-2332`. */
    code: Type.String(),
    /** Ms that it stays open; null: until it is used. */
    goodForMs: Nullable(Type.Number({ minimum: 0 })),
  },
  strict,
)

/** What a bridge says of itself. */
export const BridgeStatus = Type.Object(
  {
    state: words(bridgeStates),
    /** Why it waits or failed and what to do, or what it is doing; null: nothing is worth a word. */
    words: Nullable(Type.String({ maxLength: 300 })),
    /** 0–1 of an installation; null: none is under way. */
    progress: Nullable(Type.Number({ minimum: 0, maximum: 1 })),
    pairing: Nullable(FacePairing),
  },
  strict,
)

/** A face, as the owner page shows it. */
export const FaceView = Type.Object(
  {
    id: Type.String(),
    kind: words(faceKinds),
    name: Type.String(),
    rights: Type.Array(words(faceRights)),
    /** Ids of the doors that it shows; null: all. */
    doors: Nullable(Type.Array(Type.String())),
    since: Wall,
    /** Null: never. */
    lastSeen: Nullable(Wall),
    /** It has an open line to the hub at this moment. */
    isLive: Type.Boolean(),
    /** Of a bridge that the hub runs; null: another program keeps the face. */
    bridge: Nullable(BridgeStatus),
    /** The controller of a bridge that this face stands for (a Matter fabric); null: the bridge, or a program, itself. */
    peer: Nullable(Type.String()),
  },
  strict,
)

/** A visit as a face shows it: no parcel, no name, no number. */
export const FaceVisit = Type.Object(
  {
    ...WallVisit.properties,
    /** What is asked of the people of the house now; null: nothing. An approval names the picture of this camera. */
    ask: Nullable(
      Type.Object(
        { try: Type.Integer({ minimum: 0 }), untilMs: Type.Number(), camera: Type.String() },
        strict,
      ),
    ),
  },
  strict,
)

/** `GET /api/v1/face/home`: everything that a face shows. Its sockets tell when to look again. */
export const FaceHome = Type.Object(
  {
    /** Id of this face. */
    face: Type.String(),
    home: Type.String(),
    rights: Type.Array(words(faceRights)),
    /** Those that it may show. */
    doors: Type.Array(DoorView),
    visits: Type.Array(FaceVisit),
    /** Deliveries that are expected today, the home's own day. */
    parcelsToday: Type.Integer({ minimum: 0 }),
    nextWindow: Nullable(Type.Object({ from: Wall, to: Wall }, strict)),
    simulated: Type.Boolean(),
  },
  strict,
)

/** Somebody opens by hand through a face: without a good PIN nothing opens. */
export const FaceOpenRequest = Type.Object(
  {
    pin: Type.Optional(Type.String({ pattern: '^[0-9]{4,8}$' })),
    inHours: Type.Optional(
      Type.Literal(true, {
        description:
          'whoever asks keeps hours for this PIN, and it is within them: good only while the clock of the home is trusted',
      }),
    ),
  },
  strict,
)

/** Whoever gives a right by which a door is opened, or codes are made, has been at the console of the hub. */
const LooseningCode = Type.String({
  minLength: 8,
  maxLength: 16,
  description: 'from the console of the hub: `portico rules code`; needed to give approve, open or codes',
})

export const FaceRightsRequest = Type.Object(
  {
    rights: Type.Array(words(faceRights), { maxItems: faceRights.length, uniqueItems: true }),
    doors: Nullable(Type.Array(Type.String({ minLength: 1, maxLength: 128 }), { maxItems: 64 })),
    code: Type.Optional(LooseningCode),
  },
  strict,
)

/** Eight digits that let one program in once, within five minutes. */
export const FaceCodeReply = Type.Object(
  { code: Type.String({ pattern: '^[0-9]{8}$' }), goodForMs: Type.Number({ minimum: 0 }) },
  strict,
)

/** `POST /api/v1/faces/claim`: a program shows the code that a person read on the owner page. */
export const FaceClaimRequest = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9]{8}$' }),
    kind: words(faceKinds),
    name: Type.String({ minLength: 1, maxLength: 64, pattern: '\\S' }),
  },
  strict,
)

/** The token is told this once. */
export const FaceClaimReply = Type.Object({ token: Type.String(), face: FaceView }, strict)

const BridgesTold = Type.Array(
  Type.Object(
    {
      name: Type.String(),
      /** False: it did not answer. What it has to forget it is told again when it is back. */
      done: Type.Boolean(),
    },
    strict,
  ),
)

/** `POST /api/v1/faces/unpair-all` */
export const UnpairAllReply = Type.Object(
  { faces: Type.Integer({ minimum: 0, description: 'ended' }), bridges: BridgesTold },
  strict,
)

/** `POST /api/v1/faces/rotate-all` */
export const RotateAllReply = Type.Object(
  {
    faces: Type.Integer({
      minimum: 0,
      description: 'of programs and linked accounts, ended: they are to be paired or linked anew',
    }),
    /** Names of tokens for scripts that ended: they are made anew at the console. */
    tokens: Type.Array(Type.String()),
    /** Secret addresses of calendars that ended. */
    calendars: Type.Integer({ minimum: 0 }),
    /** Begun again with another token. */
    bridges: BridgesTold,
    /** Made anew, told this once. */
    secrets: Type.Array(
      Type.Object({ of: words(['source', 'webhook']), id: Type.String(), secret: Type.String() }, strict),
    ),
    /** Sources whose secret the sender or the environment gave: it is to be changed there. */
    left: Type.Array(Type.String()),
  },
  strict,
)

export type FaceKind = (typeof faceKinds)[number]
export type FaceRight = (typeof faceRights)[number]
export type FacePairing = Static<typeof FacePairing>
export type BridgeStatus = Static<typeof BridgeStatus>
export type FaceView = Static<typeof FaceView>
export type FaceVisit = Static<typeof FaceVisit>
export type FaceHome = Static<typeof FaceHome>
export type FaceOpenRequest = Static<typeof FaceOpenRequest>
export type FaceRightsRequest = Static<typeof FaceRightsRequest>
export type FaceCodeReply = Static<typeof FaceCodeReply>
export type FaceClaimRequest = Static<typeof FaceClaimRequest>
export type UnpairAllReply = Static<typeof UnpairAllReply>
export type RotateAllReply = Static<typeof RotateAllReply>
export type FaceClaimReply = Static<typeof FaceClaimReply>
