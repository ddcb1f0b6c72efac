// Goal: what comes from the street, in whatever number, keeps no person of the house from stopping a visit, and costs the
// true courier nothing (threats G12, T17). Method: a hub with real listeners; 3,000 requests of everything a stranger can
// send are on their way when an owner says stop. How long it takes under 10,000 a second stands in `npm run bench:flood`.
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { describe, expect, test } from 'vitest'
import { FRONT, NUMBER, TestHub } from '../support/test-hub.ts'

const FLOOD = 3_000
const CALLERS = 200

interface Flood {
  readonly done: Promise<void>
  readonly answered: () => number
}

/** Everything that whoever has neither pass nor code can send, over many connections at once. */
function flood(hub: TestHub): Flood {
  const agent = new Agent({ keepAlive: true, maxSockets: CALLERS })
  let answered = 0
  const kinds = [
    ['POST', '/d/front', '{"code":"AAAAAAAAAAAAAAAAAAAAAA","label":"1Z0000000000000000"}'],
    ['POST', '/c/AAAAAAAAAAAAAAAAAAAAAA/arrive', '{"code":"AAAAAAAAAAAAAAAAAAAAAA"}'],
    ['POST', '/hooks/easypost', '{"id":"evt_forged"}'],
    ['GET', '/c/AAAAAAAAAAAAAAAAAAAAAA', ''],
    ['GET', '/d/front', ''],
    ['GET', '/healthz', ''],
  ] as const
  const one = (n: number): Promise<void> =>
    new Promise((resolve) => {
      const [method, path, body] = kinds[n % kinds.length] ?? kinds[0]
      const sent = request(new URL(path, hub.streetUrl), {
        method,
        agent,
        headers: body === '' ? {} : { 'content-type': 'application/json', 'content-length': body.length },
      })
      const over = (): void => {
        answered += 1
        resolve()
      }
      sent.on('response', (response) => response.resume().on('end', over).on('error', over))
      sent.on('error', over)
      sent.end(body)
    })
  const done = Promise.all(Array.from({ length: FLOOD }, (_, n) => one(n))).then(() => agent.destroy())
  return { done, answered: () => answered }
}

describe('T17: a flood from the street', () => {
  test('keeps no stop of an owner waiting: it is durable within a second, long before the flood is over', async () => {
    await using hub = await TestHub.open()
    const headers = await hub.owner()
    await hub.arrived()
    const { done, answered } = flood(hub)
    while (answered() < 100) await new Promise(setImmediate)
    const began = performance.now()
    const stopped = await hub.ask(`POST /api/v1/sessions/${hub.sid}/abort`, { headers })
    const took = performance.now() - began
    const served = answered()
    expect([stopped.status, stopped.body]).toEqual([200, { ok: true }])
    expect(hub.lines.map(({ type }) => type)).toContain('AbortNoted')
    expect(took).toBeLessThan(1_000)
    expect(served).toBeLessThan(FLOOD)
    await done
    expect([hub.door.unlocks, hub.phase]).toEqual([[], 'idle'])
  })

  test('costs the courier who stands there neither his try nor his pass', async () => {
    await using hub = await TestHub.open()
    await hub.armed()
    const { done } = flood(hub)
    const { code } = hub.runtime.codes.mint(FRONT)
    const begun = await hub.street('POST /d/front', { body: { code, label: NUMBER } })
    expect(begun.status).toBe(201)
    expect((await hub.arrive(begun.body.pass)).status).toBe(200)
    expect(hub.phase).toBe('authorising')
    await done
    expect(hub.state.session?.failures).toEqual([])
  })

  test('holds one request a line: a second one before the answer is hung up on, one after it is served', async () => {
    await using hub = await TestHub.open()
    const { host, port, hostname } = new URL(hub.streetUrl)
    const ask = `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n`
    const answers = (text: string): number => text.split('HTTP/1.1 200').length - 1
    const heard = { together: '', apart: '' }
    const together = connect(Number(port), hostname)
    together.on('data', (chunk: Buffer) => void (heard.together += chunk.toString()))
    together.write(ask.repeat(50))
    await once(together, 'close')
    expect(answers(heard.together)).toBeLessThanOrEqual(1)
    const apart = connect(Number(port), hostname)
    for (let n = 1; n <= 3; n++) {
      apart.write(ask)
      while (answers(heard.apart) < n) heard.apart += String((await once(apart, 'data'))[0])
    }
    expect(answers(heard.apart)).toBe(3)
    apart.destroy()
  })
})
