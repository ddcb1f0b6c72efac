// Whether stills can be made of every camera, or of those alone whose pictures the hub reads by itself.
import type { Environment } from '../config/environment.ts'
import { findFfmpeg } from '../config/find-ffmpeg.ts'
import { type Finding, good, warning } from './finding.ts'

export function lookAtFfmpeg(environment: Pick<Environment, 'value'>): Finding {
  const path = findFfmpeg(environment)
  if (path !== null) return good('ffmpeg', `${path} makes stills of cameras of every kind`)
  return warning(
    'ffmpeg',
    'there is none, so H.265 cameras and H.264 cameras beyond Baseline are filmed and shown live, but give no stills or photos, and what they show is not judged',
    'install ffmpeg of your system, or set the camera to H.264 Baseline',
  )
}
