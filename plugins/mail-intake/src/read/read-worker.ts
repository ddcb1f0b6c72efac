// The thread that parses what strangers wrote: it has no network and no files to reach for, and is ended when it takes
// too long.
import { registerHooks } from 'node:module'
import { parentPort } from 'node:worker_threads'

/** What a parser has no use for. A seat belt, no wall: code that runs here is ours. */
const REFUSED =
  /^(?:node:)?(?:net|tls|dns|http2?|https|dgram|fs|child_process|cluster|worker_threads|vm|inspector|sqlite)(?:\/|$)/
for (const name of ['fetch', 'WebSocket', 'EventSource']) Reflect.deleteProperty(globalThis, name)

// By a variable, so that it is loaded behind the belt.
registerHooks({
  resolve(specifier, context, next) {
    if (REFUSED.test(specifier)) throw new Error(`the parser has no use for ${specifier}`)
    return next(specifier, context)
  },
})
const { readMail } = await import('./read-mail.ts')

export interface ReadOrder {
  readonly raw: Uint8Array
  readonly timeZone: string
}

parentPort?.on('message', ({ raw, timeZone }: ReadOrder) => {
  void readMail(raw, { timeZone }).then((content) => parentPort?.postMessage(content))
})
parentPort?.postMessage('ready')
