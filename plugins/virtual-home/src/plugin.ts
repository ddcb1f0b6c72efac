// The virtual home as a plugin: finds or starts the house, offers its devices to the hub, and carries orders and reports
// between them. Nothing physical lives here: this process may be killed at any moment.
import { type PluginHost, definePlugin } from '@portico/plugin-api'
import { HouseKeeper } from './house-keeper.ts'
import { VirtualDevices } from './virtual-devices.ts'

async function start(host: PluginHost): Promise<void> {
  const keeper = new HouseKeeper(host, {
    onReport: (report) => {
      devices.take(report)
    },
    onFound: (house) => {
      devices.found(house)
    },
    onLost: () => {
      devices.lost()
    },
  })
  const devices = new VirtualDevices(host, () => keeper.house)
  host.use(keeper)
  host.signal.addEventListener('abort', () => void keeper[Symbol.asyncDispose]())
  // A look at what is true is no hand in the house, but comes the same way.
  host.onAct(async ({ act, on, options }) => ({
    ...(act === 'truth' ? await keeper.house.truth() : await keeper.house.act(act, on, options)),
  }))
  await keeper.open()
}

export default definePlugin({ name: 'virtual-home', api: 1, kind: 'virtual', start })
