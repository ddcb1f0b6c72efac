// What judges pictures, for those who measure it. The engine imports each file by itself.
export { ContentWatch } from '../feed/content-watch.ts'
export { fingerprintOf } from '../feed/fingerprint.ts'
export { loadH264Decoder } from '../still/h264-decoder.ts'
export { CameraSight } from './camera-sight.ts'
export { readCode } from './code-reader.ts'
export { type Scene, SceneWatch } from './scene-watch.ts'
export { smallPictureOf } from './small-picture.ts'
