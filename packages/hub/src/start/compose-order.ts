// What a hub is made from: its places, its settings and what it may ask of the system.
import type { Carrier, TrackingClient } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import type { Logger } from 'pino'
import type { Environment } from '../config/environment.ts'
import type { CheckedSettings } from '../config/checked-settings.ts'
import type { Places } from './open-home.ts'

export interface ComposeOrder {
  readonly places: Places
  readonly settings: CheckedSettings
  readonly carriers: readonly Carrier[]
  /** Services that can be asked. */
  readonly clients: readonly TrackingClient[]
  readonly environment: Environment
  readonly clock: Clock
  readonly log: Logger
}
