// Whoever only looks changes nothing: crawlers on every link and form of every page, with and without a sign-in; a
// browser without script; and one pass that is open on two phones.
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { CourierPhone } from '../support/courier-phone.ts'
import { digitsOn, hang, shows } from '../support/display-room.ts'
import { Homes } from '../support/homes.ts'
import { lostOn } from '../support/narrow.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'
import { phoneOf } from '../support/parcels-phone.ts'
import { until } from '../support/until.ts'

const places = [
  '',
  'door/front',
  'parcels',
  'parcels/add',
  'house',
  'house/rules',
  'house/displays',
  'house/devices',
  'house/you',
  'house/home',
] as const

/** A crawler hangs up on what does not end, ms. */
const STREAM_MS = 3_000

/** Every address of this house that the page names: links, forms, pictures, scripts. */
const addressesOn = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const named = [...document.querySelectorAll('[href], [src], [action], [formaction], [data-events]')]
    const all = named.flatMap((each) =>
      ['href', 'src', 'action', 'formaction', 'data-events'].map((name) => each.getAttribute(name) ?? ''),
    )
    return [...new Set(all)]
      .filter((address) => address !== '' && !address.startsWith('#'))
      .map((address) => new URL(address, location.href))
      .filter(({ origin, protocol }) => origin === location.origin && protocol.startsWith('http'))
      .map(({ pathname, search }) => pathname + search)
  })

/** Nothing is being loaded any more. */
const settled = (page: Page): Promise<unknown> =>
  until('the page to have loaded', async () => (await page.locator('[aria-busy=true]').count()) === 0)

/** What came of looking is not a change: who looked at which picture, and that the hub was slow for a moment. */
const isLook = (type: string, data: Readonly<Record<string, unknown>>): boolean =>
  type === 'HubStalled' ||
  (type === 'Audit' && /look|view|film|photo|evidence|export/i.test(String(data['what'])))

describe.skipIf(noBrowser !== null)('whoever only looks', () => {
  const homes = new Homes()
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  /** What the house answered with a failure of its own. */
  async function crawl(
    context: BrowserContext,
    url: string,
    addresses: readonly string[],
  ): Promise<readonly string[]> {
    const look = async (address: string, accept: string): Promise<string | null> => {
      const asked = context.request.get(url + address, {
        headers: { accept },
        timeout: STREAM_MS,
        maxRedirects: 0,
      })
      // A stream of events has no end: that it began is enough.
      const status = await asked.then(
        (answer) => answer.status(),
        () => 200,
      )
      return status < 500 ? null : `${address} ${status}`
    }
    const looks = addresses.flatMap((address) => ['text/html', '*/*'].map((accept) => look(address, accept)))
    return (await Promise.all(looks)).filter((failure) => failure !== null)
  }

  test('crawlers on every link and form, signed in or not: nothing has happened', async () => {
    await using visit = await homes.visit()
    await using courier = await CourierPhone.turnedOn({ browser, visit })
    await using phone = await phoneOf({ browser, hub: visit.hub, owner: visit.owner })
    await visit.armed()
    await courier.scan()
    const found = new Set(await addressesOn(courier.page))
    await courier.type()
    await courier.until('welcome')
    const { id } = await visit.owner.session()
    const [parcel] = await visit.owner.home.parcels()
    for (const place of [...places, `visit/${id}`, `parcels/${parcel?.id}`]) {
      await phone.go(place)
      await phone.page.locator('main').waitFor()
      await settled(phone.page)
      for (const address of await addressesOn(phone.page)) found.add(address)
    }
    const wall = await hang({ browser, url: visit.hub.url, size: '7-inch' })
    await visit.owner.home.pairDisplay({ code: await digitsOn(wall), name: 'Hall', place: 'inside' })
    await shows(wall, '.doors', 'Locked')
    const street = await phone.context.newPage()
    await street.goto(`${visit.hub.url}/street`)
    await street.getByRole('button', { name: 'Play a delivery' }).waitFor()
    for (const page of [wall, street, courier.page])
      for (const address of await addressesOn(page)) found.add(address)
    for (const address of await addressesOn(courier.page)) found.add(address)
    // What the forms would be sent to, and what the script sends: asked for by GET, as a crawler does.
    const pass = new URL(courier.page.url()).pathname
    const acts = ['approve', 'deny', 'abort', 'take-over', 'evidence', 'trace', 'photo']
    const addresses = [
      ...found,
      '/d/front',
      `${pass}/arrive`,
      ...acts.map((act) => `/api/v1/sessions/${id}/${act}`),
      ...['open', 'lock', 'alarm', 'presence'].map((act) => `/api/v1/doors/front/${act}`),
      ...['sign-in', 'sign-out', 'rules', 'rules/stop', 'displays', 'displays/pairings', 'deliveries'].map(
        (path) => `/api/v1/${path}`,
      ),
      ...['ring', 'open', 'play', 'freeze'].map((act) => `/virtual/${act}`),
      '/hooks/easypost',
    ]
    expect(found.size).toBeGreaterThan(15)
    const before = await visit.owner.session()
    const told = visit.owner.told.length
    const stranger = await browser.newContext()
    expect(await crawl(stranger, visit.hub.url, addresses)).toEqual([])
    expect(await crawl(courier.context, visit.hub.url, addresses)).toEqual([])
    expect(await crawl(phone.context, visit.hub.url, addresses)).toEqual([])
    expect(await crawl(wall.context(), visit.hub.url, addresses)).toEqual([])
    const since = visit.owner.told.slice(told).filter(({ type, data }) => !isLook(type, data))
    expect(since.map(({ type, data }) => `${type} ${JSON.stringify(data)}`)).toEqual([])
    expect(await visit.owner.session()).toMatchObject({
      id: before.id,
      phase: before.phase,
      steps: before.steps,
    })
    expect(await visit.unlocksReceived()).toBe(0)
    expect(await visit.isLocked()).toBe(true)
    // And the courier is let in as if nobody had looked.
    await courier.tap()
    await courier.until('wait')
    await stranger.close()
    await wall.context().close()
  })

  test('without script each page of the house says what it needs, and what to do', async () => {
    await using visit = await homes.visit(0)
    const { hub } = visit
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 390, height: 844 },
    })
    const page = await context.newPage()
    for (const [path, what] of [
      ['/', 'owner'],
      ['/sign-in', 'owner'],
      ['/display', 'display'],
      ['/street', 'street'],
    ] as const) {
      await page.goto(hub.url + path)
      const text = await page.locator('body').innerText()
      expect(text, path).toContain('needs JavaScript')
      expect(text, path).toMatch(/Turn it on|another browser/)
      // The door goes on without a page.
      if (what === 'owner') expect(text).toMatch(/key/)
      expect(text).not.toMatch(/locked|LIVE/)
      const { width } = (await page.locator('noscript p').first().boundingBox()) ?? { width: 0 }
      expect(width).toBeGreaterThan(200)
      await keepPicture(page, `bad-input-no-script-${what}`)
    }
    await context.close()
  })

  test('a pass on two phones: it belongs to the one that proved presence, and the other is told nothing', async () => {
    await using visit = await homes.visit()
    await visit.armed()
    await using first = await CourierPhone.turnedOn({ browser, visit })
    await using second = await CourierPhone.turnedOn({ browser, visit })
    await first.scan()
    await first.type()
    await first.until('welcome')
    // The second has the address, and no code of the door.
    await second.page.goto(first.page.url())
    await second.page.getByText('Scan the code beside the door').waitFor()
    expect(await second.page.locator('.btn.main').count()).toBe(0)
    await second.page.goto(`${visit.hub.url}/d/front?t=${await visit.courier.scan()}`)
    await first.tap()
    await first.until('wait')
    // The second is at the door as well, and has nothing any more: not even how the visit goes on.
    await second.tap()
    await second.until('ended')
    expect(await second.page.locator('.btn.main').count()).toBe(0)
    expect(visit.owner.types.filter((type) => type === 'ApprovalAsked')).toHaveLength(1)
    await visit.owner.approve()
    await first.until('open')
    await visit.open()
    await first.until('place')
    await visit.leave()
    await first.until('thanks', 40_000)
    expect(await first.page.locator('form, .btn.main, [data-events]').count()).toBe(0)
    expect(await second.state).toBe('ended')
    expect(await visit.unlocksReceived()).toBe(1)

    // What is left of it on the smallest telephone: the parcel, its visit, its film.
    await using phone = await phoneOf({ browser, hub: visit.hub, owner: visit.owner, width: 320 })
    const { id } = await visit.closed()
    const parcel = (await visit.owner.home.parcels()).find(
      ({ trackingNumber }) => trackingNumber === visit.number,
    )
    await phone.go(`parcels/${parcel?.id}/film`)
    await phone.page.getByRole('slider').waitFor()
    expect(await lostOn(phone.page, 'film')).toEqual([])
    await keepPicture(phone.page, 'bad-input-narrow-film')
    await phone.go(`visit/${id}`)
    await until('the visit', async () => (await phone.page.getByText('Inside, locked, photo').count()) > 0)
    expect(await lostOn(phone.page, 'visit')).toEqual([])
    await keepPicture(phone.page, 'bad-input-narrow-visit')
    expect(phone.faults).toEqual([])
  })

  test('every place of the owner and the street, on 320 px and with letters twice as large', async () => {
    await using visit = await homes.visit(0)
    await using phone = await phoneOf({ browser, hub: visit.hub, owner: visit.owner, width: 320 })
    const { page } = phone
    await visit.owner.claim()
    const lost: string[] = []
    for (const place of places) {
      await phone.go(place)
      await page.locator('main h1').first().waitFor()
      await settled(page)
      lost.push(...(await lostOn(page, place)))
      await keepPicture(page, `bad-input-narrow-${place.replace('/', '-') || 'home'}`)
    }
    await visit.act('ring', 'front')
    await page.getByRole('heading', { name: 'Somebody rings' }).waitFor()
    lost.push(...(await lostOn(page, 'ring')))
    await keepPicture(page, 'bad-input-narrow-ring')
    await page.getByRole('button', { name: 'Not now' }).click()
    await visit.owner.home.callAlarm('front')
    await page.getByText('Alarm: Front door').waitFor()
    lost.push(...(await lostOn(page, 'alarm')))
    await keepPicture(page, 'bad-input-narrow-alarm')
    await page.goto(`${visit.hub.url}/street`)
    await page.getByRole('button', { name: 'Play a delivery' }).waitFor()
    lost.push(...(await lostOn(page, 'street')))
    expect(await barriers(page)).toEqual([])
    await phone.context.clearCookies()
    await page.goto(`${visit.hub.url}/`)
    await page.getByRole('heading', { name: 'Sign in' }).waitFor()
    lost.push(...(await lostOn(page, 'sign-in')))
    await keepPicture(page, 'bad-input-narrow-sign-in')
    expect(lost).toEqual([])
    expect(phone.faults).toEqual([])
  })
})
