// Operating failures of RTSP. The code decides, as with every error of the hub; this package depends on nothing and
// therefore has a small error of its own.

export const rtspErrorCodes = [
  'HUB_RTSP_URL',
  'HUB_RTSP_UNREACHABLE',
  'HUB_RTSP_CLOSED',
  'HUB_RTSP_TIMEOUT',
  'HUB_RTSP_SYNTAX',
  'HUB_RTSP_STATUS',
  'HUB_RTSP_REFUSED',
  'HUB_RTSP_NO_VIDEO',
  'HUB_RTSP_NO_KEY',
  'HUB_RTSP_NO_TALK',
  'HUB_RTSP_VALUE',
] as const

export type RtspErrorCode = (typeof rtspErrorCodes)[number]

export class RtspError extends Error {
  override readonly name = 'RtspError'
  readonly code: RtspErrorCode
  /** Trying again later may help. */
  readonly retryable: boolean

  constructor(code: RtspErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.retryable = code !== 'HUB_RTSP_URL' && code !== 'HUB_RTSP_VALUE'
  }
}
