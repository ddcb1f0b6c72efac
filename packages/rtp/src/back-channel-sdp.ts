// The part of a session description through which a camera is spoken to (ONVIF Streaming Specification section 5.3): an
// audio section that the client sends.
import { resolveControl } from './sdp.ts'

export type BackChannelCodec = 'PCMU' | 'PCMA'

export interface BackChannelDescription {
  readonly codec: BackChannelCodec
  readonly payloadType: number
  /** URL to set up, resolved. */
  readonly control: string
}

/** Asked for in each request; a camera that does not know it answers 551 (RFC 2326 section 12.32). */
export const BACK_CHANNEL = 'www.onvif.org/ver20/backchannel'

/** Payload types that need no `rtpmap` (RFC 3551 section 6). */
const fixed: Readonly<Record<string, BackChannelCodec>> = { 0: 'PCMU', 8: 'PCMA' }

function codecOf(section: string, payload: string): BackChannelCodec | null {
  const mapped = new RegExp(`^a=rtpmap:${payload}\\s+(PCMU|PCMA)/8000(?:/1)?\\s*$`, 'im').exec(section)?.[1]
  if (mapped === undefined)
    return new RegExp(`^a=rtpmap:${payload}\\s`, 'm').test(section) ? null : (fixed[payload] ?? null)
  return mapped.toUpperCase() === 'PCMU' ? 'PCMU' : 'PCMA'
}

/** Null: the camera offers none, or none that speaks G.711. µ-law is taken before A-law. */
export function parseBackChannel(sdp: string, base: string): BackChannelDescription | null {
  const [session = '', ...media] = sdp.replaceAll('\r\n', '\n').split(/\n(?=m=)/)
  const root = resolveControl(/^a=control:(.+)$/m.exec(session)?.[1]?.trim(), base)
  const offers = media.flatMap((section): BackChannelDescription[] => {
    const formats = /^m=audio \d+ RTP\/AVPF? ([\d ]+)/.exec(section)?.[1]
    // `sendonly` is said from the side of the client: it sends.
    if (formats === undefined || !/^a=sendonly\s*$/m.test(section)) return []
    const control = resolveControl(/^a=control:(.+)$/m.exec(section)?.[1]?.trim(), root)
    return formats
      .trim()
      .split(/\s+/)
      .flatMap((payload) => {
        const codec = codecOf(section, payload)
        return codec === null ? [] : [{ codec, payloadType: Number(payload), control }]
      })
  })
  return offers.find(({ codec }) => codec === 'PCMU') ?? offers[0] ?? null
}

/** As a camera writes it; `track` is its control. */
export const writeBackChannel = (track: string): string =>
  ['m=audio 0 RTP/AVP 0', 'a=rtpmap:0 PCMU/8000', 'a=sendonly', `a=control:${track}`, ''].join('\r\n')
