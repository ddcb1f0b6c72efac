// Goal: whatever a process says or does not hear on its pipe, the hub is told of its loss once, in words, and the process
// is gone. Method: the barest processes that write what a test says, and some that are stopped.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant, milliseconds, op, seconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { afterAll, describe, expect, it } from 'vitest'
import { PluginLife } from '../../src/plugins/plugin-life.ts'
import type { PluginTold, ToPlugin } from '../../src/plugins/plugin-messages.ts'
import { encodeFrame } from '@portico/plugin-api'
import { until } from '../support/until.ts'
import { isRunning } from './plugin-bench.ts'

const bounded = { timeout: 20_000 }
const folder = mkdtempSync(join(tmpdir(), 'portico-life-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

/** As a script says it: bytes to the hub. */
const saying = (bytes: Uint8Array, times = 1): string =>
  `const bytes = Buffer.from('${Buffer.from(bytes).toString('hex')}', 'hex')
   writeSync(3, Buffer.concat(Array(${times}).fill(bytes)))`

let scripts = 0

class Life implements AsyncDisposable {
  readonly clock = new TestClock()
  readonly told: PluginTold[] = []
  readonly lost: string[] = []
  words = ''
  readonly life: PluginLife
  readonly pid: number

  /** Of a process that does this and then waits. */
  constructor(script: string, execArgv: readonly string[] = []) {
    const mainPath = join(folder, `${scripts++}.mjs`)
    writeFileSync(
      mainPath,
      `import { writeSync } from 'node:fs'\n${script}\nsetInterval(() => {}, 1_000_000)\n`,
    )
    this.life = new PluginLife({
      execArgv,
      mainPath,
      storage: folder,
      clock: this.clock,
      onMessage: (message) => void this.told.push(message),
      onLost: (why, detail) => void this.lost.push(`${why}: ${detail}`),
      onWords: (text) => void (this.words += text),
    })
    this.pid = this.life.pid ?? 0
  }

  async end(): Promise<void> {
    await until('the end of the process', () => !isRunning(this.pid))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closing = this.life[Symbol.asyncDispose]()
    if (isRunning(this.pid)) process.kill(this.pid, 'SIGKILL')
    await closing
    await this.end()
    if (this.clock.nextWake() !== null) throw new Error('a wake was left behind')
  }
}

/** A frame by its lengths and its bytes, right or wrong. */
function frame(head: string | Uint8Array, { length, headLength, tail = '' }: FrameFaults = {}): Uint8Array {
  const bytes = Buffer.from(head)
  const lengths = Buffer.alloc(8)
  lengths.writeUInt32BE(length ?? 4 + bytes.length + tail.length, 0)
  lengths.writeUInt32BE(headLength ?? bytes.length, 4)
  return Buffer.concat([lengths, bytes, Buffer.from(tail)])
}
interface FrameFaults {
  readonly length?: number
  readonly headLength?: number
  readonly tail?: string
}

describe('bytes', () => {
  it.each<[what: string, bytes: Uint8Array, told: RegExp]>([
    [
      'of a frame larger than any may be',
      frame('{}', { length: 9_000_000 }),
      /^garbage: frame of 9000000 bytes .* over its limit$/,
    ],
    [
      'of a head larger than any may be',
      frame('{}', { length: 70_000, headLength: 65_537 }),
      /^garbage: .* over its limit$/,
    ],
    [
      'of a frame shorter than its head',
      frame('{}', { length: 4, headLength: 2 }),
      /^garbage: .* over its limit$/,
    ],
    ['that are no JSON', frame('hello'), /^garbage: .*JSON/],
    ['that are not UTF-8', frame(Uint8Array.of(0x22, 0xff, 0x22)), /^garbage: .*encoded data/],
    [
      'behind a message',
      frame('{"type":"started"}', { tail: 'picture' }),
      /^garbage: bytes behind a message$/,
    ],
  ])('%s end the process, told once', bounded, async (_, bytes, told) => {
    await using one = new Life(saying(bytes, 2))
    await until('its loss', () => one.lost.length > 0)
    await one.end()
    expect(one.lost).toEqual([expect.stringMatching(told)])
    expect(one.told).toEqual([])
  })

  it('that a message is part of may come whenever they like', bounded, async () => {
    const bytes = Buffer.from(encodeFrame({ type: 'started' })).toString('hex')
    await using one = new Life(`for (const byte of Buffer.from('${bytes}', 'hex')) {
      writeSync(3, Uint8Array.of(byte))
      await new Promise(setImmediate)
    }`)
    await until('the message', () => one.told.length > 0)
    expect(one.told).toEqual([{ type: 'started' }])
    expect(one.lost).toEqual([])
  })
})

describe('messages', () => {
  it('beyond a thousand in a second end the process; those before them were heard', bounded, async () => {
    const message = { type: 'log', level: 'info', details: {}, message: '' } as const
    await using one = new Life(saying(encodeFrame(message), 1_500))
    await until('its loss', () => one.lost.length > 0)
    await one.end()
    expect(one.lost).toEqual(['flood: more than 1000 messages in a second'])
    expect(one.told).toHaveLength(1_000)
  })

  it('of no sense are borne ten times', bounded, async () => {
    await using ten = new Life(
      saying(encodeFrame({ type: 'open' }), 10) +
        '\n' +
        `writeSync(3, Buffer.from('${Buffer.from(encodeFrame({ type: 'started' })).toString('hex')}', 'hex'))`,
    )
    await until('the good one', () => ten.told.length > 0)
    expect(ten.lost).toEqual([])
    ten.life.count()
    expect(ten.lost).toEqual(['garbage: 11 messages of no sense'])
  })
})

describe('a process', () => {
  it('that ends is lost with its code, whatever it said', bounded, async () => {
    await using one = new Life(`process.stderr.write('farewell'); process.exitCode = 7; process.exit()`)
    await until('its loss', () => one.lost.length > 0)
    expect(one.lost).toEqual(['died: ended with 7'])
    await until('its words', () => one.words === 'farewell')
  })

  it('that does not even begin is lost too', bounded, async () => {
    await using one = new Life('', ['--no-such-flag'])
    await until('its loss', () => one.lost.length > 0)
    expect(one.lost).toEqual(['died: ended with 9'])
  })

  it('is given nothing of the environment of the hub', bounded, async () => {
    process.env['PORTICO_PLANTED'] = 'planted'
    try {
      await using one = new Life(`process.stderr.write(JSON.stringify(process.env) + '.')`)
      await until('its words', () => one.words.endsWith('.'))
      expect(JSON.parse(one.words.slice(0, -1))).toEqual({
        NODE_COMPILE_CACHE: join(folder, 'compile-cache'),
      })
    } finally {
      delete process.env['PORTICO_PLANTED']
    }
  })
})

describe('what is sent', () => {
  const ask: ToPlugin = {
    type: 'ask',
    id: 1,
    ask: { type: 'act', act: { act: 'x'.repeat(30_000), on: 'front', options: {} } },
  }

  it('to a process that takes nothing ends it after a megabyte', bounded, async () => {
    await using one = new Life('')
    process.kill(one.pid, 'SIGSTOP')
    let sent = 0
    while (one.lost.length === 0 && sent < 200) {
      one.life.send(ask)
      sent += 1
    }
    expect(one.lost).toEqual(['hung: takes nothing any more'])
    expect(sent * 30_000).toBeGreaterThan(1024 * 1024)
    await one.end()
    one.life.send(ask)
  })

  it('at once goes whole or never: half an unlock ends the process', bounded, async () => {
    const pong = Buffer.from(encodeFrame({ type: 'pong', n: 1 })).toString('hex')
    await using one = new Life(`writeSync(3, Buffer.from('${pong}', 'hex'))`)
    await until('it to answer', () => one.life.isPrompt)
    process.kill(one.pid, 'SIGSTOP')
    const order = { op: op('x'.repeat(30_000)), notAfter: instant(0) }
    let sent = 0
    while (sent < 200 && one.life.sendNow({ type: 'unlock', id: 1, device: 'lock', order })) sent += 1
    expect(sent).toBeGreaterThan(0)
    expect(one.lost).toEqual(['hung: did not take an order at once'])
    await one.end()
    expect(one.life.sendNow({ type: 'unlock', id: 2, device: 'lock', order })).toBe(false)
  })

  it(
    'at once does not go behind what waits, nor to a process that never answered or is silent',
    bounded,
    async () => {
      const pong = Buffer.from(encodeFrame({ type: 'pong', n: 1 })).toString('hex')
      const order = { op: op('x'), notAfter: instant(0) }
      const unlock: ToPlugin = { type: 'unlock', id: 1, device: 'lock', order }
      await using mute = new Life('')
      expect(mute.life.sendNow(unlock)).toBe(false)

      await using one = new Life(`writeSync(3, Buffer.from('${pong}', 'hex'))`)
      await until('it to answer', () => one.life.isPrompt)
      await one.clock.advance(seconds(1))
      expect(one.life.isPrompt).toBe(true)
      await one.clock.advance(milliseconds(1))
      expect([one.life.isPrompt, one.life.sendNow(unlock)]).toEqual([false, false])
      expect(one.lost).toEqual([])

      await using full = new Life(`writeSync(3, Buffer.from('${pong}', 'hex'))`)
      await until('it to answer', () => full.life.isPrompt)
      process.kill(full.pid, 'SIGSTOP')
      for (let sent = 0; sent < 30; sent++) full.life.send(ask)
      expect([full.life.isPrompt, full.life.sendNow(unlock), full.lost]).toEqual([false, false, []])
    },
  )
})

describe('the end', () => {
  it('of a process that has died already is at once, and told twice is one', bounded, async () => {
    const one = new Life('process.exit(1)')
    await until('its loss', () => one.lost.length > 0)
    await one.life[Symbol.asyncDispose]()
    await one[Symbol.asyncDispose]()
    expect(one.lost).toHaveLength(1)
  })
})
