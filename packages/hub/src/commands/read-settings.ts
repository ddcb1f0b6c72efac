// The settings that a command line names, checked; its warnings are for the person.
import type { Carrier, TrackingClient } from '@portico/plugin-api'
import { type SettingsVerdict, checkSettings } from '../config/check-settings.ts'
import { readSettingsText } from '../config/settings-text.ts'
import { didYouMean } from '../config/nearest-name.ts'
import { type HomeOptions, usage } from './options.ts'

export async function shippedCarriers(): Promise<readonly Carrier[]> {
  const { carriers } = await import('@portico/plugin-carriers')
  return carriers
}

export async function shippedClients(): Promise<readonly TrackingClient[]> {
  const { clients } = await import('@portico/plugin-carriers')
  return clients
}

/** @throws HubError `HUB_COMMAND_USAGE` when none has this name */
export async function shippedCarrier(source: string): Promise<Carrier> {
  const carriers = await shippedCarriers()
  const carrier = carriers.find(({ id }) => id === source)
  if (carrier) return carrier
  const names = carriers.map(({ id }) => id)
  throw usage(`no source "${source}"${didYouMean(source, names)}`)
}

/** @throws HubError `HUB_SETTINGS_FILE` */
export async function readSettings({ config, overrides }: HomeOptions): Promise<SettingsVerdict> {
  const carriers = await shippedCarriers()
  return await checkSettings(readSettingsText(config), { carriers: carriers.map(({ id }) => id), overrides })
}
