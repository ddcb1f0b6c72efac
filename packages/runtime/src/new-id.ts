// Generated ids: a letter for the kind, an underscore and a UUID of version 7 (RFC 9562 §5.7), so that they sort by time.
import type { WallTime } from '@portico/core'
import type { Chance } from '@portico/ports'

export function newId(
  kind: 'a' | 's' | 'p' | 'e' | 'f' | 'n' | 'k' | 'h' | 'u' | 'd' | 'r' | 'v',
  wall: WallTime,
  chance: Chance,
): string {
  const bytes = Buffer.alloc(16)
  bytes.writeUIntBE(Math.floor(wall), 0, 6)
  bytes.set(chance.bytes(10), 6)
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f)
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)]
  return `${kind}_${parts.join('-')}`
}
