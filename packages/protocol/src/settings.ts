// The one settings file, `portico.yaml`: what may stand in it, with limits, defaults and the words that explain it.
import { fallbackRungs, timerRanges } from '@portico/core'
import { type Static, type TSchema, Type } from 'typebox'
import { Sentences } from './sentences.ts'

const strict = { additionalProperties: false } as const

const settingsId = (description: string): ReturnType<typeof Type.String> =>
  Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$', description })

/** A timer of a door, in seconds, within the range that the proofs of the safety design rest on. */
function timer(name: keyof typeof timerRanges, description: string): ReturnType<typeof Type.Number> {
  const { min, max, default: usual } = timerRanges[name]
  return Type.Number({ minimum: min / 1000, maximum: max / 1000, default: usual / 1000, description })
}

const port = (description: string): ReturnType<typeof Type.Integer> =>
  Type.Integer({ minimum: 0, maximum: 65_535, description })

const listener = (description: string, more: Readonly<Record<string, TSchema>> = {}): TSchema =>
  Type.Object(
    {
      host: Type.Optional(Type.String({ minLength: 1, maxLength: 253, default: '127.0.0.1' })),
      port: Type.Optional(port('0 asks the system for a free one')),
      ...more,
    },
    { ...strict, description },
  )

const share = Type.Number({ minimum: 0, maximum: 1 })

/** Corners of an area in a picture, one after the other. */
const area = (description: string) =>
  Type.Array(Type.Tuple([share, share]), {
    minItems: 3,
    maxItems: 32,
    description: `${description}; corners as [x, y], shares of width and height from the upper left`,
  })

export const DoorCameraSettings = Type.Object(
  {
    id: settingsId('id of a camera in `devices`'),
    view: Type.Union([Type.Literal('outside'), Type.Literal('inside')]),
    witness: Type.Optional(Type.Boolean({ default: false, description: 'sees the leaf of the door' })),
    sound: Type.Optional(
      Type.Union([Type.Literal('off'), Type.Literal('live'), Type.Literal('film')], {
        description:
          'off: it is never asked for its sound; live: heard while somebody listens, never kept; film: film keeps it. Cameras outside are heard live unless said, those inside are not',
      }),
    ),
    proof: Type.Optional(
      Type.Literal('display', {
        description: 'the display beside the door stands in its view: by what that shows it is proved live',
      }),
    ),
    leaf: Type.Optional(area('the leaf of the door, shut: another witness of it, and where people pass')),
    drop: Type.Optional(area('where parcels are set down')),
    masks: Type.Optional(
      Type.Array(area('black in every picture of this camera'), {
        maxItems: 8,
        description: 'what nobody may see',
      }),
    ),
  },
  strict,
)

export const DoorTimerSettings = Type.Object(
  {
    approveSeconds: Type.Optional(timer('approve', 'how long the owner is asked')),
    proveSeconds: Type.Optional(timer('prove', 'how long camera, lock and dead-man may take to be proved')),
    unlockSeconds: Type.Optional(timer('unlock', 'how long the bolt may take to withdraw')),
    openSeconds: Type.Optional(timer('open', 'how long an unlocked door waits to be opened')),
    insideSeconds: Type.Optional(timer('inside', 'how long the door may stand open')),
    tailSeconds: Type.Optional(timer('tail', 'how long the door is watched closely after a visit')),
  },
  strict,
)

export const DoorSettingsFile = Type.Object(
  {
    id: settingsId('short name used in addresses'),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    kind: Type.Optional(
      Type.Union(
        [Type.Literal('house'), Type.Literal('box'), Type.Literal('garage'), Type.Literal('porch')],
        {
          default: 'house',
          description:
            'house: leads into the home and takes deliveries; box, garage: rungs of the ladder; porch: camera and bell without a lock, nobody is let in',
        },
      ),
    ),
    fallback: Type.Optional(
      Type.Array(Type.Union(fallbackRungs.map((rung) => Type.Literal(rung))), {
        maxItems: fallbackRungs.length,
        uniqueItems: true,
        default: ['box', 'porch'],
        description:
          'where a parcel may go when nobody is let in, best first; none left: the courier keeps the parcel',
      }),
    ),
    lock: Type.Optional(settingsId('id of a lock in `devices`')),
    contact: Type.Optional(settingsId('id of a contact in `devices`')),
    edge: Type.Optional(settingsId('id of the edge that holds the dead-man; without one nobody is let in')),
    bell: Type.Optional(settingsId('id of a bell in `devices`')),
    cameras: Type.Array(DoorCameraSettings, { maxItems: 4 }),
    timers: Type.Optional(DoorTimerSettings),
    openingsPerDay: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 3, default: 3, description: 'couriers let in a day' }),
    ),
    thirdWitness: Type.Optional(
      Type.Union([Type.Literal('leaf-picture'), Type.Literal('lock-door-sensor')], {
        description:
          'another witness of the leaf: what a witness camera sees of it, or a sensor in the lock. Without its word nothing opens unasked',
      }),
    ),
  },
  strict,
)

export const DeviceSettings = Type.Object(
  {
    plugin: Type.String({
      minLength: 1,
      maxLength: 214,
      description: 'a plugin that comes with Portico, or the path of one, relative to this file',
    }),
    kind: Type.Union([
      Type.Literal('lock'),
      Type.Literal('contact'),
      Type.Literal('edge'),
      Type.Literal('bell'),
      Type.Literal('camera'),
    ]),
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: "the plugin's own" })),
  },
  strict,
)

const hostName = (description: string): ReturnType<typeof Type.String> =>
  Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9.:-]+$', description })

export const MailboxSettings = Type.Object(
  {
    host: hostName('IMAP server'),
    port: Type.Optional(Type.Integer({ minimum: 1, maximum: 65_535, description: '993, without tls 143' })),
    security: Type.Optional(
      Type.Union([Type.Literal('tls'), Type.Literal('starttls'), Type.Literal('plain')], {
        default: 'tls',
        description: 'plain: only for a server on this machine',
      }),
    ),
    username: Type.String({
      minLength: 1,
      maxLength: 254,
      description: 'its app password, or refresh token, comes from elsewhere: portico secret --help',
    }),
    folder: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 254,
        default: 'INBOX',
        description: 'where notices lie: a rule of your mail server may move them, or forward them here',
      }),
    ),
    receivers: Type.Optional(
      Type.Array(hostName('as it stands first in your own mails'), {
        maxItems: 8,
        description:
          'by these names your mail server writes Authentication-Results: believed, to show and not to arm, while the key of a sender cannot be asked for',
      }),
    ),
    addresses: Type.Optional(
      Type.Array(Type.String({ maxLength: 254, pattern: '^[^@\\s]+@[^@\\s]+$' }), {
        maxItems: 16,
        description:
          'of the household: only a mail to one of them, or to the user name, announces a delivery',
      }),
    ),
    askFor: Type.Optional(
      Type.Array(settingsId('a sender, for instance amazon'), {
        maxItems: 32,
        description:
          'senders whose mails may lead to your being asked whether somebody may come inside; all others reach the porch at most',
      }),
    ),
    oauth: Type.Optional(
      Type.Object(
        {
          tokenUrl: Type.String({ maxLength: 500, pattern: '^https?://' }),
          clientId: Type.String({ minLength: 1, maxLength: 200 }),
        },
        { ...strict, description: 'your own client at the provider, in place of an app password' },
      ),
    ),
    dns: Type.Optional(
      Type.Array(Type.String({ maxLength: 64, pattern: '^[0-9a-fA-F.:\\[\\]]+$' }), {
        minItems: 1,
        maxItems: 4,
        description: 'name servers that are asked for the keys of senders; else those of this machine',
      }),
    ),
  },
  strict,
)

/** Faces outside that the hub runs itself, by the name of what they show the home to. */
export const bridgeNames = ['homekit', 'matter', 'mqtt', 'alexa'] as const

/** Its own options stand beside; the bridge says which there are. */
const bridge = (description: string) =>
  Type.Optional(
    Type.Object(
      {
        plugin: Type.Optional(
          Type.String({
            minLength: 1,
            maxLength: 214,
            description:
              'the path of a bridge of your own, relative to this file, in place of the one that comes with Portico',
          }),
        ),
      },
      { additionalProperties: true, description },
    ),
  )

export const SettingsFile = Type.Object(
  {
    home: Type.Optional(
      Type.Object(
        {
          name: Type.Optional(Type.String({ minLength: 1, maxLength: 64, default: 'Home' })),
          timeZone: Type.Optional(
            Type.String({ maxLength: 64, description: 'IANA name, for instance Europe/Berlin' }),
          ),
          position: Type.Optional(
            Type.Object(
              {
                lat: Type.Number({ minimum: -90, maximum: 90 }),
                lon: Type.Number({ minimum: -180, maximum: 180 }),
              },
              {
                ...strict,
                description:
                  'in degrees: where a carrier says that it delivered is held against it; it is sent nowhere',
              },
            ),
          ),
        },
        strict,
      ),
    ),
    network: Type.Optional(
      Type.Object(
        {
          house: Type.Optional(
            listener('for the household: everything', {
              https: Type.Optional(
                Type.Boolean({
                  description:
                    'on the same port, by a certificate authority of this house; true unless the host is this machine alone',
                }),
              ),
            }),
          ),
          street: Type.Optional(
            listener('for couriers and carriers: a closed list of pages; off when absent'),
          ),
          publicUrl: Type.Optional(
            Type.String({
              maxLength: 253,
              pattern: '^https?://[^/?#]+$',
              description: 'where couriers reach the street',
            }),
          ),
          hosts: Type.Optional(
            Type.Array(Type.String({ maxLength: 253 }), {
              maxItems: 16,
              description: 'further names this hub is called by',
            }),
          ),
          webhookHosts: Type.Optional(
            Type.Array(Type.String({ minLength: 1, maxLength: 253, pattern: '^[A-Za-z0-9._:\\[\\]-]+$' }), {
              maxItems: 16,
              description:
                'names or addresses in your own network, with or without a port, that webhooks may be sent to',
            }),
          ),
          ice: Type.Optional(
            Type.Object(
              {
                servers: Type.Array(
                  Type.Object(
                    {
                      urls: Type.Array(Type.String({ maxLength: 253 }), { minItems: 1, maxItems: 4 }),
                      username: Type.Optional(Type.String({ minLength: 1, maxLength: 128 })),
                    },
                    strict,
                  ),
                  { maxItems: 4 },
                ),
              },
              { ...strict, description: 'STUN and TURN servers for who looks by WebRTC from outside' },
            ),
          ),
        },
        strict,
      ),
    ),
    doors: Type.Array(DoorSettingsFile, { minItems: 1, maxItems: 8 }),
    devices: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }), DeviceSettings, strict),
    carriers: Type.Optional(
      // Some services begin with a digit.
      Type.Record(Type.String({ pattern: '^[a-z0-9][a-z0-9-]{0,31}$' }), Type.Object({}, strict), {
        ...strict,
        description: 'sources of delivery notifications that are on; in a virtual home all are',
      }),
    ),
    mailboxes: Type.Optional(
      Type.Record(Type.String({ pattern: '^[a-z][a-z0-9-]{0,31}$' }), MailboxSettings, {
        ...strict,
        maxProperties: 4,
        description: 'mailboxes that are read for notices of deliveries; nothing in them is changed',
      }),
    ),
    bridges: Type.Optional(
      Type.Object(
        {
          homekit: bridge('a Homebridge of the hub’s own, for Apple Home'),
          matter: bridge('a Matter bridge, for any controller'),
          mqtt: bridge('a broker, for Home Assistant and others'),
          alexa: bridge('Alexa, by a skill of your own'),
        } satisfies Record<BridgeName, unknown>,
        {
          ...strict,
          description: 'other apps that show this home; none of them opens a door unless you let it',
        },
      ),
    ),
    film: Type.Optional(
      Type.Object(
        {
          visitDays: Type.Optional(
            Type.Integer({
              minimum: 1,
              maximum: 90,
              default: 14,
              description: 'film and photo of a visit are kept so long; couriers are told, and it binds',
            }),
          ),
          ringDays: Type.Optional(
            Type.Integer({
              minimum: 0,
              maximum: 30,
              default: 3,
              description: 'film of a ring that nobody answered is kept so long; 0: rings are not filmed',
            }),
          ),
        },
        strict,
      ),
    ),
    policy: Type.Optional(
      Type.Object(
        {
          mode: Type.Optional(
            Type.Union([Type.Literal('owner'), Type.Literal('auto'), Type.Literal('pin')], {
              default: 'owner',
              description:
                'auto: anyone at your door who knows the number of a parcel you claimed can come in once, on film; pin: the same by a PIN on his phone, which the lock itself ends after one use or half a minute',
            }),
          ),
          sentences: Type.Optional(Sentences),
        },
        strict,
      ),
    ),
  },
  strict,
)

export type BridgeName = (typeof bridgeNames)[number]
export type SettingsFile = Static<typeof SettingsFile>
export type DoorSettingsFile = Static<typeof DoorSettingsFile>
export type DeviceSettings = Static<typeof DeviceSettings>
export type MailboxSettings = Static<typeof MailboxSettings>
