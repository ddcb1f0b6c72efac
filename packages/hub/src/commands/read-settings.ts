// The settings that a command line names, checked; its warnings are for the person.
import type { Carrier } from '@portico/plugin-api'
import { type SettingsVerdict, checkSettings } from '../config/check-settings.ts'
import { readSettingsText } from '../config/settings-text.ts'
import type { HomeOptions } from './options.ts'

export async function shippedCarriers(): Promise<readonly Carrier[]> {
  const { carriers } = await import('@portico/plugin-carriers')
  return carriers
}

/** @throws HubError `HUB_SETTINGS_FILE` */
export async function readSettings({ config, overrides }: HomeOptions): Promise<SettingsVerdict> {
  const carriers = await shippedCarriers()
  return await checkSettings(readSettingsText(config), { carriers: carriers.map(({ id }) => id), overrides })
}
