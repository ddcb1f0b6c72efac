// Where a camera that gives single pictures may stand. When they were taken nobody knows: it is no eye of a delivery
// (threats G6, decisions 8).
import type { PluginEntry } from './plugin-catalog.ts'
import type { SchemaFault } from './schema-faults.ts'
import type { Draft } from './settings-draft.ts'

export function stillFaults(
  { doors, devices }: Draft,
  plugins: ReadonlyMap<string, PluginEntry>,
): readonly SchemaFault[] {
  const isStill = (id: string | null): boolean => {
    const plugin = devices.find((device) => device.id === id)?.plugin ?? null
    return plugin !== null && plugins.get(plugin)?.stillsOnly === true
  }
  return doors.flatMap(({ kind, cameras }, door) =>
    kind === 'porch'
      ? []
      : cameras.flatMap(({ id }, at) =>
          isStill(id)
            ? [
                {
                  path: ['doors', door, 'cameras', at, 'id'],
                  message: `"${id}" gives single pictures of unknown age: it can neither film a visit nor be looked through when a courier asks; take a camera with a stream, or put it at a door of "kind: porch"`,
                },
              ]
            : [],
        ),
  )
}
