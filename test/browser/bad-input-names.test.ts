// Names that somebody else thought of: markup, right to left, without an end. On every page they stay text, fit the
// smallest telephone, and change nothing around them.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { digitsOn, hang, shows } from '../support/display-room.ts'
import { HubProcess } from '../support/hub-process.ts'
import { lostOn } from '../support/narrow.ts'
import { expectFits, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { Courier, NUMBER, Owner, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'

const DOOR = '<img src=x onerror=alert(1)> דלת הכניסה & a very long name, too'
/** 63 letters, right to left, without a place to break. */
const PERSON = 'عبدالرحمن'.repeat(7)
const MARKUP = `<script>alert(1)</script><img src=x onerror="alert(2)"> & ${'Lampenschirm'.repeat(5)}`
const ARABIC = `مصباح للمكتب ${'ومصباح'.repeat(12)}`
/** Turns everything behind it around, on a page that lets it. */
const TURNED = 'A lamp \u202edekcol si rood tnorF'
const ENDLESS = 'W'.repeat(120)
const titles = [MARKUP, ARABIC, TURNED, ENDLESS]

const settings = `
doors:
  - id: front
    name: ${JSON.stringify(DOOR)}
    lock: lock
    contact: contact
    edge: edge
    bell: bell
    cameras: [{ id: porch, view: outside }, { id: hall, view: inside, witness: true }]
    timers: { approveSeconds: 120 }
devices:
  lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  bell: { plugin: virtual-home, kind: bell, options: { door: front } }
  porch: { plugin: virtual-home, kind: camera, options: { door: front, view: outside, framesPerSecond: 5, width: 320 } }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside, framesPerSecond: 5, width: 320 } }
`

describe.skipIf(noBrowser !== null)('names that are not nice', () => {
  let browser: Browser
  let hub: HubProcess
  let owner: Owner
  let phone: Phone
  let page: Page
  const dialogs: string[] = []

  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([launchBrowser(), HubProcess.start({ settings })])
    owner = await Owner.signIn(hub, PERSON)
    for (const [index, title] of titles.entries())
      await owner.home.claim({ trackingNumber: `1Z999AA1012345678${index}`, title })
    await owner.home.claim({ trackingNumber: NUMBER, title: MARKUP })
    phone = await phoneOf({ browser, hub, owner })
    ;({ page } = phone)
    page.on('dialog', (dialog) => {
      dialogs.push(dialog.message())
      void dialog.dismiss()
    })
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await owner?.[Symbol.asyncDispose]()
    await hub?.[Symbol.asyncDispose]()
  })

  const text = (): Promise<string> => page.locator('body').innerText()
  const says = (words: string): Promise<unknown> =>
    until(`the page to say ${words}`, async () => (await text()).includes(words))
  /** Elements that no page of ours has, and characters that turn a line around. */
  const intruders = (where: Page = page): Promise<readonly string[]> =>
    where.evaluate(() => [
      ...[...document.querySelectorAll('img[src="x"], body script, [onerror]')].map((each) => each.outerHTML),
      ...(/[\u202a-\u202e\u2066-\u2069]/.exec(document.body.innerText) ?? []),
    ])

  test('are text in the list, on each parcel, at home and in the title of the page', async () => {
    await phone.go('parcels')
    for (const title of [MARKUP, ARABIC, ENDLESS]) await says(title)
    await says('A lamp dekcol')
    await keepPicture(page, 'bad-input-names-parcels')
    expect(await intruders()).toEqual([])
    expect(await lostClamped('parcels')).toEqual([])
    const parcels = await owner.home.parcels()
    for (const { id, title } of parcels) {
      await phone.go(`parcels/${id}`)
      await page.getByRole('heading', { level: 1, name: 'You wait for this parcel' }).waitFor()
      expect(await page.locator('header .title').textContent()).toBe(title)
      expect(await intruders()).toEqual([])
      expect(await lostClamped(`parcel ${title}`)).toEqual([])
    }
    await phone.go('')
    await says('locked')
    expect(await page.title()).toBe(`${DOOR} is locked · Portico`)
    await keepPicture(page, 'bad-input-names-home')
    expect(await intruders()).toEqual([])
    expect(await lostClamped('home')).toEqual([])
    await phone.go('door/front')
    await says('Battery of the lock')
    expect(await lostClamped('door')).toEqual([])
    await phone.go('house/you')
    await says(PERSON)
    expect(await lostClamped('you')).toEqual([])
    expect(dialogs).toEqual([])
  })

  /** A name without an end is cut by purpose, after its lines; nothing else may be. */
  async function lostClamped(place: string): Promise<readonly string[]> {
    const lost = await lostOn(page, place)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate(() => void (document.documentElement.style.fontSize = ''))
    return lost.filter((fault) => !/\b(?:clamp|title)\b/.test(fault))
  }

  test('are text on a wall display, and in the list of displays', async () => {
    const wall = await hang({ browser, url: hub.url, size: '7-inch' })
    const name = `<b>Hall</b> \u202e${'شاشة'.repeat(10)}`
    await owner.home.pairDisplay({ code: await digitsOn(wall), name, place: 'inside' })
    await shows(wall, '.doors', DOOR)
    expect(await intruders(wall)).toEqual([])
    await expectFits(wall)
    await keepPicture(wall, 'bad-input-names-display')
    await using house = await hub.house()
    await house.act('ring', 'front')
    await shows(wall, 'h1', 'Somebody rings')
    await shows(wall, '.rings', DOOR)
    expect(await intruders(wall)).toEqual([])
    await expectFits(wall)
    await keepPicture(wall, 'bad-input-names-display-ring')
    await page.getByRole('button', { name: 'Not now' }).click()
    await phone.go('house/displays')
    await says('<b>Hall</b>')
    expect(await intruders()).toEqual([])
    expect(await lostClamped('displays')).toEqual([])
    await wall.context().close()
  })

  test('are text where a visit is asked for and answered', async () => {
    await postHook(hub)
    await owner.untilTold('SessionArmed')
    await new Courier(hub).arrive()
    await owner.untilTold('ApprovalAsked')
    await phone.go('')
    await says('A courier asks to come in')
    await says(MARKUP.slice(0, 60))
    expect(await intruders()).toEqual([])
    expect(await lostClamped('asked')).toEqual([])
    await using other = await Owner.signIn(hub, 'Bea')
    await using second = await phoneOf({ browser, hub, owner: other })
    const { id } = await owner.session()
    await second.go(`visit/${id}`)
    await owner.deny(id)
    await second.page.getByText(`${PERSON} said no`).first().waitFor()
    expect(await intruders(second.page)).toEqual([])
    const lost = await lostOn(second.page, 'visit')
    expect(lost.filter((fault) => !/\bclamp\b/.test(fault))).toEqual([])
    await keepPicture(second.page, 'bad-input-names-visit')
    expect([...phone.faults, ...second.faults, ...dialogs]).toEqual([])
  })
})
