// Hostile and clumsy payloads: what is not a command of now, small, whole and asked for once reaches nobody.
import { milliseconds } from '@portico/core'
import { TestClock } from '@portico/testing'
import { expect, test } from 'vitest'
import type { BrokerMessage } from '../src/broker/broker-session.ts'
import { COMMANDS_MAX, CommandGate, MESSAGE_BYTES_MAX } from '../src/commands/command-gate.ts'
import { DropTally } from '../src/commands/drop-tally.ts'
import { Topics } from '../src/told/topics.ts'

const topics = new Topics({ slug: 'haus', id: '0a1b2c3d' }, 'homeassistant')
const doors = ['front']

const message = (payload: string | Uint8Array, more: Partial<BrokerMessage> = {}): BrokerMessage => ({
  topic: topics.command('front', 'lock'),
  payload: typeof payload === 'string' ? Buffer.from(payload) : payload,
  isRetained: false,
  isRepeat: false,
  ...more,
})

const hear = (each: BrokerMessage): unknown => new CommandGate(new TestClock()).hear(each, topics, doors)

test('commands of Home Assistant, with and without a PIN', () => {
  const command = (payload: string): unknown => hear(message(payload))
  expect(command('LOCK')).toEqual({ command: { door: 'front', act: 'lock', pin: null } })
  expect(command('UNLOCK')).toEqual({ command: { door: 'front', act: 'open', pin: null } })
  expect(command('{"action":"LOCK","code":"1234"}')).toEqual({
    command: { door: 'front', act: 'lock', pin: null },
  })
  expect(command('{"action":"UNLOCK","code":"1234"}')).toEqual({
    command: { door: 'front', act: 'open', pin: '1234' },
  })
  expect(command('{"action":"UNLOCK","code":""}')).toEqual({
    command: { door: 'front', act: 'open', pin: null },
  })
  expect(hear(message('PRESS', { topic: topics.command('front', 'deny') }))).toEqual({
    command: { door: 'front', act: 'deny', pin: null },
  })
})

test('a command that is kept is none', () => {
  for (const payload of ['LOCK', 'UNLOCK', '{"action":"UNLOCK","code":"1234"}'])
    expect(hear(message(payload, { isRetained: true }))).toEqual({ dropped: 'retained' })
})

test.each([
  'lock',
  'OPEN',
  'TOGGLE',
  ' LOCK',
  'LOCK\0',
  'null',
  '[]',
  '{',
  '{}',
  '{"action":"OPEN"}',
  '{"action":"UNLOCK","code":1234}',
  '{"action":"UNLOCK","code":"12"}',
  '{"action":"UNLOCK","code":"12345678901"}',
  '{"action":"UNLOCK","code":"1234\\n"}',
  '{"action":["UNLOCK"],"code":"1234"}',
  '{"__proto__":{"action":"UNLOCK"}}',
])('malformed: %s', (payload) => {
  expect(hear(message(payload))).toEqual({ dropped: 'malformed' })
})

test('bytes that are no text, and too many of them', () => {
  expect(hear(message(Uint8Array.of(0xff, 0xfe)))).toEqual({ dropped: 'malformed' })
  expect(hear(message(Buffer.alloc(MESSAGE_BYTES_MAX + 1, 'L')))).toEqual({ dropped: 'too-large' })
})

test('a door that is not shown, and a topic of nobody', () => {
  expect(hear(message('LOCK', { topic: topics.command('back', 'lock') }))).toEqual({
    dropped: 'no-such-door',
  })
  expect(hear(message('LOCK', { topic: 'portico/haus/door/front/open/set' }))).toEqual({
    dropped: 'no-such-door',
  })
})

test('a flood of one kind stops that kind alone, for ten seconds', async () => {
  const clock = new TestClock()
  const gate = new CommandGate(clock)
  const ask = (payload: string): boolean => 'command' in gate.hear(message(payload), topics, doors)
  const taken = Array.from({ length: 100 }, () => ask('UNLOCK')).filter(Boolean)
  expect(taken).toHaveLength(COMMANDS_MAX)
  expect(ask('LOCK')).toBe(true)
  await clock.advance(milliseconds(10_000))
  expect(ask('UNLOCK')).toBe(true)
})

test('junk takes no turn away', () => {
  const gate = new CommandGate(new TestClock())
  for (let each = 0; each < 100; each++) gate.hear(message('junk'), topics, doors)
  expect(gate.hear(message('LOCK'), topics, doors)).toHaveProperty('command')
})

test('what the broker marks as told before is done once', async () => {
  const clock = new TestClock()
  const gate = new CommandGate(clock)
  const again = message('LOCK', { isRepeat: true })
  expect(gate.hear(message('LOCK'), topics, doors)).toHaveProperty('command')
  expect(gate.hear(again, topics, doors)).toEqual({ dropped: 'repeated' })
  await clock.advance(milliseconds(10_000))
  expect(gate.hear(again, topics, doors)).toHaveProperty('command')
})

test('a flood is a line a minute in the log, with how many there were', async () => {
  const clock = new TestClock()
  const lines: object[] = []
  const tally = new DropTally({ clock, log: { warn: (facts) => void lines.push(facts) } })
  for (let each = 0; each < 1_000; each++) tally.note('t', 'malformed')
  tally.note('t', 'retained')
  await clock.advance(milliseconds(60_000))
  tally.note('t', 'malformed')
  expect(lines).toEqual([
    { topic: 't', why: 'malformed', before: 0 },
    { topic: 't', why: 'retained', before: 0 },
    { topic: 't', why: 'malformed', before: 999 },
  ])
})
