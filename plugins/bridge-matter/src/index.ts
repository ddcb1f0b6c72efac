// The Matter bridge, run by the hub in a process of its own.
import { defineBridge } from '@portico/plugin-api'
import { tameLibrary } from './matter/tame.ts'

const bridge = defineBridge({
  kind: 'matter',
  api: 1,
  async start(host) {
    tameLibrary(host.storage)
    const { startBridge } = await import('./bridge.ts')
    return startBridge(host)
  },
})

// A bridge is found by its default export.
export default bridge
