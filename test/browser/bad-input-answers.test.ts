// Answers that are none: broken pictures, a hub that fails, and one that talks nonsense. What cannot be read is said,
// with one act; no seal of before stands in its place, and nobody says yes to a picture that he could not see.
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allow } from '../support/allow.ts'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { hang, letIn, shows } from '../support/display-room.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'
import { Phone } from '../support/owner-phone.ts'
import { homeWith } from '../support/three-pages.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const HOLD = /^Hold to open once/
const HELD_MS = 1_400

/** What a hub that fails, or something else at its address, may say. */
const nonsense: readonly (readonly [string, Parameters<Route['fulfill']>[0]])[] = [
  ['500', { status: 500, json: { code: 'HUB_INTERNAL', message: 'something went wrong here' } }],
  ['a page of somebody else', { status: 200, contentType: 'text/html', body: '<h1>Router</h1>' }],
  ['JSON cut short', { status: 200, contentType: 'application/json', body: '[{"id":"front","na' }],
  ['no list', { status: 200, json: { doors: [] } }],
  ['null', { status: 200, json: null }],
  [
    'doors without witnesses',
    { status: 200, json: [{ id: 'front', name: 'Front door', state: 'locked-proved' }] },
  ],
]

describe.skipIf(noBrowser !== null)('answers that are none', () => {
  let browser: Browser
  let visit: Visit
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    browser = await launchBrowser()
    visit = await Visit.begin({ settings: homeWith('{ approveSeconds: 120 }') })
    phone = await Phone.signedIn({ browser, hub: visit.hub })
    ;({ page } = phone)
  }, 60_000)

  afterAll(async () => {
    await page?.unrouteAll({ behavior: 'ignoreErrors' })
    await browser?.close()
    await visit?.hub.kill()
    await visit?.[Symbol.asyncDispose]()
  })

  const isLocked = (): Promise<boolean> => phone.says(/Front door(?: is|:) locked/)

  test.each(nonsense)(
    'doors that cannot be read at the start (%s): said, and one act',
    async (_what, answer) => {
      await page.route('**/api/v1/doors', (route) => route.fulfill(answer))
      await page.goto(`${visit.hub.url}/`)
      await page.reload()
      await phone.shows('The state of the house could not be loaded.')
      await phone.shows('Doors not known yet')
      expect(await isLocked()).toBe(false)
      expect(await page.locator('.seal:not(.unknown)').count()).toBe(0)
      expect(await phone.button('Try again').count()).toBe(1)
      // The rest of the page goes on.
      await page.getByRole('link', { name: 'Parcels' }).click()
      await page.getByRole('heading', { level: 1, name: 'Parcels' }).waitFor()
      await page.goBack()
      await page.unroute('**/api/v1/doors')
      await phone.button('Try again').click()
      await phone.shows('Front door: locked')
      expect(await phone.button('Try again').count()).toBe(0)
    },
  )

  test('doors that cannot be read any more: no seal of before, whatever happens at them', async () => {
    await page.goto(`${visit.hub.url}/`)
    await phone.shows('Front door: locked')
    const wall = await hang({ browser, url: visit.hub.url, size: '7-inch' })
    await letIn({ page: wall, owner: visit.owner.home, name: 'Hall' })
    await shows(wall, '.doors', 'Locked')
    let [, answer] = nonsense[0] ?? ['', {}]
    await page.route('**/api/v1/doors', (route) => route.fulfill(answer))
    await wall.route('**/api/v1/wall', (route) => route.fulfill(answer))
    // The door is opened, and what stands there now cannot be asked.
    await visit.act('open', 'front', { from: 'inside' })
    await phone.shows('Front door is not known')
    await phone.shows('The state of the house could not be loaded.')
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'bad-input-answers-500')
    const sealsOnWall = wall.locator('.doors .s')
    await until('the wall to know nothing', async () => {
      const seals = await sealsOnWall.allTextContents()
      return seals.length > 0 && seals.every((word) => word === 'Not known')
    })
    await keepPicture(wall, 'bad-input-answers-wall')
    for (const [what, other] of nonsense.slice(-3)) {
      answer = other
      await Promise.all([page.waitForResponse('**/api/v1/doors'), wall.waitForResponse('**/api/v1/wall')])
      await phone.shows('Front door is not known')
      expect(await isLocked(), what).toBe(false)
      expect(await page.locator('.seal:not(.unknown)').count(), what).toBe(0)
      expect(await sealsOnWall.allTextContents(), what).toEqual(['Not known'])
    }
    await phone.goTo('#/door/front')
    await phone.shows('Front door: not known')
    expect(await phone.says('Thrown')).toBe(false)
    // Both look again by themselves.
    await page.unroute('**/api/v1/doors')
    await wall.unroute('**/api/v1/wall')
    await phone.shows('Front door: open')
    await shows(wall, '.doors', 'Open')
    await visit.act('close', 'front')
    await until(
      'the door to be shut',
      async () => (await visit.owner.home.doors())[0]?.contact.word === 'closed',
    )
    await visit.owner.home.lock('front')
    await phone.shows('Front door: locked', 30_000)
    await wall.context().close()
  })

  test('pictures that cannot be decoded are none: nothing is live, and nobody is let in by them', async () => {
    await page.goto(`${visit.hub.url}/`)
    await phone.shows('Front door: locked')
    const broken = { status: 200, contentType: 'image/jpeg', body: 'no picture at all' }
    let isBroken = true
    await page.route('**/api/v1/cameras/*/still', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, ...(isBroken ? { body: broken.body } : {}) })
    })
    // No video either: stills are all there is.
    await page.routeWebSocket('**/ws/live/**', (socket) => void socket.close())
    await page.route('**/whep/**', (route) => route.fulfill({ status: 503 }))
    await visit.asked()
    await phone.shows('A courier asks to come in')
    await phone.shows('NO PICTURE')
    await phone.shows('Without a live picture nobody is let in from here.')
    // For as long as it takes to see several of them.
    await page.waitForResponse('**/api/v1/cameras/*/still')
    await page.waitForResponse('**/api/v1/cameras/*/still')
    expect(await phone.says(/\bLIVE\s+\d/)).toBe(false)
    expect(await page.locator('.pic img').count()).toBe(0)
    await phone.hold(phone.button(HOLD), HELD_MS)
    expect(visit.owner.types).not.toContain('EntryApproved')
    await keepPicture(page, 'bad-input-answers-picture')
    // Stills that can be seen, until the moment of the decision: that one picture is broken.
    isBroken = false
    await phone.shows(/\bLIVE\s+\d/)
    await until('the button to be on', () => phone.button(HOLD).isEnabled())
    isBroken = true
    await phone.hold(phone.button(HOLD), HELD_MS)
    expect(await page.locator('img.frozen').count()).toBe(0)
    await phone.shows(/Nothing was opened|Without a live picture/)
    expect((await visit.owner.session()).ask).not.toBeNull()
    expect(visit.owner.types).not.toContain('EntryApproved')
    expect(await visit.unlocksReceived()).toBe(0)
    // A picture that can be seen is as good as ever: the video, for a still is old soon where much else goes on.
    await page.unrouteAll({ behavior: 'wait' })
    await page.reload()
    await allow(phone, visit)
    expect(phone.errors).toEqual([])
  })
})
