// A hub and an edge with their keys, and whoever sits on the wire between them.
import { type EdgeReport, type Instant, instant, op } from '@portico/plugin-api'
import { EdgeLink, HubLink, type HubWord, type KeptByEdge, keyPair, verifierOf } from '../src/index.ts'

const seed = (byte: number): Uint8Array => new Uint8Array(32).fill(byte)
export const hubKeys = keyPair(seed(1))
export const edgeKeys = keyPair(seed(2))
/** Whoever sits on the wire has a key too, and nobody pinned it. */
export const strangerKeys = keyPair(seed(3))

export const EDGE = 'front-edge'
export const OP = op('s_1#0')
export const NOW = instant(1_000_000)
export const at = (ms: number): Instant => instant(NOW + ms)

export const hubLink = (epoch = 7): HubLink =>
  new HubLink({ edge: EDGE, epoch, sign: hubKeys.sign, verify: verifierOf(edgeKeys.publicKey) })

export const edgeLink = (kept: KeptByEdge = { epoch: 0, life: 1 }): EdgeLink =>
  new EdgeLink({ edge: EDGE, sign: edgeKeys.sign, verify: verifierOf(hubKeys.publicKey), kept })

/** An edge that has heard this hub, and has been heard by it. */
export function greeted(
  hub = hubLink(),
  edge = edgeLink(),
): { readonly hub: HubLink; readonly edge: EdgeLink } {
  edge.hear(hub.say({ type: 'hello' }, NOW), NOW)
  for (const frame of edge.say({ type: 'alive', at: NOW }, NOW)) hub.hear(frame, NOW)
  return { hub, edge }
}

export const arm: HubWord = {
  type: 'arm',
  order: { op: OP, epoch: 7, withinMs: 210_000, silenceActMs: 12_000, silenceAlarmMs: 14_000 },
}
export const beat = (seq: number): HubWord => ({ type: 'heartbeat', beat: { epoch: 7, sent: NOW, seq } })
export const armed: EdgeReport = { type: 'deadman', report: { op: OP, what: 'armed' } }
