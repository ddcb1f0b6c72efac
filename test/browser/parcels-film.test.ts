// The film of a delivery on the owner's telephone: it plays, it is never called live, the scrubber speaks, and what is
// missing or altered is said and not shown.
import type { ParcelView } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'

describe.skipIf(noBrowser !== null)('the film of a delivery', () => {
  let visit: Visit
  let browser: Browser
  let parcel: ParcelView

  beforeAll(async () => {
    visit = await Visit.begin()
    browser = await launchBrowser()
    await visit.inside()
    const isPorch = (feed: string): Promise<unknown> =>
      until(`the porch to be ${feed}`, async () => {
        const cameras = (await visit.owner.home.doors()).flatMap((door) => door.cameras)
        return cameras.find(({ id }) => id === 'porch')?.feed === feed
      })
    await visit.act('freeze', 'porch', { how: 'silent' })
    await isPorch('silent')
    await visit.act('freeze', 'porch', { how: 'off' })
    await isPorch('live')
    await visit.leave()
    await visit.closed()
    const [first] = await visit.owner.home.parcels()
    if (!first) throw new Error('no parcel')
    parcel = first
  }, 90_000)

  afterAll(async () => {
    await browser?.close()
    await visit?.[Symbol.asyncDispose]()
  })

  const open = (): Promise<Phone> => phoneOf({ browser, hub: visit.hub, owner: visit.owner })
  const scrubber = (page: Page): ReturnType<Page['getByRole']> =>
    page.getByRole('slider', { name: 'Place in the film' })
  const spoken = (page: Page): Promise<string> =>
    scrubber(page)
      .getAttribute('aria-valuetext')
      .then((text) => text ?? '')
  const isDrawn = (page: Page): Promise<boolean> =>
    page.locator('video').evaluate((video) => {
      const shown = video as HTMLVideoElement
      return shown.readyState >= 2 && shown.videoWidth > 0 && getComputedStyle(shown).visibility === 'visible'
    })
  const drawnThumbs = (page: Page): Promise<number> =>
    page.locator('.filmstrip canvas').evaluateAll(
      (all) =>
        all.filter((each) => {
          // cast: the locator finds nothing else
          const canvas = each as HTMLCanvasElement
          const pixel = canvas.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data
          return pixel?.[3] === 255
        }).length,
    )
  const settled = (page: Page): Promise<void> => page.getByText('Every piece that is shown').waitFor()

  test('is fetched by whoever wants to see it, plays, and its scrubber speaks', async () => {
    await using phone = await open()
    const { page } = phone
    const chunks: string[] = []
    page.on('request', (request) => chunks.push(request.url()))
    const isFilm = (url: string): boolean => /film-page.*\.js|\/film\//.test(url)
    await phone.go(`parcels/${parcel.id}`)
    await page.getByRole('link', { name: /Film of the visit/ }).waitFor()
    expect(chunks.filter(isFilm)).toEqual([])
    await page.getByRole('link', { name: /Film of the visit/ }).click()
    await settled(page)
    await until('a picture to be drawn', () => isDrawn(page))
    await page.getByText('Film, not live').waitFor()
    expect(await page.getByText('LIVE', { exact: true }).count()).toBe(0)

    // The Page key goes from word to word of the two witnesses.
    await scrubber(page).focus()
    const heard: string[] = [await spoken(page)]
    for (let press = 0; press < 16; press++) {
      await page.keyboard.press('PageDown')
      heard.push(await spoken(page))
    }
    const all = heard.join('\n')
    expect(all).toMatch(/^\d\d:\d\d:\d\d, bolt thrown, door shut$/m)
    expect(all).toMatch(/^\d\d:\d\d:\d\d, bolt drawn back, door shut$/m)
    expect(all).toMatch(/^\d\d:\d\d:\d\d, bolt drawn back, door open$/m)
    for (let press = 0; !/door open/.test(await spoken(page)) && press < 16; press++)
      await page.keyboard.press('PageUp')
    await until('the picture of that moment', () => isDrawn(page))
    await until('small pictures', async () => (await drawnThumbs(page)) >= 3, 40_000)
    await keepPicture(page, 'parcels-film')
    expect(await barriers(page)).toEqual([])
    expect(phone.faults).toEqual([])
  })

  test('Space plays and halts, arrows go a second, and the picture shown is of that time', async () => {
    await using phone = await open()
    const { page } = phone
    await phone.go(`parcels/${parcel.id}/film`)
    await settled(page)
    await until('a picture to be drawn', () => isDrawn(page))
    const now = (): Promise<number> => scrubber(page).getAttribute('aria-valuenow').then(Number)
    await scrubber(page).focus()
    const begun = await now()
    await page.keyboard.press(' ')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await until('the film to go on', async () => (await now()) >= begun + 2)
    await page.keyboard.press(' ')
    await page.getByRole('button', { name: 'Play' }).waitFor()
    const halted = await now()
    await page.keyboard.press('ArrowRight')
    expect(await now()).toBe(halted + 1)
    // What stands on the picture is the time of the picture that is drawn: that of the place, or just before it.
    const secondsIn = (text: string): number => {
      const [, hours, minutes, seconds] = /(\d\d):(\d\d):(\d\d)/.exec(text) ?? []
      return Number(hours) * 3_600 + Number(minutes) * 60 + Number(seconds)
    }
    await until('the picture of that second', async () => {
      const shown = secondsIn((await page.locator('.filmpic .cam').textContent()) ?? '')
      return Math.abs(secondsIn(await spoken(page)) - shown) <= 1
    })
  })

  test('played to its end it halts on the last picture, and plays again from the beginning', async () => {
    await using phone = await open()
    const { page } = phone
    await phone.go(`parcels/${parcel.id}/film`)
    await settled(page)
    await scrubber(page).focus()
    await page.keyboard.press('End')
    for (let press = 0; press < 2; press++) await page.keyboard.press('ArrowLeft')
    await page.keyboard.press(' ')
    await page.getByRole('button', { name: 'Pause' }).waitFor()
    await page.getByRole('button', { name: 'Play' }).waitFor()
    expect(await isDrawn(page)).toBe(true)
    const ended = Number(await scrubber(page).getAttribute('aria-valuenow'))
    await page.keyboard.press(' ')
    await until(
      'the film to begin anew',
      async () => Number(await scrubber(page).getAttribute('aria-valuenow')) < ended,
    )
  })

  test('a camera that fell silent leaves a gap: no picture is shown, the other camera has one, playing goes through it', async () => {
    await using phone = await open()
    const { page } = phone
    await phone.go(`parcels/${parcel.id}/film`)
    await settled(page)
    await page.getByText('Porch', { exact: true }).click()
    await until('the camera that fell silent', () => isDrawn(page))
    expect(await page.locator('video').getAttribute('aria-label')).toBe('Porch, film, not live')
    await settled(page)
    await scrubber(page).focus()
    await page.keyboard.press('Home')
    let presses = 0
    for (; presses < 60 && !/door open, no picture$/.test(await spoken(page)); presses++)
      await page.keyboard.press('ArrowRight')
    expect(presses).toBeLessThan(60)
    const place = await scrubber(page).getAttribute('aria-valuenow')
    await page.getByText(/^No picture from \d\d:\d\d:\d\d\.\d to \d\d:\d\d:\d\d\.\d$/).waitFor()
    expect(await isDrawn(page)).toBe(false)
    expect(await page.locator('.ticks .hole').count()).toBeGreaterThan(0)
    await keepPicture(page, 'parcels-film-silent')
    await page.getByText('Hall', { exact: true }).click()
    await until('the other camera', () => isDrawn(page))
    expect(await page.locator('video').getAttribute('aria-label')).toBe('Hall, film, not live')
    expect(await scrubber(page).getAttribute('aria-valuenow')).toBe(place)
    await page.getByText('Porch', { exact: true }).click()
    await page.getByText(/^No picture from /).waitFor()
    await scrubber(page).focus()
    await page.keyboard.press(' ')
    await until('the pictures after it', () => isDrawn(page))
  })

  test('a piece that is missing is said to be so', async () => {
    await using phone = await open()
    const { page } = phone
    await page.route('**/film/hall/*', (route) => route.fulfill({ status: 404, body: '{}' }))
    await phone.go(`parcels/${parcel.id}/film`)
    await page.getByText(/^The piece from .* could not be loaded\.$/).waitFor()
    await page.getByText('No piece of this film can be shown').waitFor()
    expect(await isDrawn(page)).toBe(false)
    await keepPicture(page, 'parcels-film-missing')
  })

  test('a piece that was altered by one bit is not shown', async () => {
    await using phone = await open()
    const { page } = phone
    await page.route('**/film/hall/*', async (route) => {
      const answer = await route.fetch()
      const body = await answer.body()
      const place = Math.floor(body.length / 2)
      body.writeUInt8((body.readUInt8(place) ^ 1) & 0xff, place)
      await route.fulfill({ response: answer, body })
    })
    await phone.go(`parcels/${parcel.id}/film`)
    await page.getByText(/is not the one that the journal names, and is not shown\.$/).waitFor()
    expect(await isDrawn(page)).toBe(false)
  })

  test('without what bolt and door said the film plays, and says what is missing', async () => {
    await using phone = await open()
    const { page } = phone
    await page.route('**/trace', (route) =>
      route.fulfill({ status: 503, json: { code: 'HUB_HTTP_BUSY', message: 'busy' } }),
    )
    await phone.go(`parcels/${parcel.id}/film`)
    await page.getByText('What bolt and door said could not be loaded.').waitFor()
    await until('a picture to be drawn', () => isDrawn(page))
    expect(await spoken(page)).not.toContain('bolt')
  })

  test('reads on the smallest telephone', async () => {
    await using phone = await phoneOf({ browser, hub: visit.hub, owner: visit.owner, width: 320 })
    await phone.go(`parcels/${parcel.id}/film`)
    await settled(phone.page)
    await expectNoSideways(phone.page, 'film')
    await phone.page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
    await expectNoSideways(phone.page, 'film, 200 %')
    expect(phone.faults).toEqual([])
  })
})
