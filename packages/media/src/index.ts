// The camera engine: ingest, memory, film, live view, stills and the health of every feed, in a process of its own.
export { mediaErrorCodes } from './errors.ts'
export type { MediaErrorCode } from './errors.ts'
export { captureStamp } from './live/capture-stamp.ts'
export { readIceFragment, ufragOf } from './live/ice-fragment.ts'
export { STORAGE_RESERVE_BYTES, startMediaProcess } from './media-process.ts'
export type { MediaProcess, MediaProcessOptions } from './media-process.ts'
export type { CameraSetting, MediaLog } from './wire.ts'
