// Figures for Prometheus, behind a token of their own scope: whoever watches machines need not see the house.
import { Metrics } from '../../metrics/metrics.ts'
import { EXPOSITION_TYPE } from '../../metrics/exposition.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { textOf } from './schemas.ts'

export function addMetricsRoute(app: RouteApp, { hub }: Faces): void {
  const metrics = new Metrics(hub)
  app.addHook('preClose', async () => metrics[Symbol.dispose]())
  app.get(
    '/metrics',
    { config: { right: ['metrics'] }, schema: { response: textOf(200, 'text/plain') } },
    async (_request, reply) => reply.type(EXPOSITION_TYPE).send(metrics.text),
  )
}
