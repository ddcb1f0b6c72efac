// Where news of parcels come from, on the owner's telephone: a key is typed by the keyboard alone and gone from the page,
// and a test says in plain words whether it is taken. Against a simulated service on this machine.
import { SimulatedVendor } from '@portico/testing'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { Owner } from '../support/people.ts'

const KEY = 'key-of-the-household'

describe.skipIf(noBrowser !== null)('sources', () => {
  let vendor: SimulatedVendor
  let hub: HubProcess
  let owner: Owner
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    vendor = await SimulatedVendor.open('easypost', KEY)
    hub = await HubProcess.start({ env: { PORTICO_CARRIER_ORIGIN_EASYPOST: vendor.url } })
    owner = await Owner.signIn(hub)
    browser = await launchBrowser()
    phone = await phoneOf({ browser, hub, owner, width: 320 })
    ;({ page } = phone)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await owner?.[Symbol.asyncDispose]()
    await hub?.[Symbol.asyncDispose]()
    await vendor?.[Symbol.asyncDispose]()
  })

  test('a key goes in by the keyboard, not out again, and a test tells whether it is taken', async () => {
    await phone.go('house/sources')
    const source = page.getByRole('region', { name: 'EasyPost' })
    await source.getByText('It is not asked: there is no key.').waitFor()
    await source.locator('summary').focus()
    await page.keyboard.press('Enter')
    const field = source.getByLabel(/^Key of EasyPost/)
    await field.focus()
    await page.keyboard.type('a-key-that-is-wrong')
    await page.keyboard.press('Enter')
    await source.getByText('It is kept, and not shown again.').waitFor()
    expect(await field.inputValue()).toBe('')
    await source.getByRole('button', { name: 'Test now EasyPost' }).click()
    await source.getByText('EasyPost does not take the key.').waitFor()
    await field.fill(KEY)
    await page.keyboard.press('Enter')
    await expect.poll(() => vendor.heard.length).toBeGreaterThan(0)
    // Between two tests of a source lie five seconds.
    await expect
      .poll(
        async () => {
          if (await source.getByText('EasyPost answers and takes the key.').isVisible()) return true
          await source.getByRole('button', { name: 'Test now EasyPost' }).click()
          return false
        },
        { timeout: 20_000, interval: 1_000 },
      )
      .toBe(true)
    expect(await barriers(page)).toEqual([])
    await expectNoSideways(page, 'sources')
    await keepPicture(page, 'sources')
    expect(await page.content()).not.toContain(KEY)
  })
})
