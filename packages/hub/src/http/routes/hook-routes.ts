// Webhooks of carriers: the signature is checked on the bytes as they came, and 2xx is said only once the disk has
// them. A report arms at most.
import type { CarrierReading, HookRequest } from '@portico/plugin-api'
import { Reported } from '@portico/protocol'
import type { CarrierReport } from '@portico/runtime'
import type { FastifyRequest } from 'fastify'
import type { Source } from '../../hub.ts'
import type { RouteApp } from '../app.ts'
import type { Faces } from '../faces.ts'
import { httpError } from '../http-errors.ts'
import { wallTimeOf } from '../iso-time.ts'
import { replies } from './schemas.ts'

/** Requests of one source that are being written at a time. */
export const IN_FLIGHT_MAX = 512

function reportOf(source: Source, body: Uint8Array, reading: CarrierReading | null): CarrierReport {
  const { id, grade } = source.carrier
  const from = wallTimeOf(reading?.window?.from ?? null)
  const to = wallTimeOf(reading?.window?.to ?? null)
  return {
    source: id,
    grade,
    carrier: reading?.carrier ?? null,
    numbers: reading?.trackingNumbers ?? [],
    status: reading?.status ?? null,
    occurredAt: wallTimeOf(reading?.occurredAt ?? null),
    window: from !== null && to !== null && from < to ? { from, to } : null,
    elsewhere: reading?.elsewhere ?? null,
    eventId: reading?.eventId ?? null,
    body,
  }
}

function readJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw httpError('HUB_HTTP_BODY', 'the body is no JSON')
  }
}

/** Node joins a header that came twice; whether it did is the carrier's to judge. */
function headersOf({ raw }: FastifyRequest): HookRequest['headers'] {
  const distinct = Object.entries(raw.headersDistinct)
  return Object.fromEntries(
    distinct.map(([name, values = []]) => [name, values.length === 1 ? values[0] : values]),
  )
}

async function takeHook(source: Source, faces: Faces, request: FastifyRequest): Promise<Reported> {
  const { hub, refusedHooks } = faces
  const { carrier, secret } = source
  const bytes = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const verdict = carrier.verify({ headers: headersOf(request), body: bytes }, secret, hub.clock.wall())
  if (!verdict.accepted) {
    refusedHooks.note(carrier.id, verdict.why)
    throw httpError('HUB_HOOK_SIGNATURE', 'the signature is missing or wrong')
  }
  // What is signed and not understood is kept: the sender has done his part, and a person may read it later.
  const parsed = carrier.parse(readJson(bytes))
  if (!parsed.understood) hub.log.info({ source: carrier.id, why: parsed.why }, 'webhook not understood')
  const report = reportOf(source, bytes, parsed.understood ? parsed.reading : null)
  const { result, parcels } = await hub.runtime.deliveries.report(report)
  return { result, parcels: [...parcels] }
}

/** One route for each source, so that each has its own limits. */
export async function addHookRoutes(app: RouteApp, faces: Faces): Promise<void> {
  const { sources, log } = faces.hub
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
      done(null, body)
    })
    scope.addHook('onResponse', async ({ routeOptions }, { statusCode, elapsedTime }) => {
      log.info({ route: routeOptions.url, status: statusCode, ms: Math.round(elapsedTime) }, 'webhook')
    })
    for (const [id, { carrier }] of sources) {
      let inFlight = 0
      scope.post(
        `/hooks/${id}`,
        {
          bodyLimit: carrier.bodyBytesMax,
          config: { right: 'anyone' },
          schema: { response: replies(Reported) },
        },
        async (request) => {
          const source = sources.get(id)
          if (!source) throw httpError('HUB_HTTP_NOT_FOUND', 'no such source')
          if (inFlight >= IN_FLIGHT_MAX) throw httpError('HUB_HTTP_BUSY', `source ${id}: too many at a time`)
          inFlight += 1
          try {
            return await takeHook(source, faces, request)
          } finally {
            inFlight -= 1
          }
        },
      )
    }
  })
}
