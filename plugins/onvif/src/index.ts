// ONVIF cameras and bells: discovery, streams, events.
export { default } from './plugin.ts'
export { onvifErrorCodes } from './errors.ts'
