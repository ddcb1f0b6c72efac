// The process of one plugin: imports it, gives it its host, and carries orders to its devices. When the hub is gone it
// ends at once and leaves the world as it is; asked to stop, it lets the plugin tidy up first.
import { Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { isAbsolute } from 'node:path'
import { type Frame, FrameReader, encodeFrame } from '@portico/plugin-api'
import { systemClock } from '../start/system-clock.ts'
import { HostedPlugin } from './hosted-plugin.ts'
import { type FromPlugin, type PluginHello, toPlugin } from './plugin-messages.ts'
import { codeIn, messageIn, within } from './wire-text.ts'

const pipe = new Socket({ fd: 3, readable: true, writable: true })
const reader = new FrameReader()
let hosted: HostedPlugin | null = null

/** A hub that lets this much wait is no longer one, bytes. */
const WAITING_MAX = 4 * 1024 * 1024

function send(message: FromPlugin, tail?: Uint8Array): void {
  pipe.write(encodeFrame(within(message), tail))
  if (pipe.writableLength > WAITING_MAX) process.exit(1)
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
  pipe.end(() => process.exit(0))
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

// The terminal sends Ctrl-C to the whole group: the hub hears it too, and ends this process in its order. One that died
// of it first could not end what it started.
process.on('SIGINT', () => undefined)
pipe.on('data', (chunk: Uint8Array) => {
  for (const frame of reader.push(chunk)) take(frame)
})
pipe.on('error', () => undefined)
pipe.on('close', () => process.exit(0))
