// A viewer's offer: which of the ways in which it can take H.264 fits the camera, and the offer with that one alone, so
// that nothing else can be agreed on. RFC 8866, RFC 6184 section 8, RFC 9429.

export interface ReadOffer {
  /** What is given to the WebRTC library. */
  readonly sdp: string
  readonly payloadType: number
}

/** `profile_idc`, constraint flags and `level_idc` of the camera's pictures, as they stand in its SPS. */
export type ProfileBytes = readonly [profile: number, constraints: number, level: number]

export type OfferVerdict =
  | ({ readonly type: 'fits' } & ReadOffer)
  /** It cannot be read, or is none of a viewer. */
  | { readonly type: 'malformed'; readonly why: string }
  /** It has no way of taking these pictures. */
  | { readonly type: 'unfit' }

/** Lines of an offer; those of browsers have about a hundred. */
const LINES_MAX = 2_000

/** Wider profiles after narrower ones: whoever can decode a later one can decode those before it. */
const profiles = ['baseline', 'main', 'high', 'high-444'] as const
type Profile = (typeof profiles)[number]

/** RFC 6184 table 5, as far as cameras go: flexible ordering of Baseline is used by none. */
function profileOf(profile: number): Profile | null {
  if (profile === 66) return 'baseline'
  if (profile === 77 || profile === 88) return 'main'
  if (profile === 100) return 'high'
  // Many a browser names this one alone where it means that it can do High.
  return profile === 244 ? 'high-444' : null
}

interface Way {
  readonly payloadType: number
  readonly fmtp: string
  readonly profile: Profile
  /** `profile-level-id` without the level. */
  readonly profileBytes: string
  readonly anyLevel: boolean
}

export function readOffer(offer: string, camera: ProfileBytes): OfferVerdict {
  const lines = offer.split(/\r\n|\n/)
  if (lines[0] !== 'v=0' || lines.length > LINES_MAX) return { type: 'malformed', why: 'it is no SDP' }
  const sections = sectionsOf(lines)
  const at = sections.findIndex(([first = '']) => /^m=video [1-9]/.test(first))
  const video = sections[at]
  if (!video) return { type: 'malformed', why: 'it has no video section' }
  if (!video.includes('a=recvonly') && !video.includes('a=sendrecv'))
    return { type: 'malformed', why: 'its video section receives nothing' }
  if (!isComplete(lines)) return { type: 'malformed', why: 'it has no ICE credentials or fingerprint' }
  const way = bestWay(video, camera)
  if (!way) return { type: 'unfit' }
  const narrowed = sections.with(at, narrow(video, way, camera))
  return { type: 'fits', sdp: narrowed.flat().join('\r\n'), payloadType: way.payloadType }
}

function sectionsOf(lines: readonly string[]): string[][] {
  const sections: string[][] = [[]]
  for (const line of lines)
    if (line.startsWith('m=')) sections.push([line])
    else sections.at(-1)?.push(line)
  return sections
}

const isComplete = (lines: readonly string[]): boolean =>
  ['a=ice-ufrag:', 'a=ice-pwd:', 'a=fingerprint:'].every((start) =>
    lines.some((line) => line.startsWith(start)),
  )

/** The narrowest one that is wide enough. */
function bestWay(video: readonly string[], camera: ProfileBytes): Way | null {
  const needed = profileOf(camera[0])
  if (needed === null) return null
  const wide = waysIn(video).filter(({ profile }) => profiles.indexOf(profile) >= profiles.indexOf(needed))
  return (
    wide.toSorted((a, b) => profiles.indexOf(a.profile) - profiles.indexOf(b.profile))[0] ??
    silentWay(video, camera)
  )
}

/** A media gateway that says nothing of what it takes is sent what there is; whether it shows it is its own affair. */
function silentWay(video: readonly string[], [profile, constraints]: ProfileBytes): Way | null {
  const silent = video.flatMap((line) => {
    const type = /^a=rtpmap:(\d{1,3}) H264\/90000$/i.exec(line)?.[1]
    return type === undefined || video.some((each) => each.startsWith(`a=fmtp:${type} `)) ? [] : [type]
  })
  const [type] = silent
  const needed = profileOf(profile)
  if (type === undefined || needed === null) return null
  return {
    payloadType: Number(type),
    fmtp: 'level-asymmetry-allowed=1;packetization-mode=1;profile-level-id=000000',
    profile: needed,
    profileBytes: hex(profile) + hex(constraints),
    anyLevel: true,
  }
}

function waysIn(video: readonly string[]): Way[] {
  return video.flatMap((line): Way[] => {
    const type = /^a=rtpmap:(\d{1,3}) H264\/90000$/i.exec(line)?.[1]
    if (type === undefined) return []
    const start = `a=fmtp:${type} `
    const fmtp = video.find((each) => each.startsWith(start))?.slice(start.length) ?? ''
    const id = /(?:^|;)\s*profile-level-id=([0-9a-f]{6})/i.exec(fmtp)?.[1]
    const profile = id === undefined ? null : profileOf(Number.parseInt(id.slice(0, 2), 16))
    if (id === undefined || profile === null || !/(?:^|;)\s*packetization-mode=1/.test(fmtp)) return []
    const anyLevel = /(?:^|;)\s*level-asymmetry-allowed=1/.test(fmtp)
    return [{ payloadType: Number(type), fmtp, profile, profileBytes: id.slice(0, 4), anyLevel }]
  })
}

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** Only lines of this payload type, no feedback that is not read here, and the camera's own level where it may be said. */
function narrow(video: readonly string[], way: Way, camera: ProfileBytes): string[] {
  const { payloadType, fmtp, profileBytes, anyLevel } = way
  const id = `profile-level-id=${profileBytes}${hex(camera[2])}`
  const answered = anyLevel ? fmtp.replace(/profile-level-id=[0-9a-f]{6}/i, id) : fmtp
  const said = video.some((line) => line.startsWith(`a=fmtp:${payloadType} `))
  return video.flatMap((line, i) => {
    if (i === 0) return [line.replace(/^(m=video \d+ \S+).*$/, `$1 ${payloadType}`)]
    const type = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d{1,3}|\*) /.exec(line)?.[1]
    if (type === undefined) return [line]
    if (type !== String(payloadType)) return []
    if (line.startsWith('a=fmtp:')) return [`a=fmtp:${payloadType} ${answered}`]
    if (line.startsWith('a=rtpmap:') && !said) return [line, `a=fmtp:${payloadType} ${answered}`]
    return /^a=rtcp-fb:\S+ (?!nack$|nack pli$)/.test(line) ? [] : [line]
  })
}
