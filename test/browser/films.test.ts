// Films on the owner's telephone as things that are kept: how much room there is and how long they stay, a ring that
// nobody answered, holding a film as evidence and deleting it for good. The ring and the visit are filmed for real.
import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { FilmStoreView, ParcelView } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

/** Nobody answers for half a minute; the rest is what a busy machine takes. */
const MISSED_WITHIN_MS = 50_000

const ffmpeg = (...args: readonly string[]): string => spawnSync('ffmpeg', args, { encoding: 'utf8' }).stdout
const noFfmpeg = spawnSync('ffmpeg', ['-version']).error !== undefined
if (noFfmpeg) process.stderr.write('SKIPPED: marks of exported films (ffmpeg). Debian: ffmpeg\n')

interface Mark {
  /** Ms from the start of the film. */
  readonly place: number
  /** Unix ms, as the mark says. */
  readonly at: number
  readonly word: string
}

/** The marks of a film as a program lists them that knows nothing of us. */
function marksOf(film: string): readonly Mark[] {
  const list = ffmpeg('-v', 'error', '-i', film, '-map', '0:s', '-f', 'srt', '-')
  return list.split('\n\n').flatMap((cue) => {
    const [, hours, minutes, seconds, ms] = /(\d+):(\d+):(\d+),(\d+) -->/.exec(cue) ?? []
    const place = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + Number(ms)
    return [...cue.matchAll(/(\d{4}-\S+Z) ([^<\r\n]+)/g)].map(([, time = '', word = '']) => ({
      place,
      at: Date.parse(time),
      word,
    }))
  })
}

describe.skipIf(noBrowser !== null)('films that are kept', () => {
  let visit: Visit
  let browser: Browser
  let parcel: ParcelView
  let sid: string

  beforeAll(async () => {
    visit = await Visit.begin()
    browser = await launchBrowser()
    await visit.act('ring', 'front')
    await visit.owner.untilTold('RangUnanswered', MISSED_WITHIN_MS)
    await visit.inside()
    await visit.leave()
    sid = (await visit.closed()).id
    const [first] = await visit.owner.home.parcels()
    if (!first) throw new Error('no parcel')
    parcel = first
  }, 150_000)

  afterAll(async () => {
    await browser?.close()
    await visit?.[Symbol.asyncDispose]()
  })

  const open = (): Promise<Phone> => phoneOf({ browser, hub: visit.hub, owner: visit.owner })
  const isDrawn = (page: Page): Promise<boolean> =>
    page.locator('video').evaluate((video) => {
      // cast: the locator finds nothing else
      const shown = video as HTMLVideoElement
      return shown.readyState >= 2 && shown.videoWidth > 0
    })

  test('the house tells room, days, what goes next, and the ring; doctor and list say the same', async () => {
    await using phone = await open()
    const { page } = phone
    await phone.go('house/films')
    await page.getByText(/^Room for (?:about|more than) \d+ more visits?\.$/).waitFor()
    await page.getByText('14 days', { exact: true }).waitFor()
    await page.getByText('3 days', { exact: true }).waitFor()
    await page.getByText(/Next goes the film of the ring of today/).waitFor()
    await page.getByRole('link', { name: /Rang today \d\d:\d\d, nobody answered/ }).waitFor()
    await keepPicture(page, 'house-films')
    expect(await barriers(page)).toEqual([])
    await using small = await phoneOf({ browser, hub: visit.hub, owner: visit.owner, width: 320 })
    await small.go('house/films')
    await small.page.getByText(/^Room for/).waitFor()
    await expectNoSideways(small.page, 'films')

    const shelf = await visit.owner.get<FilmStoreView>('/api/v1/films')
    expect(shelf.films.map(({ purpose }) => purpose)).toEqual(['visit', 'ring'])
    const list = visit.hub.command('film', 'list')
    expect([list.code, list.out.trim().split('\n').length]).toEqual([0, 2])
    expect(list.out).toContain(`${sid}\tvisit\tfront\t`)
    expect(visit.hub.command('doctor').out).toMatch(/film room: room for about \d+ visits/)
    expect(phone.faults).toEqual([])
  })

  test('the film of a missed ring plays, begins before the bell, and tells the bell by itself', async () => {
    await using phone = await open()
    const { page } = phone
    await phone.go('house/films')
    await page.getByRole('link', { name: /nobody answered/ }).click()
    await page.getByText('Every piece that is shown').waitFor()
    await until('a picture to be drawn', () => isDrawn(page))
    await page.getByRole('button', { name: /Somebody rang/ }).waitFor()
    await keepPicture(page, 'ring-film')
    expect(await barriers(page)).toEqual([])
    const ring = readdirSync(join(visit.hub.data, 'media')).find((name) => name.startsWith('r_')) ?? ''
    const out = join(visit.hub.data, 'ring.mp4')
    expect(visit.hub.command('film', ring, '--out', out).code).toBe(0)
    if (!noFfmpeg) expect(marksOf(out).map(({ word }) => word)).toContain('bell pressed')
  })

  test('the exported film of a visit tells when the bolt moved, at the right moment', async () => {
    if (noFfmpeg) return
    const out = join(visit.hub.data, 'visit.mp4')
    const exported = visit.hub.command('film', sid, '--out', out, '--camera', 'hall')
    expect(exported.code).toBe(0)
    const [piece = ''] = exported.out.trim().split('\n')
    const film = (await visit.owner.session(sid)).film.find(({ camera }) => camera === 'hall')
    const marks = marksOf(piece)
    const words = marks.map(({ word }) => word)
    for (const word of ['bolt unlocked', 'contact open', 'step opened', 'contact closed', 'bolt locked'])
      expect(words).toContain(word)
    const off = marks
      .filter(({ at }) => at > (film?.from ?? 0))
      .map(({ at, place }) => Math.abs((film?.from ?? 0) + place - at))
    // A fragment is a quarter of a second; the journal's time of the first picture may be as far off.
    expect(off.length).toBeGreaterThan(5)
    expect(Math.max(...off)).toBeLessThanOrEqual(500)
  })

  test('a disk that runs short is told on the first page and where films are kept, with what goes first', async () => {
    await using phone = await open()
    const { page } = phone
    const shelf = await visit.owner.get<FilmStoreView>('/api/v1/films')
    const ring = shelf.films.find(({ purpose }) => purpose === 'ring') ?? null
    await page.route('**/api/v1/films', (route) =>
      route.fulfill({ json: { ...shelf, state: 'low', visits: 3, freeBytes: 400e6, firstToGo: ring } }),
    )
    await phone.go('')
    await page.getByText('Room for about 3 more visits.').waitFor()
    await page.getByText(/What goes first is the film of the ring of today/).click()
    await page.getByRole('alert').getByText('Room for about 3 more visits.').waitFor()
    expect(await barriers(page)).toEqual([])
    expect(phone.faults).toEqual([])
  })

  test('a film is held as evidence, let go, and deleted for good with a reason; the parcel says so', async () => {
    await using phone = await open()
    const { page } = phone
    await phone.go(`parcels/${parcel.id}/film`)
    await page.getByText('Kept for 14 days.').waitFor()
    const hold = page.getByRole('checkbox', { name: 'Hold as evidence' })
    await hold.click()
    await page.getByText('Held as evidence: it stays until you let it go.').waitFor()
    expect(await page.getByText('Delete photo and film').count()).toBe(0)
    await hold.click()
    await page.getByText(/It is deleted by itself/).waitFor()
    await page.getByText('Delete photo and film').click()
    await page.getByText(/nothing brings them back, not within ten minutes either/).waitFor()
    await page.getByRole('radio', { name: 'It shows something private' }).check()
    await keepPicture(page, 'film-delete')
    expect(await barriers(page)).toEqual([])
    const button = page.getByRole('button', { name: 'Hold to delete for good' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.waitForTimeout(500)
    await page.keyboard.press('Enter')
    await page
      .getByText(/Photo and film were deleted today \d\d:\d\d, by you\. It shows something private\./)
      .waitFor()
    await phone.go(`parcels/${parcel.id}`)
    await page.getByText(/Photo and film were deleted today/).waitFor()
    expect(await page.getByRole('link', { name: /Film of the visit/ }).count()).toBe(0)
    expect(readdirSync(join(visit.hub.data, 'media'))).not.toContain(sid)
    expect(phone.faults).toEqual([])
  })
})
