// Goal: a running hub hears its own command line alone, understands only what it knows, and neither a mad caller nor a
// crowd of them harms it. Method: a real socket, and callers who write what they like.
import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { milliseconds, seconds } from '@portico/core'
import { HubError, codeOf } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { askHub } from '../../src/control/control-client.ts'
import type { Desk } from '../../src/control/desk.ts'
import { CONTROL_VERSION } from '../../src/control/desk-messages.ts'
import { LINE_BYTES_MAX } from '../../src/control/line-reader.ts'
import { until } from '../support/until.ts'
import { type Caller, ControlBench } from './control-bench.ts'

const SECRET = 'ptk_planted-in-the-answer'

/** Makes the same token for everybody, and knows nothing else. */
const desk: Desk = async (ask) => {
  if (ask.type === 'token-create') return { secret: SECRET, name: ask.name, scopes: ask.scopes }
  throw new HubError('HUB_COMMAND_UNKNOWN', `no ${ask.type}`)
}
const create = { type: 'token-create', name: 'display', scopes: ['read'] } as const
const errorIn = (heard: string): unknown => (JSON.parse(heard) as { error: unknown }).error // cast: looked at next

describe('the socket', () => {
  it('is for its owner alone, from its first moment on, whatever the usual rights are', async () => {
    await using bench = new ControlBench()
    const usual = process.umask(0)
    try {
      chmodSync(bench.data, 0o755)
      const starting = bench.serve(desk)
      expect(statSync(bench.path).mode & 0o777).toBe(0o700)
      await starting
      expect(statSync(bench.path).mode & 0o777).toBe(0o600)
      expect(process.umask()).toBe(0)
    } finally {
      process.umask(usual)
    }
  })

  it('is gone when the hub has ended, which may be told twice', async () => {
    await using bench = new ControlBench()
    const server = await bench.serve(desk)
    await server[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
    expect(readdirSync(bench.data)).toEqual([])
    expect(await askHub(bench.data, create, bench.clock)).toBeNull()
  })

  it('takes the place of one that a killed hub left behind', async () => {
    await using bench = new ControlBench()
    await stale(bench.path)
    expect(await askHub(bench.data, create, bench.clock)).toBeNull()
    await bench.serve(desk)
    expect(await askHub(bench.data, create, bench.clock)).toMatchObject({ secret: SECRET })
  })

  it('cannot be opened in a folder that is not there: the error names the folder', async () => {
    await using bench = new ControlBench({ name: 'a' })
    const bad = join(bench.data, 'nowhere')
    Object.assign(bench, { data: bad })
    await expect(bench.serve(desk)).rejects.toMatchObject({
      code: 'HUB_CONTROL_SOCKET',
      message: `${bad}: no socket for the command line can be opened there`,
    })
  })
})

/** A socket at which nobody listens any more. */
async function stale(path: string): Promise<void> {
  const server = createServer()
  server.listen(`${path}.first`)
  await once(server, 'listening')
  linkSync(`${path}.first`, path)
  server.close()
  await once(server, 'close')
  expect(existsSync(path)).toBe(true)
}

const noSecret =
  'the request does not show the secret of this start: use the command line as the user of the hub'

describe('a request', () => {
  it('is answered with one line', async () => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    const heard = await bench.say(bench.line(create))
    expect(heard).toMatch(/^[^\n]+\n$/)
    expect(JSON.parse(heard)).toEqual({
      v: CONTROL_VERSION,
      answer: { secret: SECRET, name: 'display', scopes: ['read'] },
    })
  })

  it('may come in pieces, and another one after its answer', async () => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    const { socket } = await bench.caller()
    const bytes = Buffer.from(bench.line({ ...create, name: 'Türöffner' }))
    for (const byte of bytes) socket.write(Uint8Array.of(byte))
    expect(await once(socket, 'data')).toEqual([expect.stringContaining('Türöffner')])
    socket.write(bench.line(create))
    expect(await once(socket, 'data')).toEqual([expect.stringContaining('"display"')])
  })

  it('is refused by the desk in its own words', async () => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    expect(errorIn(await bench.say(bench.line({ type: 'hooks' })))).toEqual({
      code: 'HUB_COMMAND_UNKNOWN',
      message: 'no hooks',
    })
  })

  it.each<[what: string, text: string | ((bench: ControlBench) => string), told: string]>([
    ['no JSON', 'hello\n', 'the request is no JSON'],
    ['not UTF-8', '\xff\n', 'the request is no JSON'],
    ['empty', '\n', 'the request is no JSON'],
    ['null', 'null\n', 'the request has no version and ask'],
    ['a list', '[1]\n', 'the request has no version and ask'],
    ['without a version', '{"ask":{"type":"hooks"}}\n', 'the request has no version and ask'],
    ['without an ask', '{"v":1}\n', 'the request has no version and ask'],
    [
      'of a newer version',
      (bench) => bench.line(create, CONTROL_VERSION + 1),
      'the running hub is of another version: use the command line of the same Portico',
    ],
    [
      'of a version in text',
      (bench) => bench.line(create, '1'),
      'the running hub is of another version: use the command line of the same Portico',
    ],
    [
      'without the secret of this start',
      () => `${JSON.stringify({ v: CONTROL_VERSION, ask: create })}\n`,
      noSecret,
    ],
    [
      'with the secret of another start',
      () => `${JSON.stringify({ v: CONTROL_VERSION, key: 'x'.repeat(43), ask: create })}\n`,
      noSecret,
    ],
    ['unknown', (bench) => bench.line({ type: 'open-door' }), 'the hub does not understand this request'],
    [
      'named like a part of every object',
      (bench) => bench.line({ type: 'constructor' }),
      'the hub does not understand this request',
    ],
    [
      'incomplete',
      (bench) => bench.line({ type: 'token-create' }),
      'the hub does not understand this request',
    ],
  ])('that is %s is answered with what is wrong', async (_, text, told) => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    expect(
      errorIn(await bench.say(Buffer.from(typeof text === 'string' ? text : text(bench), 'latin1'))),
    ).toEqual({
      code: 'HUB_CONTROL_MESSAGE',
      message: told,
    })
  })

  it('that the hub itself fails at is answered without its inside, which stands in the log', async () => {
    await using bench = new ControlBench()
    await bench.serve(async () => {
      throw new TypeError('inner words')
    })
    const heard = await bench.say(bench.line(create))
    expect(errorIn(heard)).toEqual({ code: 'HUB_CONTROL_MESSAGE', message: 'the hub failed: see its log' })
    expect(bench.logged.at(-1)).toContain('inner words')
  })
})

describe('the secret of a start', () => {
  it('T24: is for its owner alone, another one each time, and gone with the hub', async () => {
    await using bench = new ControlBench()
    const file = join(bench.data, 'portico.sock.key')
    const first = await bench.serve(desk)
    const secret = readFileSync(file, 'utf8')
    expect(statSync(file).mode & 0o777).toBe(0o600)
    await first[Symbol.asyncDispose]()
    expect(existsSync(file)).toBe(false)
    await bench.serve(desk)
    expect(readFileSync(file, 'utf8')).not.toBe(secret)
    expect(await askHub(bench.data, create, bench.clock)).toMatchObject({ secret: SECRET })
  })
})

describe('the log', () => {
  it('tells what was asked, never the answer nor what was in the question', async () => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    await bench.say(bench.line(create))
    await bench.say(bench.line({ ...create, secret: 'planted-in-the-question' }))
    await bench.say('planted-in-nonsense\n')
    expect(bench.logged).toHaveLength(2)
    for (const each of bench.logged)
      expect(JSON.parse(each)).toMatchObject({ command: 'token-create', msg: 'command line' })
    expect(bench.logged.join('')).not.toMatch(/planted|display/)
  })
})

describe('a caller is hung up on', () => {
  it('who says a line without end', async () => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    expect(await bench.say('x'.repeat(LINE_BYTES_MAX + 1))).toBe('')
    expect(await askHub(bench.data, create, bench.clock)).toMatchObject({ secret: SECRET })
  })

  it('who says two things at once, or another before he is answered', async () => {
    await using bench = new ControlBench()
    const asked = Promise.withResolvers<void>()
    await bench.serve(() => {
      asked.resolve()
      return new Promise(() => {})
    })
    expect(await bench.say(bench.line(create) + bench.line(create))).toBe('')
    const caller = await bench.caller()
    caller.say(bench.line(create))
    await asked.promise
    caller.say(bench.line(create))
    expect(await caller.heard()).toBe('')
  })

  it('who says nothing for half a minute', async () => {
    const clock = new TestClock()
    await using bench = new ControlBench({ clock })
    await bench.serve(desk)
    const caller = await bench.caller()
    const due = (): boolean => clock.nextWake() !== null
    await until('the hub to wait for words', due)
    await clock.advance(milliseconds(seconds(30) - 1))
    expect(caller.socket.destroyed).toBe(false)
    await clock.advance(milliseconds(1))
    await caller.closed
    expect(due()).toBe(false)
  })

  it('when eight others are there already, and not when one of them has gone', async () => {
    await using bench = new ControlBench()
    await bench.serve(desk)
    const callers: Caller[] = []
    for (let at = 0; at < 8; at++) callers.push(await bench.caller())
    await expect(askHub(bench.data, create, bench.clock)).rejects.toMatchObject({
      code: expect.stringMatching(/^HUB_CONTROL_/),
    })
    // Those who are there are served.
    const [first, second] = callers
    first?.say(bench.line(create))
    expect(await first?.heard()).toContain(SECRET)
    second?.end()
    await second?.closed
    const again = async (): Promise<unknown> => askHub(bench.data, create, bench.clock).catch(() => null)
    let answer = await again()
    // The hub sees the empty place a moment later.
    for (let tries = 0; answer === null && tries < 100; tries++) answer = await again()
    expect(answer).toMatchObject({ secret: SECRET })
  })
})

describe('a caller who leaves', () => {
  it('before his answer harms nobody', async () => {
    await using bench = new ControlBench()
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    await bench.serve(async (ask) => {
      asked.resolve()
      await answer.promise
      return desk(ask)
    })
    const caller = await bench.caller()
    caller.say(bench.line(create))
    await asked.promise
    caller.end()
    await caller.closed
    answer.resolve()
    expect(await askHub(bench.data, create, bench.clock)).toMatchObject({ secret: SECRET })
  })
})

describe('the end of the hub', () => {
  it('does not wait for whoever is still on the line', async () => {
    await using bench = new ControlBench()
    const asked = Promise.withResolvers<void>()
    const server = await bench.serve(() => {
      asked.resolve()
      return new Promise(() => {})
    })
    const silent = await bench.caller()
    const asking = askHub(bench.data, create, bench.clock)
    await asked.promise
    const told = asking.catch(codeOf)
    await server[Symbol.asyncDispose]()
    expect(await told).toBe('HUB_CONTROL_BUSY')
    await silent.closed
  })
})

describe('what lies in the way of a socket', () => {
  it('is removed when it is a file, and left when it is a folder', async () => {
    await using bench = new ControlBench()
    writeFileSync(bench.path, 'old')
    const server = await bench.serve(desk)
    expect(await askHub(bench.data, create, bench.clock)).not.toBeNull()
    await server[Symbol.asyncDispose]()
    mkdirSync(bench.path)
    await expect(bench.serve(desk)).rejects.toMatchObject({ code: 'HUB_CONTROL_SOCKET' })
  })
})
