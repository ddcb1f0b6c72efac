// H.264, RTP and RTSP for cameras and for those who watch them.
export type { AccessUnit } from './access-unit.ts'
export type { RtspClock } from './clock.ts'
export type { Credentials } from './digest.ts'
export { RtspError, rtspErrorCodes } from './errors.ts'
export type { RtspErrorCode } from './errors.ts'
export { TICKS_PER_MS } from './h264-receiver.ts'
export {
  NAL_AUD,
  NAL_IDR,
  NAL_PPS,
  NAL_SEI,
  NAL_SPS,
  isSlice,
  joinAnnexB,
  joinLengthPrefixed,
  nalType,
  splitAnnexB,
  splitLengthPrefixed,
} from './nal.ts'
export { avcDecoderConfiguration, codecString } from './parameter-sets.ts'
export type { ParameterSets } from './parameter-sets.ts'
export { followRtsp } from './rtsp-client.ts'
export type { FollowOptions, RtspFollower, RtspState } from './rtsp-client.ts'
export { startRtspServer } from './rtsp-server.ts'
export type { RtspServer, RtspServerOptions } from './rtsp-server.ts'
export type { OutgoingPicture, RtspStream } from './rtsp-stream.ts'
export { NONCE_BYTES, isNonce, pictureKey, readPictureSignature, signPicture } from './signed-picture.ts'
export type { PictureSignature, PictureStamp } from './signed-picture.ts'
export { parseRtspUrl } from './rtsp-session.ts'
export { parseSps } from './sps.ts'
export type { Sps } from './sps.ts'
