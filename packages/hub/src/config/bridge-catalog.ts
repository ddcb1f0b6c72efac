// The bridges that come with Portico, and how one from elsewhere is found. Only data is read here: a bridge runs in a
// process of its own.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type BridgeName, type FaceKind, faceKinds } from '@portico/protocol'

export interface BridgeEntry {
  readonly name: BridgeName
  readonly kind: FaceKind
  /** What is imported in the bridge's process: a package name or an absolute path. */
  readonly module: string
  /** Its options, as JSON Schema. */
  readonly configSchema: object
  /** Options that are paths of files, relative to the settings file. */
  readonly files: readonly string[]
  /** It brings a program by npm and runs it. */
  readonly runsNpm: boolean
}

interface ShippedBridge {
  readonly module: string
  readonly runsNpm?: boolean
  readonly files?: readonly string[]
  readonly config: () => Promise<{ readonly configSchema: object }>
}

export const bridgeKinds: Readonly<Record<BridgeName, FaceKind>> = {
  homekit: 'homekit',
  matter: 'matter',
  mqtt: 'mqtt',
  alexa: 'voice',
}

/** A row for each: its package, and the part of it that is data. */
const shipped: Readonly<Partial<Record<BridgeName, ShippedBridge>>> = {
  homekit: {
    module: '@portico/plugin-homekit-managed',
    config: () => import('@portico/plugin-homekit-managed/config'),
    runsNpm: true,
  },
  mqtt: {
    module: '@portico/plugin-bridge-mqtt',
    config: () => import('@portico/plugin-bridge-mqtt/config'),
    files: ['ca'],
  },
  matter: {
    module: '@portico/plugin-bridge-matter',
    config: () => import('@portico/plugin-bridge-matter/config'),
  },
  alexa: {
    module: '@portico/plugin-voice-alexa',
    config: () => import('@portico/plugin-voice-alexa/config'),
  },
}

/** Largest `config.json` of a bridge from elsewhere, bytes. */
const CONFIG_BYTES_MAX = 64 * 1024
const scriptNames = ['bridge.js', 'bridge.mjs', 'bridge.ts'] as const

/** The bridge of that name, or in words why there is none. `plugin`: the path of another than the shipped one. */
export async function findBridge(
  name: BridgeName,
  plugin: string | null,
  folder: string,
): Promise<BridgeEntry | string> {
  if (plugin !== null) return readForeign(name, plugin, resolve(folder, plugin))
  const known = shipped[name]
  if (!known) return `no bridge "${name}" comes with this Portico`
  const { configSchema } = await known.config()
  const { module, files = [], runsNpm = false } = known
  return { name, kind: bridgeKinds[name], module, configSchema, files, runsNpm }
}

/** Its folder holds `bridge.js` (or `.mjs`, `.ts`) and `config.json`: `{ "kind": "mqtt", "configSchema": {…} }`. */
function readForeign(name: BridgeName, plugin: string, folder: string): BridgeEntry | string {
  const script = scriptNames.find((each) => existsSync(join(folder, each)))
  if (script === undefined)
    return `no bridge at "${plugin}": its folder must hold one of ${scriptNames.join(', ')}`
  const config = readConfig(join(folder, 'config.json'))
  if (typeof config === 'string') return `bridge at "${plugin}": ${config}`
  if (config.kind !== bridgeKinds[name])
    return `bridge at "${plugin}" is one of kind ${config.kind}, not ${bridgeKinds[name]}`
  return { name, module: join(folder, script), files: [], runsNpm: false, ...config }
}

function readConfig(path: string): Pick<BridgeEntry, 'kind' | 'configSchema'> | string {
  let value: unknown
  try {
    if (statSync(path).size > CONFIG_BYTES_MAX) return `config.json is larger than ${CONFIG_BYTES_MAX} bytes`
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return 'config.json is missing or no JSON'
  }
  if (!isRecord(value)) return 'config.json must hold an object'
  const kind = faceKinds.find((known) => known === value.kind)
  if (kind === undefined) return `config.json must say "kind": one of ${faceKinds.join(', ')}`
  const { configSchema } = value
  if (!isRecord(configSchema)) return 'config.json must give a "configSchema"'
  return { kind, configSchema }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
