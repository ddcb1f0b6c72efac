// The Matter bridge, run by the hub in a process of its own.
import { bridgeMatter } from './bridge.ts'

// A bridge is found by its default export.
export default bridgeMatter
