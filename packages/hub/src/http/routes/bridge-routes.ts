// What reaches a bridge from outside, such as a directive of a voice: JSON whose credential somebody of the hub knows. The
// bridge answers it in its own process; the hub looks at size and credential and carries it.
import { Type } from 'typebox'
import { REQUEST_BYTES_MAX } from '../../bridges/bridge-limits.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'

/** Requests of one bridge that wait for its answer at a time, whoever sends them. */
const IN_FLIGHT_MAX = 32

const Anything = Type.Unknown({ description: "the bridge's own" })

/** One route for each bridge of the settings, on both listeners. */
export function addBridgeRoutes(app: RouteApp, { hub }: Faces): void {
  for (const { name } of hub.settings.bridges) {
    let inFlight = 0
    app.post(
      `/api/${name}/*`,
      {
        bodyLimit: REQUEST_BYTES_MAX,
        config: { right: 'anyone' },
        schema: { params: Type.Object({ '*': Type.String({ maxLength: 128 }) }), body: Anything },
      },
      async ({ params, body, headers }, reply) => {
        const peer = await hub.bridges.credentialOf(name, headers.authorization ?? '')
        if (peer === null) throw httpError('HUB_HTTP_SIGN_IN', 'this needs a credential that is known')
        if (inFlight >= IN_FLIGHT_MAX) throw httpError('HUB_HTTP_BUSY', `${name}: too many at a time`)
        inFlight += 1
        try {
          const answer = await hub.bridges.answer(name, { path: params['*'], body, peer })
          return await reply.code(answer.status).send(answer.body)
        } finally {
          inFlight -= 1
        }
      },
    )
  }
}
