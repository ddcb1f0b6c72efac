// The sources of news with all their ways: what is pushed here, and what the hub asks for.
import type { Deliveries, HomeRuntime } from '@portico/runtime'
import type { CheckedSettings } from '../config/checked-settings.ts'
import { loadSources } from '../people/sources.ts'
import type { Source } from '../people/source.ts'
import { SourceDesk } from '../sources/source-desk.ts'
import { SourcesReach, type SourcesReachOrder } from '../sources/sources-reach.ts'

export interface OpenReachOrder extends Pick<
  SourcesReachOrder,
  'carriers' | 'clients' | 'environment' | 'records' | 'journal' | 'clock' | 'chance' | 'log'
> {
  readonly settings: Pick<CheckedSettings, 'sources' | 'publicUrl' | 'street' | 'virtual'>
  readonly runtime: Pick<HomeRuntime, 'follow'> & {
    readonly deliveries: Pick<Deliveries, 'parcels' | 'report'>
  }
}

export interface OpenReach {
  readonly sources: ReadonlyMap<string, Source>
  readonly reach: SourcesReach
  readonly sourceDesk: SourceDesk
}

/** Bytes by which this start of the hub is told from every other one. */
const HERE_BYTES = 16

/** @throws HubError `HUB_HOOK_SOURCE`, `HUB_ENVIRONMENT_INVALID` */
export async function openReach(order: OpenReachOrder): Promise<OpenReach> {
  const { settings, runtime, chance, clock } = order
  const sources = await loadSources({ ...order, on: settings.sources })
  const reach = new SourcesReach({
    ...order,
    sources,
    deliveries: runtime.deliveries,
    follow: (follower) => runtime.follow(follower),
    isVirtual: settings.virtual,
    publicUrl: settings.street === null ? null : settings.publicUrl,
  })
  const here = Buffer.from(chance.bytes(HERE_BYTES)).toString('base64url')
  return { sources, reach, sourceDesk: new SourceDesk({ sources, reach, chance, clock, here }) }
}
