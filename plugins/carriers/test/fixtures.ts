// The golden files of all carriers: payloads with their readings, and signature vectors. What they are and where their
// structure comes from stands beside them.
import { readFileSync } from 'node:fs'
import { type Carrier, type HookTrust, type HookVerdict, wallTime } from '@portico/plugin-api'
import { carriers } from '../src/index.ts'
import { tokenHash } from './token-hash.ts'

export const fixture = (name: string): Buffer =>
  readFileSync(new URL(`../../../test/fixtures/carriers/${name}`, import.meta.url))

export interface Expected {
  readonly source: string
  readonly carrier: string
  readonly status: string | null
  readonly trackingNumbers: readonly string[]
  readonly occurredAt: string | null
  readonly eventId?: string
  readonly [more: string]: unknown
}

export interface Vector {
  readonly vendor: string
  readonly name: string
  readonly expect: boolean
  readonly secret?: string
  readonly jwks?: unknown
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** Unix seconds. */
  readonly now?: number
  /** Of a token that we issued. */
  readonly expiresAt?: number
}

// cast (both): the files are ours.
export const { files } = JSON.parse(fixture('expected.json').toString()) as {
  files: Readonly<Record<string, Expected>>
}
export const { vectors } = JSON.parse(fixture('signature-vectors.json').toString()) as {
  vectors: readonly Vector[]
}

export function carrierOf(id: string): Carrier {
  const found = carriers.find((carrier) => carrier.id === id)
  if (!found) throw new Error(`no carrier ${id}`)
  return found
}

/** Two ways of one carrier are two vendors in the vectors. */
export const sourceOf = ({ vendor }: Vector): string => (vendor === 'ups-v1' ? 'ups' : vendor)

export function trustOf(vector: Vector, memory: string | null): HookTrust {
  const { secret, jwks, now = 1_795_000_000, expiresAt } = vector
  const issued = expiresAt === undefined ? memory : tokenHash(secret ?? '', expiresAt * 1000)
  return { secret: secret ?? JSON.stringify(jwks), now: wallTime(now * 1000), memory: issued }
}

export const verdictOn = (vector: Vector, memory: string | null): HookVerdict =>
  carrierOf(sourceOf(vector)).verify(
    { headers: vector.headers, body: Buffer.from(vector.body) },
    trustOf(vector, memory),
  )
