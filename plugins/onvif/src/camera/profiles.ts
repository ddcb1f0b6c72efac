// The profiles of a device: which stream is the main one, which the second, and whether it speaks.
import { onvifError } from '../errors.ts'
import { type XmlNode, childrenOf, find, textAt } from '../soap/xml.ts'

/** Of the media service: 2 knows H.265. */
export type MediaVersion = 1 | 2

export interface Profile {
  readonly token: string
  /** As the device calls it: H264, H265, JPEG, MPEG4. */
  readonly encoding: string
  readonly width: number
  readonly height: number
  /** It has a loudspeaker behind this profile. */
  readonly speaks: boolean
}

export interface ProfileChoice {
  /** Token of the main stream; null: the best. */
  readonly profile: string | null
  /** Token of the second stream; null: the best of the others. */
  readonly secondProfile: string | null
}

/** More than any device has. */
const PROFILES_MAX = 64

export function readProfiles(answer: XmlNode, version: MediaVersion): readonly Profile[] {
  return childrenOf(answer, 'Profiles')
    .slice(0, PROFILES_MAX)
    .flatMap((profile) => {
      const token = profile.attributes.get('token') ?? ''
      const video =
        version === 2
          ? find(profile, 'Configurations', 'VideoEncoder')
          : find(profile, 'VideoEncoderConfiguration')
      return token === '' || !video ? [] : [{ token, speaks: hasVoice(profile), ...pictureOf(video) }]
    })
}

function pictureOf(video: XmlNode): Pick<Profile, 'encoding' | 'width' | 'height'> {
  const pixels = (side: 'Width' | 'Height'): number => Number(textAt(video, 'Resolution', side) ?? 0) || 0
  return {
    encoding: (textAt(video, 'Encoding') ?? '').toUpperCase().replaceAll('.', ''),
    width: pixels('Width'),
    height: pixels('Height'),
  }
}

const hasVoice = (profile: XmlNode): boolean =>
  [
    ['Configurations', 'AudioOutput'],
    ['Configurations', 'AudioDecoder'],
    ['Extension', 'AudioOutputConfiguration'],
    ['Extension', 'AudioDecoderConfiguration'],
  ].some((path) => find(profile, ...path) !== null)

const area = ({ width, height }: Profile): number => width * height
const largestFirst = (profiles: readonly Profile[]): readonly Profile[] =>
  profiles.toSorted((a, b) => area(b) - area(a))
/** What can be watched for freezing and shown as a still; H.265 of the same size is taken where there is nothing else. */
const isFit = ({ encoding, width }: Profile): boolean => encoding === 'H264' && width >= 1280

/** @throws HubError `HUB_ONVIF_NO_STREAM` */
export function chosenProfiles(
  profiles: readonly Profile[],
  choice: ProfileChoice,
): { readonly main: Profile; readonly second: Profile | null } {
  const readable = largestFirst(profiles.filter(({ encoding }) => encoding === 'H264' || encoding === 'H265'))
  const named = (token: string): Profile => {
    const profile = profiles.find((each) => each.token === token)
    if (profile) return profile
    const known = profiles.map((each) => each.token).join(', ')
    throw onvifError('HUB_ONVIF_NO_STREAM', `no profile "${token}"; the device has ${known || 'none'}`)
  }
  const main = choice.profile === null ? (readable.find(isFit) ?? readable[0]) : named(choice.profile)
  if (!main) throw onvifError('HUB_ONVIF_NO_STREAM', 'the device has no profile with H.264 or H.265')
  if (choice.secondProfile !== null) return { main, second: named(choice.secondProfile) }
  // For viewers that cannot show the first: smaller, and H.264.
  const second = readable.find(
    (each) => each.token !== main.token && each.encoding === 'H264' && area(each) < area(main),
  )
  return { main, second: second ?? null }
}
