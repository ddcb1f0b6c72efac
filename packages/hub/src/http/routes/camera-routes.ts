// Single pictures of a camera, of now or of a moment it still remembers, in the size and form that is asked for; and
// what a person says of its view. Every look is noted.
import { instant } from '@portico/core'
import type { ImageFormat, StillWish } from '@portico/ports'
import { Done } from '@portico/protocol'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { doorsWith, idOf, known, personOf } from '../rights.ts'
import { bytesOf, params, query, replies } from './schemas.ts'

const noCamera = (): Error => httpError('HUB_HTTP_NOT_FOUND', 'no such camera')

const StillQuery = query({
  at: Type.Optional(Type.Integer({ minimum: 0, description: 'Unix ms of the moment; absent: now' })),
  width: Type.Optional(
    Type.Integer({ minimum: 16, maximum: 4096, description: 'points; never more than the picture has' }),
  ),
})

/**
 * The form that is on the screen of the asker first, of those that he names; a JPEG for who takes anything. AVIF is an eighth
 * smaller than WebP and takes three times as long to make.
 */
export function formatFor(accept: string | undefined): ImageFormat {
  const named = new Set(
    (accept ?? '')
      .split(',')
      .map((part) => part.trim().toLowerCase())
      .filter((part) => !/;\s*q=0(?:\.0*)?$/.test(part))
      .map((part) => part.split(';')[0]?.trim()),
  )
  return named.has('image/webp') ? 'webp' : named.has('image/avif') ? 'avif' : 'jpeg'
}

export function addCameraRoutes(app: RouteApp, { hub, looks }: Faces): void {
  app.get(
    '/api/v1/cameras/:id/still',
    {
      config: { right: ['camera'], display: 'inside', face: 'camera' },
      schema: { params: params('id'), querystring: StillQuery, response: bytesOf('image/jpeg') },
    },
    async ({ params: { id }, query: { at, width }, identity, headers }, reply) => {
      const doors = doorsWith(hub, id, identity)
      if (doors.length === 0) throw noCamera()
      const { clock, cameras, runtime } = hub
      const wish: StillWish = {
        format: formatFor(headers.accept),
        ...(at === undefined ? {} : { at: instant(clock.mono() - (clock.wall() - at)) }),
        ...(width === undefined ? {} : { width }),
      }
      const { jpeg, sha256, captured, format = 'jpeg' } = await cameras.engine.still(id, wish)
      const by = known(identity)
      // An approval names the picture that was looked at by whoever may approve; what a script or a display fetched counts
      // for nobody.
      if (by.kind === 'person' || (by.kind === 'face' && by.rights.includes('approve')))
        for (const door of doors) runtime.shown.note({ to: idOf(by), door: door.id, sha256 }, captured)
      looks.note(by, 'camera', id)
      const ageMs = Math.max(0, clock.mono() - captured)
      return reply
        .type(`image/${format}`)
        .header('vary', 'accept')
        .header('x-portico-sha256', sha256)
        .header('x-portico-age-ms', Math.round(ageMs))
        .header('x-portico-captured', Math.round(clock.wall() - ageMs))
        .send(Buffer.from(jpeg.buffer, jpeg.byteOffset, jpeg.byteLength))
    },
  )
  app.post(
    '/api/v1/cameras/:id/view',
    { config: { right: 'person' }, schema: { params: params('id'), response: replies(Done) } },
    async ({ params: { id }, identity }) => {
      const { id: by } = personOf(identity)
      if (doorsWith(hub, id, identity).length === 0) throw noCamera()
      // Whoever turns a camera away and says that it is meant so stands in the journal.
      await hub.runtime.notice('view-learned', { camera: id, by })
      hub.cameras.learnView(id)
      return { ok: true as const }
    },
  )
}
