// What may be set for a camera, and when an order itself was wrong.
import { parseRtspUrl, pictureKey } from '@portico/rtp'
import { mediaError } from './errors.ts'
import type { CameraSetting } from './wire.ts'

/** @throws HubError `HUB_CAMERA_SOURCE` */
export function checkSetting(id: string, { source }: CameraSetting): void {
  try {
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(id)) throw new RangeError('a camera id is [a-z][a-z0-9-]{0,31}')
    if (source.rtsp !== null) parseRtspUrl(source.rtsp)
    else if (!/^https?:$/.test(new URL(source.snapshot).protocol))
      throw new RangeError('stills come over HTTP')
    if (source.liveness.method === 'signed') pictureKey(source.liveness.key)
  } catch (cause) {
    // The messages of both checks repeat neither address nor key.
    const why = cause instanceof Error ? cause.message : 'unreadable'
    throw mediaError('HUB_CAMERA_SOURCE', `camera ${id}: ${why}`, { cause })
  }
}

/** The order itself was wrong: repeating it would be wrong again. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  (error.code === 'HUB_CAMERA_ORDER' || error.code === 'HUB_CAMERA_UNKNOWN')
