// The process of one bridge: imports it, gives it its host, and carries to it what the hub asks. Asked to stop, or left
// without a hub, it lets the bridge say goodbye first.
import { isAbsolute } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Frame } from '@portico/plugin-api'
import { openHubPipe } from '../plugins/hub-pipe.ts'
import { veiled } from '../plugins/veil.ts'
import { codeIn, messageIn, within } from '../plugins/wire-text.ts'
import { systemClock } from '../start/system-clock.ts'
import { type BridgeHello, type FromBridge, toBridge } from './bridge-messages.ts'
import { HostedBridge } from './hosted-bridge.ts'

let hosted: HostedBridge | null = null
const pipe = openHubPipe(take, goodbye)

function send(message: FromBridge, tail?: Uint8Array): void {
  pipe.send(within(message), tail)
}

async function start(hello: BridgeHello): Promise<void> {
  try {
    const { module } = hello
    const found: unknown = await import(isAbsolute(module) ? pathToFileURL(module).href : module)
    hosted = new HostedBridge({ hello, clock: systemClock(hello.boot), send })
    await hosted.start(found)
    send({ type: 'started' })
  } catch (error) {
    const message = veiled(messageIn(error), [hello.token, hello.secret ?? hello.token])
    send({ type: 'failed', code: codeIn(error, 'HUB_PLUGIN_START'), message })
  }
}

/** Whoever it showed the home to would go on showing what is not known any more. */
async function goodbye(): Promise<void> {
  await hosted?.[Symbol.asyncDispose]()
}

async function stop(): Promise<void> {
  await goodbye()
  pipe.end()
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
      if (hosted) hosted.ask(message, tail)
      else
        send({
          type: 'refused',
          id: message.id,
          code: 'HUB_PLUGIN_DOWN',
          message: 'not there yet',
          retryable: true,
        })
      break
    case 'admitted':
    case 'dismissed':
    case 'denied':
      hosted?.hear(message)
      break
    case 'stop':
      void stop()
      break
  }
}
