// The devices of a house with every option filled in. The hub has checked the settings already; this looks again,
// because the house is a process of its own.
import type { DeviceEntry, DeviceKind } from '@portico/plugin-api'
import { configSchema } from '../config.ts'
import { virtualError } from '../errors.ts'

export interface LockSettings {
  readonly kind: 'lock'
  readonly id: string
  readonly door: string
  readonly travelMs: number
  readonly reportLagMs: number
  readonly autoRelockMs: number | null
  readonly sensesLeaf: boolean
  readonly keypad: boolean
  readonly outsideHandle: 'lever' | 'knob'
}

export interface ContactSettings {
  readonly kind: 'contact'
  readonly id: string
  readonly door: string
  readonly reportLagMs: number
}

export interface PlainSettings {
  readonly kind: 'edge' | 'bell'
  readonly id: string
  readonly door: string
}

export interface CameraSettings {
  readonly kind: 'camera'
  readonly id: string
  readonly door: string
  readonly view: 'outside' | 'inside'
  readonly width: 320 | 640 | 960 | 1280
  readonly framesPerSecond: number
  readonly signed: boolean
  readonly hears: boolean
}

export type DeviceSettings = LockSettings | ContactSettings | PlainSettings | CameraSettings

/** Devices of one house at most. */
export const DEVICES_MAX = 64

/** As much of JSON Schema as `config.ts` uses. */
interface Rule {
  readonly type: string | readonly string[]
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly pattern?: string
}

const typeOf = (value: unknown): string =>
  value === null ? 'null' : Number.isInteger(value) ? 'integer' : typeof value

function fits(value: unknown, rule: Rule): boolean {
  if (![rule.type].flat().includes(typeOf(value))) return false
  if (rule.enum && !rule.enum.includes(value)) return false
  if (typeof value === 'string') return !rule.pattern || new RegExp(rule.pattern).test(value)
  if (typeof value !== 'number') return true
  return value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity)
}

/** Every option of its kind, given or by default. */
function fillOptions(entry: DeviceEntry): Record<string, unknown> {
  if (entry.kind === 'mailbox') throw virtualError('HUB_VIRTUAL_OPTION', 'a simulated house has no mailbox')
  const rules: Readonly<Record<string, Rule>> = configSchema[entry.kind].properties
  const unknown = Object.keys(entry.options).find((name) => !(name in rules))
  if (unknown !== undefined)
    throw virtualError('HUB_VIRTUAL_OPTION', `${entry.kind} ${entry.id}: no option ${unknown}`)
  return Object.fromEntries(
    Object.entries(rules).map(([name, rule]) => {
      const value = entry.options[name] ?? rule.default
      if (fits(value, rule)) return [name, value]
      throw virtualError(
        'HUB_VIRTUAL_OPTION',
        `${entry.kind} ${entry.id}: ${name} is missing or out of range`,
      )
    }),
  )
}

/** Throws `HUB_VIRTUAL_OPTION`. A door has at most one lock, one edge and one bell. */
export function readSettings(entries: readonly DeviceEntry[]): DeviceSettings[] {
  if (entries.length > DEVICES_MAX)
    throw virtualError('HUB_VIRTUAL_OPTION', `more than ${DEVICES_MAX} devices in one house`)
  const devices = entries.map((entry) => {
    const device = { ...fillOptions(entry), kind: entry.kind, id: entry.id }
    // cast: `fillOptions` has held each value to the schema that these types mirror
    return device as DeviceSettings
  })
  const single: readonly DeviceKind[] = ['lock', 'edge', 'bell']
  for (const kind of single) {
    const doors = devices.filter((device) => device.kind === kind).map((device) => device.door)
    const twice = doors.find((door, i) => doors.indexOf(door) !== i)
    if (twice !== undefined)
      throw virtualError('HUB_VIRTUAL_OPTION', `door ${twice} has more than one ${kind}`)
  }
  return devices
}
