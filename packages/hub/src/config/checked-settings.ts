// The settings file after every check, as the rest of the hub reads it.
import type { DoorId, DoorSettings, FallbackRung, GeoPosition, Policy } from '@portico/core'
import type { DeviceKind } from '@portico/plugin-api'
import type { FilmCamera, SoundRule, ViewSetup } from '@portico/ports'
import type { DoorKind } from '@portico/runtime'
import type { CheckedBridge } from '../bridges/bridges.ts'
import type { FilmTerms } from '../film/film-terms.ts'

export interface CheckedDoor {
  readonly id: DoorId
  readonly name: string
  readonly kind: DoorKind
  /** Where a parcel may go when nobody is let in, best first. */
  readonly fallback: readonly FallbackRung[]
  /** null (both): a porch. */
  readonly lock: string | null
  readonly contact: string | null
  readonly edge: string | null
  readonly bell: string | null
  readonly cameras: readonly FilmCamera[]
  readonly settings: DoorSettings
}

export interface CheckedDevice {
  readonly id: string
  readonly kind: DeviceKind
  readonly options: Readonly<Record<string, unknown>>
}

/** All devices of one plugin: they share one process. */
export interface CheckedPlugin {
  readonly name: string
  /** What is imported in the plugin's process: a package name or an absolute path. */
  readonly module: string
  readonly kind: 'virtual' | 'real'
  readonly devices: readonly CheckedDevice[]
}

/** A mailbox that is read for notices of deliveries; its password stands in no settings. */
export interface CheckedMailbox {
  readonly id: string
  readonly host: string
  /** Null: the usual one. */
  readonly port: number | null
  readonly security: 'tls' | 'starttls' | 'plain'
  readonly username: string
  readonly folder: string
  /** Names by which the receiving server writes `Authentication-Results`. */
  readonly receivers: readonly string[]
  /** Of the household, besides the user name. */
  readonly addresses: readonly string[]
  /** Senders whose mails may lead to the owner's being asked; the others reach the porch at most. */
  readonly askFor: readonly string[]
  /** Null: an app password. */
  readonly oauth: { readonly tokenUrl: string; readonly clientId: string } | null
  /** Name servers that are asked for the keys of senders; null: the system's. */
  readonly dns: readonly string[] | null
}

export interface Listener {
  readonly host: string
  /** 0: the system chooses. */
  readonly port: number
}

/** A STUN or TURN server that helps a viewer from outside to meet the house. */
export interface IceServer {
  readonly urls: readonly string[]
  /** Null: it wants none. */
  readonly username: string | null
  readonly credential: string | null
}

/** The settings file after every check, frozen. */
export interface CheckedSettings {
  readonly homeName: string
  /** Null: nobody said where the home is. */
  readonly position: GeoPosition | null
  readonly timeZone: string
  readonly house: Listener
  /** The house answers HTTPS too, and to other machines nothing that matters without it. */
  readonly https: boolean
  readonly street: Listener | null
  /** Origin without a path; null: couriers come by the address they used. */
  readonly publicUrl: string | null
  readonly hosts: readonly string[]
  /** Hosts of a private network that webhooks may be sent to. */
  readonly webhookHosts: readonly string[]
  /** Servers that help viewers from outside; their secret stands in no settings. */
  readonly ice: readonly Omit<IceServer, 'credential'>[]
  readonly doors: readonly CheckedDoor[]
  /** By the id of a camera, where anything is drawn in its view. */
  readonly views: Readonly<Record<string, ViewSetup>>
  /** What may be done with what each camera hears; `off` where nothing is said. */
  readonly sounds: Readonly<Record<string, SoundRule>>
  readonly plugins: readonly CheckedPlugin[]
  /** Ids of the sources that are on. */
  readonly sources: readonly string[]
  readonly mailboxes: readonly CheckedMailbox[]
  readonly bridges: readonly CheckedBridge[]
  readonly policy: Policy
  /** Days for which films are kept. */
  readonly film: FilmTerms
  /** A home is virtual or real as a whole. */
  readonly virtual: boolean
}
