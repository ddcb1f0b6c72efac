// A phone whose clock is an hour off, and in the wrong zone: ages, countdowns and LIVE are counted, not read from it,
// and times of day are those of the house.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow } from '../support/allow.ts'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { digitsOn, hang, shows, sizes } from '../support/display-room.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { NUMBER } from '../support/people.ts'
import { homeWith } from '../support/three-pages.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const HOUR_MS = 3_600_000
const APPROVE_S = 120
/** Berlin has another hour than any phone here, and than the machine. */
const settings = homeWith(`{ approveSeconds: ${APPROVE_S} }`)

/** The clock of a device that is wrong by so much, before any script of the page. */
async function offBy(page: Page, ms: number): Promise<void> {
  await page.addInitScript((off) => {
    const now = Date.now.bind(Date)
    Date.now = () => now() + off
    globalThis.Date = new Proxy(Date, {
      construct: (target, given) =>
        given.length === 0 ? new target(now() + off) : Reflect.construct(target, given),
    })
  }, ms)
}

/** The minutes that may be shown for now, as the house has them. */
const minutesOfHouse = (): readonly string[] =>
  [0, 1, 2].map((ago) =>
    new Intl.DateTimeFormat('en-GB', {
      hour: '2-digit',
      minute: '2-digit',
      timeZone: 'Europe/Berlin',
    }).format(Date.now() - ago * 60_000),
  )

const secondsIn = async (page: Page): Promise<number> =>
  Number(/\d+/.exec((await page.locator('[role=timer]').first().textContent()) ?? '')?.[0])

const ahead = { off: HOUR_MS, timezoneId: 'Pacific/Auckland' }
const behind = { off: -HOUR_MS, timezoneId: 'Pacific/Honolulu' }

describe.skipIf(noBrowser !== null)('a clock that is wrong', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  async function ownersPhone({ hub }: Visit, { off, timezoneId }: typeof ahead): Promise<Phone> {
    const phone = await Phone.blank({ browser, options: { timezoneId } })
    await offBy(phone.page, off)
    await phone.page.goto(hub.url + (await linkOf(hub)))
    await phone.shows('Front door: locked')
    await phone.shows(/\b\d{1,2} s ago/)
    expect(minutesOfHouse()).toContain(await phone.page.locator('header time').innerText())
    return phone
  }

  test('an hour ahead, an hour behind, in another zone: on phones, wall and at the door all is as it is', async () => {
    await using visit = await Visit.begin({ settings })
    await using fast = await ownersPhone(visit, ahead)
    await using slow = await ownersPhone(visit, behind)
    const hung = await browser.newContext({ viewport: sizes['7-inch'], timezoneId: behind.timezoneId })
    const wall = await hang({ browser, url: visit.hub.url, size: '7-inch', context: hung })
    await offBy(wall, behind.off)
    await wall.reload()
    await visit.owner.home.pairDisplay({ code: await digitsOn(wall), name: 'Hall', place: 'inside' })
    await shows(wall, '.doors', 'Locked')
    await until('the clock of the wall', async () =>
      minutesOfHouse().includes(await wall.locator('.clock time').innerText()),
    )

    const { timezoneId } = ahead
    const size = { width: 360, height: 740 }
    const courier = await browser.newContext({ viewport: size, timezoneId, locale: 'en-GB' })
    const door = await courier.newPage()
    await offBy(door, ahead.off)
    await visit.armed()
    await door.goto(`${visit.hub.url}/d/front?t=${await visit.courier.scan()}`)
    await door.locator('#label').fill(NUMBER)
    await door.locator('.btn.main').click()
    await door.getByRole('button', { name: 'I am at the door' }).click()
    await door.locator('main[data-state=wait]').waitFor()

    await shows(wall, 'h1', 'Courier at the door')
    for (const phone of [fast, slow]) {
      await phone.shows('A courier asks to come in')
      await phone.shows(/\bLIVE\s+[01]\.\d s/)
    }
    for (const page of [fast.page, slow.page, wall]) {
      const left = await secondsIn(page)
      expect(left).toBeGreaterThan(APPROVE_S - 60)
      expect(left).toBeLessThanOrEqual(APPROVE_S)
    }
    // The clocks are put right in the middle of it, forwards and back.
    for (const [phone, off] of [
      [fast, ahead.off],
      [slow, behind.off],
    ] as const) {
      await phone.page.evaluate((wrong) => {
        const now = Date.now.bind(Date)
        Date.now = () => now() - wrong
      }, off)
      await until('the time of the house', async () =>
        minutesOfHouse().includes(await phone.page.locator('header time').innerText()),
      )
      await phone.shows(/\bLIVE\s+[01]\.\d s/)
      await phone.shows('Front door: locked')
      expect(await secondsIn(phone.page)).toBeGreaterThan(0)
    }

    await allow(slow, visit)
    await door.locator('main[data-state=open]').waitFor({ timeout: 30_000 })
    const left = Number(await door.locator('.ring .n').textContent())
    expect(left).toBeGreaterThan(0)
    expect(left).toBeLessThanOrEqual(60)
    await visit.open()
    await door.locator('main[data-state=place]').waitFor({ timeout: 30_000 })
    await fast.page.getByRole('link', { name: 'See every step' }).click()
    await fast.shows(/Open, \d{1,2} s/)
    const times = await fast.page.locator('main time').allInnerTexts()
    const stepped = times.filter((text) => /^\d\d:\d\d:\d\d$/.test(text))
    expect(stepped.length).toBeGreaterThan(2)
    for (const time of stepped) expect(minutesOfHouse(), time).toContain(time.slice(0, 5))
    expect([...fast.errors, ...slow.errors]).toEqual([])
    await hung.close()
    await courier.close()
    // What a stop makes safe first is not what is looked at here.
    await visit.hub.kill()
  })
})
