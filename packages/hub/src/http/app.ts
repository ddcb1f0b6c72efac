// One listener's application: limits, guards and answers to errors, before any route. Every route names who may take
// it; nothing here depends on where a request came from.
import {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type FastifyTypeProvider,
  type RawServerDefault,
  fastify,
} from 'fastify'
import { fastifyHelmet } from '@fastify/helmet'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Static, TSchema } from 'typebox'
import type { Faces } from './faces.ts'
import { INSTALL_PATH } from '../https/install-page.ts'
import { type Credential, credentialOf, faceIn, identityOf } from './credentials.ts'
import { type Answer, errorReply } from './error-reply.ts'
import { httpError } from './http-errors.ts'
import { isNavigation, isSecure, takesPlain } from './plain-side.ts'
import { type Reach, answersTo, trusts } from './reach.ts'
import { demand, holds } from './rights.ts'
import { faultWords, validatorCompiler } from './validation.ts'

/** Schemas give the types of what comes and goes. */
interface SchemaTypes extends FastifyTypeProvider {
  readonly validator: this['schema'] extends TSchema ? Static<this['schema']> : unknown
  readonly serializer: this['schema'] extends TSchema ? Static<this['schema']> : unknown
}

export type RouteApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  SchemaTypes
>

const BODY_BYTES_MAX = 16 * 1024
/** A whole request within this, or its connection ends: whoever dribbles does not hold a place. */
const REQUEST_WITHIN_MS = 5_000
/** How often Node looks for requests that are late: without it the limit above acts late. */
const LATE_CHECK_MS = 2_000
const KEEP_ALIVE_MS = 5_000
const HEADER_BYTES_MAX = 16 * 1024
const PARAM_LENGTH_MAX = 128
export const CONNECTIONS_MAX = 1024

const safeMethods: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS'])

export interface AppOptions {
  readonly faces: Faces
  /** Known once the port is. */
  readonly reach: () => Reach
}

/** Named here: set later, the engines that Fastify comes with would be loaded all the same. */
const compilersFactory = {
  buildValidator: () => validatorCompiler,
  // Views are built field by field and tests hold them to their schemas: no second schema engine on the way out.
  buildSerializer: () => () => (value: unknown) => JSON.stringify(value),
  // cast: the types of this place know a schema alone; Fastify hands over the part of the request beside it
} as unknown as NonNullable<NonNullable<FastifyServerOptions['schemaController']>['compilersFactory']>

export async function createApp({ faces, reach }: AppOptions): Promise<RouteApp> {
  const app = fastify({
    // Fastify would log addresses; what is worth a line is logged here, with the pattern of its route.
    logger: false,
    trustProxy: false,
    exposeHeadRoutes: false,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: REQUEST_WITHIN_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: true,
    http: {
      headersTimeout: REQUEST_WITHIN_MS,
      connectionsCheckingInterval: LATE_CHECK_MS,
      maxHeaderSize: HEADER_BYTES_MAX,
    },
    routerOptions: { maxParamLength: PARAM_LENGTH_MAX },
    schemaController: { compilersFactory },
    schemaErrorFormatter: (errors, part) => new Error(faultWords(errors, part)),
    frameworkErrors: (error, _request, reply) => {
      send(reply, errorReply(error))
    },
    clientErrorHandler: (error, socket) => {
      if (!socket.writable) return
      const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      const { status, body } = errorReply(
        late
          ? httpError('HUB_HTTP_TIMEOUT', 'no whole request came in time')
          : httpError('HUB_HTTP_BODY', 'The request cannot be read.'),
      )
      const text = JSON.stringify(body)
      const head = `HTTP/1.1 ${status} ${late ? 'Request Timeout' : 'Bad Request'}`
      const length = Buffer.byteLength(text)
      socket.end(
        `${head}\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n${text}`,
      )
    },
  }).withTypeProvider<SchemaTypes>()
  app.server.maxConnections = CONNECTIONS_MAX
  app.removeContentTypeParser('text/plain')
  await addHeaders(app, faces.hub.settings.publicUrl)
  addGuards(app, { faces, reach })
  addErrorReplies(app, faces)
  return app
}

async function addHeaders(app: RouteApp, publicUrl: string | null): Promise<void> {
  await app.register(fastifyHelmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    strictTransportSecurity: publicUrl?.startsWith('https:') === true,
    // A pass stands in the address of the courier's page.
    referrerPolicy: { policy: 'no-referrer' },
  })
  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
  })
}

function addGuards(app: RouteApp, { faces, reach }: AppOptions): void {
  const { hub, cookies, forbidden } = faces
  app.decorateRequest('identity', null)
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.right === undefined) throw new Error(`route ${String(method)} ${url} names no right`)
  })
  app.addHook('onRequest', async (request, reply) => {
    const { headers } = request
    if (!answersTo(reach(), headers.host))
      throw httpError('HUB_HTTP_HOST', 'this hub does not go by that name; see network.hosts in the settings')
    if (!takesPlain(hub, request.raw)) {
      if (isNavigation(request.raw)) return reply.redirect(INSTALL_PATH)
      throw httpError('HUB_HTTP_PLAIN', `this house takes it by https:// alone; ${INSTALL_PATH} tells how`)
    }
    if ((headers['content-encoding'] ?? 'identity') !== 'identity')
      throw httpError('HUB_HTTP_MEDIA_TYPE', 'bodies are read only as they are')
    // cast: a query is read as an object, whatever is in it
    const query = request.query as { readonly face?: unknown }
    const credential = credentialOf(headers, cookies(request.raw), faceIn({ headers, query }))
    checkOrigin(request, credential?.kind ?? null, reach())
    if (request.is404) return undefined
    const { right = 'person', display, face } = request.routeOptions.config
    if (right === 'anyone') return undefined
    request.identity = await identityOf(hub, credential)
    if (request.identity && !holds(request.identity, right, { display, face }))
      forbidden.note(request.identity, request.routeOptions.url)
    demand(request.identity, right, { display, face })
    return undefined
  })
}

/**
 * A browser sends the cookie of itself, from whatever page: with it an unsafe request, or a socket, needs the origin of
 * a page of ours. No other page may send an unsafe request at all. A bearer token needs none.
 */
function checkOrigin(
  { method, headers, raw }: FastifyRequest,
  credential: Credential['kind'] | null,
  reach: Reach,
): void {
  const isSocket = headers.upgrade !== undefined
  if ((safeMethods.has(method) && !isSocket) || credential === 'token') return
  if (credential === null && headers.origin === undefined) return
  if (!trusts(reach, headers.origin, isSecure(raw)))
    throw httpError('HUB_HTTP_ORIGIN', 'the Origin of the request is no page of this hub')
}

function addErrorReplies(app: RouteApp, { hub: { log } }: Faces): void {
  app.setNotFoundHandler((_request, reply) => {
    send(reply, errorReply(httpError('HUB_HTTP_NOT_FOUND', 'nothing is here')))
  })
  app.setErrorHandler((error, request, reply) => {
    const answer = errorReply(error)
    const route = request.routeOptions.url
    if (answer.status === 500) log.error({ route, code: answer.body.code, err: error }, 'request failed')
    else if (answer.status > 500) log.warn({ route, code: answer.body.code }, 'request not possible now')
    send(reply, answer)
  })
  app.addHook('onResponse', async ({ method, routeOptions }, { statusCode, elapsedTime }) => {
    log.debug(
      { method, route: routeOptions.url, status: statusCode, ms: Math.round(elapsedTime) },
      'answered',
    )
  })
}

function send(reply: FastifyReply, { status, body, retryAfter }: Answer): void {
  if (retryAfter !== null) void reply.header('retry-after', retryAfter)
  void reply.code(status).send(body)
}
