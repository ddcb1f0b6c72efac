// Webhooks of carriers: the signature is checked on the bytes as they came, and 2xx is said only once the disk has
// them. One route for each source, so that each has its own limits.
import { Reported } from '@portico/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Type } from 'typebox'
import type { Source } from '../../people/source.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { USUAL_BYTES, believeHeaders, issueToken, takeHook } from '../hook-desk.ts'
import { httpError } from '../http-errors.ts'
import { replies } from './schemas.ts'

/** Requests of one source that are being written at a time. */
export const IN_FLIGHT_MAX = 512
/** Bodies above the usual size that are in memory at a time, of all sources: strangers can send them, too. */
export const LARGE_MAX = 8
/** A token is asked for in one line. */
const TOKEN_BYTES_MAX = 4_096

const Token = Type.Object({
  access_token: Type.String(),
  token_type: Type.Literal('Bearer'),
  expires_in: Type.Integer({ description: 'seconds' }),
})

/** Places for what one listener does at a time; taken before the body is read, given back when the answer is out. */
class Places {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  /** @throws HubError `HUB_HTTP_BUSY` */
  take({ raw }: FastifyReply, what: string): void {
    if (this.#taken >= this.#most) throw httpError('HUB_HTTP_BUSY', `${what}: too many at a time`)
    this.#taken += 1
    raw.once('close', () => (this.#taken -= 1))
  }
}

/** A body whose length nobody tells may be as large as it can. */
const isLarge = ({ headers }: FastifyRequest): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > USUAL_BYTES

function addHook(
  scope: RouteApp,
  faces: Faces,
  order: { readonly source: Source; readonly large: Places },
): void {
  const { source, large } = order
  const { id, bodyBytesMax } = source.carrier
  let inFlight = 0
  scope.post(
    `/hooks/${id}`,
    {
      bodyLimit: bodyBytesMax,
      config: { right: 'anyone' },
      schema: { response: replies(Reported) },
      onRequest: async (request, reply) => {
        believeHeaders(source, faces, request)
        if (bodyBytesMax > USUAL_BYTES && isLarge(request)) large.take(reply, 'large bodies')
      },
    },
    async (request) => {
      if (inFlight >= IN_FLIGHT_MAX) throw httpError('HUB_HTTP_BUSY', `source ${id}: too many at a time`)
      inFlight += 1
      try {
        return await takeHook(source, faces, request)
      } finally {
        inFlight -= 1
      }
    },
  )
  if (!source.carrier.issueToken) return
  scope.post(
    `/hooks/${id}/token`,
    { bodyLimit: TOKEN_BYTES_MAX, config: { right: 'anyone' }, schema: { response: replies(Token) } },
    (request) => issueToken(source, faces, request),
  )
}

export async function addHookRoutes(app: RouteApp, faces: Faces): Promise<void> {
  const { sources, log } = faces.hub
  const large = new Places(LARGE_MAX)
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body)
    })
    scope.addHook('onResponse', async ({ routeOptions }, { statusCode, elapsedTime }) => {
      log.info({ route: routeOptions.url, status: statusCode, ms: Math.round(elapsedTime) }, 'webhook')
    })
    for (const source of sources.values()) addHook(scope, faces, { source, large })
  })
}
