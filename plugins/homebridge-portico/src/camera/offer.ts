// What a camera offers HomeKit. Numbers are HAP's own (HomeKit Accessory Protocol R2, chapter 9.8 and 11), since hap-nodejs
// declares them as enums that do not exist for who takes its types alone. A change invalidates what homes have chosen.
/* oxlint-disable typescript/no-unsafe-enum-assignment -- HAP's numbers, see above */
import type { CameraRecordingOptions, CameraStreamingOptions, Resolution } from 'homebridge'

/** Baseline, Main, High; 3.1, 3.2, 4.0: the camera's stream is sent as it is, whichever is chosen. */
const H264 = { profiles: [0, 1, 2], levels: [0, 1, 2] } satisfies CameraStreamingOptions['video']['codec']

const sizes: readonly (readonly [number, number])[] = [
  [1920, 1080],
  [1280, 720],
  [640, 480],
  [640, 360],
  [480, 360],
  [480, 270],
  [320, 240],
  [320, 180],
]

export const STREAMING: CameraStreamingOptions = {
  // AES_CM_128_HMAC_SHA1_80.
  supportedCryptoSuites: [0],
  video: {
    codec: H264,
    resolutions: [...sizes.map(([width, height]): Resolution => [width, height, 30]), [320, 240, 15]],
  },
  audio: { twoWayAudio: true, codecs: [{ type: 'OPUS', samplerate: [16, 24] }] },
}

/** Seconds from before a motion, ms: what HomeKit asks for at least. */
export const PREBUFFER_MS = 4_000
/** HomeKit takes no other length, ms. */
const FRAGMENT_MS = 4_000

export const RECORDING: CameraRecordingOptions = {
  prebufferLength: PREBUFFER_MS,
  mediaContainerConfiguration: { type: 0, fragmentLength: FRAGMENT_MS },
  video: {
    type: 0,
    parameters: H264,
    resolutions: [
      [1920, 1080, 30],
      [1920, 1080, 15],
      [1280, 720, 30],
      [1280, 720, 15],
    ],
  },
  // AAC-LC at 16,000, 24,000, 32,000 and 48,000 samples a second.
  audio: { codecs: { type: 0, samplerate: [1, 2, 3, 5] } },
}
