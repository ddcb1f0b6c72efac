// Operating failures of the camera engine, all codes in one place.
import { HubError } from '@portico/ports'
import type { HubErrorDetails } from '@portico/ports'

export const mediaErrorCodes = [
  /** The camera was never set. */
  'HUB_CAMERA_UNKNOWN',
  /** Address, credentials or key of a camera cannot be right. */
  'HUB_CAMERA_SOURCE',
  /** No picture that is new enough. */
  'HUB_CAMERA_NO_PICTURE',
  /** A moment that is not remembered any more, or never was seen: it does not come back. */
  'HUB_CAMERA_MOMENT_GONE',
  /** Only Baseline pictures can be decoded here, and whole ones. */
  'HUB_CAMERA_UNDECODABLE',
  /** Something in the view of this camera is masked: live view and film of it could not be. */
  'HUB_CAMERA_MASKED',
  /** An indoor camera shows nothing outside of a visit. */
  'HUB_CAMERA_PRIVATE',
  /** What came from a viewer is no offer that can be answered. */
  'HUB_CAMERA_OFFER',
  /** The viewer cannot take what the camera sends. */
  'HUB_CAMERA_CODEC',
  /** The camera sends no sound, or the home does not listen to it. */
  'HUB_CAMERA_NO_SOUND',
  /** The camera cannot be spoken through. */
  'HUB_CAMERA_NO_TALK',
  /** Somebody speaks through the camera already. */
  'HUB_CAMERA_TALK_BUSY',
  /** The camera was not reached to be spoken through, or left in the middle of it. */
  'HUB_CAMERA_TALK_LOST',
  /** The camera gives single pictures: it films nothing and shows no stream. */
  'HUB_CAMERA_STILLS_ONLY',
  /** A film order that cannot be carried out as it stands. */
  'HUB_CAMERA_ORDER',
  /** Film or photo could not be written. */
  'HUB_MEDIA_STORAGE',
  'HUB_MEDIA_TIMEOUT',
  /** The engine is not running, or has been closed. */
  'HUB_MEDIA_DOWN',
  /** Too many requests wait already. */
  'HUB_MEDIA_BUSY',
  /** The engine failed in a way that nobody foresaw. */
  'HUB_MEDIA_FAULT',
] as const

export type MediaErrorCode = (typeof mediaErrorCodes)[number]

export const isMediaErrorCode = (code: unknown): code is MediaErrorCode =>
  mediaErrorCodes.some((known) => known === code)

/** The one way to make an error of this package. */
export const mediaError = (code: MediaErrorCode, message: string, details?: HubErrorDetails): HubError =>
  new HubError(code, message, details)
