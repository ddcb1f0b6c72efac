// What Homebridge loads: registers the platform.
import type { API } from 'homebridge'
import { PorticoPlatform } from './platform.ts'
import { PLATFORM, PLUGIN } from './version.ts'

export default function register(api: API): void {
  api.registerPlatform(PLUGIN, PLATFORM, PorticoPlatform)
}
