// Whether the hub lives, and whether it serves. Why it does not is told to whoever is known alone: "front camera down"
// is worth a visit to a burglar.
import { Readiness } from '@portico/protocol'
import { Type } from 'typebox'
import type { RouteApp } from '../app.ts'
import { credentialOf, identityOf } from '../credentials.ts'
import type { Faces } from '../faces.ts'

export function addHealthRoute(app: RouteApp): void {
  app.get(
    '/healthz',
    {
      config: { right: 'anyone' },
      schema: { response: { 200: Type.Object({ ok: Type.Literal(true) }) } },
    },
    async () => ({ ok: true as const }),
  )
}

export function addReadinessRoute(app: RouteApp, { hub, cookies }: Faces): void {
  app.get(
    '/readyz',
    { config: { right: 'anyone' }, schema: { response: { 200: Readiness, 503: Readiness } } },
    async ({ headers, raw }, reply) => {
      const { ready, reasons, degraded } = hub.readiness()
      const known = await identityOf(hub, credentialOf(headers, cookies(raw)))
      reply.code(ready ? 200 : 503)
      // A display hangs where guests and couriers stand, and what a face is told is told elsewhere.
      return known && known.kind !== 'display' && known.kind !== 'face'
        ? { ready, reasons: [...reasons], degraded: [...degraded] }
        : { ready }
    },
  )
}
