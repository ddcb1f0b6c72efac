// The description of the API, made from the very schemas that requests are checked by: as OpenAPI 3.1, and as a page to
// read that loads nothing.
import { fastifySwagger } from '@fastify/swagger'
import { ErrorReply } from '@portico/protocol'
import type { FastifySchema, RouteOptions } from 'fastify'
import { socketsDocument } from '../../live/describe-sockets.ts'
import { DOCS_POLICY, type Described, docsPage } from '../../pages/docs-page.ts'
import type { RouteApp } from '../app.ts'
import { routeWords } from './route-words.data.ts'

/** Webhooks of carriers are described together: which of them there are is a matter of settings. */
const wordsOf = (method: string, url: string): string | undefined =>
  routeWords[`${method} ${url}`] ??
  (/^\/hooks\/[\w-]+$/.test(url) ? routeWords[`${method} /hooks/:source`] : undefined)

/** Routes that stand together in the description. */
function tagOf(url: string): string {
  const [, first = '', , third = ''] = url.split('/')
  if (first === 'api') return third.replace(/\.json$/, '')
  return (
    { c: 'couriers', d: 'couriers', hooks: 'hooks', whep: 'cameras', virtual: 'simulated' }[first] ?? 'pages'
  )
}

/** `GET /api/v1/doors/:id` → `getDoorsId` */
function operationId(method: string, url: string): string {
  const words = url.replace('/api/v1', '').split(/[^A-Za-z0-9]+/)
  const named = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')
  return method.toLowerCase() + (named === '' ? 'Root' : named)
}

function described(
  schema: FastifySchema | undefined,
  url: string,
  { method, config }: RouteOptions,
): FastifySchema {
  const verb = String(method)
  const right = config?.right ?? 'person'
  const { display, face, isBodyOptional } = config ?? {}
  const summary = schema?.summary ?? wordsOf(verb, url)
  // cast: each of these schemas is an object of statuses
  const response = (schema?.response ?? { 200: { description: 'a file or a page' } }) as Record<
    string,
    unknown
  >
  const rights: object = {
    'x-portico-right': right,
    ...(display !== undefined && { 'x-portico-display': display }),
    ...(isBodyOptional && { [BODY_OPTIONAL]: true }),
    ...(face !== undefined && { 'x-portico-face': face }),
  }
  return {
    ...schema,
    ...(summary !== undefined && { summary }),
    tags: [tagOf(url)],
    operationId: operationId(verb, url),
    ...(right === 'anyone' && { security: [] }),
    response: { '4xx': ErrorReply, '5xx': ErrorReply, ...response },
    ...rights,
  }
}

interface Documented {
  readonly paths?: object
  readonly components?: object
}

/** The plugin takes every body for needed. */
const BODY_OPTIONAL = 'x-body-optional'
interface Marked {
  readonly [BODY_OPTIONAL]: true
  readonly requestBody?: object
}

/** The one shape of errors stands once, and each route points there. */
function withSharedErrors(document: Documented): object {
  const shared: object = {
    description: 'A code, and words for people; docs/errors.md has them all',
    content: { 'application/json': { schema: ErrorReply } },
  }
  const text = JSON.stringify(document, (key, value: unknown) => {
    if (key === '4XX' || key === '5XX') return { $ref: '#/components/responses/Error' }
    if (typeof value !== 'object' || value === null || !(BODY_OPTIONAL in value)) return value
    const { [BODY_OPTIONAL]: _, requestBody, ...operation } = value as Marked // cast: an operation that was marked below
    return { ...operation, requestBody: { ...requestBody, required: false } }
  })
  // cast: the same document
  const pointing = JSON.parse(text) as Documented
  return { ...pointing, components: { ...pointing.components, responses: { Error: shared } } }
}

/** Before any route: it listens to them being added. */
export async function describeApi(app: RouteApp): Promise<void> {
  await app.register(fastifySwagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Portico',
        description:
          'Sign in by a link, or send a token. Errors are always { code, message }; what a code means stands in docs/errors.md. `x-portico-right` names who may: anyone, known, resident, person (an adult), or the scopes of a token.',
        version: '1.0.0',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          cookie: { type: 'apiKey', in: 'cookie', name: 'portico' },
          token: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ cookie: [] }, { token: [] }],
    },
    transformObject: (made) => ('openapiObject' in made ? withSharedErrors(made.openapiObject) : {}),
    transform: ({ schema, url, route }) => ({ schema: described(schema, url, route), url }),
  })
}

export function addDocsRoute(app: RouteApp): void {
  const known = { config: { right: 'known' }, schema: { hide: true } } as const
  app.get('/docs/json', known, async () => app.swagger())
  app.get('/api/v1/openapi.json', known, async () => app.swagger())
  app.get('/api/v1/asyncapi.json', known, async () => socketsDocument())
  app.get('/docs', known, async (_request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', DOCS_POLICY)
      // cast: what the plugin makes is OpenAPI, of which the page reads a part
      .send(docsPage(app.swagger() as Described)),
  )
}
