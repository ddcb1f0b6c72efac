// The process of one plugin: carries orders to its devices.
import type { Frame } from '@portico/plugin-api'
import { HostedPlugin } from './hosted-plugin.ts'
import { HostedProcess } from './hosted-process.ts'
import { type FromPlugin, type PluginHello, toPlugin } from './plugin-messages.ts'

const hosted = new HostedProcess<HostedPlugin, FromPlugin>(take)
const { send } = hosted

function start(hello: PluginHello): Promise<void> {
  const secrets = hello.devices.flatMap(({ secret }) => secret ?? [])
  return hosted.start({ ...hello, secrets }, (clock) => new HostedPlugin({ hello, clock, send }))
}

function take({ head }: Frame): void {
  const message = toPlugin(head)
  switch (message.type) {
    case 'hello':
      void start(message)
      break
    case 'ping':
      send({ type: 'pong', n: message.n })
      break
    case 'unlock':
      hosted.guest?.unlock(message)
      break
    case 'grant-pin':
      hosted.guest?.grantPin(message)
      break
    case 'ask':
      hosted.guest?.ask(message)
      break
    case 'stop':
      void hosted.stop()
      break
  }
}
