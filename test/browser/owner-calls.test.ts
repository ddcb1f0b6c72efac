// What calls on the owner's page: the bell, the alarm, which of them has the page, and the house that is not heard.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Homes } from '../support/homes.ts'
import { HubProcess } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'

let browser: Browser

const focused = (phone: Phone): Promise<string> =>
  phone.page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
  )

describe.skipIf(noBrowser !== null)('calls on the owner page', () => {
  const homes = new Homes()

  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  // In a home of its own: its bell goes on ringing for whoever looks next.
  test('the bell has the page with its picture, and nothing that opens', async () => {
    await using hub = await HubProcess.start()
    await using phone = await Phone.signedIn({ browser, hub })
    const { page } = phone
    await page.getByRole('link', { name: 'Parcels' }).focus()
    await using house = await hub.house()
    await house.act('ring', 'front')
    const heading = page.getByRole('heading', { name: 'Somebody rings' })
    await heading.waitFor()
    await phone.shows('No parcel is due here.')
    await phone.shows('LIVE')
    expect(await page.title()).toBe('Somebody rings: Front door · Portico')
    expect(await focused(phone)).toBe('Somebody rings: Front door')
    expect(await page.getByRole('alert').allTextContents()).toContain('Somebody rings: Front door')
    expect(await phone.button(/open/i).count()).toBe(0)
    // What lies behind is out of reach.
    for (let presses = 0; presses < 8; presses += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await page.keyboard.press('Tab')
      // oxlint-disable-next-line no-await-in-loop
      expect(await page.evaluate(() => document.activeElement?.closest('[inert]') ?? null)).toBeNull()
    }
    expect(await page.locator('[inert] nav').count()).toBe(1)
    await phone.button('Not now').focus()
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'owner-ring')
    await page.keyboard.press('Escape')
    await heading.waitFor({ state: 'detached' })
    await until('the focus to be back', async () => (await focused(phone)) === 'Parcels')
    expect(phone.errors).toEqual([])
  })

  test('a bell that nobody answered is kept as missed until it was seen', async () => {
    await using visit = await homes.visit(0)
    const { hub } = visit
    await using phone = await Phone.blank({ browser })
    const { page } = phone
    await page.clock.install()
    await page.goto(hub.url + (await linkOf(hub)))
    await phone.shows('Front door is locked')
    await using house = await hub.house()
    await house.act('ring', 'front')
    await phone.shows('Somebody rings')
    await page.clock.fastForward(61_000)
    // The hub waits half a minute for somebody to answer.
    await phone.shows(/Rang at \d\d:\d\d, nobody answered/, 60_000)
    expect(await page.getByRole('heading', { name: 'Somebody rings' }).count()).toBe(0)
    await keepPicture(page, 'owner-ring-missed')
    await phone.button('Seen').click()
    await until('the note to go', async () => !(await phone.says('nobody answered')))
    await page.reload()
    await phone.shows('Front door is locked')
    expect(await phone.says('nobody answered')).toBe(false)
  })

  test('an alarm is answered by whoever stands at the door, with a hold', async () => {
    await using visit = await homes.visit(0)
    await using phone = await Phone.signedIn({ browser, hub: visit.hub })
    await phone.goTo('#/door/front')
    await phone.hold(phone.button('Hold for alarm'), 1_400)
    await phone.shows('Alarm: Front door')
    await phone.button(/^Hold: I am at the door/).click()
    await phone.shows('Alarm: Front door')
    expect(visit.owner.types).not.toContain('AlarmAcknowledged')
    await phone.hold(phone.button(/^Hold: I am at the door/), 1_400)
    const answered = await visit.owner.untilTold('AlarmAcknowledged')
    expect(answered.data).toMatchObject({ secureByEye: true, face: 'owner-page' })
    await phone.shows('Front door: locked')
    await until('the alarm to go', async () => !(await phone.says('Alarm: Front door')))
  })

  test('a house that is not heard leaves nothing on the page that could be taken for now', async () => {
    await using visit = await homes.visit(0)
    await using phone = await Phone.signedIn({ browser, hub: visit.hub })
    const { page } = phone
    await visit.armed()
    await phone.shows('A lamp')
    await page.context().setOffline(true)
    await phone.shows(/Not connected to the house since \d\d:\d\d/)
    await phone.shows('Front door: not known')
    expect(await phone.says(/Front door(?: is|:) locked/)).toBe(false)
    expect(await page.getByRole('img', { name: 'Locked', exact: true }).count()).toBe(0)
    await page.context().setOffline(false)
    await phone.shows('Front door: locked')
    expect(await phone.says('Not connected')).toBe(false)

    await until('the shell to be kept', () =>
      page.evaluate(
        async () => (await caches.match('/')) !== undefined && navigator.serviceWorker.controller !== null,
      ),
    )
    const stored = await page.evaluate(async () => {
      const names = await caches.keys()
      const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
      return all.flat().map(({ url }) => new URL(url).pathname)
    })
    expect(stored.filter((path) => !/^\/(?:$|assets\/|icon\.svg|manifest\.webmanifest)/.test(path))).toEqual(
      [],
    )
    await visit.hub.kill()
    await phone.shows('Not connected')
    await phone.shows('Was proved locked at')
    await keepPicture(page, 'owner-offline')
    expect(await barriers(page)).toEqual([])
    await phone.goTo('#/door/front')
    await phone.shows('Not known since')
    await keepPicture(page, 'owner-door-offline')
    expect(await phone.button('Hold to open').isDisabled()).toBe(true)
    expect(await phone.says(/Sends live pictures|100 %/)).toBe(false)

    await page.goto(`${visit.hub.url}/`)
    await phone.shows('Not connected to the house')
    await phone.shows('Parcels kept on this phone')
    await phone.shows(/A lamp[^]*as of \d\d:\d\d/)
    expect(await phone.says('Front door')).toBe(false)
    await keepPicture(page, 'owner-offline-start')
    expect(phone.errors).toEqual([])
  })
  test('an alarm has the page before the bell, stays when it was seen, and ends when the door is proved', async () => {
    await using visit = await homes.visit()
    await using phone = await Phone.signedIn({ browser, hub: visit.hub })
    const { page } = phone
    await visit.inside()
    const [session] = await visit.owner.sessions()
    await phone.goTo(`#/visit/${session?.id}`)
    await phone.shows('The door is open')
    await phone.hold(phone.button('Hold for alarm'), 1_400)
    await phone.shows('Somebody of this home called the alarm.')
    await phone.shows('Alarm: Front door')
    expect(await page.title()).toBe('ALARM: Front door · Portico')
    await visit.act('ring', 'front')
    await phone.shows('Somebody rings: Front door')
    expect(await page.getByRole('heading', { name: 'Somebody rings' }).count()).toBe(0)
    expect(await page.getByRole('alert').allTextContents()).toContainEqual(
      expect.stringMatching(/^Alarm\. Front door/),
    )
    await visit.owner.untilTold('AlarmDelivered')
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'owner-alarm')
    await page.keyboard.press('Escape')
    await phone.shows('Alarm: Front door')

    await phone.button('Quiet for now').click()
    // The bell is next.
    await page.getByRole('heading', { name: 'Somebody rings' }).waitFor()
    await page.keyboard.press('Escape')
    await phone.shows(/called the alarm\. Stays until the door is proved/)
    await keepPicture(page, 'owner-alarm-seen')
    await visit.leave()
    await phone.shows('Inside, locked, photo', 40_000)
    await until('the bar to go', async () => !(await phone.says('called the alarm')))
    expect(phone.errors).toEqual([])
  })
})
