// What a hub keeps of its cameras, in one home that is killed on the way: a ring whose half minute it did not live to see
// is a missed ring of the next life, with its film; a still of any moment that a camera still remembers, as a page asks for
// it; and what was past its days while nobody ran goes in the first minutes.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalLine } from '@portico/core'
import type { RingView } from '@portico/protocol'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { describe, expect, test } from 'vitest'
import { Homes } from '../support/homes.ts'
import { type HubProcess, calmHome } from '../support/hub-process.ts'
import { lineFindings } from '../support/line-findings.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

const DAY_MS = 86_400_000
/** So much of the ring is seen before the hub dies. */
const FILMED_MS = 6_000

/** The camera at the door takes a picture each 67 ms once somebody has rung. */
const settings = calmHome.replace('view: outside, framesPerSecond: 5', 'view: outside, framesPerSecond: 15')
const homes = new Homes({ settings })

const mediaOf = ({ data }: HubProcess): string => join(data, 'media')
const withFilms = new WeakSet<HubProcess>()

/** Films of visits that the records do not know, one of them past its days; the hub dies and lives again. */
async function dieWithFilms({ hub, owner }: Visit): Promise<void> {
  for (const [name, days] of [
    ['s_old', 20],
    ['s_young', 2],
  ] as const) {
    const folder = join(mediaOf(hub), name)
    mkdirSync(folder)
    writeFileSync(join(folder, 'photo-1.jpg.sealed'), 'of a visit that the records do not know')
    const seconds = (Date.now() - days * DAY_MS) / 1000
    for (const path of [join(folder, 'photo-1.jpg.sealed'), folder]) utimesSync(path, seconds, seconds)
  }
  withFilms.add(hub)
  await hub.kill()
  await hub.begin()
  await owner.connect()
}

test('a ring is missed and filmed over a kill of the hub', async () => {
  await using visit = await homes.visit(0)
  const { hub } = visit
  const seen = async (): Promise<number> => (await shot(visit)).captured
  await until('a still', () => visit.owner.home.still('porch').then(Boolean, () => false))
  await visit.act('ring', 'front')
  const rang = await seen()
  await until('pictures of the ring', async () => (await seen()) > rang + FILMED_MS)
  await dieWithFilms(visit)
  const ring = await until('the missed ring', async () => {
    const [newest] = await visit.owner.get<readonly RingView[]>('/api/v1/rings')
    return newest
  })
  expect(ring.film.map(({ camera }) => camera)).toEqual(['porch'])
  const out = join(hub.folder, 'ring.mp4')
  expect(hub.command('film', ring.id, '--out', out).code).toBe(0)
  const bytes = readFileSync(out)
  const film = new Input({ source: new BufferSource(new Uint8Array(bytes)), formats: ALL_FORMATS })
  // Half of what was filmed at least, on whatever machine.
  expect(await film.computeDuration()).toBeGreaterThan(FILMED_MS / 2000)
  expect(bytes.toString('latin1')).toMatch(/Z bell pressed/)
  // The chain is whole, and no invariant of a visit is touched by a ring.
  const journal = hub.command('journal', 'export').out.trim().split('\n')
  // cast: what the hub exports
  expect(await lineFindings(journal.map((line) => JSON.parse(line) as JournalLine))).toEqual([])
})

interface Shot {
  readonly bytes: Buffer
  readonly type: string | null
  readonly hash: string | null
  /** Unix ms at which it was taken. */
  readonly captured: number
}

/** Somebody looks at the camera at the door. */
async function looking(): Promise<Visit> {
  const visit = await homes.visit(0)
  await until('a still', () => visit.owner.home.still('porch').then(Boolean, () => false), 40_000)
  return visit
}

async function shot({ owner }: Visit, query = '', accept = '*/*'): Promise<Shot> {
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
    await using visit = await looking()
    await visit.act('ring', 'front')
    const { captured: first } = await shot(visit)
    // Three seconds more of pictures to ask for.
    await until('pictures', async () => (await shot(visit)).captured > first + 3_000, 30_000)
    const asked = Array.from({ length: 40 }, (_, n) => first + 500 + n * 50)
    const answers: { readonly at: number; readonly captured: number }[] = []
    for (const at of asked)
      answers.push({ at, captured: (await shot(visit, `?at=${at}&width=160`)).captured })
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
    await using visit = await looking()
    const { requests } = visit.owner.home
    const reply = await requests.ask(`/api/v1/cameras/porch/still?at=${Date.now() - 120_000}`)
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
    await using visit = await looking()
    const { bytes, type, hash } = await shot(visit, '', accept)
    expect([type, firstBytes[accept]?.(bytes)]).toEqual([accept, true])
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash)
  })

  test('as a thumbnail is a small one', async () => {
    await using visit = await looking()
    const [whole, small] = [await shot(visit), await shot(visit, '?width=80')]
    expect(small.bytes.length).toBeLessThan(whole.bytes.length / 4)
  })
})

test('an old film goes with the next start, and a young one stays', async () => {
  await using visit = await homes.visit(0)
  if (!withFilms.has(visit.hub)) await dieWithFilms(visit)
  const media = mediaOf(visit.hub)
  await until('the old film to go', () => !existsSync(join(media, 's_old')), 100_000)
  expect(existsSync(join(media, 's_young'))).toBe(true)
}, 200_000)
