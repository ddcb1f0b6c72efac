// Session descriptions (RFC 8866) as far as a camera's picture and sound need them.
import type { KeyRequest } from './rtcp.ts'
import { type SoundDescription, parseSound } from './sdp-sound.ts'
import type { SoundFormat } from './sound.ts'
import { type VideoCodec, nalGrammar } from './video-codec.ts'

export interface VideoDescription {
  readonly codec: VideoCodec
  readonly payloadType: number
  /** URL to set up, resolved. */
  readonly control: string
  /** Parameter sets told in the description (RFC 6184 section 8.1, RFC 7798 section 7.1); may be empty. */
  readonly parameterSets: readonly Uint8Array[]
  /** How a key picture can be asked for; null: not at all. */
  readonly keyRequest: KeyRequest | null
}

export interface CameraDescription {
  /** URL to play and to end the whole session. */
  readonly control: string
  /** The first H.264 or H.265 video; null when there is none. */
  readonly video: VideoDescription | null
  /** The first sound that can be read; null when there is none. */
  readonly sound: SoundDescription | null
}

/** Sections that are read; cameras have at most five. */
const SECTIONS_MAX = 16
const SETS_MAX = 16

/** Reads a description; `base` is the URL that controls relate to. */
export function parseSdp(sdp: string, base: string): CameraDescription {
  const [session = '', ...media] = sdp.replaceAll('\r\n', '\n').split(/\n(?=m=)/)
  const root = resolveControl(controlOf(session), base)
  let video: VideoDescription | null = null
  let sound: SoundDescription | null = null
  for (const section of media.slice(0, SECTIONS_MAX)) {
    const control = resolveControl(controlOf(section), root)
    if (section.startsWith('m=video ')) video ??= parseVideo(section, control)
    else if (section.startsWith('m=audio ')) sound ??= parseSound(section, control)
  }
  return { control: root, video, sound }
}

const controlOf = (section: string): string | undefined => /^a=control:(.+)$/m.exec(section)?.[1]?.trim()

const CODECS: Readonly<Record<string, VideoCodec>> = { H264: 'h264', H265: 'h265', HEVC: 'h265' }
const SETS = /(?:sprop-parameter-sets|sprop-vps|sprop-sps|sprop-pps)\s*=\s*([^;\s]+)/g

function parseVideo(section: string, control: string): VideoDescription | null {
  const map = /^a=rtpmap:(\d{1,3})\s+(H264|H265|HEVC)\/90000\s*$/im.exec(section)
  const codec = CODECS[map?.[2]?.toUpperCase() ?? '']
  if (!map || !codec) return null
  const payload = map[1] ?? ''
  const fmtp = new RegExp(`^a=fmtp:${payload}\\s+(.+)$`, 'm').exec(section)?.[1] ?? ''
  // An order of decoding that is not that of sending needs fields in each payload that are not read here.
  if (Number(/sprop-max-don-diff\s*=\s*(\d+)/.exec(fmtp)?.[1] ?? 0) > 0) return null
  const sets = [...fmtp.matchAll(SETS)].flatMap(([, value = '']) => value.split(','))
  return {
    codec,
    payloadType: Number(payload),
    control,
    parameterSets: sets
      .slice(0, SETS_MAX)
      .map((text) => new Uint8Array(Buffer.from(text, 'base64')))
      .filter((nal) => nalGrammar[codec].roleOf(nal) === 'parameters'),
    keyRequest: keyRequestOf(section, payload),
  }
}

/** RFC 4585 section 4.2; `*` stands for every payload. */
function keyRequestOf(section: string, payload: string): KeyRequest | null {
  const offers = [...section.matchAll(/^a=rtcp-fb:(\d{1,3}|\*)\s+(.+?)\s*$/gm)]
    .filter(([, to]) => to === '*' || to === payload)
    .map(([, , what]) => what)
  if (offers.includes('nack pli')) return 'pli'
  return offers.includes('ccm fir') ? 'fir' : null
}

/** RFC 2326 C.1.1: absolute, `*` for the base itself, or relative; cameras mean "put behind", not RFC 3986. */
export function resolveControl(control: string | undefined, base: string): string {
  if (control === undefined || control === '' || control === '*') return base
  if (/^rtsp:\/\//i.test(control)) return control
  return `${base.replace(/\/$/, '')}/${control.replace(/^\//, '')}`
}

export interface DescribedStream {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
  readonly payloadType: number
  readonly sound?: { readonly format: SoundFormat; readonly payloadType: number } | null
}

export function writeSdp({ sps, pps, payloadType, sound = null }: DescribedStream): string {
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
    ...(sound ? soundSection(sound.format, sound.payloadType) : []),
    '',
  ].join('\r\n')
}

const NAMES: Readonly<Record<SoundFormat['codec'], string>> = {
  pcmu: 'PCMU',
  pcma: 'PCMA',
  opus: 'opus',
  aac: 'mpeg4-generic',
}

function soundSection({ codec, rate, channels, config }: SoundFormat, payloadType: number): string[] {
  const aac = `streamtype=5;profile-level-id=1;mode=AAC-hbr;sizelength=13;indexlength=3;indexdeltalength=3;config=`
  return [
    `m=audio 0 RTP/AVP ${payloadType}`,
    `a=rtpmap:${payloadType} ${NAMES[codec]}/${rate}${channels === 1 ? '' : `/${channels}`}`,
    ...(codec === 'aac' ? [`a=fmtp:${payloadType} ${aac}${Buffer.from(config).toString('hex')}`] : []),
    'a=control:audio',
  ]
}
