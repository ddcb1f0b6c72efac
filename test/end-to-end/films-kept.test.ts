// Films of a real hub that is killed in the middle: a ring whose half minute it did not live to see is a missed ring of
// the next life, with its film; what was past its days while nobody ran goes in the first minutes.
import { existsSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JournalLine } from '@portico/core'
import type { RingView } from '@portico/protocol'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import { expect, test } from 'vitest'
import { lineFindings } from '../support/line-findings.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const DAY_MS = 86_400_000
/** Enough of the ring is on the disk. */
const FILMED_MS = 6_000

test('a ring is missed and filmed over a kill of the hub; an old film goes with the next start', async () => {
  await using visit = await Visit.begin()
  const { hub } = visit
  const media = join(hub.data, 'media')
  for (const [name, days] of [
    ['s_old', 20],
    ['s_young', 2],
  ] as const) {
    mkdirSync(join(media, name))
    writeFileSync(join(media, name, 'photo-1.jpg.sealed'), 'of a visit that the records do not know')
    const seconds = (Date.now() - days * DAY_MS) / 1000
    for (const path of [join(media, name, 'photo-1.jpg.sealed'), join(media, name)])
      utimesSync(path, seconds, seconds)
  }
  await visit.act('ring', 'front')
  await new Promise((resolve) => setTimeout(resolve, FILMED_MS))
  await hub.kill()
  await hub.begin()
  await visit.owner.connect()
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
  await until('the old film to go', () => !existsSync(join(media, 's_old')), 100_000)
  expect(existsSync(join(media, 's_young'))).toBe(true)
}, 200_000)
