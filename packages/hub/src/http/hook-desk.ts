// What becomes of one webhook: whether its sender is believed, what it says of each parcel, and that it is durable. A
// report arms at most.
import { randomBytes } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import type { CarrierReading, HookRequest, HookTrust, HookVerdict } from '@portico/plugin-api'
import type { Reported } from '@portico/protocol'
import type { FastifyRequest } from 'fastify'
import type { Source } from '../people/source.ts'
import { hasMoreStructure } from '../sources/body-structure.ts'
import { jsonIn, reportsOf } from '../sources/read-message.ts'
import type { Faces } from './faces.ts'
import { httpError } from './http-errors.ts'

type Accepted = Extract<HookVerdict, { accepted: true }>

const NO_BODY = Buffer.alloc(0)
const TOKEN_RANDOM_BYTES = 24
/** A larger body is worked on in steps, between which others are served. */
export const USUAL_BYTES = 256_000

/** Node joins a header that came twice; whether it did is the carrier's to judge. */
function headersOf({ raw }: FastifyRequest): HookRequest['headers'] {
  const distinct = Object.entries(raw.headersDistinct)
  return Object.fromEntries(
    distinct.map(([name, values = []]) => [name, values.length === 1 ? values[0] : values]),
  )
}

function asked(request: FastifyRequest, body: Uint8Array): HookRequest {
  // cast: a query is read as an object, whatever is in it
  const { token } = request.query as { readonly token?: unknown }
  return { headers: headersOf(request), body, token: typeof token === 'string' ? token : null }
}

const trustOf = ({ secret, memory }: Source, { hub }: Faces): HookTrust => ({
  secret,
  now: hub.clock.wall(),
  memory: memory.value,
})

/** @throws HubError `HUB_HOOK_SIGNATURE`; why stands in a notice of the journal, and is not told. */
function believe(source: Source, faces: Faces, request: HookRequest): Accepted {
  const verdict = source.carrier.verify(request, trustOf(source, faces))
  if (verdict.accepted) return verdict
  throw refuse(source, faces, verdict.why)
}

function refuse({ carrier }: Source, { refusedHooks, hub }: Faces, why: string): Error {
  refusedHooks.note(carrier.id, why)
  hub.reach.refused(carrier.id)
  return httpError('HUB_HOOK_SIGNATURE', 'the signature is missing or wrong')
}

/** Where the proof stands in the headers: before any of the body is read. @throws HubError `HUB_HOOK_SIGNATURE` */
export function believeHeaders(source: Source, faces: Faces, request: FastifyRequest): void {
  if (source.carrier.provesByHeader) believe(source, faces, asked(request, NO_BODY))
}

function readJson(body: Buffer): unknown {
  try {
    return jsonIn(body)
  } catch {
    throw httpError('HUB_HTTP_BODY', 'the body is no JSON')
  }
}

/** What is signed and not understood is kept: the sender has done his part, and a person may read it later. */
function readingsIn({ carrier }: Source, { hub }: Faces, body: Buffer): readonly CarrierReading[] {
  const parsed = hasMoreStructure(body, USUAL_BYTES)
    ? ({ understood: false, why: 'it is large by more than its texts' } as const)
    : carrier.parse(readJson(body))
  if (!parsed.understood) hub.log.info({ source: carrier.id, why: parsed.why }, 'webhook not understood')
  return parsed.understood ? parsed.readings : []
}

/** Resolves once every parcel of it is durable; a sender that hears less sends it again, and what was written is known. */
export async function takeHook(source: Source, faces: Faces, request: FastifyRequest): Promise<Reported> {
  const body = Buffer.isBuffer(request.body) ? request.body : NO_BODY
  const isLarge = body.length > USUAL_BYTES
  const verdict = believe(source, faces, asked(request, body))
  if (isLarge) await breathe()
  const readings = readingsIn(source, faces, body)
  if (isLarge) await breathe()
  const { carrier } = source
  const reports = reportsOf({ carrier, verdict, readings, body })
  const { deliveries } = faces.hub.runtime
  const reported = await Promise.all(reports.map((report) => deliveries.report(report)))
  if (verdict.memory !== undefined) await source.memory.remember(verdict.memory)
  const handshake = readings.find((reading) => reading.handshake)?.handshake ?? null
  await faces.hub.reach.took(carrier.id, readings.length > 0, handshake)
  const results = reported.map(({ result }) => result)
  const result = (['accepted', 'kept'] as const).find((each) => results.includes(each)) ?? 'duplicate'
  return { result, parcels: reported.flatMap(({ parcels }) => [...parcels]) }
}

export interface TokenAnswer {
  readonly access_token: string
  readonly token_type: 'Bearer'
  readonly expires_in: number
}

/** The token that a sender shows with its messages from then on. @throws HubError `HUB_HOOK_SIGNATURE` */
export async function issueToken(
  source: Source,
  faces: Faces,
  request: FastifyRequest,
): Promise<TokenAnswer> {
  const body = Buffer.isBuffer(request.body) ? request.body : NO_BODY
  const grant = new URLSearchParams(body.toString()).get('grant_type')
  const verdict = source.carrier.issueToken?.(
    asked(request, body),
    trustOf(source, faces),
    randomBytes(TOKEN_RANDOM_BYTES),
  )
  if (!verdict?.issued) throw refuse(source, faces, verdict?.why ?? 'mismatch')
  if (grant !== 'client_credentials')
    throw httpError('HUB_HTTP_BODY', 'grant_type must be client_credentials')
  await source.memory.remember(verdict.memory)
  return { access_token: verdict.accessToken, token_type: 'Bearer', expires_in: verdict.expiresIn }
}
