// Standing alarms, and the answer of a person to one.
import { AcknowledgeRequest, AlarmView, Done } from '@portico/protocol'
import { Type } from 'typebox'
import { alarmView } from '../../views/alarm-view.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { known, viewerOf } from '../rights.ts'
import { params, replies } from './schemas.ts'

export function addAlarmRoutes(app: RouteApp, { hub, desk }: Faces): void {
  app.get(
    '/api/v1/alarms',
    { config: { right: ['read'] }, schema: { response: replies(Type.Array(AlarmView)) } },
    async ({ identity }) => {
      const look = { now: hub.clock.mono(), viewer: viewerOf(identity) }
      return hub.runtime.doors.flatMap(({ door, gate }) =>
        gate.alarms.map((alarm) => alarmView(alarm, { ...look, door })),
      )
    },
  )
  app.post(
    '/api/v1/alarms/:id/acknowledge',
    {
      config: { right: 'person' },
      schema: { params: params('id'), body: AcknowledgeRequest, response: replies(Done) },
    },
    async ({ params: { id }, body: { secureByEye = false }, identity }, reply) => {
      const refusal = await desk.acknowledge(known(identity), id, { secureByEye })
      return refusal === null ? { ok: true as const } : reply.code(409).send(refusal)
    },
  )
}
