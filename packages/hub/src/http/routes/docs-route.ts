// The description of the API, made from the very schemas that requests are checked by.
import { fastifySwagger } from '@fastify/swagger'
import type { RouteApp } from '../app.ts'

/** Before any route: it listens to them being added. */
export async function describeApi(app: RouteApp): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Portico',
        description: 'Sign in by a link, or send a token. Errors are always { code, message }.',
        version: '1',
      },
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: 'portico' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ cookie: [] }, { token: [] }],
    },
  })
}

export function addDocsRoute(app: RouteApp): void {
  app.get('/docs/json', { config: { right: 'known' }, schema: { hide: true } }, async () => app.swagger())
}
