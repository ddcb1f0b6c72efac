// Alexa as a face of the home: directives in, answers and news out.
export { alexaBridge } from './plugin.ts'
export type { AlexaOptions } from './config.ts'
export type { AmazonPlaces } from './gateway/amazon-places.ts'
export { default } from './plugin.ts'
