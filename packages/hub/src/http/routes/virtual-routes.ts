// Hands and feet in the simulated house, and the play of a whole delivery. In a real home there is nothing here.
//
// Anyone who reaches the house's listener may do all of this, signed in or not: only a simulated door moves, and whoever
// acts here stands in the street, where nobody signs in. No resident's right is behind it: the pass and the code that a
// play uses open this simulated door alone, and its owner is still asked on his own page. The listener is loopback
// unless the settings widen it; other people's pages are kept out by Host and Origin like everywhere (threats G10, G11).
import { Type } from 'typebox'
import { StreetPlay } from '../../pages/street-play.ts'
import type { RouteApp } from '../app.ts'
import type { Hub } from '../../hub.ts'
import { params, replies } from './schemas.ts'

const Name = Type.Optional(Type.String({ maxLength: 64 }))

/**
 * The target by any of these names; everything else is an option of the act. `on` names a target as a text and is an
 * option as true or false: `{ door: 'front', on: true }` holds the door.
 */
const ActRequest = Type.Object({
  on: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Boolean()])),
  door: Name,
  camera: Name,
  device: Name,
})
const Truth = Type.Record(Type.String(), Type.Unknown())

const strict = { additionalProperties: false } as const
const Word = Type.Union([Type.String(), Type.Null()])

/** What hangs at a door, by the ids that acts are done on. */
const Mounted = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    lock: Type.String(),
    contact: Type.String(),
    edge: Word,
    bell: Word,
    cameras: Type.Array(Type.Object({ id: Type.String(), view: Type.String() }, strict)),
  },
  strict,
)

/** The door; the first of the settings when absent. */
const PlayRequest = Type.Object({ door: Name }, strict)
const PlayReply = Type.Object(
  {
    state: Type.Enum(['none', 'running', 'delivered', 'not-delivered']),
    door: Word,
    trackingNumber: Word,
    courierPage: Word,
    steps: Type.Array(Type.Object({ who: Type.String(), what: Type.String(), at: Type.Number() }, strict)),
    why: Word,
    ownerReads: Word,
  },
  strict,
)

const anyone = { right: 'anyone' } as const

export function addVirtualRoutes(app: RouteApp, hub: Hub): void {
  const { virtual } = hub
  if (!virtual) return
  app.get('/virtual/world', { config: anyone, schema: { response: replies(Truth) } }, async () =>
    virtual({ act: 'truth', on: '', options: {} }),
  )
  addPlay(app, hub)
  app.post(
    '/virtual/:act',
    { config: anyone, schema: { params: params('act'), body: ActRequest, response: replies(Truth) } },
    async ({ params: { act }, body }) => {
      const { on, door, camera, device, ...options } = body
      const named = door ?? camera ?? device ?? ''
      return typeof on === 'boolean'
        ? virtual({ act, on: named, options: { ...options, on } })
        : virtual({ act, on: on ?? named, options })
    },
  )
}

function addPlay(app: RouteApp, hub: Hub): void {
  const play = new StreetPlay(hub, app.server)
  app.addHook('preClose', async () => play[Symbol.dispose]())
  app.get(
    '/virtual/doors',
    { config: anyone, schema: { response: replies(Type.Array(Mounted)) } },
    async () =>
      hub.settings.doors.flatMap(({ id, name, lock, contact, edge, bell, cameras }) => {
        // The street plays at doors; a porch is none.
        if (lock === null || contact === null) return []
        const views = cameras.map((camera) => ({ id: camera.id, view: camera.view }))
        return [{ id, name, lock, contact, edge, bell, cameras: views }]
      }),
  )
  app.get('/virtual/play', { config: anyone, schema: { response: replies(PlayReply) } }, async () => ({
    ...play.view,
    steps: [...play.view.steps],
  }))
  app.post(
    '/virtual/play',
    { config: anyone, schema: { body: PlayRequest, response: replies(PlayReply) } },
    async ({ body: { door = null } }) => {
      const view = play.start(door)
      return { ...view, steps: [...view.steps] }
    },
  )
}
