// A delivery as its people see it, on three pages at once: the whole way, and each way in which it ends otherwise. The
// visits of a home follow each other; what a page says of one that is over stays on it, so none waits for what an
// earlier one left.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Homes } from '../support/homes.ts'
import { until } from '../support/until.ts'
import { Phone } from '../support/owner-phone.ts'
import { ThreePages, homeWith } from '../support/three-pages.ts'
import { barriers } from '../support/page-checks.ts'

let browser: Browser

async function opened(homes: Homes): Promise<ThreePages> {
  return ThreePages.open({ browser, visit: await homes.visit() })
}

beforeAll(async () => {
  if (noBrowser === null) browser = await launchBrowser()
})
afterAll(() => browser?.close())

describe.skipIf(noBrowser !== null)('three pages at once', () => {
  const usual = new Homes()

  test('a whole delivery: asked, opened once, brought, locked, photographed', async () => {
    await using pages = await opened(usual)
    const { phone, wall, courier } = pages
    await pages.courierComes()
    await phone.shows('A courier asks to come in')
    await phone.shows('Nobody has proved to be from the carrier')
    await pages.wallReads('Courier at the door')
    await pages.ready()
    await phone.shows('LIVE')
    await pages.keep('1-asked')
    expect(await barriers(phone.page)).toEqual([])
    expect(await barriers(wall)).toEqual([])
    expect(await barriers(courier)).toEqual([])
    await pages.approve()
    await pages.courierReads('Open. Push the door.')
    await phone.shows('Unlocked. Nobody has opened yet')
    await pages.keep('2-unlocked')
    await pages.openDoor()
    await pages.courierReads('Put it down')
    await phone.shows('The door is open')
    await pages.wallReads('Courier is inside')
    await pages.keep('3-inside')
    await pages.dropOff()
    await pages.shutDoor()
    await pages.courierReads('Done. Thank you.', 30_000)
    await pages.keep('4-thanks')
    await phone.shows('Inside, locked, photo', 30_000)
    await until('the photo to be on the page', () => phone.page.getByRole('img', { name: /photo/i }).count())
    await phone.shows('Front door: locked')
    await pages.wallReads('Left inside. Locked.')
    await pages.keep('5-delivered')
    expect(await pages.visit.isLocked()).toBe(true)
    expect(await pages.visit.unlocksReceived()).toBe(1)
    // Nothing of the home, nor of the household, was ever on the courier's page.
    expect(await courier.content()).not.toMatch(/Owner|A lamp|porch\b.*camera|hall/i)
    expect(phone.errors).toEqual([])
  })

  test('a frozen camera is seen before anything opens, and nobody can say yes to it', async () => {
    await using pages = await opened(usual)
    await pages.courierComes()
    await pages.ready()
    await pages.act('freeze', 'porch', { how: 'freeze' })
    const button = pages.phone.button(/Hold to open once/)
    await until('the button to be off', () => button.isDisabled())
    await pages.phone.shows('NOT LIVE')
    await pages.phone.shows('Without a live picture nobody is let in from here.')
    await pages.keep('frozen-outside')
    await pages.act('freeze', 'porch', { how: 'off' })
    await until('the picture to be live again', () => button.isEnabled())
    await pages.act('freeze', 'hall', { how: 'freeze' })
    await pages.approve()
    await pages.phone.shows(/Not let in/, 30_000)
    await pages.courierReads('Please keep the parcel; the recipient is told.')
    await pages.keep('frozen-inside')
    expect(await pages.visit.unlocksReceived()).toBe(0)
    expect(await pages.visit.isLocked()).toBe(true)
  })

  test('the owner says not today', async () => {
    await using pages = await opened(usual)
    await pages.courierComes()
    await pages.ready()
    await pages.phone.button('Not today').dblclick()
    await pages.courierReads('The door stays shut this time; that is not your fault.')
    await pages.phone.shows('Front door is locked')
    await pages.keep('denied')
    expect(await pages.visit.unlocksReceived()).toBe(0)
  })

  test('two owners: one says no, the other reads it and can say yes no more', async () => {
    await using pages = await opened(usual)
    await using second = await Phone.signedIn({ browser, hub: pages.hub, name: 'Anna' })
    await pages.courierComes()
    await pages.ready()
    await second.shows('A courier asks to come in')
    await second.button('Not today').click()
    await pages.phone.shows(/Front door is locked/)
    await pages.courierReads('The door stays shut this time')
    await until(
      'nothing to be held any more',
      async () => (await pages.phone.button(/Hold to open once/).count()) === 0,
    )
    expect(await pages.visit.unlocksReceived()).toBe(0)
    const [visit] = await pages.owner.sessions()
    await pages.phone.goTo(`#/visit/${visit?.id}`)
    await pages.phone.shows(/Anna/)
    await pages.keep('anna-said-no')
  })

  test('a bolt that jams when it is to lock again is an alarm on every screen, and never called locked', async () => {
    await using pages = await opened(usual)
    const { phone } = pages
    await pages.courierComes()
    await pages.approve()
    await pages.courierReads('Open. Push the door.')
    await pages.openDoor()
    await pages.dropOff()
    await pages.act('jam', 'front', { on: true })
    await pages.shutDoor()
    await until('the alarm to have the page', () => phone.page.getByRole('alert').count(), 40_000)
    await phone.shows(/Alarm: Front door/i)
    await pages.wallReads(/Bolt stopped half way|The bolt stopped half way/i, 40_000)
    expect(await phone.text()).not.toMatch(/Front door(?: is|:) locked/)
    await pages.keep('jammed')
    expect(await barriers(phone.page)).toEqual([])
    expect(await barriers(pages.wall)).toEqual([])
    // Somebody has seen it: quiet, and still not called locked.
    await phone.button('Quiet for now').click()
    await phone.shows('Front door is jammed')
  })
})

describe.skipIf(noBrowser !== null)('three pages at once, where nobody has much time', () => {
  const hasty = new Homes({ settings: homeWith('{ approveSeconds: 20, insideSeconds: 30 }') })

  test('nobody answers in time', async () => {
    await using pages = await opened(hasty)
    await pages.courierComes()
    await pages.phone.shows('A courier asks to come in')
    await pages.courierReads('The door stays shut this time', 30_000)
    await pages.phone.shows(/Not let in/)
    await pages.keep('no-answer')
    expect(await pages.visit.unlocksReceived()).toBe(0)
  })

  test('a door that is left open is an alarm', async () => {
    await using pages = await opened(hasty)
    await pages.courierComes()
    await pages.approve()
    await pages.courierReads('Open. Push the door.')
    await pages.openDoor()
    await pages.phone.shows('The door is open')
    await pages.phone.shows(/The door stands open too long/, 45_000)
    await pages.wallReads(/The door stands open too long/)
    await pages.courierReads('Please step out and pull the door shut until it ticks.')
    await pages.keep('left-open')
    await pages.shutDoor()
    await pages.courierReads('Done. Thank you.', 30_000)
    expect(await pages.visit.isLocked()).toBe(true)
  })
})
