// Saved messages run through the real intake of a home that is thrown away: what each became, and how it differs from what
// was expected. Method: the golden files, and messages with a proof, in folders of their own.
import { createHmac } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { command } from '../../src/commands/replay.ts'
import { golden } from '../support/carrier-posts.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'portico-saved-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const save = (name: string, text: string): void => writeFileSync(join(folder, name), text)

async function replay(...args: readonly string[]) {
  const out: Record<string, unknown>[] = []
  const told: string[] = []
  const code = await command.run({
    args: [...args, '--json'],
    terminal: {
      print: async (line) => void out.push(JSON.parse(line)),
      tell: (line) => void told.push(line),
    },
    environment: () => {
      throw new Error('a replay asks nothing of the environment')
    },
  })
  return { code, out, told }
}

const homesLeft = (): readonly string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith('portico-replay-'))

test('all golden files become what is expected of them, and nothing is left behind', async () => {
  const before = homesLeft().length
  const fixtures = new URL('../../../../test/fixtures/carriers/', import.meta.url).pathname
  const { code, out, told } = await replay(fixtures)
  expect(told.filter((line) => line.startsWith('differs'))).toEqual([])
  expect([code, out.length]).toEqual([0, 31])
  const { files } = JSON.parse(readFileSync(join(fixtures, 'expected.json'), 'utf8'))
  expect(new Set(out.map(({ file }) => file))).toEqual(new Set(Object.keys(files)))
  expect(out.find(({ file }) => file === 'shippo.duplicate.json')).toMatchObject({ result: 'duplicate' })
  const armed = out.filter(({ why }) => why === null).map(({ readings }) => readings)
  expect(JSON.stringify(armed)).not.toContain('delivered')
  expect(armed.length).toBeGreaterThan(8)
  expect(homesLeft().length).toBeLessThanOrEqual(before)
})

test('they come in their own order, whatever their names are: a parcel that has come is not armed by an older word', async () => {
  save('easypost.1-delivered.json', golden('easypost.delivered.json'))
  save('easypost.2-out.json', golden('easypost.out-for-delivery.json'))
  const inOrder = await replay(folder)
  expect(inOrder.out.map(({ file, why }) => [file, why])).toEqual([
    ['easypost.2-out.json', null],
    ['easypost.1-delivered.json', 'status'],
  ])
  const allAtOnce = await replay(folder, '--at', '2026-11-18T22:20:00Z')
  expect(allAtOnce.out.map(({ file, why }) => [file, why])).toEqual([
    ['easypost.1-delivered.json', 'status'],
    ['easypost.2-out.json', 'done'],
  ])
})

test('a difference to what was expected is told, and ends with 1', async () => {
  save('easypost.out.json', golden('easypost.out-for-delivery.json'))
  save(
    'expected.json',
    JSON.stringify({
      'easypost.out.json': { status: 'delivered', carrier: 'ups', result: 'accepted', ofAnotherTest: 1 },
      'easypost.missing.json': { status: 'delivered' },
    }),
  )
  const { code, told } = await replay(folder)
  expect(code).toBe(1)
  expect(told).toEqual([
    'differs: easypost.out.json: status is "out-for-delivery", expected "delivered"',
    'differs: easypost.missing.json: expected, and was not replayed',
  ])
  expect((await replay(join(folder, 'easypost.out.json'))).code).toBe(0)
})

test('a proof that was kept is checked at the hour it came', async () => {
  const body = JSON.stringify({
    type: 'parcel.updated',
    timestamp: '2026-11-18T08:00:00Z',
    data: {
      trackingNumber: 'SHOP000001',
      carrier: 'dpd',
      status: 'out-for-delivery',
      occurredAt: '2026-11-18T08:00:00Z',
    },
  })
  const key = Buffer.from('a key of the shop, long enough')
  const time = Date.parse('2026-11-18T08:01:00Z') / 1000
  const hook = (receivedAt: string, signed = body) => {
    const signature = createHmac('sha256', key).update(`m1.${time}.${signed}`).digest('base64')
    return JSON.stringify({
      source: 'webhook',
      body,
      receivedAt,
      secret: `whsec_${key.toString('base64')}`,
      headers: {
        'Webhook-Id': 'm1',
        'Webhook-Timestamp': String(time),
        'Webhook-Signature': `v1,${signature}`,
      },
    })
  }
  save('a.hook.json', hook('2026-11-18T08:01:00Z'))
  save('b.hook.json', hook('2026-11-18T08:09:00Z'))
  save('c.hook.json', hook('2026-11-18T08:01:01Z', 'another body'))
  const { code, out } = await replay(folder)
  expect(out.map(({ file, proof, result, why }) => [file, proof, result, why])).toEqual([
    ['a.hook.json', 'checked', 'accepted', null],
    ['c.hook.json', 'checked', 'refused', 'mismatch'],
    ['b.hook.json', 'checked', 'refused', 'too-old'],
  ])
  expect(code).toBe(1)
})

test('what cannot be read is told, and the rest is replayed', async () => {
  save('easypost.broken.json', '{"half')
  save('easypost.bytes.json', Buffer.from([0xff, 0xfe]).toString('latin1'))
  save('pigeon.json', '{}')
  save('notes.txt', 'x')
  save('letter.hook.json', JSON.stringify({ source: 'easypost' }))
  save('easypost.out.json', golden('easypost.out-for-delivery.json'))
  const { code, out, told } = await replay(folder)
  expect(code).toBe(1)
  expect(told.toSorted()).toEqual([
    'not replayed: letter.hook.json: it has no body',
    'not replayed: notes.txt: no kind of message that is replayed',
    'not replayed: pigeon.json: no source of that name',
  ])
  expect(Object.fromEntries(out.map(({ file, result }) => [file, result]))).toEqual({
    'easypost.broken.json': 'unreadable',
    'easypost.bytes.json': 'unreadable',
    'easypost.out.json': 'accepted',
  })
})

test('files that are none, and names that would turn the terminal, are told in plain letters', async () => {
  const hostile = 'easypost.\u001b[2J\u202e\ngood\tnews.json'
  save(hostile, golden('easypost.out-for-delivery.json'))
  save('notes\u001b]0;x\u0007.txt', 'x')
  mkdirSync(join(folder, 'letters.eml'))
  symlinkSync('nowhere', join(folder, 'gone.eml'))
  const printed: string[] = []
  const told: string[] = []
  await command.run({
    args: [folder],
    terminal: { print: async (line) => void printed.push(line), tell: (line) => void told.push(line) },
    environment: () => {
      throw new Error('a replay asks nothing of the environment')
    },
  })
  expect(told.toSorted()).toEqual([
    'not replayed: gone.eml: no file that can be read',
    'not replayed: letters.eml: no file that can be read',
    'not replayed: notes ]0;x .txt: no kind of message that is replayed',
  ])
  expect(printed.map((line) => line.split('\t').slice(0, 2))).toEqual([
    ['easypost. [2J good news.json', 'easypost'],
  ])
  expect((await replay(folder)).out.map(({ file }) => file)).toEqual([hostile])
})

test.each([
  [['nowhere'], 'HUB_COMMAND_FILE'],
  [[], 'HUB_COMMAND_USAGE'],
  [['.', '--at', 'noon'], 'HUB_COMMAND_USAGE'],
])('%j is refused', async (args, code) => {
  await expect(replay(...args)).rejects.toMatchObject({ code })
})
