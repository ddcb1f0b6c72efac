// What the page of faces says: of each kind, of what a face may, and of how a bridge stands.
import type { BridgeStatus, FaceKind, FaceRight, FaceView } from '@portico/protocol'
import { hubNow, spanWords } from '../live/hub-clock.ts'

const kindWords: Readonly<Record<FaceKind, string>> = {
  homekit: 'Apple Home',
  matter: 'Matter',
  mqtt: 'MQTT',
  voice: 'Voice',
}

export function originWords({ kind, peer, bridge }: FaceView): string {
  if (bridge !== null) return 'A bridge of this hub'
  return peer === null ? `A program, as ${kindWords[kind]}` : `Controller by ${kindWords[kind]}`
}

/** In the order in which they are shown: what opens a door comes last. */
export const rightWords: readonly (readonly [right: FaceRight, name: string, words: string])[] = [
  ['see', 'Sees the doors', 'Doors, alarms and visits, without a name or number.'],
  ['camera', 'Shows pictures', 'Stills, live pictures and sound, and speaks at the door.'],
  ['lock', 'May lock', 'In the middle of a visit this ends the visit.'],
  ['refuse', 'May refuse a courier', 'Says no to a visit, or ends one.'],
  ['approve', 'May let a courier in', 'Says yes to a visit, as you do here.'],
  ['open', 'May open by hand', 'Only with a PIN of this home, each time.'],
  ['codes', 'May make PINs', 'Makes and ends the PINs by which a door is opened.'],
]

/** Those by which a door is opened, sooner or later: to give one takes the hub's console. */
export const loosening: ReadonlySet<FaceRight> = new Set(['approve', 'open', 'codes'])

const stateWords: Readonly<Record<BridgeStatus['state'], string>> = {
  installing: 'Is being installed',
  starting: 'Starts',
  running: 'Runs',
  waiting: 'Waits',
  failed: 'Does not run',
}

export const bridgeWords = ({ state }: BridgeStatus): string => stateWords[state]

export function seenWords({ isLive, lastSeen }: FaceView): string {
  if (isLive) return 'Connected now'
  return lastSeen === null ? 'Not heard yet' : `Last heard ${spanWords(hubNow() - lastSeen)} ago`
}

/** "Sees the doors, shows pictures, may lock" */
export function rightsWords({ rights }: FaceView): string {
  const names = rightWords.filter(([right]) => rights.includes(right)).map(([, name]) => name)
  if (names.length === 0) return 'May nothing'
  return names.map((name, at) => (at === 0 ? name : name.charAt(0).toLowerCase() + name.slice(1))).join(', ')
}

/** Eight digits in two groups: `1234 5678`. */
export const grouped = (code: string): string => `${code.slice(0, 4)} ${code.slice(4)}`
