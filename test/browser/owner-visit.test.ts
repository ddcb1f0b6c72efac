// A visit on the owner's page: asked, allowed with the very picture that was looked at, followed step by step, refused
// with one tap, and every slip of a finger that must not open a door. Visits of one home follow each other.
import { createHash } from 'node:crypto'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Homes } from '../support/homes.ts'
import { homeWith } from '../support/three-pages.ts'
import { until } from '../support/until.ts'
import type { Visit } from '../support/visit.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { barriers, keepPicture } from '../support/page-checks.ts'

const HOLD = /^Hold to open once/
const HELD_MS = 1_400
const ASKS = 'A courier asks to come in'

let browser: Browser

/** A courier who rang asks to come in; the owner looks at the first page. */
class Asked implements AsyncDisposable {
  readonly visit: Visit
  readonly phone: Phone

  constructor(visit: Visit, phone: Phone) {
    this.visit = visit
    this.phone = phone
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.phone[Symbol.asyncDispose]()
    await this.visit[Symbol.asyncDispose]()
  }
}

/** On a busy machine, too, the owner has time to answer. */
const homes = new Homes({ settings: homeWith('{ approveSeconds: 120 }') })

async function askedOn(name = 'Ada'): Promise<Asked> {
  await using begun = new AsyncDisposableStack()
  const visit = begun.use(await homes.visit())
  const phone = begun.use(await Phone.signedIn({ browser, hub: visit.hub, name }))
  await visit.act('ring', 'front')
  await phone.button('Not now').click()
  await visit.asked()
  await phone.shows(ASKS)
  await phone.shows('LIVE')
  begun.move()
  return new Asked(visit, phone)
}

const toldTimes = ({ owner }: Visit, type: string): number =>
  owner.types.filter((each) => each === type).length

describe.skipIf(noBrowser !== null)('a visit on the owner page', () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('is allowed with the picture that was shown, and followed to its end', async () => {
    await using asked = await askedOn()
    const { visit, phone } = asked
    const { page } = phone
    const looked: string[] = []
    page.on('response', (response) => {
      if (response.url().endsWith('/cameras/porch/still'))
        void response.body().then((bytes) => looked.push(createHash('sha256').update(bytes).digest('hex')))
    })
    await phone.shows('Nobody has proved to be from the carrier.')
    expect(await page.title()).toBe(`${ASKS} · Portico`)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'owner-home-asked')
    await page.getByRole('link', { name: 'See every step' }).click()
    await phone.shows('Courier at the door')
    await keepPicture(page, 'owner-visit-asked')
    expect(await barriers(page)).toEqual([])

    const button = phone.button(HOLD)
    looked.length = 0
    await phone.press(button)
    await phone.shows(/This picture\s+\d\.\d s/)
    await keepPicture(page, 'owner-visit-held')
    const approved = await visit.owner.untilTold('EntryApproved')
    await page.mouse.up()
    expect(looked).toContain(approved.data['picture'])
    expect(approved.data).toMatchObject({ try: 0, face: 'owner-page' })
    await visit.owner.untilTold('DoorUnlocked')
    await phone.shows('You allowed it')
    await phone.shows('Unlocked. Nobody has opened yet')
    await phone.shows('Hall')
    await keepPicture(page, 'owner-visit-unlocked')
    await visit.open()
    await phone.shows('The door is open')
    await phone.shows(/Open, \d+ s/)
    await phone.shows('Ask to leave')
    // No page offers to lock a door that is open.
    expect(await phone.button(/lock/i).count()).toBe(0)
    await keepPicture(page, 'owner-visit-inside')

    await visit.leave()
    await visit.owner.untilTold('PhotoTaken')
    await phone.shows(/Photo\s+\d\d:\d\d:\d\d/)
    expect(await page.locator('.visit-top .live').allInnerTexts()).not.toContain('LIVE')
    await phone.shows('Inside, locked, photo', 40_000)
    await keepPicture(page, 'owner-visit-closed')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('link', { name: 'Home' }).first().click()
    await phone.shows('Front door is locked')
    await keepPicture(page, 'owner-home-closed')
    await page.goBack()
    await phone.shows('Locked, proved twice')
    expect(phone.errors).toEqual([])
  })

  test('is not allowed by a tap, by a hold that ends early, or by a key that is kept down', async () => {
    await using asked = await askedOn()
    const { visit, phone } = asked
    const { page } = phone
    const button = phone.button(HOLD)
    await button.click()
    await button.dblclick()
    await phone.hold(button, 900)
    // The video is back.
    await phone.shows('LIVE')
    expect(await page.locator('img.frozen').count()).toBe(0)
    // As a keyboard repeats a key that is kept down.
    await button.focus()
    await page.keyboard.down('Enter')
    const confirm = phone.button('Press Enter again to open once')
    await confirm.waitFor()
    for (let repeats = 0; repeats < 15; repeats += 1) {
      // oxlint-disable-next-line no-await-in-loop
      await page.keyboard.down('Enter')
      // oxlint-disable-next-line no-await-in-loop
      await page.waitForTimeout(40)
    }
    await page.keyboard.up('Enter')
    expect((await visit.owner.session()).ask).not.toBeNull()
    expect(toldTimes(visit, 'EntryApproved')).toBe(0)
    // Who thinks for long enough has not said yes.
    await phone.button(HOLD).waitFor()
    // Two presses, apart, are a yes: with a picture of now, however long the first one was looked at.
    const hold = page.locator('button.hold.main')
    await until(
      'two presses to be a yes',
      async () => {
        if (toldTimes(visit, 'EntryApproved') > 0) return true
        await hold.focus()
        await page.keyboard.press('Enter')
        await page.waitForTimeout(1_500)
        return false
      },
      40_000,
    )
    const approved = await visit.owner.untilTold('EntryApproved')
    expect(Number(approved.data['pictureAge'])).toBeLessThan(3_000)
    expect(phone.errors).toEqual([])
  })

  test('is refused by one tap, once, and the other resident reads by whom', async () => {
    await using asked = await askedOn('Ada')
    const { visit, phone } = asked
    await using other = await Phone.signedIn({ browser, hub: visit.hub, name: 'Bea' })
    await other.shows(ASKS)
    await other.shows('LIVE')
    // A no that comes in the middle of a hold wins, and the hold is over.
    await other.press(other.button(HOLD))
    await phone.button('Not today').dblclick()
    await phone.shows('You said no')
    await other.shows('Ada said no')
    await other.page.mouse.up()
    expect(await other.page.locator('img.frozen').count()).toBe(0)
    expect(toldTimes(visit, 'EntryApproved')).toBe(0)
    await keepPicture(other.page, 'owner-home-denied')
    expect(toldTimes(visit, 'DenyNoted')).toBe(1)
    expect(await other.button(HOLD).count()).toBe(0)
    expect(await visit.unlocksReceived()).toBe(0)
  })

  test('cannot be allowed without a live picture', async () => {
    await using asked = await askedOn()
    const { visit, phone } = asked
    // New pictures that show nothing new are not live, however young they are.
    await visit.act('freeze', 'porch', { how: 'freeze' })
    await phone.shows('NOT LIVE, REPEATS')
    await until('the button to be off', () => phone.button(HOLD).isDisabled())
    await keepPicture(phone.page, 'owner-home-frozen')
    await visit.act('freeze', 'porch', { how: 'off' })
    await until('the button to be on', () => phone.button(HOLD).isEnabled())
    await visit.act('freeze', 'porch', { how: 'silent' })
    await phone.shows(/NOT LIVE|NO PICTURE/)
    await phone.shows('Without a live picture nobody is let in from here.')
    await until('the button to be off again', () => phone.button(HOLD).isDisabled())
    await keepPicture(phone.page, 'owner-home-not-live')
    // A no needs no picture.
    await phone.button('Not today').click()
    await phone.shows('You said no')
    expect(await visit.unlocksReceived()).toBe(0)
  })

  test('says why nothing came of a yes, and what to do next', async () => {
    await using asked = await askedOn()
    const { visit, phone } = asked
    await visit.act('freeze', 'hall', { how: 'silent' })
    await phone.hold(phone.button(HOLD), HELD_MS)
    await visit.owner.untilTold('EntryRefused', 40_000)
    await phone.shows('Not let in. The courier may try again')
    await phone.shows(/The camera gave \d good pictures/)
    await keepPicture(phone.page, 'owner-home-turned-away')
    await phone.page.getByRole('link', { name: 'See every step' }).first().click()
    await phone.shows('Why the door stayed shut')
    await phone.shows('Next: Check the camera')
    // Nothing is being reached between two tries, and nothing was opened.
    expect(await phone.page.locator('[aria-current=step]').count()).toBe(0)
    expect(await visit.unlocksReceived()).toBe(0)
    expect(await barriers(phone.page)).toEqual([])
    await keepPicture(phone.page, 'owner-visit-turned-away')
  })

  test('goes on where it was when the sign-in ends in the middle of it', async () => {
    await using asked = await askedOn()
    const { visit, phone } = asked
    const { page } = phone
    await page.getByRole('link', { name: 'See every step' }).first().click()
    const [cookie] = await page.context().cookies()
    const ended = await fetch(`${visit.hub.url}/api/v1/sign-out`, {
      method: 'POST',
      headers: { cookie: `${cookie?.name}=${cookie?.value}`, origin: visit.hub.url },
    })
    expect(ended.status).toBe(200)
    await phone.shows('Your sign-in has ended.')
    expect(await phone.says(ASKS)).toBe(false)
    expect(await page.evaluate(() => localStorage.getItem('portico.parcels'))).toBeNull()
    await keepPicture(page, 'owner-sign-in-ended')
    await page.getByLabel(/paste it/).fill(await linkOf(visit.hub, 'Ada'))
    await page.keyboard.press('Enter')
    await phone.shows(ASKS)
    await phone.shows('Courier at the door')
    await phone.shows('LIVE')
    await until('the button to be ready', () => phone.button(HOLD).isEnabled())
    await phone.hold(phone.button(HOLD), HELD_MS)
    await visit.owner.untilTold('EntryApproved')
    expect(phone.errors).toEqual([])
  })
})
