// Session descriptions (RFC 8866) as far as a camera's video needs them.
import { NAL_PPS, NAL_SPS, nalType } from './nal.ts'

export interface VideoDescription {
  readonly payloadType: number
  /** URL to set up, resolved. */
  readonly control: string
  /** Parameter sets told in the description (`sprop-parameter-sets`, RFC 6184 section 8.1); may be empty. */
  readonly parameterSets: readonly Uint8Array[]
}

/** The first H.264 video of a description; null when there is none. `base` is the URL that controls relate to. */
export function parseSdp(sdp: string, base: string): VideoDescription | null {
  const [session = '', ...media] = sdp.replaceAll('\r\n', '\n').split(/\n(?=m=)/)
  const sessionControl = /^a=control:(.+)$/m.exec(session)?.[1]?.trim()
  const root = resolveControl(sessionControl, base)
  for (const section of media) {
    if (!section.startsWith('m=video ')) continue
    const payload = /^a=rtpmap:(\d{1,3})\s+H264\/90000\s*$/im.exec(section)?.[1]
    if (payload === undefined) continue
    const fmtp = new RegExp(`^a=fmtp:${payload}\\s+(.+)$`, 'm').exec(section)?.[1] ?? ''
    const sprop = /sprop-parameter-sets\s*=\s*([^;\s]+)/.exec(fmtp)?.[1] ?? ''
    return {
      payloadType: Number(payload),
      control: resolveControl(/^a=control:(.+)$/m.exec(section)?.[1]?.trim(), root),
      parameterSets: sprop
        .split(',')
        .map((text) => new Uint8Array(Buffer.from(text, 'base64')))
        .filter((nal) => nalType(nal) === NAL_SPS || nalType(nal) === NAL_PPS),
    }
  }
  return null
}

/** RFC 2326 C.1.1: absolute, `*` for the base itself, or relative; cameras mean "put behind", not RFC 3986. */
function resolveControl(control: string | undefined, base: string): string {
  if (control === undefined || control === '' || control === '*') return base
  if (/^rtsp:\/\//i.test(control)) return control
  return `${base.replace(/\/$/, '')}/${control.replace(/^\//, '')}`
}

export interface DescribedStream {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  readonly payloadType: number
}

export function writeSdp({ sps, pps, payloadType }: DescribedStream): string {
  const profile = Buffer.from(sps.subarray(1, 4)).toString('hex').toUpperCase()
  const sprop = [sps, pps].map((nal) => Buffer.from(nal).toString('base64')).join(',')
  return [
    'v=0',
    'o=- 0 0 IN IP4 127.0.0.1',
    's=camera',
    'c=IN IP4 0.0.0.0',
    't=0 0',
    'a=control:*',
    `m=video 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} H264/90000`,
    `a=fmtp:${payloadType} packetization-mode=1;profile-level-id=${profile};sprop-parameter-sets=${sprop}`,
    'a=control:video',
    '',
  ].join('\r\n')
}
