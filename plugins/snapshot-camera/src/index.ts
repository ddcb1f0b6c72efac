// Cameras that give single pictures over HTTP and no stream.
export { default } from './plugin.ts'
