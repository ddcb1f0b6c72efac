// Starts the process of one plugin, with the passwords of its own devices and nobody else's (threats G19).
import { fileURLToPath } from 'node:url'
import type { DeviceEntry } from '@portico/plugin-api'
import type { Clock } from '@portico/ports'
import type { Logger } from 'pino'
import { deviceSecret } from '../config/device-secrets.ts'
import type { Environment } from '../config/environment.ts'
import type { CheckedPlugin } from '../config/checked-settings.ts'
import type { HouseDevices } from '../plugins/house-devices.ts'
import { PluginChild, type PluginEvents } from '../plugins/plugin-child.ts'
import { type PluginRights, conditionFlags, permissionFlags } from '../plugins/plugin-permissions.ts'
import { type Places, pluginFolder } from './open-home.ts'

/** The script of a plugin's process, beside this file as source or built. */
const hostMain = fileURLToPath(
  new URL(`../plugins/host-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

export interface ProcessOrder {
  readonly places: Places
  readonly clock: Clock
  readonly log: Logger
  readonly environment: Environment
  readonly plugin: CheckedPlugin
  /** Public key of the hub, for its edges. */
  readonly hubKey: string
  readonly events: PluginEvents
  readonly rights: PluginRights
}

export interface PluginOrder extends Omit<ProcessOrder, 'events' | 'rights'> {
  readonly devices: HouseDevices
}

/** @throws HubError as `startProcess` does */
export function startPlugin({ devices, ...order }: PluginOrder): PluginChild {
  const { plugin } = order
  const rights = plugin.kind === 'virtual' ? 'processes' : 'none'
  const child = startProcess({ ...order, events: devices.eventsFor(plugin), rights })
  devices.attach(plugin, child)
  return child
}

/** @throws HubError as `deviceSecret` and `permissionFlags` do */
export function startProcess(order: ProcessOrder): PluginChild {
  const { places, clock, log, environment, plugin, hubKey, events, rights } = order
  const { module, name } = plugin
  const withSecret = (device: DeviceEntry): DeviceEntry => {
    const secret = deviceSecret({ keys: places.keys, environment: environment.value }, device.id)
    return secret === null ? device : { ...device, secret }
  }
  return new PluginChild({
    plugin: { ...plugin, devices: plugin.devices.map(withSecret) },
    hubKey,
    storage: pluginFolder(places, name),
    mainPath: hostMain,
    execArgv: (storage) => [
      ...conditionFlags(),
      ...permissionFlags({ module, storage, secret: [places.data, places.keys], rights }),
    ],
    clock,
    log: log.child({ plugin: name }),
    events,
  })
}
