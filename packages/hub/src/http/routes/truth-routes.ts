// What became of deliveries: one with its reasons and pictures, what people of the house say of it, what was told of all,
// and the week.
import { type Parcel, mayRead, parcelId } from '@portico/core'
import { NoticeView, SayRequest, TruthView, WeekView, noticeWords } from '@portico/protocol'
import { LocalDay, type ParcelNotice } from '@portico/runtime'
import { Type } from 'typebox'
import { parcelName } from '../../views/parcel-name.ts'
import { truthView } from '../../views/truth-view.ts'
import { weekView } from '../../views/week-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { known, personOf, viewerOf } from '../rights.ts'
import { bytesOf, params, replies } from './schemas.ts'

const NOTICES_MAX = 50

const urgent: ReadonlySet<NoticeView['notice']> = new Set(['taken', 'not-here'])

function parcelOf({ hub }: Faces, id: string): Parcel {
  const parcel = hub.runtime.deliveries.get(parcelId(id))
  if (!parcel) throw httpError('HUB_HTTP_NOT_FOUND', 'no such parcel')
  return parcel
}

interface Picture {
  readonly mime: 'image/jpeg' | 'image/png'
  /** Of the house: whoever lives there may see what lies before the door. */
  readonly isOurs: boolean
}

function pictureOf({ hub }: Faces, parcel: Parcel, sha256: string): Picture | null {
  const { truth } = hub.runtime
  const { photo } = truth.of(parcel)
  if (photo?.sha256 === sha256) return { mime: photo.mime, isOurs: false }
  const isOurs = truth.dropsOf(parcel).some(({ drop }) => drop.photo === sha256)
  return isOurs ? { mime: 'image/jpeg', isOurs } : null
}

function addPictures(app: RouteApp, faces: Faces): void {
  app.get(
    '/api/v1/parcels/:id/pictures/:hash',
    {
      config: { right: ['camera'] },
      schema: { params: params('id', 'hash'), response: bytesOf('image/*') },
    },
    async ({ params: { id, hash }, identity }, reply) => {
      const parcel = parcelOf(faces, id)
      const picture = pictureOf(faces, parcel, hash)
      const mayLook = picture?.isOurs === true || mayRead(parcel, viewerOf(identity))
      const bytes = picture && mayLook ? faces.hub.runtime.truth.picture(hash) : null
      if (!picture || !bytes) throw httpError('HUB_HTTP_NOT_FOUND', 'no such picture, or its days are over')
      faces.looks.note(known(identity), 'photo', id)
      return reply.type(picture.mime).header('cache-control', 'private, no-store').send(Buffer.from(bytes))
    },
  )
}

function addTruths(app: RouteApp, faces: Faces): void {
  const { runtime, settings } = faces.hub
  const view = (parcel: Parcel, viewer: string | null): TruthView =>
    truthView({ parcel, runtime, viewer, timeZone: settings.timeZone })
  app.get(
    '/api/v1/parcels/:id/truth',
    { config: { right: ['read'] }, schema: { params: params('id'), response: replies(TruthView) } },
    async ({ params: { id }, identity }) => view(parcelOf(faces, id), viewerOf(identity)),
  )
  app.post(
    '/api/v1/parcels/:id/truth',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: SayRequest, response: replies(TruthView) },
    },
    async ({ params: { id }, body: { says }, identity }) => {
      const person = personOf(identity)
      await runtime.truth.say(parcelOf(faces, id), says, person.id)
      return view(parcelOf(faces, id), person.id)
    },
  )
}

function addNotices(app: RouteApp, { hub }: Faces): void {
  const { runtime } = hub
  const view = ({ notice, parcel, door, at }: ParcelNotice, viewer: string | null): NoticeView[] => {
    const whole = runtime.deliveries.get(parcel)
    if (!whole || whole.disowned !== null) return []
    const name = parcelName(whole, viewer)
    return [
      {
        notice,
        parcel: whole.id,
        name,
        door,
        at,
        words: `${name} ${noticeWords[notice]}.`,
        isUrgent: urgent.has(notice),
      },
    ]
  }
  app.get(
    '/api/v1/notices',
    { config: { right: ['read'] }, schema: { response: replies(Type.Array(NoticeView)) } },
    async ({ identity }) =>
      runtime.truth.notices.all.flatMap((notice) => view(notice, viewerOf(identity))).slice(0, NOTICES_MAX),
  )
}

export function addTruthRoutes(app: RouteApp, faces: Faces): void {
  const { runtime, settings, clock } = faces.hub
  const day = new LocalDay(settings.timeZone)
  addTruths(app, faces)
  addPictures(app, faces)
  addNotices(app, faces)
  app.get(
    '/api/v1/week',
    { config: { right: ['read'] }, schema: { response: replies(WeekView) } },
    async ({ identity }) => weekView({ runtime, day, now: clock.wall(), viewer: viewerOf(identity) }),
  )
}
