// The pages of the house as files. What they may load stands in their policy: this hub alone, and no inline code.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { RouteApp } from '../http/app.ts'
import type { Faces } from '../http/faces.ts'
import { httpError } from '../http/http-errors.ts'
import { params } from '../http/routes/schemas.ts'
import { CHECKER_PAGE, type PageFile, builtFolder, policyIn, readBuiltPages } from './built-pages.ts'

export const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The thread that reads labels compiles the reader that this hub serves, and does nothing else. */
export const READER_POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'"

/** Their names carry a hash of what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable'
const ASK_AGAIN = 'no-cache'

const READER = '/label-worker.js'

const anyone = { config: { right: 'anyone' } } as const

/** A page, or the script of a worker, which asks by a policy of its own. */
const isOrder = ({ type }: PageFile): boolean =>
  type.startsWith('text/html') || type.startsWith('text/javascript')

/** A page that is one file states a policy of its own, narrower than that of the others. */
function policyOf({ bytes, type }: PageFile): string {
  const own = type.startsWith('text/html') ? policyIn(bytes) : null
  return own === null ? PAGE_POLICY : `${own}; frame-ancestors 'none'`
}

function sendPage(request: FastifyRequest, reply: FastifyReply, file: PageFile | undefined): FastifyReply {
  if (!file) throw httpError('HUB_PAGES_MISSING', 'the pages are not built: npm start builds them')
  void reply.type(file.type).header('vary', 'accept-encoding')
  if (!reply.hasHeader('cache-control')) void reply.header('cache-control', ASK_AGAIN)
  if (isOrder(file))
    void reply.header(
      'content-security-policy',
      request.routeOptions.url === READER ? READER_POLICY : policyOf(file),
    )
  if (!/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(file.bytes)
  return reply.header('content-encoding', 'gzip').send(file.gzip)
}

/** Address → file of the build. */
const house: Readonly<Record<string, string>> = {
  '/': 'owner.html',
  '/sign-in': 'owner.html',
  '/display': 'display.html',
  '/verify': CHECKER_PAGE,
  '/icon.svg': 'icon.svg',
  '/manifest.webmanifest': 'manifest.webmanifest',
  '/service-worker.js': 'service-worker.js',
  '/talk-worklet.js': 'talk-worklet.js',
  [READER]: 'label-worker.js',
}

export function addPageRoutes(app: RouteApp, { hub }: Faces): void {
  const { virtual: simulated, timeZone } = hub.settings
  const pages = readBuiltPages(builtFolder(), { simulated, timeZone })
  const addresses = Object.entries(hub.virtual ? { ...house, '/street': 'street.html' } : house)
  for (const [address, file] of addresses)
    app.get(address, anyone, (request, reply) => sendPage(request, reply, pages.get(file)))
  app.get('/assets/:file', { ...anyone, schema: { params: params('file') } }, async (request, reply) => {
    const file = pages.get(`assets/${request.params.file}`)
    if (!file) throw httpError('HUB_HTTP_NOT_FOUND', 'nothing is here')
    return sendPage(request, reply.header('cache-control', FOR_EVER), file)
  })
}
