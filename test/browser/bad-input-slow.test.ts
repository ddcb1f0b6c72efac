// A bad line: 400 ms each way and 50 kB a second. Something decent stands on the screen within the time that such a line
// leaves, and nothing is called live or locked that is not.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { digitsOn, hang, shows } from '../support/display-room.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { keepPicture } from '../support/page-checks.ts'
import { NUMBER } from '../support/people.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const LATENCY_MS = 400
const BYTES_PER_S = 50_000
/** What a courier waits for (experience.md §9): the document alone is enough. */
const COURIER_MS = 1_500
/** First words on a page of the house, before its script is there. */
const WORDS_MS = 1_500
/** The whole page: its budget of bytes over this line, and the ways to and fro. */
const WHOLE_MS = 8_000
const RESIDENTS_WORDS = /\S/

async function slow(page: Page): Promise<void> {
  const devtools = await page.context().newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: LATENCY_MS,
    downloadThroughput: BYTES_PER_S,
    uploadThroughput: BYTES_PER_S,
  })
}

/** Ms of the page's own clock until the first words were painted. */
const firstWords = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          const [first] = list.getEntriesByName('first-contentful-paint')
          if (first) resolve(first.startTime)
        }).observe({ type: 'paint', buffered: true })
      }),
  )

const sinceBegin = (page: Page): Promise<number> => page.evaluate(() => performance.now())

describe.skipIf(noBrowser !== null)('a bad line', () => {
  let browser: Browser
  let visit: Visit
  beforeAll(async () => {
    ;[browser, visit] = await Promise.all([launchBrowser(), Visit.begin()])
  })
  afterAll(async () => {
    await browser?.close()
    await visit?.[Symbol.asyncDispose]()
  })

  test('the owner reads words at once, nothing that is not proved, and then the house', async () => {
    await using phone = await Phone.blank({ browser })
    const { page } = phone
    await page.goto(visit.hub.url + (await linkOf(visit.hub)))
    await phone.shows('Front door: locked')
    await using second = await Phone.blank({ browser })
    await second.page.context().addCookies(await page.context().cookies())
    await slow(second.page)
    await second.page.goto(`${visit.hub.url}/`, { waitUntil: 'commit' })
    const seen: string[] = []
    await until('the door to be known', async () => {
      const text = await second.text().catch(() => '')
      if (text !== seen.at(-1)) seen.push(text)
      return text.includes('Front door: locked')
    })
    expect(await sinceBegin(second.page)).toBeLessThan(WHOLE_MS)
    expect(await firstWords(second.page)).toBeLessThan(WORDS_MS)
    const before = seen.slice(0, -1).join('\n')
    expect(before).toMatch(RESIDENTS_WORDS)
    expect(before).not.toMatch(/locked|LIVE/i)
    await keepPicture(second.page, 'bad-input-slow-owner')

    // A picture over such a line is as old as it is, and says so.
    await second.goTo('#/door/front')
    await second.button('Show the picture').click()
    await second.shows(/LIVE\s+\d|NOT LIVE|NO PICTURE/)
    const ages = await until('some pictures', async () => {
      const words = await second.page.locator('.pic .live').first().innerText()
      const age = Number(/LIVE\s+([\d.]+) s/.exec(words)?.[1])
      return /NOT LIVE|NO PICTURE/.test(words) || Number.isNaN(age) ? 'honest' : age
    })
    // One way over this line takes so long: no picture can be younger.
    if (typeof ages === 'number') expect(ages * 1000).toBeGreaterThanOrEqual(LATENCY_MS / 2)
    expect(phone.errors).toEqual([])
    expect(second.errors).toEqual([])
  })

  test('a wall display reads words at once, and then its doors', async () => {
    const wall = await hang({ browser, url: visit.hub.url, size: '7-inch' })
    await visit.owner.home.pairDisplay({ code: await digitsOn(wall), name: 'Hall', place: 'inside' })
    await shows(wall, '.doors', 'Locked')
    await slow(wall)
    await wall.reload({ waitUntil: 'commit' })
    const seen: string[] = []
    await until('the doors', async () => {
      const text = await wall
        .locator('body')
        .innerText({ timeout: 1_000 })
        .catch(() => '')
      if (text !== seen.at(-1)) seen.push(text)
      return text.includes('Locked')
    })
    expect(await sinceBegin(wall)).toBeLessThan(WHOLE_MS)
    expect(await firstWords(wall)).toBeLessThan(WORDS_MS)
    expect(seen.slice(0, -1).join('\n')).toMatch(RESIDENTS_WORDS)
    expect(seen.slice(0, -1).join('\n')).not.toMatch(/locked|LIVE/i)
    await keepPicture(wall, 'bad-input-slow-display')
    await wall.context().close()
  })

  test('a courier reads the first page in a second and a half, and comes in over the same line', async () => {
    await visit.armed()
    const context = await browser.newContext({ viewport: { width: 360, height: 740 }, locale: 'en-GB' })
    const page = await context.newPage()
    await slow(page)
    await page.goto(`${visit.hub.url}/d/front?t=${await visit.courier.scan()}`, { waitUntil: 'commit' })
    await page.getByRole('heading', { name: 'Hello. Which parcel is it?' }).waitFor()
    expect(await firstWords(page)).toBeLessThan(COURIER_MS)
    await page.locator('#label').fill(NUMBER)
    await page.locator('.btn.main').click()
    await page.getByRole('button', { name: 'I am at the door' }).click()
    await page.locator('main[data-state=wait]').waitFor()
    expect(await visit.owner.approve()).toEqual({ ok: true })
    await page.locator('main[data-state=open]').waitFor({ timeout: 20_000 })
    // What is left is not more than the door gives, though the news was late.
    expect(Number(await page.locator('.ring .n').textContent())).toBeLessThanOrEqual(60)
    await keepPicture(page, 'bad-input-slow-courier')
    await visit.open()
    await page.locator('main[data-state=place]').waitFor()
    await visit.leave()
    await page.locator('main[data-state=thanks]').waitFor({ timeout: 40_000 })
    await context.close()
  })
})
