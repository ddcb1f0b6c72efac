// The Matter bridge, run by the hub in a process of its own.
export { bridgeMatter } from './bridge.ts'
