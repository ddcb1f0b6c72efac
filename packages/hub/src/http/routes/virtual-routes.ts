// Hands and feet in the simulated house. In a real home there is nothing here.
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import { params, replies } from './schemas.ts'
import type { Hub } from '../../hub.ts'

const Name = Type.Optional(Type.String({ maxLength: 64 }))

/** The target by any of these names; everything else is an option of the act. */
const ActRequest = Type.Object({ on: Name, door: Name, camera: Name, device: Name })
const Truth = Type.Record(Type.String(), Type.Unknown())

export function addVirtualRoutes(app: RouteApp, virtual: NonNullable<Hub['virtual']>): void {
  app.get('/virtual/world', { config: { right: 'anyone' }, schema: { response: replies(Truth) } }, async () =>
    virtual({ act: 'truth', on: '', options: {} }),
  )
  app.post(
    '/virtual/:act',
    {
      config: { right: 'anyone' },
      schema: { params: params('act'), body: ActRequest, response: replies(Truth) },
    },
    async ({ params: { act }, body }) => {
      const { on, door, camera, device, ...options } = body
      return virtual({ act, on: on ?? door ?? camera ?? device ?? '', options })
    },
  )
}
