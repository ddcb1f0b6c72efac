// `npm run test:carriers`: the golden bodies of all carriers damaged at random, or grown as large as they may be; each is
// read as the hub reads it, and must answer, in the vocabulary, within bounds, and without holding the hub up. `--runs N`,
// `--seed S`; several runs with a seed of their own each are one long one.
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { type Carrier, type CarrierReading, parcelStatuses } from '@portico/plugin-api'
import { StallWatch, newSeed } from '@portico/testing/fakes'
import * as fc from 'fast-check'
import { fieldsOf } from '../src/json-fields.ts'
import { PARCELS_MAX } from '../src/several-parcels.ts'
import { armingWords } from './arming-words.ts'
import { type Vector, carrierOf, files, fixture, sourceOf, trustOf, vectors } from './fixtures.ts'
import { type Growth, USUAL_BYTES, grown, growths } from './grow.ts'
import { type ByteDamage, type Damage, byteDamages, damaged, damagedBytes, damages } from './mutate.ts'

export const names = Object.keys(files)

export interface MutationOrder {
  readonly runs: number
  readonly seed: number
  readonly stalls: StallWatch
  /** Instead of the one whose body it is. */
  readonly reader?: Pick<Carrier, 'parse'>
}

/** One in so many bodies is a grown one: they cost a hundred times as much. */
const GROWN_EVERY = 250

const statuses: ReadonlySet<string | null> = new Set([...parcelStatuses, null])
const arming: ReadonlySet<string | null> = new Set(['out-for-delivery', 'arriving'])

const isPlainText = (text: unknown, longest: number): boolean =>
  text === undefined ||
  (typeof text === 'string' && text !== '' && text.length <= longest && text.isWellFormed())

function holdsWithin(reading: CarrierReading): boolean {
  const { status, trackingNumbers, occurredAt, eventId, window, elsewhere, photoUrl } = reading
  return (
    statuses.has(status) &&
    trackingNumbers.length <= 1 &&
    trackingNumbers.every((number) => isPlainText(number, 200)) &&
    isPlainText(occurredAt ?? undefined, 200) &&
    isPlainText(eventId ?? undefined, 200) &&
    isPlainText(reading.orderId, 200) &&
    isPlainText(reading.signedBy, 200) &&
    /^[a-z0-9-]{1,40}$/.test(reading.carrier) &&
    (elsewhere === undefined) === (status !== 'delivered-elsewhere') &&
    (occurredAt === null || (status !== null && !Number.isNaN(Date.parse(occurredAt)))) &&
    (window === undefined || isWindow(window)) &&
    (photoUrl === undefined || /^https:\/\/[^/@]+\//.test(photoUrl))
  )
}

const isWindow = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  Date.parse(from) < Date.parse(to) &&
  from.slice(0, 10) === to.slice(0, 10) &&
  [from, to].every((end) => !/T00:00|T23:59/.test(end))

function decoded(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** Headers with which a message of this source is believed; over a damaged body they are looked at all the same. */
function proofOf(source: string): Vector {
  const found = vectors.find((vector) => vector.expect && sourceOf(vector) === source)
  if (!found) throw new Error(`no vector of ${source}`)
  return found
}

/** Proof, text, meaning: of a usual body in one go, of a larger one in steps, between which the hub serves others. */
class Intake {
  readonly #carrier: Carrier
  readonly #vector: Vector
  readonly #stalls: StallWatch

  constructor(carrier: Carrier, stalls: StallWatch) {
    this.#carrier = carrier
    this.#vector = proofOf(carrier.id)
    this.#stalls = stalls
  }

  /** Undefined: no JSON. */
  async take(what: string, body: Buffer): Promise<readonly CarrierReading[] | undefined> {
    const verify = (): unknown => this.#verify(body)
    const read = (): unknown => decoded(body)
    if (body.length <= USUAL_BYTES) return this.#stalls.call(what, () => (verify(), this.#readingsIn(read())))
    await this.#stalls.call(`${what}, its proof`, verify)
    const json = await this.#stalls.call(`${what}, its text`, read)
    return this.#stalls.call(`${what}, its meaning`, () => this.#readingsIn(json))
  }

  #verify(body: Buffer): unknown {
    const { headers } = this.#vector
    return this.#carrier.verify({ headers, body }, trustOf(this.#vector, null))
  }

  #readingsIn(json: unknown): readonly CarrierReading[] | undefined {
    if (json === undefined) return undefined
    const parse = this.#carrier.parse(json)
    if (!parse.understood) return []
    const { readings } = parse
    if (readings.length === 0 || readings.length > PARCELS_MAX)
      throw new Error(`${readings.length} parcels in one message`)
    return readings
  }
}

/** Whatever else is damaged: a word that arms is there, letter by letter. */
function look(source: string, body: Buffer, readings: readonly CarrierReading[]): void {
  for (const reading of readings) {
    if (!holdsWithin(reading)) throw new Error(`out of bounds: ${JSON.stringify(reading).slice(0, 2_000)}`)
    if (!arming.has(reading.status)) continue
    if (armingWords[source]?.(fieldsOf(decoded(body))) !== true)
      throw new Error(`armed by a damaged word: ${JSON.stringify(reading)}`)
  }
}

/**
 * How many of the damaged were still read: a run that only looks at refusals finds nothing.
 * @throws Error with the seed and the smallest body that shows it
 */
export async function damageBody(name: string, order: MutationOrder): Promise<number> {
  const { runs, seed, stalls, reader } = order
  const golden = fixture(name).toString()
  const carrier = { ...carrierOf(files[name]?.source ?? ''), ...reader }
  const intake = new Intake(carrier, stalls)
  let understood = 0
  const take = async (what: string, body: Buffer): Promise<void> => {
    const readings = await intake.take(what, body)
    if (readings === undefined || readings.length === 0) return
    understood += 1
    look(carrier.id, body, readings)
  }
  const damage = async (each: readonly Damage[], bytes: ByteDamage | null): Promise<void> =>
    take(`${name}, damaged`, damagedBytes(damaged(golden, each), bytes))
  const grow = async (growth: Growth): Promise<void> =>
    take(`${name}, grown (${growth.kind})`, Buffer.from(grown(golden, growth, carrier.bodyBytesMax)))
  await fc.assert(fc.asyncProperty(damages, byteDamages, damage), { numRuns: runs, seed })
  const grownRuns = Math.ceil(runs / GROWN_EVERY)
  // What is large is not made smaller step by step: its kind and place say enough.
  await fc.assert(fc.asyncProperty(growths, grow), { numRuns: grownRuns, seed, endOnFailure: true })
  return understood
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { runs: { type: 'string' }, seed: { type: 'string' } } })
  const seed = Number(values.seed ?? newSeed())
  const runs = Number(values.runs ?? 1_000_000)
  const stalls = new StallWatch()
  console.log(`${runs} damaged bodies, --seed ${seed}`)
  for (const [at, name] of names.entries()) {
    const began = performance.now()
    // One after the other: what each costs is counted.
    // oxlint-disable-next-line no-await-in-loop
    const understood = await damageBody(name, { runs: Math.ceil(runs / names.length), seed, stalls })
    const seconds = ((performance.now() - began) / 1_000).toFixed(0)
    console.log(`${at + 1}/${names.length} ${name}: ${understood} read, ${seconds} s; ${stalls.told}`)
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
