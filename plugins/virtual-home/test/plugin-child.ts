// The plugin in a process of its own, as the hub runs it, so that a test can kill it. Says `ready`, and each report.
import plugin from '../src/plugin.ts'
import { frontDoor } from './test-house.ts'
import { TestHost } from './test-host.ts'

const [storage] = process.argv.slice(2)
if (storage === undefined) throw new Error('usage: plugin-child STORAGE')
const test = new TestHost(storage, frontDoor(), 1)
await plugin.start(test.host)
process.send?.('ready')
process.on('message', (message) => {
  if (message === 'stop') void test.end().then(() => process.exit(0))
})
