// What must hold between devices and plugins: the plugin exists, has that kind of device, takes these options, and the
// home is virtual or real as a whole (threats T15).
import { type PluginEntry, findPlugin } from './plugin-catalog.ts'
import { type SchemaFault, schemaFaults } from './schema-faults.ts'
import type { DraftDevice } from './settings-draft.ts'

export interface PluginCheck {
  readonly faults: readonly SchemaFault[]
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
  return { faults: [...faults, ...mixedFaults(devices, plugins)], plugins }
}

function deviceFaults(
  { id, plugin, kind, options }: DraftDevice,
  found: ReadonlyMap<string, PluginEntry | string>,
): readonly SchemaFault[] {
  const entry = plugin === null ? undefined : found.get(plugin)
  if (entry === undefined) return []
  const path = ['devices', id]
  if (typeof entry === 'string') return [{ path: [...path, 'plugin'], message: entry }]
  if (kind === null) return []
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

function optionFaults(schema: object, options: unknown, { name }: PluginEntry): readonly SchemaFault[] {
  try {
    return schemaFaults(schema, options)
  } catch {
    return [{ path: [], message: `plugin "${name}" gives a schema that is none: ask its author` }]
  }
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
