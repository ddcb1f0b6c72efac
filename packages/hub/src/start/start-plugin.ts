// Starts the process of one plugin, with the passwords of its own devices and nobody else's (threats G19).
import { fileURLToPath } from 'node:url'
import type { DeviceEntry } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import type { Logger } from 'pino'
import { deviceSecret } from '../config/device-secrets.ts'
import type { Environment } from '../config/environment.ts'
import type { CheckedPlugin } from '../hub.ts'
import type { HouseDevices } from '../plugins/house-devices.ts'
import { PluginChild } from '../plugins/plugin-child.ts'
import { conditionFlags, permissionFlags } from '../plugins/plugin-permissions.ts'
import { type Places, pluginFolder } from './open-home.ts'

/** The script of a plugin's process, beside this file as source or built. */
const hostMain = fileURLToPath(
  new URL(`../plugins/host-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

export interface PluginOrder {
  readonly places: Places
  readonly clock: Clock
  readonly log: Logger
  readonly environment: Environment
  readonly plugin: CheckedPlugin
  readonly devices: HouseDevices
  /** Public key of the hub, for its edges. */
  readonly hubKey: string
}

/** @throws HubError as `deviceSecret` and `permissionFlags` do */
export function startPlugin(order: PluginOrder): PluginChild {
  const { places, clock, log, environment, plugin, devices, hubKey } = order
  const { module, kind, name } = plugin
  const withSecret = (device: DeviceEntry): DeviceEntry => {
    const secret = deviceSecret({ keys: places.keys, environment: environment.value }, device.id)
    return secret === null ? device : { ...device, secret }
  }
  const child = new PluginChild({
    plugin: { ...plugin, devices: plugin.devices.map(withSecret) },
    hubKey,
    storage: pluginFolder(places, name),
    mainPath: hostMain,
    execArgv: (storage) => [
      ...conditionFlags(),
      ...permissionFlags({
        module,
        storage,
        secret: [places.data, places.keys],
        spawns: kind === 'virtual',
      }),
    ],
    clock,
    log: log.child({ plugin: name }),
    events: devices.eventsFor(plugin),
  })
  devices.attach(plugin, child)
  return child
}
