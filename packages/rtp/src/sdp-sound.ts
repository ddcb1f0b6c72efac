// The sound of a session description, as far as cameras send it.
import type { AacFields } from './sound-payload.ts'
import type { SoundCodec, SoundFormat } from './sound.ts'

export interface SoundDescription {
  readonly format: SoundFormat
  readonly payloadType: number
  /** URL to set up, resolved. */
  readonly control: string
  readonly aac: AacFields
}

/** RFC 3551 table 4: these two need no `rtpmap`. */
const FIXED: Readonly<Record<number, string>> = { 0: 'PCMU/8000', 8: 'PCMA/8000' }
const CODECS: Readonly<Record<string, SoundCodec>> = {
  PCMU: 'pcmu',
  PCMA: 'pcma',
  OPUS: 'opus',
  'MPEG4-GENERIC': 'aac',
}
const RATE_MIN = 7_350
const RATE_MAX = 96_000
const NO_AAC: AacFields = { size: 13, index: 3, indexDelta: 3, frameSamples: 1024 }

/**
 * The first payload of a media section that can be read here; null when there is none, or when it is the camera's ear
 * and not its voice (`a=sendonly` of ONVIF's back-channel is from our side).
 */
export function parseSound(section: string, control: string): SoundDescription | null {
  const payloads = /^m=audio \S+ \S+ ([\d ]+)/.exec(section)?.[1]?.trim().split(/ +/) ?? []
  if (/^a=sendonly\s*$/m.test(section)) return null
  for (const text of payloads.slice(0, 16)) {
    const payloadType = Number(text)
    const map =
      new RegExp(`^a=rtpmap:${payloadType}\\s+(\\S+)`, 'm').exec(section)?.[1] ?? FIXED[payloadType] ?? ''
    const [name = '', rateText = '', channelText = '1'] = map.split('/')
    const codec = CODECS[name.toUpperCase()]
    const [rate, channels] = [Number(rateText), Number(channelText)]
    if (!codec || !(rate >= RATE_MIN && rate <= RATE_MAX) || (channels !== 1 && channels !== 2)) continue
    const fmtp = parameters(new RegExp(`^a=fmtp:${payloadType}\\s+(.+)$`, 'm').exec(section)?.[1] ?? '')
    const aac = codec === 'aac' ? readAac(fmtp) : NO_AAC
    const config =
      codec === 'aac' ? Uint8Array.from(Buffer.from(fmtp.get('config') ?? '', 'hex')) : new Uint8Array(0)
    if (!aac || (codec === 'aac' && (config.length < 2 || config.length > 64))) continue
    return { format: { codec, rate, channels, config }, payloadType, control, aac }
  }
  return null
}

function parameters(fmtp: string): ReadonlyMap<string, string> {
  return new Map(
    fmtp.split(';').map((one) => {
      const [name = '', ...value] = one.split('=')
      return [name.trim().toLowerCase(), value.join('=').trim()] as const
    }),
  )
}

/** Null: fields that this depacketizer does not read. */
function readAac(fmtp: ReadonlyMap<string, string>): AacFields | null {
  const number = (name: string, other: number): number => Number(fmtp.get(name) ?? other)
  const fields = {
    size: number('sizelength', 13),
    index: number('indexlength', 3),
    indexDelta: number('indexdeltalength', 3),
    frameSamples: number('constantduration', 1024),
  }
  const plain = ['ctsdeltalength', 'dtsdeltalength', 'auxiliarydatasizelength', 'streamstateindication']
  const sane = [fields.size, fields.index, fields.indexDelta].every((bits) => bits >= 0 && bits <= 16)
  const wanted = sane && fields.size > 0 && fields.frameSamples >= 120 && fields.frameSamples <= 4096
  return wanted && plain.every((name) => number(name, 0) === 0) ? fields : null
}
