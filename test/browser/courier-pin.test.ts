// The courier's page that shows a PIN, and the keypad of the virtual street where it is typed: two real browsers' pages, a
// real hub and the simulated home.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { byPin } from '../support/by-pin.ts'
import { CourierPhone } from '../support/courier-phone.ts'
import { SHARPNESS } from '../support/pictures.ts'
import { Visit } from '../support/visit.ts'

let browser: Browser

describe.skipIf(noBrowser !== null)('in by PIN', { concurrent: true }, () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('the page shows it large, the street takes it once, and no address or store of the phone keeps it', async () => {
    await using visit = await Visit.begin(byPin)
    await using phone = await CourierPhone.turnedOn({ browser, visit, deviceScaleFactor: SHARPNESS })
    const { page } = phone
    await visit.armed()
    await phone.scan()
    await phone.type()
    await phone.until('welcome')
    await phone.tap()
    await phone.until('pin')
    await page.getByRole('heading', { name: 'Key this in at the door.' }).waitFor()
    const shown = (await page.locator('.pin').innerText()).replaceAll(/\D/g, '')
    expect(shown).toMatch(/^\d{6}$/)
    expect(await phone.see('pin')).toEqual([])

    const street = await (await browser.newContext()).newPage()
    await street.goto(`${visit.hub.url}/street`)
    await street.getByLabel('PIN at the keypad').fill(shown)
    await street.getByRole('button', { name: 'Key in' }).click()
    await street.getByText('The keypad took the PIN: the bolt withdraws.').waitFor()
    expect(await street.getByLabel('PIN at the keypad').inputValue()).toBe('')
    await phone.until('open')
    expect(await page.locator('.pin').count()).toBe(0)
    const kept = await page.evaluate(() => [
      location.href,
      document.cookie,
      [localStorage, sessionStorage].flatMap((store) => Object.values(store)).join(' '),
      document.body.innerText.replaceAll(' ', ''),
    ])
    for (const text of kept) expect(text).not.toContain(shown)
    expect(phone.requests.map((request) => request.url()).filter((url) => url.includes(shown))).toEqual([])

    await street.getByLabel('PIN at the keypad').fill(shown)
    await street.getByRole('button', { name: 'Key in' }).click()
    await street.getByText('nothing moved, the lock knows no such PIN now').waitFor()
    await visit.open()
    await visit.leave()
    await phone.until('thanks')
    expect(phone.complaints).toEqual([])
    await street.context().close()
  })
})
