// The platform's block in Homebridge's config.json, read with suspicion: people write it by hand.
import type { PlatformConfig } from 'homebridge'

export interface PorticoConfig {
  /** Origin of the hub. */
  readonly url: string
  /** How the owner page names this face. */
  readonly name: string
  /** Eight digits of the owner page; null: none is given. */
  readonly code: string | null
}

const NAME_LENGTH_MAX = 64

/** Words on what is wrong with it, or the settings. */
export function readConfig(config: PlatformConfig): PorticoConfig | string {
  const { url, name, code } = config
  const origin = typeof url === 'string' ? originOf(url.trim()) : null
  if (origin === null) return 'url: the address of the hub is needed, for instance http://192.168.1.20:8080'
  const digits =
    typeof code === 'string' || typeof code === 'number' ? String(code).replaceAll(/[\s-]/g, '') : ''
  if (digits !== '' && !/^[0-9]{8}$/.test(digits)) return 'code: the eight digits that the owner page shows'
  const named = typeof name === 'string' && name.trim() !== '' ? name.trim() : 'Homebridge'
  return { url: origin, name: named.slice(0, NAME_LENGTH_MAX), code: digits === '' ? null : digits }
}

function originOf(text: string): string | null {
  if (!URL.canParse(text)) return null
  const { protocol, origin, username } = new URL(text)
  return (protocol === 'http:' || protocol === 'https:') && username === '' ? origin : null
}
