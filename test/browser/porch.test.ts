// A home without a lock on the owner's telephone: nothing on it is called locked, open or not known, nothing offers to
// open or to lock, who rings is seen, and cameras can be looked for.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { Owner } from '../support/people.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { RealPorch } from '../support/real-porch.ts'
import { until } from '../support/until.ts'

describe.skipIf(noBrowser !== null)('a home without a lock', () => {
  let porch: RealPorch
  let hub: HubProcess
  let owner: Owner
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    porch = await RealPorch.open()
    hub = await HubProcess.start({ settings: porch.settings, env: porch.secrets })
    owner = await Owner.signIn(hub)
    browser = await launchBrowser()
    phone = await phoneOf({ browser, hub, owner, width: 320 })
    ;({ page } = phone)
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await owner?.[Symbol.asyncDispose]()
    await hub?.[Symbol.asyncDispose]()
    await porch?.[Symbol.asyncDispose]()
  })

  test('its first page says what there is', async () => {
    await phone.go('')
    await page.getByText('No door has a lock here').waitFor()
    await page.getByText('Camera and bell, no lock').waitFor()
    expect(await barriers(page)).toEqual([])
    await expectNoSideways(page, 'home')
    await keepPicture(page, 'porch-home')
  })

  test('its door has a picture, and nothing to open or to lock', async () => {
    await phone.go('door/front')
    await page.getByRole('heading', { name: 'Front door', exact: true }).waitFor()
    await page.getByRole('button', { name: 'Show the picture' }).waitFor()
    expect(await page.getByRole('button', { name: /^Lock|Hold to open/ }).count()).toBe(0)
    expect(await page.getByText(/Bolt|Battery|Nobody can be let in/).count()).toBe(0)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'porch-door')
  })

  test('its devices are its cameras, each by what it is', async () => {
    await phone.go('house/devices')
    await page.getByText('Sends live pictures').waitFor()
    await page.getByText('Gives single pictures; when they were taken is not known').waitFor()
    expect(await page.getByText(/Bolt|Contact|All three witnesses/).count()).toBe(0)
    await page.getByRole('button', { name: 'Look for cameras' }).click()
    // Whatever answers in the network of this machine, or that it has none.
    await page.getByText(/answered|cannot be asked/).waitFor({ timeout: 20_000 })
    expect(await barriers(page)).toEqual([])
    await expectNoSideways(page, 'devices')
    await keepPicture(page, 'porch-devices')
  })

  test('who rings takes the screen', async () => {
    await phone.go('')
    await until('the hub to listen', () => porch.device.subscriptions > 0)
    porch.device.press()
    await page.getByRole('heading', { name: 'Somebody rings' }).waitFor()
    expect(await page.getByRole('button', { name: /open/ }).count()).toBe(0)
    await page.getByRole('button', { name: 'Not now' }).click()
    await page.getByText('No door has a lock here').waitFor()
  })
})
