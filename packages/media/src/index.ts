// The camera engine: ingest, memory, film, live view, stills and the health of every feed, in a process of its own.
export { mediaErrorCodes } from './errors.ts'
export type { MediaErrorCode } from './errors.ts'
export { startMediaProcess } from './media-process.ts'
export type { MediaProcess, MediaProcessOptions } from './media-process.ts'
export type { CameraSetting, MediaLog } from './wire.ts'
