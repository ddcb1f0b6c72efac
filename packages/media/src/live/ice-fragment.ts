// What a viewer tells of where it can be met: candidates, in its offer or later as a fragment of SDP (RFC 8840 4.4).
import { isIP } from 'node:net'

export interface IceFragment {
  /** User name of the ICE session that it belongs to; null: it does not say. */
  readonly ufrag: string | null
  /** As SDP has them, without `a=`. */
  readonly candidates: readonly string[]
}

/** Candidates of one fragment; a machine with many addresses has twenty. */
const CANDIDATES_MAX = 64
const LINE_MAX = 512

/** Null: it is none. */
export function readIceFragment(text: string): IceFragment | null {
  const lines = text.split(/\r\n|\n/).filter((line) => line !== '')
  if (lines.some((line) => !/^[am]=/.test(line) || line.length > LINE_MAX)) return null
  const candidates = lines.flatMap((line) => (line.startsWith('a=candidate:') ? [line.slice(2)] : []))
  if (candidates.length > CANDIDATES_MAX) return null
  const ufrag = lines.find((line) => line.startsWith('a=ice-ufrag:'))?.slice('a=ice-ufrag:'.length) ?? null
  if (ufrag === null && candidates.length === 0 && !lines.includes('a=end-of-candidates')) return null
  return { ufrag, candidates }
}

/** The user name in an offer or answer. */
export const ufragOf = (sdp: string): string | null => /^a=ice-ufrag:(\S+)/m.exec(sdp)?.[1] ?? null

/**
 * UDP at an address of one machine (RFC 8839 section 5.1), for pictures and reports together (RFC 5761). Names, the `.local` ones of browsers among them, are left
 * out: the viewer knocks from there anyway, and nobody is asked for names on behalf of a viewer.
 */
export function isUsable(candidate: string): boolean {
  const found = /^candidate:\S+ 1 udp \d+ (?<address>\S+) (?<port>\d{1,5}) typ \S/i.exec(candidate)
  const { address = '', port = '' } = found?.groups ?? {}
  return Number(port) > 0 && Number(port) < 65_536 && isOneMachine(address)
}

/** No group, no broadcast, no "here" (RFC 6890). */
function isOneMachine(address: string): boolean {
  if (isIP(address) === 6) return !/^(?:ff|::$)/i.test(address)
  return isIP(address) === 4 && !/^(?:0\.|22[4-9]\.|23\d\.|24\d\.|25[0-5]\.)/.test(address)
}
