// `GET /api/v1/face/home`: everything that a face shows.
import { FaceHome } from '@portico/protocol'
import { faceHome } from '../../views/face-home.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { known, reaches } from '../rights.ts'
import { doorViewOf } from './door-routes.ts'
import { replies } from './schemas.ts'

export function addFaceHome(app: RouteApp, { hub }: Faces): void {
  app.get(
    '/api/v1/face/home',
    { config: { right: 'person', face: 'see' }, schema: { response: replies(FaceHome) } },
    async ({ identity }) => {
      const face = known(identity)
      if (face.kind !== 'face') throw httpError('HUB_HTTP_NOT_FOUND', 'no face asks: people have the page')
      const { settings, runtime, clock } = hub
      const doors = settings.doors.filter(({ id }) => reaches(face, id))
      return faceHome({
        face,
        settings,
        runtime,
        doors: doors.flatMap((setup) => doorViewOf(hub, setup, null) ?? []),
        now: clock.mono(),
        wall: clock.wall(),
      })
    },
  )
}
