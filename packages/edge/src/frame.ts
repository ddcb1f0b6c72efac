// One frame between hub and edge: a signature, a dot, and the text that it signs. What was signed is what was sent, byte
// for byte: nobody has to write JSON twice in the same way.
import { type Instant, instant } from '@portico/plugin-api'
import { isCount, isNumber, isObject, isOneOf, isText } from './checks.ts'

/** Signature over bytes, base64url. */
export type Sign = (bytes: Uint8Array) => string
/** Whether the signature of these bytes is that of the pinned key. Never throws. */
export type Verify = (bytes: Uint8Array, signature: string) => boolean

export interface FrameHead {
  /** The edge of one door: a frame for another one is none. */
  readonly edge: string
  /** `down`: hub to edge. A frame that is sent back to its author is none. */
  readonly way: 'down' | 'up'
  /** Start count of the hub; going up, the newest one that the edge has heard. */
  readonly epoch: number
  /** Rises with every frame of its author within one epoch. */
  readonly n: number
  /** When its author sent it. */
  readonly sent: Instant
}

export interface OpenFrame {
  readonly head: FrameHead
  readonly body: unknown
}

/** Longest frame, characters: it fits a message of the plugin's pipe with its quotes escaped. */
export const FRAME_CHARS_MAX = 40_000

/** So that a signature over a frame can never be one over something else. */
const DOMAIN = 'portico-edge-v1\n'
const encoder = new TextEncoder()
const bytesOf = (text: string): Uint8Array => encoder.encode(DOMAIN + text)

/** @throws RangeError over `FRAME_CHARS_MAX` */
export function sealFrame({ edge, way, epoch, n, sent }: FrameHead, body: unknown, sign: Sign): string {
  const text = JSON.stringify({ v: 1, edge, way, epoch, n, sent, body })
  const wire = `${sign(bytesOf(text))}.${text}`
  if (wire.length > FRAME_CHARS_MAX)
    throw new RangeError(`frame of ${wire.length} characters is over its limit`)
  return wire
}

const isFrame = isObject({
  v: isOneOf(1),
  edge: isText(64),
  way: isOneOf('down', 'up'),
  epoch: isCount,
  n: isCount,
  sent: isNumber,
  body: () => true,
})

/** `unsigned`: no signature of the pinned key. `unreadable`: signed, and yet no frame. */
export function openFrame(wire: string, verify: Verify): OpenFrame | 'unsigned' | 'unreadable' {
  const dot = wire.indexOf('.')
  if (dot < 0 || wire.length > FRAME_CHARS_MAX) return 'unsigned'
  const text = wire.slice(dot + 1)
  if (!verify(bytesOf(text), wire.slice(0, dot))) return 'unsigned'
  const frame = parsed(text)
  if (!isFrame(frame)) return 'unreadable'
  // cast: every field was looked at
  const { edge, way, epoch, n, sent, body } = frame as FrameHead & { readonly body: unknown }
  return { head: { edge, way, epoch, n, sent: instant(sent) }, body }
}

function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return value
  } catch {
    return null
  }
}
