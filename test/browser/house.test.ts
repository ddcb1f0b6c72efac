// The house on the owner's telephone: rules that are loosened slowly and stopped by anybody, displays, devices, and the
// one who is signed in.
import type { PairingReply } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser } from '../support/browser.ts'
import type { HubProcess } from '../support/hub-process.ts'
import { Owner } from '../support/people.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { type PhoneRoom, openPhoneRoom } from '../support/phone-room.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'

describe.skipIf(noBrowser !== null)('the house', () => {
  let room: PhoneRoom | undefined
  let hub: HubProcess
  let owner: Owner
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    room = await openPhoneRoom()
    ;({ hub, owner, browser, phone, page } = room)
  }, 60_000)

  afterAll(async () => {
    await room?.[Symbol.asyncDispose]()
  })

  test('every section is a link, has no barrier and reads on the smallest telephone', async () => {
    await phone.go('house')
    const links = page.getByRole('navigation', { name: 'House' }).getByRole('link')
    await links.first().waitFor()
    const places = await links.evaluateAll((all) =>
      all.map((link) => (link.getAttribute('href') ?? '').replace('#/house/', '')),
    )
    expect(places).toContain('sources')
    expect(places).toContain('rules')
    await keepPicture(page, 'house')
    expect(await barriers(page)).toEqual([])
    await using small = await phoneOf({ browser, hub, owner, width: 320 })
    for (const place of places) {
      await phone.go(`house/${place}`)
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0)
      expect(await barriers(page), place).toEqual([])
      await keepPicture(page, `house-${place}`)
      await small.go(`house/${place}`)
      await small.page.locator('main h1').waitFor()
      await expectNoSideways(small.page, place)
    }
  })

  test('the pin of the home is shown, and the newest head that this phone has seen is kept by it', async () => {
    await phone.go('house/evidence')
    const pin = hub.command('keys', 'show').out.split('\t')[0] ?? ''
    await page.getByText(pin).waitFor()
    await page.getByText('Last seen head').waitFor()
    const kept = async (): Promise<string> =>
      await page.evaluate(() => localStorage.getItem('portico.head') ?? '')
    const head = JSON.parse(await kept()) as { head: { upTo: number; hash: string } } // cast: written by this page
    await page.getByText(`${head.head.upTo}-${head.head.hash.slice(0, 10)}`).waitFor()
    // A house that tells another story of the line that was seen is found out, whenever it is looked at.
    const other = { ...head.head, upTo: head.head.upTo + 1_000, wall: 1 }
    await page.evaluate(
      (seen) => localStorage.setItem('portico.head', seen),
      JSON.stringify({ head: other, against: null }),
    )
    await page.reload()
    await page.getByRole('alert').getByText('is not the one that this phone has seen').waitFor()
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'I know why: go on from there' }).click()
    await page.getByRole('alert').waitFor({ state: 'detached' })
  })

  test('a rule is not loosened without a code, and says what it would give away', async () => {
    await phone.go('house/rules')
    await page.getByRole('button', { name: 'I allow it live' }).click()
    await page.getByRole('radio', { name: /everything is proved, without asking me/ }).click()
    await page
      .locator('form')
      .getByText('Anyone at your door who knows this parcel’s number can come in once, on film.')
      .waitFor()
    await keepPicture(page, 'house-rules-loosen')
    expect(await barriers(page)).toEqual([])
    const send = page.getByRole('button', { name: 'Loosen it in 15 minutes' })
    expect(await send.isDisabled()).toBe(true)
    await page.getByLabel('Code from the hub').fill('WRONG123')
    await send.click()
    await expect.poll(() => page.locator('.said').first().textContent()).toMatch(/code/i)
    expect(await owner.home.rules()).toMatchObject({ mode: 'owner', pending: null })
  })

  test('with a code it waits, everybody sees it, and anybody stops it', async () => {
    const { out } = hub.command('rules', 'code')
    await page.getByLabel('Code from the hub').fill(out.trim().toLowerCase())
    await page.getByRole('button', { name: 'Loosen it in 15 minutes' }).dblclick()
    await page.getByText(/^In 15 min, at \d\d:\d\d: couriers may come in when everything is proved/).waitFor()
    await page.getByRole('button', { name: 'I allow it live' }).waitFor()
    await keepPicture(page, 'house-rules-pending')
    expect((await owner.home.rules()).mode).toBe('owner')

    await using other = await Owner.signIn(hub, 'Ben')
    await using second = await phoneOf({ browser, hub, owner: other })
    await second.go('house/rules')
    await second.page.getByText(/^Owner asked for it\./).waitFor()
    await second.page.getByRole('button', { name: 'Stop it' }).click()
    await expect.poll(() => second.page.getByText('In 15 min').count()).toBe(0)
    // The first one is told by the hub.
    await expect.poll(() => page.getByRole('button', { name: 'Stop it' }).count()).toBe(0)
    expect(await owner.home.rules()).toMatchObject({ mode: 'owner', pending: null })
  })

  test('a display is paired by its six digits, and ended', async () => {
    const answer = await fetch(`${hub.url}/api/v1/displays/pairings`, {
      method: 'POST',
      headers: { origin: hub.url, 'x-portico-face': 'display' },
    })
    // cast: the hub answers with its own schema
    const { code } = (await answer.json()) as PairingReply
    await phone.go('house/displays')
    await page.getByText('No display is paired.').waitFor()
    await page.getByLabel('Six digits on the display').fill(code === '000000' ? '000001' : '000000')
    await page.getByLabel('Its name').fill('Porch <b>tablet</b>')
    const pair = page.getByRole('button', { name: 'Pair it' })
    await pair.click()
    await expect.poll(() => page.locator('form .said').textContent()).toMatch(/code|display/i)
    await keepPicture(page, 'house-displays-wrong')
    await page.getByLabel('Six digits on the display').fill(`${code.slice(0, 3)} ${code.slice(3)}`)
    await page.getByRole('radio', { name: /At the door, outside/ }).click()
    expect(await page.getByLabel('Which door').inputValue()).toBe('front')
    await pair.click()
    const row = page.locator('.displayrow')
    await row.waitFor()
    expect(await row.locator('.title').textContent()).toBe('Porch <b>tablet</b>')
    expect(await row.textContent()).toContain('Beside: Front door')
    await keepPicture(page, 'house-displays-paired')
    expect(await barriers(page)).toEqual([])

    await row.getByRole('button', { name: /^End it/ }).click()
    await row.getByRole('button', { name: 'Keep it' }).click()
    expect(await owner.home.displays()).toHaveLength(1)
    await row.getByRole('button', { name: /^End it/ }).click()
    await row.getByRole('button', { name: 'Yes, end it' }).click()
    await page.getByText('No display is paired.').waitFor()
    expect(await owner.home.displays()).toEqual([])
  })

  test('a camera that is covered is told with what no longer works', async () => {
    await phone.go('house/devices')
    await page.getByText('All three witnesses answer.').waitFor()
    await using house = await hub.house()
    await house.act('freeze', 'hall', { how: 'silent' })
    await page.getByText('Nobody is let in until it is; ringing and locking work.').waitFor()
    expect(await page.getByText('All three witnesses answer.').count()).toBe(0)
    await keepPicture(page, 'house-devices-lost')
    await house.act('freeze', 'hall', { how: 'off' })
  })

  test('without the house nothing is known of its devices', async () => {
    await phone.context.setOffline(true)
    await page.getByText('Not connected to the house: nothing is known of its devices now.').waitFor()
    expect(await page.getByText('Thrown').count()).toBe(0)
    await keepPicture(page, 'house-devices-offline')
    await phone.context.setOffline(false)
    await expect.poll(() => page.getByText('Thrown').count()).toBe(1)
  })

  test('a simulated home says so and leads to its street; signing out ends it on this phone', async () => {
    await phone.go('house/home')
    await page.getByText('This home is simulated.').waitFor()
    expect(await page.getByRole('link', { name: 'Go to the street' }).getAttribute('href')).toBe('/street')
    await phone.go('house/you')
    expect(await page.getByRole('link', { name: '/docs', exact: true }).getAttribute('href')).toBe('/docs')
    expect(phone.faults).toEqual([])
    await page.getByRole('button', { name: 'Sign out on this phone' }).click()
    await expect
      .poll(() => page.getByRole('button', { name: 'Sign out on this phone' }).isVisible())
      .toBe(false)
    await expect.poll(() => page.title()).toContain('Sign in')
  })
})
