// Sources of delivery notices with their secrets: from the environment, or made once and kept sealed; and what each had
// us remember about how it proves itself.
import type { Chance, HubError } from '@portico/ports'
import type { Carrier } from '@portico/plugin-api'
import type { HomeRuntime } from '@portico/runtime'
import { hookSecretName } from '../config/environment.ts'
import { httpError } from '../http/http-errors.ts'
import { audit } from './audit.ts'
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
}

/** @throws HubError `HUB_HOOK_SOURCE` for a source that no carrier reads. */
export async function loadSources(order: SourcesOrder): Promise<ReadonlyMap<string, Source>> {
  const { carriers, on } = order
  const found = on.map((id) => {
    const carrier = carriers.find((each) => each.id === id)
    if (!carrier) throw unknownSource(id, carriers)
    return { carrier, ...secretOf(order, carrier) }
  })
  await keepNew(order, found)
  return new Map(
    found.map(({ carrier, secret, from }) => [
      carrier.id,
      { carrier, secret, from, memory: memoryOf(order, carrier.id, secret) },
    ]),
  )
}

function unknownSource(id: string, carriers: readonly Carrier[]): HubError {
  const known = carriers.map((carrier) => carrier.id).join(', ')
  return httpError('HUB_HOOK_SOURCE', `carriers: ${id} is none that Portico reads (${known})`)
}

interface Found extends Pick<Source, 'secret' | 'from'> {
  /** Made just now, and kept nowhere yet. */
  readonly isNew: boolean
}

function secretOf({ environment, records, chance }: SourcesOrder, carrier: Carrier): Found {
  const given = environment(hookSecretName(carrier.id))
  if (given !== undefined && given.trim() !== '') return { secret: given, from: 'environment', isNew: false }
  if (carrier.publicKeys) return { secret: '', from: 'missing', isNew: false }
  // cast: only this file writes the record
  const stored = records.get('source-secret', carrier.id) as { readonly secret: string } | null
  if (stored) return { secret: stored.secret, from: 'generated', isNew: false }
  const secret = carrier.writeSecret?.(chance.bytes(SECRET_BYTES)) ?? newSecret(chance)
  return { secret, from: 'generated', isNew: true }
}

/** One line for all that a first start makes. */
async function keepNew(
  { journal, records }: SourcesOrder,
  found: readonly (Found & { readonly carrier: Carrier })[],
): Promise<void> {
  const made = found.filter(({ isNew }) => isNew)
  if (made.length === 0) return
  await audit(journal, {
    what: 'source-secret-made',
    by: null,
    more: { sources: made.map(({ carrier }) => carrier.id) },
    records: made.map(({ carrier, secret }) => records.put('source-secret', carrier.id, { secret })),
  })
}

interface Remembered {
  /** Under which secret it was learned: with another one everything is learned anew. */
  readonly secret: string
  readonly value: string
}

function memoryOf(
  { records, journal }: Pick<SourcesOrder, 'records' | 'journal'>,
  id: string,
  plain: string,
): SourceMemory {
  const secret = records.hash('source-memory', plain)
  // cast: only this function writes the record
  const stored = records.get('source-memory', id) as Remembered | null
  let value = stored?.secret === secret ? stored.value : null
  return {
    get value() {
      return value
    },
    async remember(next) {
      const before = value
      value = next
      try {
        await audit(journal, {
          what: 'source-learned',
          by: null,
          more: { source: id },
          records: [records.put('source-memory', id, { secret, value: next })],
        })
      } catch (error) {
        // What did not become durable is learned again by the next message.
        if (value === next) value = before
        throw error
      }
    },
  }
}
