// Numbers of HAP that hap-nodejs declares as enums which do not exist for a program that takes its types alone. A test
// holds them against hap-nodejs.
import type { API, Categories } from 'homebridge'

/** HomeKit Accessory Protocol R2, table 6-11. */
export const STATUS = {
  noRight: -70401,
  unreachable: -70402,
  busy: -70403,
  notNow: -70412,
} as const

/** HomeKit Accessory Protocol R2, table 13-1. */
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the number is the enum's own
export const CATEGORY_DOOR_LOCK: Categories = 6
// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the number is the enum's own
export const CATEGORY_VIDEO_DOORBELL: Categories = 18

/** The answer to a controller that its question or its wish has none. */
export const hapError = (api: API, why: keyof typeof STATUS): Error =>
  // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the numbers are the enum's own
  new api.hap.HapStatusError(STATUS[why])
