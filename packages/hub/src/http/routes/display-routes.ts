// Displays: how one is let in, who is in, and what one inside shows. A display may do what stands here and on routes that
// name it, and nothing else (threats G7, T11).
import {
  DisplayView,
  Done,
  ErrorReply,
  PairDisplayRequest,
  PairingPoll,
  PairingReply,
  PairingWaits,
  WallView,
} from '@portico/protocol'
import { type DoorId, doorId } from '@portico/core'
import { Type } from 'typebox'
import type { Hub } from '../../hub.ts'
import { displayView } from '../../views/display-view.ts'
import { wallView } from '../../views/wall-view.ts'
import type { RouteApp } from '../app.ts'
import { cookieOptions } from '../credentials.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { plainText } from '../plain-text.ts'
import { personOf } from '../rights.ts'
import { doorViewOf } from './door-routes.ts'
import { created, params, replies } from './schemas.ts'

/** Of the cookie. The display itself ends after a week unseen. */
const COOKIE_DAYS = 400
const DAY_S = 24 * 60 * 60

/** Beside a door it needs one that the settings know; inside there is none. */
function doorOf(hub: Hub, { place, door }: Pick<PairDisplayRequest, 'place' | 'door'>): DoorId | null {
  if (place === 'inside') {
    if (door !== undefined) throw httpError('HUB_HTTP_BODY', 'body.door is for a display beside a door')
    return null
  }
  if (door === undefined) throw httpError('HUB_HTTP_BODY', 'body.door is missing')
  if (!hub.runtime.door(doorId(door))) throw httpError('HUB_HTTP_NOT_FOUND', 'no such door')
  return doorId(door)
}

function addPairing(app: RouteApp, { hub, cookies }: Faces): void {
  const anyone = { right: 'anyone' } as const
  app.post(
    '/api/v1/displays/pairings',
    { config: anyone, schema: { response: created(PairingReply) } },
    async (_request, reply) => {
      const { code, poll, goodFor } = hub.displays.begin()
      return reply.code(201).send({ code, poll, goodForMs: goodFor })
    },
  )
  app.post(
    '/api/v1/displays/pairings/claim',
    {
      config: anyone,
      schema: {
        body: PairingPoll,
        response: { 200: DisplayView, 202: PairingWaits, '4xx': ErrorReply, '5xx': ErrorReply },
      },
    },
    async ({ body: { poll }, raw }, reply) => {
      const claim = hub.displays.claim(poll)
      switch (claim.state) {
        case 'waiting':
          return reply.code(202).send({ state: 'waiting' as const, goodForMs: claim.goodFor })
        case 'ended':
          throw httpError('HUB_PAIRING_ENDED', 'this pairing has ended; begin anew')
        case 'paired': {
          const name = cookies(raw).display
          reply.setCookie(name, claim.cookie, { ...cookieOptions(name), maxAge: COOKIE_DAYS * DAY_S })
          return displayView(claim.display, true)
        }
      }
    },
  )
}

function addDisplays(app: RouteApp, { hub }: Faces): void {
  const person = { right: 'person' } as const
  app.get(
    '/api/v1/displays',
    { config: person, schema: { response: replies(Type.Array(DisplayView)) } },
    async () => hub.displays.all.map((display) => displayView(display, display.isLive)),
  )
  app.post(
    '/api/v1/displays',
    { config: person, schema: { body: PairDisplayRequest, response: created(DisplayView) } },
    async ({ body, identity }, reply) => {
      const { code, place } = body
      const name = plainText(body.name)
      if (name === '') throw httpError('HUB_HTTP_BODY', 'body.name has nothing in it that can be seen')
      const order = { code, name, place, door: doorOf(hub, body) }
      const display = await hub.displays.pair(personOf(identity).id, order)
      return reply.code(201).send(displayView(display, false))
    },
  )
  app.post(
    '/api/v1/displays/:id/revoke',
    { config: person, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      if (!(await hub.displays.revoke(personOf(identity).id, id)))
        throw httpError('HUB_HTTP_NOT_FOUND', 'no such display')
      return { ok: true as const }
    },
  )
}

export function addDisplayRoutes(app: RouteApp, faces: Faces): void {
  const { hub } = faces
  addPairing(app, faces)
  addDisplays(app, faces)
  app.get(
    '/api/v1/wall',
    { config: { right: 'person', display: 'inside' }, schema: { response: replies(WallView) } },
    async () =>
      wallView({
        home: hub.settings.homeName,
        doors: hub.settings.doors.flatMap((setup) => doorViewOf(hub, setup, null) ?? []),
        runtime: hub.runtime,
        now: hub.clock.mono(),
        wall: hub.clock.wall(),
        simulated: hub.settings.virtual,
      }),
  )
}
