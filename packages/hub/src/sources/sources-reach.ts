// Every way by which news of parcels reach this home besides being pushed: services that are asked, webhooks entered at
// them, keys fetched, handshakes answered. A simulated home asks nobody.
import type { Carrier, CarrierHandshake, TrackingClient } from '@portico/plugin-api'
import type { Deliveries, HomeRuntime } from '@portico/runtime'
import { carrierOriginName } from '../config/environment.ts'
import { hubError } from '../errors.ts'
import type { Source } from '../people/source.ts'
import type { ParcelFacts } from './ask-plan.ts'
import { SubscriptionConfirmer } from './confirm-subscription.ts'
import { VendorKeys } from './fetch-keys.ts'
import { SourceDiary } from './source-diary.ts'
import { SourceReach } from './source-reach.ts'
import type { LineParts } from './vendor-line.ts'

export interface SourcesReachOrder extends LineParts {
  readonly sources: ReadonlyMap<string, Source>
  /** All that Portico reads, on or off. */
  readonly carriers: readonly Carrier[]
  readonly clients: readonly TrackingClient[]
  readonly environment: (name: string) => string | undefined
  readonly deliveries: Pick<Deliveries, 'parcels' | 'report'>
  readonly follow: HomeRuntime['follow']
  readonly isVirtual: boolean
  readonly publicUrl: string | null
}

export class SourcesReach implements AsyncDisposable {
  readonly diary: SourceDiary
  readonly #order: SourcesReachOrder
  readonly #parts = new AsyncDisposableStack()
  readonly #reaches = new Map<string, SourceReach>()
  readonly #keys = new Map<string, VendorKeys>()
  readonly #confirmers = new Map<string, SubscriptionConfirmer>()

  /** @throws HubError `HUB_ENVIRONMENT_INVALID` */
  constructor(order: SourcesReachOrder) {
    this.#order = order
    this.diary = this.#parts.use(new SourceDiary(order))
    for (const source of order.sources.values()) this.#open(source)
    this.#parts.use(
      order.follow((lines) => {
        if (lines.some(({ type, data }) => type === 'ParcelObserved' && data['claim'] === 'household'))
          this.#nudge()
      }),
    )
    this.#nudge()
  }

  get carriers(): readonly Carrier[] {
    return this.#order.carriers
  }
  get publicUrl(): string | null {
    return this.#order.publicUrl
  }
  reachOf(source: string): SourceReach | null {
    return this.#reaches.get(source) ?? null
  }
  confirmerOf(source: string): SubscriptionConfirmer | null {
    return this.#confirmers.get(source) ?? null
  }
  clientOf(source: string): TrackingClient | null {
    return this.#order.clients.find((client) => client.source === source) ?? null
  }

  /** A push was believed; resolves once what it asks of us is durable. */
  async took(source: string, isUnderstood: boolean, handshake: CarrierHandshake | null): Promise<void> {
    this.diary.took(source, isUnderstood)
    if (handshake) await this.#confirmers.get(source)?.take(handshake)
  }
  /** A push was not believed. */
  refused(source: string): void {
    this.diary.refused(source)
    this.#keys.get(source)?.wish()
  }

  /** The key or secret of a source has changed. */
  async changed(source: string): Promise<void> {
    this.#confirmers.get(source)?.nudge()
    await this.#reaches.get(source)?.anew()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#parts.disposeAsync()
  }

  #nudge(): void {
    for (const reach of this.#reaches.values()) reach.nudge()
  }

  #open(source: Source): void {
    const order = this.#order
    const { id, keySet, confirms } = source.carrier
    const client = this.clientOf(id)
    const clientOrigin = client && this.#originOf(id, client.origin)
    if (client && clientOrigin !== null) {
      const parcels = (): readonly ParcelFacts[] => this.#parcelsFor(id)
      const publicUrl = this.#hookUrl(clientOrigin !== client.origin)
      const onRefused = (): void => this.#nudge()
      const reach = new SourceReach({
        ...order,
        source,
        client,
        origin: clientOrigin,
        parcels,
        publicUrl,
        onRefused,
      })
      this.#reaches.set(id, this.#parts.use(reach))
    }
    const keysOrigin = keySet && source.from !== 'environment' ? this.#originOf(id, keySet.origin) : null
    if (keySet && keysOrigin !== null) {
      const keys = new VendorKeys({ ...order, source, origin: keysOrigin, path: keySet.path })
      this.#keys.set(id, this.#parts.use(keys))
    }
    const confirmOrigin = confirms ? this.#originOf(id, confirms.origin) : null
    if (confirms && confirmOrigin !== null) {
      const confirmer = new SubscriptionConfirmer({ ...order, source, confirms, origin: confirmOrigin })
      this.#confirmers.set(id, this.#parts.use(confirmer))
    }
  }

  /** No service outside can call this machine by its own name. */
  #hookUrl(isStoodIn: boolean): string | null {
    const { publicUrl } = this.#order
    return publicUrl?.startsWith('https:') === true || isStoodIn ? publicUrl : null
  }

  /** Null: nobody is asked. */
  #originOf(id: string, usual: string): string | null {
    const name = carrierOriginName(id)
    const given = this.#order.environment(name)
    if (given === undefined || given === '') return this.#order.isVirtual ? null : usual
    const url = URL.parse(given)
    if (url?.protocol !== 'http:' || !['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname))
      throw hubError('HUB_ENVIRONMENT_INVALID', `${name} must be http:// to this machine itself`)
    return url.origin
  }

  /**
   * Each parcel is asked about at one service: the first in the order of the settings that answers and would follow it.
   * Those that only push are told of all.
   */
  #parcelsFor(id: string): readonly ParcelFacts[] {
    const before = [...this.#reaches]
      .slice(0, [...this.#reaches.keys()].indexOf(id))
      .map(([, reach]) => reach)
    const asked = before.filter(
      ({ client, line }) => client.ask !== undefined && line.hasKey && line.state.key !== 'refused',
    )
    const { parcels } = this.#order.deliveries
    if (asked.length === 0 || this.#reaches.get(id)?.client.ask === undefined) return parcels
    const turns = asked.map((reach) => reach.turns)
    return parcels.filter((parcel) => turns.every((each) => each.get(parcel.id)?.following === 'refused'))
  }
}
