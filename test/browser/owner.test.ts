// The owner's page: in by a link that is good once, what it says of doors in every state, and what it does when the
// sign-in ends in the middle of something.
import type { DoorView } from '@portico/protocol'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { until } from '../support/until.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'

let browser: Browser
let hub: HubProcess

describe.skipIf(noBrowser !== null)('the owner page', () => {
  beforeAll(async () => {
    ;[browser, hub] = await Promise.all([launchBrowser(), HubProcess.start()])
  })
  afterAll(async () => {
    await browser.close()
    await hub[Symbol.asyncDispose]()
  })

  test('signs in by a link, whose secret leaves the address and stays nowhere', async () => {
    await using phone = await Phone.blank({ browser })
    const { page } = phone
    const link = await linkOf(hub)
    const secret = link.split('#')[1] ?? ''
    await page.goto(hub.url + link)
    await phone.shows('Front door is locked')
    expect(page.url()).toBe(`${hub.url}/`)
    expect(await page.title()).toBe('Front door is locked · Portico')
    const kept = await page.evaluate(() =>
      JSON.stringify([Object.entries(localStorage), Object.entries(sessionStorage), history.state]),
    )
    expect(kept).not.toContain(secret)
    await page.goBack()
    await page.goForward()
    expect(page.url()).not.toContain(secret)
    await phone.shows('Front door is locked')
    await phone.shows('Simulated home')
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'owner-home')
    expect(phone.errors).toEqual([])
  })

  test('says what a used link is, and what to do', async () => {
    const link = await linkOf(hub)
    await using first = await Phone.blank({ browser })
    await first.page.goto(hub.url + link)
    await first.shows('Front door is locked')
    await using second = await Phone.blank({ browser })
    await second.page.goto(hub.url + link)
    await second.shows('This link was used already')
    await second.shows('npm run portico -- owner link')
    expect(second.page.url()).toBe(`${hub.url}/`)
    expect(await second.page.title()).toBe('Sign in · Portico')
    expect(await second.text()).not.toContain('Front door')
    expect(await barriers(second.page)).toEqual([])
    await keepPicture(second.page, 'owner-used-link')
  })

  test('takes a pasted link, and says what is none', async () => {
    await using phone = await Phone.blank({ browser })
    const { page } = phone
    await page.goto(`${hub.url}/#/door/front`)
    await phone.shows('This browser is not signed in.')
    const field = page.getByLabel(/paste it/)
    await field.fill('hello')
    await page.keyboard.press('Enter')
    await phone.shows('This is no sign-in link of Portico.')
    await field.fill(` ${hub.url}${await linkOf(hub)}\n`)
    await page.keyboard.press('Enter')
    // It goes on where it was.
    await phone.shows('Battery of the lock')
    await keepPicture(page, 'owner-door')
    expect(await barriers(page)).toEqual([])
  })

  const states: readonly (readonly [DoorView['state'], string, string])[] = [
    ['locked-claimed', 'Front door says it is locked', 'Lock says locked, not proved'],
    ['unlocked', 'Front door is unlocked', 'Unlocked'],
    ['open', 'Front door is open', 'Open'],
    ['moving', 'Front door is moving its bolt', 'Moving'],
    ['unknown', 'Front door is not known', 'Not known'],
    ['jammed', 'Front door is jammed', 'Jammed'],
  ]

  test('says every state in words and to a screen reader', async () => {
    await using phone = await Phone.signedIn({ browser, hub })
    const { page } = phone
    let told: Partial<DoorView> = {}
    await page.route('**/api/v1/doors', async (route) => {
      const answer = await route.fetch()
      // cast: the hub's own schema
      const doors = (await answer.json()) as DoorView[]
      await route.fulfill({ json: doors.map((door) => ({ ...door, ...told })) })
    })
    const look = async (): Promise<void> => {
      await page.reload()
      await page.getByRole('link', { name: /Front door/ }).waitFor()
    }
    for (const [state, words, spoken] of states) {
      told = { state }
      // One after the other on one phone.
      // oxlint-disable-next-line no-await-in-loop
      await look()
      // oxlint-disable-next-line no-await-in-loop
      await phone.shows(words)
      // oxlint-disable-next-line no-await-in-loop
      expect(await page.getByRole('img', { name: spoken, exact: true }).count(), state).toBeGreaterThan(0)
      // oxlint-disable-next-line no-await-in-loop
      await keepPicture(page, `owner-home-${state}`)
    }
    // What the hub calls proved is not, when the answers behind it are old.
    told = { state: 'locked-proved', contact: { word: 'closed', ageMs: 70_000 } }
    await look()
    await phone.shows('Front door says it is locked')
    await phone.shows('Contact silent 70 s: not proved')
    expect(phone.errors).toEqual([])
  })

  test('needs no sideways scrolling on 320 px, and none with letters twice as large', async () => {
    await using phone = await Phone.signedIn({
      browser,
      hub,
      options: { viewport: { width: 320, height: 640 } },
    })
    const { page } = phone
    const narrow: number[] = []
    for (const place of ['#/', '#/door/front']) {
      // oxlint-disable-next-line no-await-in-loop
      await phone.goTo(place)
      // oxlint-disable-next-line no-await-in-loop
      await page.getByText('Front door').first().waitFor()
      // oxlint-disable-next-line no-await-in-loop
      narrow.push(await phone.overhang())
    }
    expect(narrow).toEqual([0, 0])
    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'))
    await phone.goTo('#/')
    await phone.shows('Front door is locked')
    expect(await phone.overhang()).toBe(0)
    await keepPicture(page, 'owner-home-large')
  })

  test('is installable, and dark where the system is', async () => {
    await using phone = await Phone.signedIn({ browser, hub, options: { colorScheme: 'dark' } })
    const { page } = phone
    const manifest = await page.request.get(`${hub.url}/manifest.webmanifest`)
    // cast: our own file
    const { icons } = (await manifest.json()) as { readonly icons: readonly { readonly src: string }[] }
    const answers = await Promise.all(icons.map(({ src }) => page.request.get(hub.url + src)))
    expect(answers.map((answer) => answer.status())).toEqual(icons.map(() => 200))
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    expect(ground).toBe('rgb(14, 16, 19)')
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'owner-home-dark')
  })

  test('keeps to the clock of the house on a phone that is an hour off', async () => {
    await using phone = await Phone.blank({ browser })
    const { page } = phone
    await page.addInitScript(() => {
      const now = Date.now.bind(Date)
      Date.now = () => now() + 3_600_000
    })
    await page.goto(hub.url + (await linkOf(hub)))
    await phone.shows('Front door is locked')
    const shown = await page.locator('header time').innerText()
    const minutes = [0, 1].map((ago) =>
      new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(
        Date.now() - ago * 60_000,
      ),
    )
    expect(minutes).toContain(shown)
    await phone.shows(/\d+ s ago/)
    expect(phone.errors).toEqual([])
  })

  test('leaves markup in a title as text, however long it is', async () => {
    await using phone = await Phone.signedIn({ browser, hub })
    const { page } = phone
    const title = `<img src=x onerror="document.title='taken'"> ${'Lampenschirm'.repeat(8)}`.slice(0, 120)
    const claimed = await page.request.post(`${hub.url}/api/v1/parcels`, {
      headers: { origin: hub.url },
      data: { trackingNumber: '1Z999AA10123456784', title },
    })
    expect(claimed.status()).toBe(201)
    await phone.shows(title)
    expect(await page.locator('main img[src="x"]').count()).toBe(0)
    expect(await phone.overhang()).toBe(0)
    expect(await page.title()).toContain('locked')
    await keepPicture(page, 'owner-home-long-title')
    // A place is found again where it was left, and each begins at its top.
    await page.setViewportSize({ width: 390, height: 420 })
    await page.evaluate(() => scrollTo(0, 40))
    await phone.goTo('#/door/front')
    await phone.shows('Battery of the lock')
    await until('the top', () =>
      page.evaluate(() => scrollY === 0 && document.activeElement?.tagName === 'MAIN'),
    )
    await page.goBack()
    await phone.shows('Parcels due')
    await until('the place to be found again', () => page.evaluate(() => scrollY === 40))
  })

  test('keeps its shapes in forced colours and holds still where motion is not wanted', async () => {
    const options = { forcedColors: 'active', reducedMotion: 'reduce' } as const
    await using phone = await Phone.signedIn({ browser, hub, options })
    const { page } = phone
    const moving = await page.evaluate(() => document.getAnimations().length)
    expect(moving).toBe(0)
    await keepPicture(page, 'owner-home-forced-colours')
  })

  test('a door opens by hand only after a fresh sign-in, and says so', async () => {
    // The sign-in grows old while the hub is started anew: no proof of a person outlives that.
    await using phone = await Phone.signedIn({ browser, hub })
    const { page } = phone
    await page.route('**/api/v1/doors/front/open', (route) =>
      route.fulfill({
        status: 409,
        json: {
          code: 'ASSURANCE_MISSING',
          message: 'Please prove again that it is you; that was too long ago.',
          next: 'Sign in again',
        },
      }),
    )
    await phone.goTo('#/door/front')
    await phone.hold(phone.button('Hold to open'), 1_400)
    await phone.shows('Please prove again that it is you')
    await phone.shows('npm run portico -- owner link')
    await page.unroute('**/api/v1/doors/front/open')
    await page.getByLabel(/paste it/).fill(await linkOf(hub))
    await page.keyboard.press('Enter')
    await phone.shows('Signed in. Hold to open now.')
    await phone.hold(phone.button('Hold to open'), 1_400)
    await phone.shows('Front door: unlocked')
    await keepPicture(page, 'owner-door-unlocked')
    expect(phone.errors).toEqual([])
  })
})
