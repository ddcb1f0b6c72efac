// The process of one plugin: imports it, gives it its host, and carries orders to its devices. When the hub is gone it
// ends at once and leaves the world as it is; asked to stop, it lets the plugin tidy up first.
import { pathToFileURL } from 'node:url'
import { isAbsolute } from 'node:path'
import type { Frame } from '@portico/plugin-api'
import { systemClock } from '../start/system-clock.ts'
import { HostedPlugin } from './hosted-plugin.ts'
import { openHubPipe } from './hub-pipe.ts'
import { type FromPlugin, type PluginHello, toPlugin } from './plugin-messages.ts'
import { codeIn, messageIn, within } from './wire-text.ts'

let hosted: HostedPlugin | null = null
const pipe = openHubPipe(take)

function send(message: FromPlugin, tail?: Uint8Array): void {
  pipe.send(within(message), tail)
}

async function start(hello: PluginHello): Promise<void> {
  try {
    const { module } = hello
    const found: unknown = await import(isAbsolute(module) ? pathToFileURL(module).href : module)
    hosted = new HostedPlugin({ hello, clock: systemClock(hello.boot), send })
    await hosted.start(found)
    send({ type: 'started' })
  } catch (error) {
    send({ type: 'failed', code: codeIn(error, 'HUB_PLUGIN_START'), message: messageIn(error) })
  }
}

async function stop(): Promise<void> {
  await hosted?.[Symbol.asyncDispose]()
  pipe.end()
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
      hosted?.unlock(message)
      break
    case 'grant-pin':
      hosted?.grantPin(message)
      break
    case 'ask':
      hosted?.ask(message)
      break
    case 'stop':
      void stop()
      break
  }
}
