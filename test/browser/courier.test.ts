// The courier's page in a real browser, with a real hub and the simulated home: from the code beside the door to the
// thanks, with and without script, in three languages, without a signal, with a no, and with two phones.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Homes } from '../support/homes.ts'
import { until } from '../support/until.ts'
import { CourierPhone } from '../support/courier-phone.ts'
import { SHARPNESS } from '../support/pictures.ts'

let browser: Browser

describe.skipIf(noBrowser !== null)('the courier at the door', () => {
  const homes = new Homes()
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('the whole way, with each state as it is seen, heard and touched', async () => {
    await using visit = await homes.visit()
    await using phone = await CourierPhone.turnedOn({ browser, visit, deviceScaleFactor: SHARPNESS })
    const { page } = phone
    await page.goto(`${visit.hub.url}/d/front`)
    await page
      .getByRole('alert')
      .getByText('Please stand at the door and scan the code beside it again.')
      .waitFor()
    expect(await phone.see('scan')).toEqual([])
    await visit.armed()
    await phone.scan()
    await page.getByRole('heading', { name: 'Hello. Which parcel is it?' }).waitFor()
    expect(await phone.see('label')).toEqual([])
    await phone.type('WRONG0000001')
    await page
      .getByRole('alert')
      .getByText('Please check the number on the label, or ring the bell.')
      .waitFor()
    expect(await phone.see('wrong-number')).toEqual([])
    await phone.type()
    await phone.until('welcome')
    expect(new URL(page.url()).pathname).toMatch(/^\/c\/[\w-]{22}$/)
    expect(new URL(page.url()).search).toBe('')
    expect(await phone.see('welcome')).toEqual([])
    const before = phone.posted.length
    await page.getByRole('button', { name: 'I am at the door' }).dblclick()
    await phone.until('wait')
    expect(phone.posted.length - before).toBe(1)
    expect(await page.locator('#said').textContent()).toBe('One moment, please.')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('H1')
    expect(await phone.see('wait')).toEqual([])
    await page.getByText('Please ring the bell.').and(page.locator('.under')).waitFor()
    expect(await phone.see('wait-bell')).toEqual([])
    await visit.owner.approve()
    await phone.until('open')
    await page.getByRole('heading', { name: 'Open. Push the door.' }).waitFor()
    expect(await phone.see('open')).toEqual([])
    await visit.open()
    await phone.until('place')
    expect(await page.locator('#said').textContent()).toBe('Put it down.')
    expect(await phone.see('place')).toEqual([])
    await visit.leave()
    await phone.until('close')
    await page
      .getByRole('heading', { name: 'Please step out and pull the door shut until it ticks.' })
      .waitFor()
    expect(await phone.see('close')).toEqual([])
    await phone.until('thanks', 40_000)
    await page.getByRole('heading', { name: 'Done. Thank you.' }).waitFor()
    expect(await phone.see('thanks')).toEqual([])
    // From here on it is paper: nothing to send, nothing that is followed, and the same again when it is opened again.
    expect(await page.locator('form, .btn.main, [data-events]').count()).toBe(0)
    await page.reload()
    expect(await phone.state).toBe('thanks')
    expect(await visit.isLocked()).toBe(true)
    expect(phone.complaints.filter((text) => !text.includes('409'))).toEqual([])
    expect((await phone.heard()).spoken).toEqual([])
  })

  test('what it costs: one document and one script, and what it weighs; and read aloud', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    await using phone = await CourierPhone.turnedOn({ browser, visit })
    await phone.scan()
    await phone.page.waitForLoadState('networkidle')
    expect(phone.requests.map((each) => `${each.resourceType()} ${new URL(each.url()).pathname}`)).toEqual([
      'document /d/front',
      'script /courier.js',
    ])
    const sizes = await Promise.all(
      phone.requests.map(async (each) => {
        const { responseHeadersSize, responseBodySize } = await each.sizes()
        return responseHeadersSize + responseBodySize
      }),
    )
    const [page = 0, script = 0] = sizes
    expect(script).toBeGreaterThan(500)
    expect(script).toBeLessThanOrEqual(12_000)
    expect(page + script).toBeLessThan(60_000)
    // So much comes before a new line has to wait for the phone: ten segments (RFC 6928).
    expect(page).toBeLessThan(14_600)
    // Read aloud: the page as it stands, and each state that follows.
    await phone.page.getByRole('button', { name: 'Read aloud' }).click()
    await phone.type()
    await phone.until('welcome')
    await phone.tap()
    await phone.until('wait')
    const { spoken } = await phone.heard()
    expect(spoken.map((text) => text.split('.')[0])).toEqual(['Hello', 'Hello', 'One moment, please'])
    expect(spoken[1]).toContain('Pull the door shut')
    expect(await phone.page.locator('#read').getAttribute('aria-pressed')).toBe('true')
  })

  test('without script, in German: the same way by forms, and the page looks again by itself', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    const options = { browser, visit, javaScriptEnabled: false, locale: 'de-DE' }
    await using phone = await CourierPhone.turnedOn(options)
    const { page } = phone
    await phone.scan()
    await page.getByRole('heading', { name: 'Hallo. Welches Paket ist es?' }).waitFor()
    expect(await page.locator('#read').isVisible()).toBe(false)
    await phone.type()
    await phone.until('welcome')
    await page.getByRole('button', { name: 'Ich bin an der Tür' }).click()
    await phone.until('wait')
    // Back, and the form is not there to be sent again.
    await page.goBack()
    expect([await phone.state, await page.locator('form').count()]).toEqual(['wait', 0])
    await visit.owner.approve()
    await phone.until('open')
    await page.getByRole('heading', { name: 'Offen. Tür aufdrücken.' }).waitFor()
    await visit.open()
    await phone.until('place')
    await visit.leave()
    await phone.until('thanks', 40_000)
    await page.getByRole('heading', { name: 'Fertig. Danke.' }).waitFor()
    expect(await visit.unlocksReceived()).toBe(1)
  })

  test('a form names the page it stands on, and the pass in its address goes nowhere', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    await using phone = await CourierPhone.turnedOn({ browser, visit, javaScriptEnabled: false })
    await phone.scan()
    await phone.type()
    await phone.until('welcome')
    await phone.tap()
    await phone.until('wait')
    for (const each of phone.requests) {
      const { origin, referer } = await each.allHeaders()
      if (each.method() === 'POST') expect(origin).toBe(visit.hub.url)
      expect([undefined, `${visit.hub.url}/`]).toContain(referer)
    }
    // Why the policy is not `no-referrer`: the browser would hide where the form stands, and the hub refuses that.
    await phone.page.route('**/d/front?*', async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, headers: { ...response.headers(), 'referrer-policy': 'no-referrer' } })
    })
    await phone.context.clearCookies()
    await phone.scan()
    const [answer] = await Promise.all([
      phone.page.waitForResponse((each) => each.request().method() === 'POST'),
      phone.type(),
    ])
    expect([answer.status(), (await answer.request().allHeaders())['origin']]).toEqual([403, 'null'])
    await phone.page.getByText('Please ring the bell.').waitFor()
  })

  test('in Arabic it reads from right to left; another language is one tap away and changes nothing', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    await using phone = await CourierPhone.turnedOn({
      browser,
      visit,
      locale: 'ar',
      deviceScaleFactor: SHARPNESS,
    })
    const { page } = phone
    await phone.scan()
    expect(await phone.see('label-ar')).toEqual([])
    expect(await page.evaluate(() => getComputedStyle(document.body).direction)).toBe('rtl')
    await phone.type()
    await phone.until('welcome')
    expect(await phone.see('welcome-ar')).toEqual([])
    const [icon, words] = [page.locator('.steps3 .n').first(), page.locator('.steps3 b').first()]
    const [right, left] = [await icon.boundingBox(), await words.boundingBox()]
    expect(right?.x).toBeGreaterThan((left?.x ?? 0) + (left?.width ?? 0))
    await page.locator('summary').click()
    expect(await phone.see('languages')).toEqual([])
    await page.getByRole('link', { name: 'Deutsch' }).click()
    await page.getByRole('button', { name: 'Ich bin an der Tür' }).click()
    await phone.until('wait')
    expect(await page.locator('html').getAttribute('lang')).toBe('de')
    expect(await page.locator('#said').textContent()).toBe('Einen Moment bitte.')
    // What the stream tells is German as well.
    await visit.owner.approve()
    await phone.until('open')
    await page.getByRole('heading', { name: 'Offen. Tür aufdrücken.' }).waitFor()
  })

  test('no signal before the door opens: ring; after, the steps go on, and nothing is called open too long', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    await using phone = await CourierPhone.turnedOn({ browser, visit, deviceScaleFactor: SHARPNESS })
    const { page, context } = phone
    const alert = page.locator('#alert')
    await page.clock.install()
    await phone.scan()
    await context.setOffline(true)
    await phone.type()
    await alert.getByText('No signal. Please ring.').waitFor()
    expect(await phone.see('no-signal')).toEqual([])
    await context.setOffline(false)
    await until('the alert to go', async () => (await alert.textContent()) === '')
    await phone.tap()
    await phone.until('welcome')
    await phone.tap()
    await phone.until('wait')
    await context.setOffline(true)
    await alert.getByText('No signal. Please ring.').waitFor()
    await context.setOffline(false)
    await visit.owner.approve()
    await phone.until('open')
    await context.setOffline(true)
    const left = async (): Promise<number> => Number(await page.locator('.ring .n').textContent())
    const first = await left()
    await page.clock.runFor(5_000)
    expect(await left()).toBeLessThanOrEqual(first - 5)
    expect(await alert.textContent()).toBe('')
    await page.clock.runFor((first - 5 - 14) * 1000)
    // In a pocket for four seconds, while one clock of the phone stood still and the other went on.
    const before = await left()
    await page.evaluate(() => {
      const look = (state: string): void => {
        Object.defineProperty(document, 'visibilityState', { value: state, configurable: true })
        document.dispatchEvent(new Event('visibilitychange'))
      }
      look('hidden')
      const now = Date.now.bind(Date)
      Date.now = () => now() + 4_000
      look('visible')
    })
    expect(await left()).toBeLessThanOrEqual(before - 4)
    expect(await left()).toBeGreaterThan(before - 6)
    await page.clock.runFor(500)
    expect(await page.locator('#said').textContent()).toMatch(/^(?:8|9|10) seconds left$/)
    expect(await phone.heard()).toMatchObject({
      spoken: ['Open. Push the door.'],
      buzzed: [[200], [300, 150, 300]],
    })
    await page.clock.runFor(11_000)
    await page
      .getByRole('heading', { name: 'Please step out and pull the door shut until it ticks.' })
      .waitFor()
    expect(await page.getByText('Open. Push the door.').count()).toBe(0)
    expect(await phone.see('run-out')).toEqual([])
    // The line is back, and with it what is true.
    await context.setOffline(false)
    await page.clock.runFor(15_000)
    await until('the true state', async () => (await phone.state) !== 'open' || (await left()) > 0)
  })

  test('the owner says no, in one sentence; another phone with the pass is told nothing before it is over', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    await using phone = await CourierPhone.turnedOn({ browser, visit, deviceScaleFactor: SHARPNESS })
    await using second = await CourierPhone.turnedOn({
      browser,
      visit,
      colorScheme: 'dark',
      deviceScaleFactor: SHARPNESS,
    })
    await phone.arrive()
    await second.page.goto(phone.page.url())
    expect(await second.state).toBe('ended')
    await second.page.getByRole('alert').getByText('This page has ended.').waitFor()
    const { id } = await visit.owner.session()
    await visit.owner.deny(id)
    await phone.page.getByRole('alert').getByText('Please use the porch today.').waitFor()
    // The visit is over, and the pass is nobody's any more.
    await until('the visit to be closed', async () => {
      await second.page.reload()
      return (await second.state) === 'refused'
    })
    const said = await phone.page.locator('main').innerText()
    expect(said).toContain('The door stays shut this time; that is not your fault.')
    expect(await second.page.locator('main').innerText()).toBe(said)
    // It was said once, by the alert.
    expect(await phone.page.locator('#said').textContent()).toBe('')
    expect(await phone.see('refused')).toEqual([])
    expect(await second.see('refused-dark')).toEqual([])
    expect(await visit.unlocksReceived()).toBe(0)
  })

  test('a pass that came as a link, crawlers first: it leads the driver on from the scanned code; one that is none ends', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    const { id } = await visit.owner.session()
    const { secret: token } = await visit.hub.ask({ type: 'token-create', name: 'carrier', scopes: ['pass'] })
    const minted = await fetch(`${visit.hub.url}/api/v1/sessions/${id}/pass`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
    })
    // cast: our own reply
    const { url } = (await minted.json()) as { readonly url: string }
    for (let crawler = 0; crawler < 3; crawler++)
      await (await fetch(url, { headers: { accept: 'text/html' } })).text()
    await using phone = await CourierPhone.turnedOn({ browser, visit, deviceScaleFactor: SHARPNESS })
    await phone.page.goto(url)
    await phone.page.getByText('Scan the code beside the door').waitFor()
    expect(await phone.see('welcome-link')).toEqual([])
    await phone.scan()
    expect(await phone.see('welcome-scanned')).toEqual([])
    await phone.page.getByRole('button', { name: 'I am at the door' }).click()
    await phone.until('wait')
    expect(phone.posted).toHaveLength(1)
    expect(phone.page.url()).toBe(url)
    const unknown = await phone.page.goto(`${visit.hub.url}/c/${'A'.repeat(22)}`)
    expect(unknown?.status()).toBe(404)
    await phone.page.getByRole('heading', { name: 'This page has ended.' }).waitFor()
    expect(await phone.see('ended')).toEqual([])
  })
})
