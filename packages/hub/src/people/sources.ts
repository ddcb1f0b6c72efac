// Sources of delivery notices with their secrets: from the environment, or made once and kept sealed.
import type { Chance, HubError } from '@portico/ports'
import type { Carrier } from '@portico/plugin-api'
import type { HomeRuntime } from '@portico/runtime'
import { hookSecretName } from '../config/environment.ts'
import { httpError } from '../http/http-errors.ts'
import type { Source } from '../hub.ts'
import { audit } from './audit.ts'
import { newSecret } from './secret.ts'

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
  const { carriers, on, environment } = order
  const sources = new Map<string, Source>()
  for (const id of on) {
    const carrier = carriers.find((each) => each.id === id)
    if (!carrier) throw unknownSource(id, carriers)
    const given = environment(hookSecretName(id))
    if (given !== undefined && given.trim() !== '')
      sources.set(id, { carrier, secret: given, from: 'environment' })
    else sources.set(id, { carrier, secret: await ownSecret(order, id), from: 'generated' })
  }
  return sources
}

function unknownSource(id: string, carriers: readonly Carrier[]): HubError {
  const known = carriers.map((carrier) => carrier.id).join(', ')
  return httpError('HUB_HOOK_SOURCE', `carriers: ${id} is none that Portico reads (${known})`)
}

async function ownSecret({ records, journal, chance }: SourcesOrder, id: string): Promise<string> {
  // cast: only this function writes the record
  const stored = records.get('source-secret', id) as { readonly secret: string } | null
  if (stored) return stored.secret
  const secret = newSecret(chance)
  await audit(journal, {
    what: 'source-secret-made',
    by: null,
    more: { source: id },
    records: [records.put('source-secret', id, { secret })],
  })
  return secret
}
