// The ways by which screens are told: two of a hub, and the raw server they are compared with. Each starts anew, so that
// its memory is that of a fresh process.
import { Agent } from 'node:http'
import { HubProcess } from '../../test/support/hub-process.ts'
import { send } from './http-load.ts'
import { type Heard, type Screens, openEvents, openLive, openRaw } from './screens.ts'
import { ServerProcess } from './server-process.ts'
import { hookUrl, makeWebhook, trackingNumber } from './webhooks.ts'

export interface Wire {
  readonly name: string
  readonly pid: number
  readonly open: (count: number) => Promise<Screens>
  /** Makes every screen hear so, once; `bytes` of a picture, where it is made up. */
  readonly trigger: (heard: Heard, bytes: number) => Promise<unknown>
}

export interface HubWires extends AsyncDisposable {
  readonly live: Wire
  readonly events: Wire
}

function makeToken(hub: HubProcess): string {
  const { out, err } = hub.command('token', 'create', 'screens', '--scope', 'read,camera')
  const token = /ptk_[A-Za-z0-9_-]+/.exec(out)?.[0]
  if (token === undefined) throw new Error(`no token: ${out}${err}`)
  return token
}

export async function startHubWires(): Promise<HubWires> {
  await using parts = new AsyncDisposableStack()
  const hub = parts.use(await HubProcess.start())
  const house = parts.use(await hub.house())
  const agent = parts.adopt(new Agent({ keepAlive: true }), (each) => each.destroy())
  const where = { url: hub.url, token: makeToken(hub) }
  const trigger: Wire['trigger'] = (heard) =>
    heard === 'picture'
      ? house.act('ring', 'front')
      : send(hookUrl(hub), makeWebhook({ status: 'in-transit', number: trackingNumber(1) }), agent)
  const started = parts.move()
  return {
    live: { name: 'hub /live', pid: hub.pid, open: (count) => openLive(where, count), trigger },
    events: { name: 'hub /ws/events', pid: hub.pid, open: (count) => openEvents(where, count), trigger },
    [Symbol.asyncDispose]: () => started.disposeAsync(),
  }
}

export async function startRawWire(): Promise<Wire & AsyncDisposable> {
  const raw = await ServerProcess.start('raw-ws-main.ts')
  const agent = new Agent({ keepAlive: true })
  const nothing = { headers: {}, body: Buffer.from('{}') }
  return {
    name: 'raw ws',
    pid: raw.pid,
    open: (count) => openRaw(raw, count),
    trigger: (heard, bytes) => send(`${raw.url}/${heard}?${bytes}`, nothing, agent),
    async [Symbol.asyncDispose]() {
      agent.destroy()
      await raw[Symbol.asyncDispose]()
    },
  }
}
