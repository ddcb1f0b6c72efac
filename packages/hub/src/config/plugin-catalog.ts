// The device plugins that come with Portico, and how one from elsewhere is found. Only data is read here: a driver runs
// in a process of its own, and no code of a stranger runs in the hub.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { didYouMean } from './nearest-name.ts'

export type PluginKind = 'virtual' | 'real'

export interface PluginEntry {
  readonly name: string
  /** What is imported in the plugin's process: a package name or an absolute path. */
  readonly module: string
  readonly kind: PluginKind
  /** The options of each kind of device it has, as JSON Schema. */
  readonly configSchema: Readonly<Record<string, object>>
  /** Kinds of devices that have a password. */
  readonly secretKinds: readonly string[]
  /** Its cameras give single pictures of unknown age: they can be no eye of a delivery. */
  readonly stillsOnly: boolean
}

/** What the data-only part of a plugin says; what is left out is none. */
type PluginConfig = Pick<PluginEntry, 'configSchema'> &
  Partial<Pick<PluginEntry, 'secretKinds' | 'stillsOnly'>>

interface ShippedPlugin {
  readonly kind: PluginKind
  readonly module: string
  readonly config: () => Promise<PluginConfig>
}

const shipped: Readonly<Record<string, ShippedPlugin>> = {
  onvif: {
    kind: 'real',
    module: '@portico/plugin-onvif',
    config: () => import('@portico/plugin-onvif/config'),
  },
  'snapshot-camera': {
    kind: 'real',
    module: '@portico/plugin-snapshot-camera',
    config: () => import('@portico/plugin-snapshot-camera/config'),
  },
  'virtual-home': {
    kind: 'virtual',
    module: '@portico/plugin-virtual-home',
    config: () => import('@portico/plugin-virtual-home/config'),
  },
}

/** Largest `config.json` of a plugin from elsewhere, bytes. */
const CONFIG_BYTES_MAX = 64 * 1024
const scriptNames = ['plugin.js', 'plugin.mjs', 'plugin.ts'] as const

/** A plugin from elsewhere is named by the path of its folder. */
const isPath = (name: string): boolean => /^\.{0,2}\//.test(name)

/** The plugin of that name, or in words why there is none. */
export async function findPlugin(name: string, folder: string): Promise<PluginEntry | string> {
  if (isPath(name)) return readForeign(name, resolve(folder, name))
  const known = Object.hasOwn(shipped, name) ? shipped[name] : undefined
  if (!known) return `no plugin "${name}"${didYouMean(name, Object.keys(shipped))}`
  const { configSchema, secretKinds = [], stillsOnly = false } = await known.config()
  return { name, module: known.module, kind: known.kind, configSchema, secretKinds, stillsOnly }
}

/**
 * Its folder holds `plugin.js` (or `.mjs`, `.ts`) and `config.json`: `{ "kind": "real", "configSchema": {…} }`, and
 * `"secretKinds": ["camera"]` where a kind of its devices has a password.
 */
function readForeign(name: string, folder: string): PluginEntry | string {
  const script = scriptNames.find((each) => existsSync(join(folder, each)))
  if (script === undefined)
    return `no plugin at "${name}": its folder must hold one of ${scriptNames.join(', ')}`
  const config = readConfig(join(folder, 'config.json'))
  if (typeof config === 'string') return `plugin at "${name}": ${config}`
  return { name, module: join(folder, script), ...config }
}

function readConfig(path: string): Omit<PluginEntry, 'name' | 'module'> | string {
  let value: unknown
  try {
    if (statSync(path).size > CONFIG_BYTES_MAX) return `config.json is larger than ${CONFIG_BYTES_MAX} bytes`
    value = JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return 'config.json is missing or no JSON'
  }
  if (!isRecord(value)) return 'config.json must hold an object'
  const { kind, configSchema, secretKinds = [] } = value
  if (kind !== 'virtual' && kind !== 'real') return 'config.json must say "kind": "real" or "virtual"'
  if (!isRecord(configSchema) || !Object.values(configSchema).every(isRecord))
    return 'config.json must give a "configSchema" for each kind of device'
  if (!isTexts(secretKinds)) return 'config.json must give "secretKinds" as a list of kinds of devices'
  // cast: each value was just looked at
  return {
    kind,
    configSchema: configSchema as Readonly<Record<string, object>>,
    secretKinds,
    stillsOnly: false,
  }
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((each) => typeof each === 'string')

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
