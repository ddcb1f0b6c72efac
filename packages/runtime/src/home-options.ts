// What a home is opened with: its doors, its disk, its clock and keys, and whom it tells.
import type { HomeId, GeoPosition, Policy } from '@portico/core'
import type { ChainSigner, HomeKey } from '@portico/evidence/seal'
import type { Announcer, CameraEngine, Chance, Clock, Journal } from '@portico/ports'
import type { DoorSetup } from './door-host.ts'
import type { HomeJournalParts } from './home-journal.ts'
import type { RuntimeLog } from './runtime-log.ts'

export interface HomeRuntimeOptions {
  readonly home: HomeId
  readonly epoch: number
  /** `sim` in a virtual home. */
  readonly writer: 'hub' | 'sim'
  /** IANA name. */
  readonly timeZone: string
  /** Where the home is; absent: nobody said. */
  readonly position?: GeoPosition
  readonly policy: Policy
  /** Couriers come by plain HTTP: whatever the rules say, the owner is asked each time (decisions 24). */
  readonly asksAlways?: boolean
  /** Days for which film of a visit is kept: couriers are told, and each visit keeps its own. */
  readonly filmDays?: number
  /** The first door takes deliveries. */
  readonly doors: readonly DoorSetup[]
  /** Whether a camera looks for what is set down in its view; none does when absent. */
  readonly looksForParcels?: (camera: string) => boolean
  readonly journal: Journal
  readonly key: HomeKey
  readonly clock: Clock
  readonly chance: Chance
  readonly log: RuntimeLog
  readonly engine: CameraEngine
  readonly announcer: Announcer
  /** See `HomeJournalParts`. */
  readonly seal?: HomeJournalParts['seal']
  readonly signer?: ChainSigner
  /** Takes over from `signer` before anything else is written. */
  readonly nextSigner?: ChainSigner
}
