// Films as things that are kept: how much room there is, how long each one stays, holding one as evidence, letting one
// go; and rings that nobody answered, with their film.
import { sessionId } from '@portico/core'
import {
  Done,
  FilmDeleteRequest,
  FilmHoldRequest,
  FilmKeeping,
  FilmStoreView,
  RingView,
} from '@portico/protocol'
import { Type } from 'typebox'
import { mediaFile } from '../../evidence/media-file.ts'
import { purposeOf } from '../../film/film-shelf.ts'
import type { Hub } from '../../hub.ts'
import { filmKeeping, filmStoreView, ringView } from '../../views/film-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { known, personOf } from '../rights.ts'
import { sendFile } from './media-routes.ts'
import { bytesOf, params, replies } from './schemas.ts'

/** @throws HubError `HUB_HTTP_NOT_FOUND` */
async function keepingOf({ films }: Hub, session: string): Promise<FilmKeeping> {
  if (purposeOf(session) === null) throw httpError('HUB_HTTP_NOT_FOUND', 'no such film')
  const film = await films.find(session)
  const keeping = filmKeeping({ film, terms: films.terms, deletion: films.deletionOf(session) })
  if (!keeping.film && !keeping.deleted) throw httpError('HUB_HTTP_NOT_FOUND', 'no such film')
  return keeping
}

function addShelf(app: RouteApp, { hub }: Faces): void {
  const { films, clock } = hub
  app.get(
    '/api/v1/films',
    { config: { right: ['read'] }, schema: { response: replies(FilmStoreView) } },
    async () => await filmStoreView(films, clock.wall()),
  )
  app.get(
    '/api/v1/films/:session',
    { config: { right: ['read'] }, schema: { params: params('session'), response: replies(FilmKeeping) } },
    async ({ params: { session } }) => await keepingOf(hub, session),
  )
  app.post(
    '/api/v1/films/:session/hold',
    {
      config: { right: 'person' },
      schema: { params: params('session'), body: FilmHoldRequest, response: replies(FilmKeeping) },
    },
    async ({ params: { session }, body: { held }, identity }) => {
      const { film } = await keepingOf(hub, session)
      if (!film) throw httpError('HUB_HTTP_NOT_FOUND', 'this film is gone')
      await films.hold(sessionId(session), { held, by: personOf(identity).id })
      return await keepingOf(hub, session)
    },
  )
  app.post(
    '/api/v1/films/:session/delete',
    {
      config: { right: 'person' },
      schema: { params: params('session'), body: FilmDeleteRequest, response: replies(Done) },
    },
    async ({ params: { session }, body: { why }, identity }) => {
      await keepingOf(hub, session)
      await films.remove(sessionId(session), { policy: 'owner', by: personOf(identity).id, why })
      return { ok: true as const }
    },
  )
}

function addRings(app: RouteApp, { hub, looks }: Faces): void {
  const { rings } = hub
  app.get(
    '/api/v1/rings',
    { config: { right: ['read'] }, schema: { response: replies(Type.Array(RingView)) } },
    async () => rings.all.slice(0, 50).map(ringView),
  )
  app.get(
    '/api/v1/rings/:id/film/:camera/:segment',
    {
      config: { right: ['camera'] },
      schema: { params: params('id', 'camera', 'segment'), response: bytesOf('video/mp4') },
    },
    async ({ params: { id, camera, segment }, identity, headers }, reply) => {
      const piece = rings
        .get(id)
        ?.film.find((each) => each.camera === camera && String(each.segment) === segment)
      const file = piece && (await mediaFile(hub.media, piece.file))
      if (!file) throw httpError('HUB_HTTP_NOT_FOUND', 'no such piece of film')
      looks.note(known(identity), 'film', id)
      return sendFile(reply, { file, type: 'video/mp4', range: headers.range })
    },
  )
}

export function addFilmRoutes(app: RouteApp, faces: Faces): void {
  addShelf(app, faces)
  addRings(app, faces)
}
