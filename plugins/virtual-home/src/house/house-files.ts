// The files of a house in the plugin's folder: where it can be found, and what it keeps. For the owner's eyes only.
import { createHash } from 'node:crypto'
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { StreamSource, DeviceEntry } from '@portico/plugin-api'
import type { KeptState } from './kept-state.ts'

/** What a running house tells about itself. */
export interface HouseFile {
  readonly v: 1
  /** For people; the plugin believes the socket, since a pid may be somebody else's by now. */
  readonly pid: number
  /** Boot id of the machine: a house of an earlier boot is gone, whatever its pid says. */
  readonly boot: string
  readonly socket: string
  /** New at each start; the first frame on the socket carries it. */
  readonly secret: string
  /** SHA-256 of the devices it was started with. */
  readonly settings: string
  /** Where each camera can be watched, with password and signing key. */
  readonly cameras: Readonly<Record<string, StreamSource>>
  /** Public key of each edge. */
  readonly edges: Readonly<Record<string, string>>
}

export const housePath = (storage: string): string => join(storage, 'house.json')
export const devicesPath = (storage: string): string => join(storage, 'devices.json')
export const keptPath = (storage: string): string => join(storage, 'state.json')
export const logPath = (storage: string): string => join(storage, 'house.log')

export const settingsHash = (devices: readonly DeviceEntry[]): string =>
  createHash('sha256').update(JSON.stringify(devices)).digest('hex')

/** Whole or not at all: written beside, then renamed. */
export function writePrivate(path: string, value: unknown): void {
  const beside = `${path}.${process.pid}.new`
  writeFileSync(beside, JSON.stringify(value), { mode: 0o600 })
  renameSync(beside, path)
}

/** undefined when there is none, or when it is no JSON: nobody ever depends on such a file. */
export function readJson(path: string): unknown {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return value
  } catch {
    return undefined
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** null when there is none, or none of this version. */
export function readHouseFile(storage: string): HouseFile | null {
  const value = readJson(housePath(storage))
  if (!isRecord(value) || value.v !== 1) return null
  const { pid, boot, socket, secret, settings, cameras, edges } = value
  const texts = [boot, socket, secret, settings].every((text) => typeof text === 'string')
  if (!texts || typeof pid !== 'number' || !isRecord(cameras) || !isRecord(edges)) return null
  // cast: the fields were looked at; the house itself wrote the sources
  return value as unknown as HouseFile
}

/** What the plugin wrote before it started the house; throws when that is missing. */
export function readDevices(storage: string): readonly DeviceEntry[] {
  const value = readJson(devicesPath(storage))
  if (!Array.isArray(value)) throw new TypeError(`${devicesPath(storage)} holds no devices`)
  // cast: the plugin wrote it a moment ago, and `readSettings` looks at each option
  return value as DeviceEntry[]
}

/** `{}` when nothing was kept. */
export function readKept(storage: string): KeptState {
  const value = readJson(keptPath(storage))
  // cast: each door is read field by field where it is used
  return isRecord(value) ? (value as KeptState) : {}
}
