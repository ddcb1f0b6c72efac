// The pause of deliveries: everybody of the home reads it, an adult sets it at once, and it is ended early only with a
// code from the hub's console and after a wait (threats T13).
import { wallTime } from '@portico/core'
import { HoldEndRequest, HoldRequest, HoldView } from '@portico/protocol'
import type { Hub } from '../../hub.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { checkLooseningCode } from '../loosening-code.ts'
import { personOf } from '../rights.ts'
import { replies } from './schemas.ts'

function holdView({ runtime: { hold } }: Hub): HoldView {
  const { current, isOn } = hold
  if (!current) return { hold: null, pending: null }
  const { from, to, by, pending } = current
  return {
    hold: { from, to, by, on: isOn },
    pending: pending && { to: pending.to, at: pending.at, by: pending.by },
  }
}

export function addHoldRoutes(app: RouteApp, { hub }: Faces): void {
  const { hold } = hub.runtime
  app.get(
    '/api/v1/hold',
    { config: { right: ['read'] }, schema: { response: replies(HoldView) } },
    async () => holdView(hub),
  )
  app.post(
    '/api/v1/hold',
    { config: { right: 'person' }, schema: { body: HoldRequest, response: replies(HoldView) } },
    async ({ body: { from, to }, identity }) => {
      await hold.set({ from: wallTime(from), to: wallTime(to) }, personOf(identity).id)
      return holdView(hub)
    },
  )
  app.post(
    '/api/v1/hold/end',
    { config: { right: 'person' }, schema: { body: HoldEndRequest, response: replies(HoldView) } },
    async ({ body: { to, code }, identity }) => {
      const { id } = personOf(identity)
      checkLooseningCode(hub, code, id)
      await hold.end(to === undefined ? null : wallTime(to), id)
      return holdView(hub)
    },
  )
  app.post(
    '/api/v1/hold/stop',
    { config: { right: 'person' }, schema: { response: replies(HoldView) } },
    async ({ identity }) => {
      await hold.stop(personOf(identity).id)
      return holdView(hub)
    },
  )
}
