// Parcels on the owner's telephone after a real delivery: what is said and what was seen, the photo, the evidence, and a
// parcel that is claimed.
import { join } from 'node:path'
import type { ParcelView } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { NUMBER, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'

const MARKUP = '<img src=x onerror=alert(1)> & a very long name that goes on '.repeat(2).slice(0, 118)

describe.skipIf(noBrowser !== null)('parcels after a delivery', () => {
  let visit: Visit
  let browser: Browser
  let phone: Phone
  let page: Page
  let parcel: ParcelView

  beforeAll(async () => {
    visit = await Visit.begin()
    browser = await launchBrowser()
    await visit.inside()
    await visit.leave()
    await visit.closed()
    const [first] = await visit.owner.home.parcels()
    if (!first) throw new Error('no parcel')
    parcel = first
    phone = await phoneOf({ browser, hub: visit.hub, owner: visit.owner })
    ;({ page } = phone)
  }, 90_000)

  afterAll(async () => {
    await browser?.close()
    await visit?.[Symbol.asyncDispose]()
  })

  test('the list says what the house saw, and is searched by the hub', async () => {
    await phone.go('parcels')
    const row = page.getByRole('link', { name: /A lamp/ })
    await row.waitFor()
    await expect.poll(() => row.textContent()).toMatch(/Visited \d\d:\d\d, door proved locked/)
    await keepPicture(page, 'parcels-list')
    expect(await barriers(page)).toEqual([])

    const box = page.getByRole('searchbox')
    await box.fill('lam')
    await row.waitFor()
    await box.fill('nothing like it')
    await page.getByText('No parcel fits “nothing like it”.').waitFor()
    expect(await row.count()).toBe(0)
    await box.fill(NUMBER.slice(3, 9).toLowerCase())
    await row.waitFor()
  })

  test('a parcel shows the photo, no photo of the carrier, and who said what', async () => {
    await phone.go(`parcels/${parcel.id}`)
    await page.getByRole('heading', { level: 1, name: /^Visited \d\d:\d\d, door proved locked$/ }).waitFor()
    const photo = page.getByRole('img', { name: /^Your camera, photo of \d\d:\d\d:\d\d$/ })
    await until('the photo to be drawn', () =>
      photo.evaluate((image) => (image as HTMLImageElement).naturalWidth > 0),
    )
    await page.getByText('The carrier sent no photo').waitFor()
    const told = page.getByRole('region', { name: 'What happened' })
    for (const words of [
      /Locked, bolt and contact agree, \d/,
      /Door open, for \d+ s/,
      /Allowed once, by you/,
      /Somebody at the door, code scanned/,
      /Out for delivery, said by the carrier through easypost, signature good/,
      /Claimed, somebody of this home waits for it/,
    ])
      expect(await told.textContent()).toMatch(words)
    expect(await page.locator('main').textContent()).not.toContain('Inside since')
    await keepPicture(page, 'parcels-parcel-unsaid')
  })

  test('inside is said as soon as the carrier says delivered, on the open page', async () => {
    await postHook(visit.hub, 'delivered')
    await page
      .getByRole('heading', { level: 1, name: /^Inside since \d\d:\d\d, door proved locked$/ })
      .waitFor()
    await page.getByText('Filmed here, and said by the carrier').waitFor()
    await keepPicture(page, 'parcels-parcel')
    expect(await barriers(page)).toEqual([])
  })

  test('the evidence is saved and found sound by the command line', async () => {
    const saving = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Save the evidence' }).click()
    const download = await saving
    expect(download.suggestedFilename()).toBe(`${parcel.session}.tar`)
    const file = join(visit.hub.folder, download.suggestedFilename())
    await download.saveAs(file)
    const verdict = visit.hub.verify(file)
    expect(verdict.out).toContain('Unaltered')
    expect(verdict.code).toBe(0)
  })

  test('a parcel is claimed by a pasted mail, once, and its name stays text', async () => {
    const sent: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/api/v1/parcels'))
        sent.push(request.postData() ?? '')
    })
    await phone.go('parcels/add')
    const text = page.getByLabel('Tracking number, order mail or link')
    await text.fill('Thank you for your order. We will write again.')
    await page.getByText('No tracking number is in it.').waitFor()
    expect(await page.getByRole('button', { name: 'Go on' }).isDisabled()).toBe(true)
    await text.fill('It is on its way: 1Z999AA10123456784, or as TBA012345678901 with another carrier.')
    await page.getByText('UPS, check digit right').waitFor()
    await page.getByText('Looks like Amazon, not checked').waitFor()
    await keepPicture(page, 'parcels-claim')
    expect(await barriers(page)).toEqual([])
    await page.getByText('1Z999AA10123456784').last().click()
    await page.getByLabel('Name for it, if you like').fill(MARKUP)
    await page.getByRole('button', { name: 'Go on' }).click()
    await page.getByText('You can say later that it is not yours.').waitFor()
    // The hub says no once: it is said, and the same may be tried again.
    await page.route('**/api/v1/parcels', (route) =>
      route.fulfill({
        status: 429,
        json: { code: 'HUB_HTTP_QUOTA', message: 'too many orders', next: 'wait' },
      }),
    )
    await page.getByRole('button', { name: 'We wait for this parcel' }).click()
    await page.getByText('Too many orders. Next: Wait. HUB_HTTP_QUOTA').waitFor()
    await page.unroute('**/api/v1/parcels')
    sent.length = 0
    await page.getByRole('button', { name: 'We wait for this parcel' }).dblclick()
    await page.getByRole('heading', { level: 1, name: 'You wait for this parcel' }).waitFor()
    expect(sent).toEqual([JSON.stringify({ trackingNumber: '1Z999AA10123456784', title: MARKUP.trim() })])
    expect(await page.locator('header .title').textContent()).toBe(MARKUP.trim())
    expect(await page.locator('main img').count()).toBe(0)
    await phone.go('parcels')
    await page.getByText('<img src=x').waitFor()
    await keepPicture(page, 'parcels-long-name')
  })

  test('what only the carrier says is not seen here', async () => {
    await postHook(visit.hub, 'delivered', { number: '1Z999AA10123456784' })
    const claimed = (await visit.owner.home.parcels({ q: '1Z999AA1' }))[0]
    await phone.go(`parcels/${claimed?.id}`)
    await page
      .getByRole('heading', { level: 1, name: /^Said delivered .*\d\d:\d\d\. Not seen here\.$/ })
      .waitFor()
    expect(await page.locator('main').textContent()).not.toContain('Inside since')
    await keepPicture(page, 'parcels-not-seen')
  })

  test('a parcel that the hub does not know says so, with one act', async () => {
    await phone.go('parcels/p_none')
    await page.getByText('The parcel: this did not work.').waitFor()
    await page.getByText('HUB_HTTP_NOT_FOUND').waitFor()
    expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(1)
    await keepPicture(page, 'parcels-failed')
  })

  test('of many no more than a page stands on the screen without a tap', async () => {
    for (let number = 0; number < 110; number++)
      await postHook(visit.hub, 'in-transit', {
        number: `9400111202555842${String(number).padStart(6, '0')}`,
      })
    await phone.go('parcels')
    const rows = page.locator('.parcelrow')
    await expect.poll(() => rows.count()).toBe(50)
    await page.getByRole('button', { name: 'Show older' }).click()
    await expect.poll(() => rows.count()).toBe(100)
    await page.getByRole('button', { name: 'Show older' }).click()
    await expect.poll(() => rows.count()).toBe(112)
    expect(await page.getByRole('button', { name: 'Show older' }).count()).toBe(0)
  })

  test('reads on the smallest telephone, and with letters twice as large', async () => {
    await using small = await phoneOf({ browser, hub: visit.hub, owner: visit.owner, width: 320 })
    for (const place of ['parcels', 'parcels/add', `parcels/${parcel.id}`]) {
      await small.go(place)
      await small.page.locator('main h1').waitFor()
      await expectNoSideways(small.page, place)
      await small.page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
      await expectNoSideways(small.page, `${place}, 200 %`)
    }
    await keepPicture(small.page, 'parcels-320-200')
    expect(small.faults).toEqual([])
  })

  test('without the house the list says how old it is', async () => {
    await phone.go('parcels')
    await page.locator('.parcelrow').first().waitFor()
    await phone.context.setOffline(true)
    await page.getByText(/^As of \d\d:\d\d:\d\d, not renewed since\./).waitFor()
    await keepPicture(page, 'parcels-offline')
    await page.getByRole('searchbox').fill('lamp')
    await page.getByRole('button', { name: 'Try again' }).waitFor()
    await phone.context.setOffline(false)
    await expect.poll(() => page.getByText('not renewed since').count()).toBe(0)
    await page.getByRole('link', { name: /A lamp/ }).waitFor()
    expect(phone.faults).toEqual([])
  })
})
