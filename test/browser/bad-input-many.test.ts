// Ten thousand parcels: the list opens as fast as with ten, never stands on the screen whole, and finds the one.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { claimMany, numberOf } from '../support/claims.ts'
import { HubProcess } from '../support/hub-process.ts'
import { keepPicture } from '../support/page-checks.ts'
import { phoneOf } from '../support/parcels-phone.ts'
import { Owner } from '../support/people.ts'
import { until } from '../support/until.ts'

const COUNT = 10_000
const OPENS_WITHIN_MS = 2_000
/** Elements of the whole page, with the hundred rows that a tap may add. */
const ELEMENTS_MAX = 1_500

describe.skipIf(noBrowser !== null)('ten thousand parcels', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('open in two seconds, stay a page long, and one of them is found', async () => {
    await using hub = await HubProcess.start()
    await using owner = await Owner.signIn(hub)
    await claimMany(hub, owner, COUNT)
    await using phone = await phoneOf({ browser, hub, owner })
    const { page } = phone
    const devtools = await page.context().newCDPSession(page)
    await devtools.send('Performance.enable')
    const scriptMs = async (): Promise<number> => {
      const { metrics } = await devtools.send('Performance.getMetrics')
      const seconds = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? 0
      return (seconds('ScriptDuration') + seconds('LayoutDuration') + seconds('RecalcStyleDuration')) * 1000
    }
    const elements = (): Promise<number> => page.evaluate(() => document.querySelectorAll('*').length)
    const rows = page.locator('.parcelrow')
    const began = await scriptMs()
    await phone.go('parcels')
    await rows.first().waitFor()
    expect(await rows.count()).toBe(50)
    expect((await scriptMs()) - began).toBeLessThan(OPENS_WITHIN_MS)
    expect(await elements()).toBeLessThan(ELEMENTS_MAX)
    await page.getByRole('button', { name: 'Show older' }).click()
    await expect.poll(() => rows.count()).toBe(100)
    expect(await elements()).toBeLessThan(ELEMENTS_MAX)
    await keepPicture(page, 'bad-input-many')

    const box = page.getByRole('searchbox')
    // By title, and by number with blanks, as it is read from a label.
    await box.fill('parcel 7777')
    await page.getByRole('link', { name: /^Parcel 7777\b/ }).waitFor()
    expect(await rows.count()).toBe(1)
    await box.fill(
      numberOf(4_242)
        .slice(-12)
        .replaceAll(/(.{4})/g, '$1 '),
    )
    await page.getByRole('link', { name: /^Parcel 4242\b/ }).waitFor()
    await expect.poll(() => rows.count()).toBe(1)
    await rows.first().click()
    await page.getByText(numberOf(4_242)).waitFor()

    // The first page says no number that it does not know.
    await phone.go('')
    await page.getByRole('heading', { name: 'Parcels due' }).waitFor()
    await page.getByText(/^More than \d+ more$/).waitFor()
    expect(await elements()).toBeLessThan(ELEMENTS_MAX)
    // One more is told at once.
    await owner.home.claim({ trackingNumber: 'TBA000000000042', title: 'The newest' })
    await until('the newest to be there', async () => (await page.getByText('The newest').count()) === 1)
    expect(phone.faults).toEqual([])
  })
})
