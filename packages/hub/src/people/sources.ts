// Sources of delivery notices with their secrets: from the environment, or made once and kept sealed; and what each had
// us remember about how it proves itself.
import type { Chance, Clock, HubError } from '@portico/ports'
import type { Carrier } from '@portico/plugin-api'
import type { HomeRuntime } from '@portico/runtime'
import { carrierKeyName, hookSecretName } from '../config/environment.ts'
import { httpError } from '../http/http-errors.ts'
import { audit } from './audit.ts'
import { RotatingSecret } from './rotating-secret.ts'
import { SECRET_BYTES, newSecret } from './secret.ts'
import type { Source, SourceMemory } from './source.ts'

export interface SourcesOrder {
  readonly carriers: readonly Carrier[]
  /** Ids of the sources that are on. */
  readonly on: readonly string[]
  readonly environment: (name: string) => string | undefined
  readonly records: HomeRuntime['records']
  readonly journal: HomeRuntime['journal']
  readonly chance: Chance
  readonly clock: Pick<Clock, 'wall'>
}

/** @throws HubError `HUB_HOOK_SOURCE` for a source that no carrier reads. */
export async function loadSources(order: SourcesOrder): Promise<ReadonlyMap<string, Source>> {
  const { carriers, on } = order
  const found = on.map((id) => {
    const carrier = carriers.find((each) => each.id === id)
    if (!carrier) throw unknownSource(id, carriers)
    return { carrier, rotating: secretOf(order, carrier), key: keyOf(order, carrier) }
  })
  await makeMissing(order, found)
  return new Map(found.map((each) => [each.carrier.id, sourceOf(order, each)]))
}

type Found = Pick<Source, 'carrier' | 'rotating' | 'key'>

function sourceOf(order: SourcesOrder, { carrier, rotating, key }: Found): Source {
  return {
    carrier,
    rotating,
    key,
    get secret() {
      return rotating.text
    },
    get from() {
      return rotating.from
    },
    memory: memoryOf(order, carrier.id, rotating),
  }
}

function unknownSource(id: string, carriers: readonly Carrier[]): HubError {
  const known = carriers.map((carrier) => carrier.id).join(', ')
  return httpError('HUB_HOOK_SOURCE', `carriers: ${id} is none that Portico reads (${known})`)
}

function secretOf(order: SourcesOrder, { id }: Carrier): RotatingSecret {
  const given = order.environment(hookSecretName(id))
  return new RotatingSecret(order, { kind: 'source-secret', id, given })
}

function keyOf(order: SourcesOrder, { id }: Carrier): RotatingSecret {
  const given = order.environment(carrierKeyName(id))
  return new RotatingSecret(order, { kind: 'source-key', id, given })
}

/** One line for all that a first start makes. */
async function makeMissing(order: SourcesOrder, found: readonly Found[]): Promise<void> {
  const missing = found.filter(({ carrier, rotating }) => !carrier.publicKeys && rotating.from === 'missing')
  if (missing.length === 0) return
  await audit(order.journal, {
    what: 'source-secret-made',
    by: null,
    more: { sources: missing.map(({ carrier }) => carrier.id) },
    records: missing.map(({ carrier, rotating }) =>
      rotating.adopt(makeSecret(carrier, order.chance), 'generated'),
    ),
  })
}

/** As the sender wants it written. */
export const makeSecret = (carrier: Carrier, chance: Chance): string =>
  carrier.writeSecret?.(chance.bytes(SECRET_BYTES)) ?? newSecret(chance)

interface Remembered {
  /** Under which secret it was learned: with another one everything is learned anew. */
  readonly secret: string
  readonly value: string
}

function memoryOf(
  { records, journal }: Pick<SourcesOrder, 'records' | 'journal'>,
  id: string,
  rotating: RotatingSecret,
): SourceMemory {
  // cast: only this function writes the record
  let stored = records.get('source-memory', id) as Remembered | null
  let hashed = { text: '', hash: '' }
  const hash = (): string => {
    const { text } = rotating
    if (hashed.text !== text) hashed = { text, hash: records.hash('source-memory', text) }
    return hashed.hash
  }
  return {
    get value() {
      return stored !== null && stored.secret === hash() ? stored.value : null
    },
    async remember(value) {
      const before = stored
      const next = { secret: hash(), value }
      stored = next
      try {
        await audit(journal, {
          what: 'source-learned',
          by: null,
          more: { source: id },
          records: [records.put('source-memory', id, next)],
        })
      } catch (error) {
        // What did not become durable is learned again by the next message.
        if (stored === next) stored = before
        throw error
      }
    },
  }
}
