// What must hold between devices and plugins: the plugin exists, has that kind of device, takes these options, and the
// home is virtual or real as a whole (threats T15).
import { isAbsolute } from 'node:path'
import { type PluginEntry, findPlugin } from './plugin-catalog.ts'
import { type SchemaFault, foreignFaults, schemaFaults } from './schema-faults.ts'
import type { DraftDevice } from './settings-draft.ts'

/** Ids and options of all devices of one plugin, bytes of JSON. */
const DEVICES_BYTES_MAX = 32 * 1024

export interface PluginCheck {
  readonly faults: readonly SchemaFault[]
  readonly warnings: readonly SchemaFault[]
  /** By the name in the settings. */
  readonly plugins: ReadonlyMap<string, PluginEntry>
}

export async function checkPlugins(devices: readonly DraftDevice[], folder: string): Promise<PluginCheck> {
  const names = [...new Set(devices.flatMap(({ plugin }) => plugin ?? []))]
  const found = new Map(
    await Promise.all(names.map(async (name) => [name, await findPlugin(name, folder)] as const)),
  )
  const faults = devices.flatMap((device) => deviceFaults(device, found))
  const plugins = new Map(
    [...found].flatMap(([name, entry]) => (typeof entry === 'string' ? [] : [[name, entry] as const])),
  )
  return {
    faults: [...faults, ...sizeFaults(devices, plugins), ...mixedFaults(devices, plugins)],
    warnings: openWarnings(devices, plugins),
    plugins,
  }
}

function deviceFaults(
  { id, plugin, kind, options }: DraftDevice,
  found: ReadonlyMap<string, PluginEntry | string>,
): readonly SchemaFault[] {
  const entry = plugin === null ? undefined : found.get(plugin)
  if (entry === undefined) return []
  const path = ['devices', id]
  if (typeof entry === 'string') return [{ path: [...path, 'plugin'], message: entry }]
  // What has no such form at all is told by the schema of the file.
  if (kind === null || options === null) return []
  const schema = Object.hasOwn(entry.configSchema, kind) ? entry.configSchema[kind] : undefined
  if (!schema) {
    const kinds = Object.keys(entry.configSchema).join(', ')
    return [{ path: [...path, 'kind'], message: `plugin "${plugin}" has no ${kind}; it has ${kinds}` }]
  }
  return optionFaults(schema, options, entry).map((fault) => ({
    path: [...path, 'options', ...fault.path],
    message: fault.message,
  }))
}

function optionFaults(
  schema: object,
  options: unknown,
  { name, module }: PluginEntry,
): readonly SchemaFault[] {
  if (!isAbsolute(module)) return schemaFaults(schema, options)
  try {
    return foreignFaults(schema, options)
  } catch {
    return [{ path: [], message: `plugin "${name}" gives a schema that is none: ask its author` }]
  }
}

/** What anybody in the network may look at, anybody there may stand in for (threats G6). */
function openWarnings(
  devices: readonly DraftDevice[],
  plugins: ReadonlyMap<string, PluginEntry>,
): readonly SchemaFault[] {
  return devices
    .filter(({ plugin, kind, options }) => {
      const takesUser = plugin !== null && kind !== null && plugins.get(plugin)?.secretKinds.includes(kind)
      return takesUser === true && options !== null && options.username === undefined
    })
    .map(({ id }) => ({
      path: ['devices', id],
      message:
        'without a user name: whoever is in your network can look at it and stand in for it; make it a user, and name it here',
    }))
}

/** All devices of a plugin are told to its process in one message. */
function sizeFaults(
  devices: readonly DraftDevice[],
  plugins: ReadonlyMap<string, PluginEntry>,
): readonly SchemaFault[] {
  return [...plugins.keys()].flatMap((name) => {
    const own = devices.filter(({ plugin }) => plugin === name)
    const bytes = own.map(({ id, options }) => Buffer.byteLength(JSON.stringify({ id, options })))
    if (bytes.reduce((sum, each) => sum + each, 0) <= DEVICES_BYTES_MAX) return []
    const largest = own[bytes.indexOf(Math.max(...bytes))]?.id ?? ''
    const message = `all devices of plugin "${name}" are larger than ${DEVICES_BYTES_MAX / 1024} kB together: make their options shorter`
    return [{ path: ['devices', largest], message }]
  })
}

function mixedFaults(
  devices: readonly DraftDevice[],
  plugins: ReadonlyMap<string, PluginEntry>,
): readonly SchemaFault[] {
  const kindOf = ({ plugin }: DraftDevice): string | undefined =>
    plugin === null ? undefined : plugins.get(plugin)?.kind
  const virtual = devices.find((device) => kindOf(device) === 'virtual')
  if (!virtual) return []
  return devices
    .filter((device) => kindOf(device) === 'real')
    .map(({ id }) => ({
      path: ['devices', id, 'plugin'],
      message: `"${id}" is real and "${virtual.id}" is virtual: a home is one or the other as a whole, replace one of them`,
    }))
}
