// The virtual street: one button plays a whole delivery while the owner answers on his own page; every act says what
// really happened, and what is true stands beside what the hub believes.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Homes } from '../support/homes.ts'
import type { HubProcess } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { shows } from '../support/display-room.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'

let browser: Browser

beforeAll(async () => {
  if (noBrowser === null) browser = await launchBrowser()
})
afterAll(() => browser?.close())

interface Walk {
  readonly url: string
  readonly width: number
}

async function walk({ url, width }: Walk): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 844 } })
  const page = await context.newPage()
  await page.goto(`${url}/street`)
  await page.getByRole('button', { name: 'Play a delivery' }).waitFor()
  return page
}

/** The owner's cookie in this browser, as his page would have it. */
async function signIn(page: Page, hub: HubProcess): Promise<void> {
  const { secret: link } = await hub.ask({ type: 'owner-link', name: null, role: null })
  const headers = { origin: hub.url }
  const answer = await page.context().request.post(`${hub.url}/api/v1/sign-in`, { data: { link }, headers })
  expect(answer.status()).toBe(200)
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

describe.skipIf(noBrowser !== null)('the street', () => {
  const homes = new Homes()

  test('plays a whole delivery; the owner says yes on his page, and nowhere here', async () => {
    await using visit = await homes.visit()
    const { hub, owner } = visit
    const page = await walk({ url: hub.url, width: 1280 })
    // Nobody is signed in here: what the hub believes is not for everybody.
    await shows(page, '.both', 'Only whoever is signed in may read that')
    await signIn(page, hub)
    await shows(page, '.believed', 'Locked')
    expect(await page.locator('.simulated').textContent()).toBe('Simulated home')

    await press(page, 'Play a delivery')
    await shows(page, '.told', 'Now look at your page and hold to open.')
    expect(await page.getByRole('button', { name: 'A delivery is under way' }).isDisabled()).toBe(true)
    expect(await page.getByRole('button', { name: /approve|allow|answer for/i }).count()).toBe(0)
    await keepPicture(page, 'street-asked')
    // The courier's page of this very visit, beside the owner's and the display's.
    const links = await page
      .locator('a[target=_blank]')
      .evaluateAll((all) => all.map((link) => link.getAttribute('href')))
    expect(new Set(links.map((href) => href?.replace(/^\/c\/.+/, '/c/')))).toEqual(
      new Set(['/', '/display', '/c/']),
    )
    // Asked a second time while one runs, it goes on with that one.
    const running = await page.evaluate(async () => {
      const headers = { 'content-type': 'application/json' }
      return (await fetch('/virtual/play', { method: 'POST', headers, body: '{}' })).json()
    })
    expect(running).toMatchObject({ state: 'running', door: 'front' })

    expect(await owner.approve()).toEqual({ ok: true })
    await shows(page, '.end', 'Delivered, shut and proved locked.', 60_000)
    const told = await page.locator('.told ol').innerText()
    for (const words of [
      'carrier',
      'signed webhook',
      'walks up',
      'scanned the code',
      'unlocked',
      'sets the parcel down',
      'proved locked',
    ])
      expect(told).toContain(words)
    await shows(page, '.both', /shut, bolt thrown.*1 inside/)
    expect(await page.getByRole('button', { name: 'Play a delivery' }).isEnabled()).toBe(true)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'street-delivered')
    const [session] = await owner.sessions()
    expect(session?.approvedBy).not.toBeNull()
    await page.context().close()
  })

  test('says why nothing was delivered, in the words of both', async () => {
    await using visit = await homes.visit()
    const { hub, owner } = visit
    const page = await walk({ url: hub.url, width: 390 })
    await press(page, 'Play a delivery')
    await shows(page, '.told', 'Now look at your page')
    const asked = await until('the owner to be asked', async () =>
      (await owner.sessions()).find(({ ask }) => ask),
    )
    await owner.deny(asked.id)
    await shows(page, '.end', /Not delivered\. The courier reads: .+ You read: You said not today\./)
    expect(await visit.unlocksReceived()).toBe(0)
    await page.context().close()
  })

  test('fits a small phone, and says so when the house is gone', async () => {
    await using visit = await homes.visit(0)
    const { hub } = visit
    const page = await walk({ url: hub.url, width: 320 })
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await page.locator('.plan').waitFor()
    await hub.stop()
    await shows(page, '.failure', 'The simulated house cannot be asked')
    // What was true is not shown as if it still were.
    expect(await page.locator('.plan').count()).toBe(0)
    await page.context().close()
  })
  // Last: what all of them leave behind is put right by nobody.
  test('does every act at the door, and says what really moved', async () => {
    await using visit = await homes.visit(0)
    const { hub } = visit
    const page = await walk({ url: hub.url, width: 390 })
    await signIn(page, hub)
    const said = page.locator('.said li').first()
    await press(page, 'Open from outside')
    await shows(page, '.said', 'Open from outside: nothing moved, the bolt holds it.')
    await press(page, 'Open from inside')
    await shows(page, '.said', 'The door was opened from inside.')
    await shows(page, '.both', 'open, bolt back')
    await shows(page, '.believed', 'Open')
    await press(page, 'Hold the door')
    await shows(page, '.said', 'Somebody holds the door.')
    await press(page, 'Push it shut')
    await shows(page, '.said', 'Push it shut: nothing moved, somebody holds the door.')
    // What the hub believes may be wrong: that is what the street is for.
    await press(page, 'The contact lies: shut')
    await shows(page, '.both', 'open, bolt back')
    await press(page, 'The contact is honest')
    await keepPicture(page, 'street-phone')
    await page.getByLabel('PIN at the keypad').fill('000000')
    await press(page, 'Key in')
    await shows(page, '.said', 'Key in a PIN: nothing moved, the lock knows no such PIN now.')

    const labels = await page.locator('.acts fieldset button').allTextContents()
    for (const label of labels) {
      const button = page.getByRole('button', { name: label, exact: true })
      // Another button may have taken its place meanwhile.
      if ((await button.count()) === 0) continue
      const before = await page.locator('.said').innerText()
      await button.click()
      await until(
        `an answer to ${label}`,
        async () => (await page.locator('.said').innerText()) !== before,
        10_000,
      )
      expect(await said.innerText(), label).not.toContain('HUB_')
    }
    expect(await barriers(page)).toEqual([])
    await page.context().close()
  })
})
