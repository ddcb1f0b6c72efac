// A simulated home in which couriers come in by PIN: what its settings say, and a carrier that names windows.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { type HubOptions, calmHome } from './hub-process.ts'

const settings = calmHome
  .replace('  name: Home', '  timeZone: Europe/Berlin')
  .replace('mode: owner', 'mode: pin')

const windowed = pathToFileURL(join(import.meta.dirname, 'windowed-carrier.ts')).href

export const byPin: HubOptions = { settings, env: { NODE_OPTIONS: `--import=${windowed}` } }
