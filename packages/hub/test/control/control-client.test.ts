// Goal: the command line finds a running hub, tells none from one that fails, and never waits without end. Method: hubs
// of every make on a real socket.
import { writeFileSync } from 'node:fs'
import { milliseconds, seconds } from '@portico/core'
import { HubError } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { describe, expect, it } from 'vitest'
import { askHub } from '../../src/control/control-client.ts'
import { CONTROL_VERSION, type DeskAnswers, type DeskAsk } from '../../src/control/desk-messages.ts'
import { LINE_BYTES_MAX } from '../../src/control/line-reader.ts'
import { until } from '../support/until.ts'
import { ControlBench } from './control-bench.ts'

const hooks = { type: 'hooks' } as const

const answers: DeskAnswers = {
  'token-create': { secret: 'ptk_1', name: 'a', scopes: ['read'] },
  'token-list': [{ name: 'a', scopes: ['read'], created: 1 }],
  'token-revoke': { revoked: true },
  'media-delete': { deleted: 1 },
  'film-list': [],
  'film-store': {
    state: 'good',
    freeBytes: 2,
    reserveBytes: 1,
    visits: 3,
    hours: 4,
    shelves: [],
    held: { count: 0, bytes: 0 },
    next: null,
    firstToGo: null,
    films: [],
  },
  'owner-link': { secret: 's', goodForMs: 1, house: null },
  hooks: [{ source: 'easypost', secret: 's', from: 'generated' }],
  sources: { sources: [], off: [], publicUrl: null },
  mailboxes: [],
  bridges: [],
  presence: { code: 'c', goodForMs: 1 },
  'rules-code': { code: 'c', goodForMs: 1 },
  status: {
    pid: 1,
    ready: true,
    reasons: [],
    degraded: [],
    house: 'http://127.0.0.1:1',
    secure: null,
    street: null,
    simulated: true,
    cameras: [],
  },
}

describe('a running hub', () => {
  it.each<DeskAsk>([
    { type: 'token-create', name: 'a', scopes: ['read'] },
    { type: 'token-list' },
    { type: 'token-revoke', name: 'a' },
    { type: 'owner-link', name: null, role: null },
    hooks,
    { type: 'rules-code' },
    { type: 'presence', door: 'front' },
    { type: 'status' },
  ])('hears $type as it was asked, and its answer is told as it was given', async (ask) => {
    await using bench = new ControlBench()
    const heard: DeskAsk[] = []
    await bench.serve(async (each) => {
      heard.push(each)
      return answers[each.type]
    })
    expect(await askHub(bench.data, ask, bench.clock)).toEqual(answers[ask.type])
    expect(heard).toEqual([ask])
  })

  it('is waited for no longer than it takes, on either side', async () => {
    const clock = new TestClock()
    await using bench = new ControlBench({ clock })
    await bench.serve(async (each) => answers[each.type])
    expect(await askHub(bench.data, hooks, clock)).toEqual(answers.hooks)
    // The hub sees a moment later that the caller has hung up.
    await until('the end of all waiting', () => clock.nextWake() === null)
  })

  it('says no in its own words', async () => {
    await using bench = new ControlBench()
    await bench.serve(async () => {
      throw new HubError('HUB_COMMAND_UNKNOWN', 'no door back: see the settings')
    })
    await expect(askHub(bench.data, { type: 'presence', door: 'back' }, bench.clock)).rejects.toMatchObject({
      code: 'HUB_COMMAND_UNKNOWN',
      message: 'no door back: see the settings',
    })
  })

  it('that accepts and never answers is given up on after ten seconds', async () => {
    const clock = new TestClock()
    await using bench = new ControlBench({ clock })
    const called = Promise.withResolvers<void>()
    await bench.impostor((socket) => {
      socket.on('error', () => undefined)
      called.resolve()
    })
    const asking = askHub(bench.data, hooks, clock)
    let given: unknown = null
    const done = asking.catch((error: unknown) => (given = error))
    await called.promise
    await clock.advance(milliseconds(seconds(10) - 1))
    expect(given).toBeNull()
    await clock.advance(milliseconds(1))
    await done
    expect(given).toMatchObject({
      code: 'HUB_CONTROL_TIMEOUT',
      message: 'the running hub does not answer: look at its log',
    })
    expect(clock.nextWake()).toBeNull()
  })

  const noAnswer = { code: 'HUB_CONTROL_MESSAGE', message: 'the running hub gave no answer of this version' }

  it.each<[what: string, text: string, told: object]>([
    ['half an answer', `{"v":${CONTROL_VERSION},"answ`, { code: 'HUB_CONTROL_BUSY' }],
    ['nothing', '', { code: 'HUB_CONTROL_BUSY' }],
    ['no JSON', 'ready\n', noAnswer],
    ['a word', '"ready"\n', noAnswer],
    ['an answer without a version', '{"answer":[]}\n', noAnswer],
    ['an answer of another version', `{"v":${CONTROL_VERSION + 1},"answer":[]}\n`, noAnswer],
    ['neither answer nor error', `{"v":${CONTROL_VERSION}}\n`, noAnswer],
    ['an error without words', `{"v":${CONTROL_VERSION},"error":"no"}\n`, noAnswer],
    [
      'an error of another version',
      `{"v":${CONTROL_VERSION - 1},"error":{"code":"HUB_CONTROL_MESSAGE","message":"use the same Portico"}}\n`,
      { code: 'HUB_CONTROL_MESSAGE', message: 'use the same Portico' },
    ],
    [
      'an answer without end',
      'x'.repeat(LINE_BYTES_MAX + 1),
      { code: 'HUB_CONTROL_MESSAGE', message: 'the answer is too long' },
    ],
  ])('that says %s and dies is told as one that failed', async (_, text, told) => {
    await using bench = new ControlBench()
    await bench.impostor((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', () => socket.end(text))
    })
    await expect(askHub(bench.data, hooks, bench.clock)).rejects.toMatchObject(told)
  })
})

describe('no hub', () => {
  it('is found in a folder that is not there, or where no hub ever was', async () => {
    await using bench = new ControlBench()
    expect(await askHub(`${bench.data}/nowhere`, hooks, bench.clock)).toBeNull()
    expect(await askHub(bench.data, hooks, bench.clock)).toBeNull()
  })

  it('is found where a file lies in place of a socket', async () => {
    await using bench = new ControlBench()
    writeFileSync(bench.path, '')
    expect(await askHub(bench.data, hooks, bench.clock)).toBeNull()
  })
})
