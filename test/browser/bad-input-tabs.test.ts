// Hands that do too much: two tabs, the back button in the middle, double taps on everything dangerous, and a sign-in
// that ends while a finger is on the button. What was meant happens once, and nothing else.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow } from '../support/allow.ts'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { digitsOn, hang, shows } from '../support/display-room.ts'
import { Homes } from '../support/homes.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { keepPicture } from '../support/page-checks.ts'
import { homeWith } from '../support/three-pages.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'

const HOLD = /^Hold to open once/
const HELD_MS = 1_400
const ASKS = 'A courier asks to come in'
const homes = new Homes({ settings: homeWith('{ approveSeconds: 120 }') })

let browser: Browser

/** What a page sends that may change something: requests, and commands by its socket. */
function sentBy(page: Page): string[] {
  const sent: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    // To look is to ask for a picture, not to act.
    if (request.method() === 'POST' && !pathname.startsWith('/whep/')) sent.push(pathname)
  })
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const command = /^\d+(?:\/live,)?\d*\["(approve|deny|abort)"/.exec(String(payload))?.[1]
      if (command !== undefined) sent.push(command)
    }),
  )
  return sent
}

const toldTimes = ({ owner }: Visit, type: string): number =>
  owner.types.filter((each) => each === type).length

class Asked implements AsyncDisposable {
  readonly visit: Visit
  readonly phone: Phone
  readonly sent: readonly string[]

  constructor(visit: Visit, phone: Phone, sent: readonly string[]) {
    this.visit = visit
    this.phone = phone
    this.sent = sent
  }

  static async begin(): Promise<Asked> {
    await using begun = new AsyncDisposableStack()
    const visit = begun.use(await homes.visit())
    const phone = begun.use(await Phone.blank({ browser }))
    const sent = sentBy(phone.page)
    await phone.page.goto(visit.hub.url + (await linkOf(visit.hub, 'Ada')))
    await phone.shows('Front door: locked', 30_000)
    await visit.asked()
    await phone.shows(ASKS)
    await until('the button to be on', () => phone.button(HOLD).isEnabled())
    begun.move()
    return new Asked(visit, phone, sent)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.phone[Symbol.asyncDispose]()
    await this.visit[Symbol.asyncDispose]()
  }
}

describe.skipIf(noBrowser !== null)('hands that do too much', () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('a sign-in that ends while the button is held opens nothing, and the page says so', async () => {
    await using asked = await Asked.begin()
    const { visit, phone, sent } = asked
    const { page } = phone
    const [cookie] = await page.context().cookies()
    await phone.press(phone.button(HOLD))
    await page.locator('img.frozen').waitFor()
    const ended = await fetch(`${visit.hub.url}/api/v1/sign-out`, {
      method: 'POST',
      headers: { cookie: `${cookie?.name}=${cookie?.value}`, origin: visit.hub.url },
    })
    expect(ended.status).toBe(200)
    await page.waitForTimeout(HELD_MS)
    await page.mouse.up()
    await phone.shows('Your sign-in has ended.')
    await keepPicture(page, 'bad-input-tabs-ended-in-hold')
    expect(await phone.says(/You allowed it|Your yes was heard/)).toBe(false)
    expect(toldTimes(visit, 'EntryApproved')).toBe(0)
    expect((await visit.owner.session()).ask).not.toBeNull()
    expect(await visit.unlocksReceived()).toBe(0)
    expect(sent.filter((each) => each === 'approve').length).toBeLessThanOrEqual(1)
    expect(phone.errors).toEqual([])
  })

  test('back in the middle of a hold lets go of it; back in the middle of a visit loses nothing', async () => {
    await using asked = await Asked.begin()
    const { visit, phone, sent } = asked
    const { page } = phone
    await page.getByRole('link', { name: 'See every step' }).first().click()
    await phone.shows('Courier at the door')
    await until('the button to be on', () => phone.button(HOLD).isEnabled())
    await phone.press(phone.button(HOLD))
    await page.locator('img.frozen').waitFor()
    await page.goBack()
    await phone.shows('Parcels due')
    await page.waitForTimeout(HELD_MS)
    await page.mouse.up()
    expect(await page.locator('img.frozen').count()).toBe(0)
    expect(sent).not.toContain('approve')
    expect(toldTimes(visit, 'EntryApproved')).toBe(0)
    await phone.shows(ASKS)
    await page.goForward()
    await phone.shows('Courier at the door')
    // Back in the middle of a takeover: it stays, and the place behind it is another.
    await visit.act('ring', 'front')
    const bell = page.getByRole('heading', { name: 'Somebody rings' })
    await bell.waitFor()
    await page.goBack()
    await until('the place behind to be home', () => page.evaluate(() => !location.hash.includes('visit')))
    expect(await bell.count()).toBe(1)
    await phone.button('Not now').click()
    await bell.waitFor({ state: 'detached' })
    await phone.shows('Parcels due')
    await phone.shows(ASKS)
    expect(phone.errors).toEqual([])
  })

  test('two tabs: what one answers the other knows, and signed out in one is signed out in both', async () => {
    await using asked = await Asked.begin()
    const { visit, phone, sent } = asked
    const other = await phone.page.context().newPage()
    const otherSent = sentBy(other)
    await other.goto(`${visit.hub.url}/`)
    await shows(other, 'h2', ASKS)
    await phone.page.bringToFront()
    await until('the button to be on', () => phone.button(HOLD).isEnabled())
    // Held, and tapped for good measure while it is on its way.
    await allow(phone, visit)
    await phone
      .button(/Hold to open once|You allowed it/)
      .dblclick({ timeout: 500 })
      .catch(() => {})
    await until('no hold to be left in the other tab', async () => {
      const words = await other.locator('body').innerText()
      return !words.includes('Hold to open once') && words.includes('You allowed it')
    })
    expect(toldTimes(visit, 'EntryApproved')).toBe(1)
    expect(sent.filter((each) => each === 'approve')).toHaveLength(1)
    expect(otherSent).toEqual([])

    // Stop: twice, and once by the other tab, which does not know of it yet.
    await phone.page.getByRole('link', { name: 'See every step' }).first().click()
    const stop = phone.button(/^Stop$/)
    await stop.waitFor()
    await stop.dblclick()
    await until('the visit to be over', async () => (await visit.owner.session()).phase !== 'unlocked')
    expect(sent.filter((each) => each === 'abort')).toHaveLength(1)
    await until('the other tab to know', async () => (await other.getByText(ASKS).count()) === 0)

    await phone.goTo('#/house/you')
    await phone.button('Sign out on this phone').dblclick()
    await phone.shows('Sign in')
    await shows(other, 'h1', 'Sign in')
    const said = await other.locator('body').innerText()
    expect(said).toContain('Your sign-in has ended.')
    expect(said).not.toContain('Front door')
    expect(sent.filter((path) => path === '/api/v1/sign-out')).toHaveLength(1)
    // Signed in again in one of them, the other is in as well as soon as it asks.
    await phone.page.getByLabel(/paste it/).fill(await linkOf(visit.hub, 'Ada'))
    await phone.page.keyboard.press('Enter')
    await phone.shows('Sign out on this phone')
    await other.reload()
    await shows(other, 'h1', /Front door/)
    expect(phone.errors).toEqual([])
  })

  test('alarm, its answer, and the end of a display: a double tap does it once, or not at all', async () => {
    await using visit = await homes.visit(0)
    await using phone = await Phone.blank({ browser })
    const { page } = phone
    const sent = sentBy(page)
    const times = (part: string): number => sent.filter((path) => path.endsWith(part)).length
    await page.goto(visit.hub.url + (await linkOf(visit.hub, 'Ada')))
    await phone.shows('Front door: locked', 30_000)
    const wall = await hang({ browser, url: visit.hub.url, size: '7-inch' })
    await visit.owner.home.pairDisplay({ code: await digitsOn(wall), name: 'Hall', place: 'inside' })
    await phone.goTo('#/house/displays')
    await phone.button(/^End it/).dblclick()
    // The second tap did not reach what stands there now.
    await phone.shows('To come back it must be paired again.')
    expect(times('/revoke')).toBe(0)
    await phone.button('Yes, end it').dblclick()
    await phone.shows('No display is paired.')
    expect(times('/revoke')).toBe(1)
    await shows(wall, 'h1', 'Let this display in')
    await wall.context().close()

    await phone.goTo('#/door/front')
    const alarm = phone.button('Hold for alarm')
    await alarm.dblclick()
    expect(times('/alarm')).toBe(0)
    await phone.hold(alarm, HELD_MS)
    await phone.shows('Alarm: Front door')
    const atTheDoor = phone.button(/^Hold: I am at the door/)
    await atTheDoor.dblclick()
    expect(times('/acknowledge')).toBe(0)
    await phone.hold(atTheDoor, HELD_MS)
    await page.mouse.dblclick(200, 400)
    await visit.owner.untilTold('AlarmAcknowledged')
    await phone.shows('Front door: locked')
    expect(times('/alarm')).toBe(1)
    expect(times('/acknowledge')).toBe(1)
    expect(toldTimes(visit, 'AlarmAcknowledged')).toBe(1)

    // A tap to lock, twice while the first is on its way.
    let asks = 0
    const tapped = Promise.withResolvers<undefined>()
    await page.route('**/api/v1/doors/front/lock', async (route) => {
      asks += 1
      await tapped.promise
      await route.continue()
    })
    await phone.button(/^Lock$/).dblclick()
    await until('the first tap to be on its way', () => asks > 0)
    tapped.resolve(undefined)
    await phone.shows('Asked to lock.')
    expect(asks).toBe(1)
    expect(phone.errors).toEqual([])
  })
})
