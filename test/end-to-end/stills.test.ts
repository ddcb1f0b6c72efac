// A still of any moment that a camera still remembers, through the hub as a page asks for it: the picture that was taken
// then, in the form and size that were asked for, under the hash that is told with it.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Owner } from '../support/people.ts'
import { until } from '../support/until.ts'

/** A camera that takes a picture each 67 ms once somebody has rung at the door. */
const settings = calmHome.replace('view: outside, framesPerSecond: 5', 'view: outside, framesPerSecond: 15')

interface Shot {
  readonly bytes: Buffer
  readonly type: string | null
  readonly hash: string | null
  /** Unix ms at which it was taken. */
  readonly captured: number
}

let hub: HubProcess
let owner: Owner

beforeAll(async () => {
  hub = await HubProcess.start({ settings })
  owner = await Owner.signIn(hub)
  await using house = await hub.house()
  await house.act('ring', 'front')
  await until('a still', () => owner.home.still('porch').then(Boolean, () => false), 40_000)
}, 90_000)

afterAll(async () => {
  await owner?.[Symbol.asyncDispose]()
  await hub?.[Symbol.asyncDispose]()
})

async function shot(query = '', accept = '*/*'): Promise<Shot> {
  const reply = await owner.home.requests.ask(`/api/v1/cameras/porch/still${query}`, { headers: { accept } })
  expect(reply.status).toBe(200)
  return {
    bytes: Buffer.from(await reply.arrayBuffer()),
    type: reply.headers.get('content-type'),
    hash: reply.headers.get('x-portico-sha256'),
    captured: Number(reply.headers.get('x-portico-captured')),
  }
}

describe('a still of a moment', () => {
  test('is the newest picture that was taken until then, and within 100 ms wherever there is one', async () => {
    const { captured: first } = await shot()
    // Three seconds more of pictures to ask for.
    await until('pictures', async () => (await shot()).captured > first + 3_000, 30_000)
    const asked = Array.from({ length: 40 }, (_, n) => first + 500 + n * 50)
    const answers: { readonly at: number; readonly captured: number }[] = []
    for (const at of asked) answers.push({ at, captured: (await shot(`?at=${at}&width=160`)).captured })
    const taken = [...new Set(answers.map(({ captured }) => captured))]
    // Wall times are rounded, and the clocks of two machines' processes are read one after the other.
    const SLACK_MS = 12
    for (const { at, captured } of answers) {
      expect(captured).toBeLessThanOrEqual(at + SLACK_MS)
      expect(taken.filter((other) => other > captured + SLACK_MS && other < at - SLACK_MS)).toEqual([])
    }
    const near = answers.filter(({ at, captured }) => at - captured <= 100)
    // A machine that is busy leaves pictures out; then there is none that is nearer.
    expect(near.length).toBeGreaterThan(answers.length / 10)
  })

  test('before everything that is remembered is refused, not guessed', async () => {
    const reply = await owner.home.requests.ask(`/api/v1/cameras/porch/still?at=${Date.now() - 120_000}`)
    expect([reply.status, reply.headers.get('retry-after'), await reply.json()]).toEqual([
      410,
      null,
      expect.objectContaining({ code: 'HUB_CAMERA_MOMENT_GONE' }),
    ])
  })
})

describe('a still', () => {
  const firstBytes: Readonly<Record<string, (bytes: Buffer) => boolean>> = {
    'image/jpeg': (bytes) => bytes.subarray(0, 3).toString('hex') === 'ffd8ff',
    'image/webp': (bytes) => bytes.toString('latin1', 8, 12) === 'WEBP',
    'image/avif': (bytes) => bytes.toString('latin1', 4, 12) === 'ftypavif',
  }

  test.each(['image/jpeg', 'image/webp', 'image/avif'])('as %s, under its own hash', async (accept) => {
    const { bytes, type, hash } = await shot('', accept)
    expect([type, firstBytes[accept]?.(bytes)]).toEqual([accept, true])
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
  })

  test('as a thumbnail is a small one', async () => {
    const [whole, small] = [await shot(), await shot('?width=160')]
    expect(small.bytes.length).toBeLessThan(whole.bytes.length / 4)
  })
})
