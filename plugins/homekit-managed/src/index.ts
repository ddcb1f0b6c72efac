// A Homebridge of the hub's own, for Apple Home. A process of its own that keeps another.
export { default } from './bridge.ts'
