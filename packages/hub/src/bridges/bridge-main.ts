// The process of one bridge: carries to it what the hub asks, and what the hub answers to its wishes.
import type { Frame } from '@portico/plugin-api'
import { HostedProcess } from '../plugins/hosted-process.ts'
import { type BridgeHello, type FromBridge, toBridge } from './bridge-messages.ts'
import { HostedBridge } from './hosted-bridge.ts'

// Whoever it showed the home to would go on showing what is not known any more.
const hosted = new HostedProcess<HostedBridge, FromBridge>(take, 'goodbye')
const { send } = hosted

function start(hello: BridgeHello): Promise<void> {
  const secrets = [hello.token, hello.secret ?? hello.token]
  return hosted.start({ ...hello, secrets }, (clock) => new HostedBridge({ hello, clock, send }))
}

function take({ head, tail }: Frame): void {
  const message = toBridge(head)
  switch (message.type) {
    case 'hello':
      void start(message)
      break
    case 'ping':
      send({ type: 'pong', n: message.n })
      break
    case 'ask':
      if (hosted.guest) hosted.guest.ask(message, tail)
      else
        send({
          ...{ type: 'refused', id: message.id, code: 'HUB_PLUGIN_DOWN' },
          ...{ message: 'not there yet', retryable: true },
        })
      break
    case 'admitted':
    case 'dismissed':
    case 'denied':
      hosted.guest?.hear(message)
      break
    case 'stop':
      void hosted.stop()
      break
  }
}
