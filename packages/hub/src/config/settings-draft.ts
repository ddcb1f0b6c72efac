// A loose reading of the settings, so that faults between their parts are found even while some part is itself at fault.
import type { DeviceKind } from '@portico/plugin-api'
import type { DraftIceServer } from './ice-checks.ts'

type Loose = Readonly<Record<string, unknown>>

export interface DraftCamera {
  readonly id: string | null
  readonly view: string | null
  readonly witness: boolean
  readonly proof: string | null
  /** As written; undefined: not drawn. */
  readonly leaf: unknown
  readonly drop: unknown
  readonly masks: readonly unknown[]
}

/** Which devices a door names, by the key that names them. */
export const doorRoles = ['lock', 'contact', 'edge', 'bell'] as const
export type DoorRole = (typeof doorRoles)[number]

export interface DraftDoor {
  readonly id: string | null
  readonly kind: string | null
  /** Null: not said. */
  readonly fallback: readonly string[] | null
  readonly devices: Readonly<Partial<Record<DoorRole, string>>>
  /** Whatever stands at these keys, good or not. */
  readonly named: Readonly<Partial<Record<DoorRole, unknown>>>
  readonly cameras: readonly DraftCamera[]
  readonly thirdWitness: string | null
}

const deviceKinds: readonly DeviceKind[] = ['lock', 'contact', 'edge', 'bell', 'camera']

export interface DraftDevice {
  readonly id: string
  readonly plugin: string | null
  readonly kind: DeviceKind | null
  /** null: something that cannot be options. */
  readonly options: Loose | null
}

export interface DraftNetwork {
  readonly houseHost: string | null
  readonly housePort: number | null
  /** Null: not said. */
  readonly houseHttps: boolean | null
  /** null: off. */
  readonly street: { readonly host: string | null; readonly port: number | null } | null
  readonly publicUrl: string | null
  readonly ice: readonly DraftIceServer[]
}

export interface Draft {
  readonly timeZone: string | null
  readonly network: DraftNetwork
  readonly doors: readonly DraftDoor[]
  readonly devices: readonly DraftDevice[]
  readonly carriers: readonly string[]
}

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const mapOf = (value: unknown): Loose => (isLoose(value) ? value : {})
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null)

export function draftOf(value: unknown): Draft {
  const { home, network, doors, devices, carriers } = mapOf(value)
  return {
    timeZone: textOf(mapOf(home).timeZone),
    network: networkOf(mapOf(network)),
    doors: listOf(doors).map((door) => doorOf(mapOf(door))),
    devices: Object.entries(mapOf(devices)).map(([id, device]) => deviceOf(id, mapOf(device))),
    carriers: Object.keys(mapOf(carriers)),
  }
}

function networkOf({ house, street, publicUrl, ice }: Loose): DraftNetwork {
  const { host, port, https } = mapOf(house)
  return {
    houseHost: textOf(host),
    housePort: numberOf(port),
    houseHttps: typeof https === 'boolean' ? https : null,
    street: isLoose(street) ? { host: textOf(street.host), port: numberOf(street.port) } : null,
    publicUrl: textOf(publicUrl),
    ice: listOf(mapOf(ice).servers).map((server) => {
      const { urls, username } = mapOf(server)
      return { urls: listOf(urls).map((url) => textOf(url) ?? ''), username: textOf(username) }
    }),
  }
}

function doorOf(door: Loose): DraftDoor {
  const named = doorRoles.flatMap((role) => {
    const device = textOf(door[role])
    return device === null ? [] : [[role, device] as const]
  })
  return {
    id: textOf(door.id),
    kind: textOf(door.kind),
    thirdWitness: textOf(door.thirdWitness),
    fallback: Array.isArray(door.fallback)
      ? listOf(door.fallback).flatMap((each) => textOf(each) ?? [])
      : null,
    devices: Object.fromEntries(named),
    named: Object.fromEntries(doorRoles.map((role) => [role, door[role]])),
    cameras: listOf(door.cameras).map((camera) => {
      const { id, view, witness, proof, leaf, drop, masks } = mapOf(camera)
      const drawn = { proof: textOf(proof), leaf, drop, masks: listOf(masks) }
      return { id: textOf(id), view: textOf(view), witness: witness === true, ...drawn }
    }),
  }
}

function deviceOf(id: string, { plugin, kind, options }: Loose): DraftDevice {
  return {
    id,
    plugin: textOf(plugin),
    kind: deviceKinds.find((known) => known === kind) ?? null,
    options: options === undefined ? {} : isLoose(options) ? options : null,
  }
}
