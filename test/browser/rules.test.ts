// Rules as sentences on the owner's telephone: written in fields, read aloud, tried on the past, switched on, changed and
// removed; and who is at home. By keyboard, on the smallest screen, without a barrier.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser } from '../support/browser.ts'
import type { HubProcess } from '../support/hub-process.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { type PhoneRoom, openPhoneRoom } from '../support/phone-room.ts'
import type { Owner } from '../support/people.ts'

const WORDS = 'Parcels by Amazon, on Monday, from 09:00 to 17:00, when nobody is at home: outside the door.'

describe.skipIf(noBrowser !== null)('rules', () => {
  let room: PhoneRoom | undefined
  let hub: HubProcess
  let owner: Owner
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    room = await openPhoneRoom()
    ;({ hub, owner, browser, phone, page } = room)
    await phone.go('house/rules')
  }, 60_000)

  afterAll(async () => {
    await room?.[Symbol.asyncDispose]()
  })

  const sentences = async (): Promise<string[]> =>
    (await owner.home.rules()).sentences.map(({ words }) => words)

  test('a rule is written in fields, by the keyboard alone, and tried before it can be switched on', async () => {
    const add = page.getByRole('button', { name: 'Add a rule' })
    // A key waits for no button that is off, as it is until the line to the hub stands.
    await expect.poll(() => add.isEnabled()).toBe(true)
    await add.press('Enter')
    await page.getByLabel('brought by (carrier)').fill('Amazon')
    await page.getByRole('checkbox', { name: 'Mon' }).press('Space')
    await page.getByLabel('from', { exact: true }).fill('09:00')
    const trial = page.getByRole('button', { name: 'Try it on the last 30 days' })
    await page.getByText('Say from when and until when.').waitFor()
    expect(await trial.isDisabled()).toBe(true)
    await page.getByLabel('to', { exact: true }).fill('17:00')
    await page.getByLabel('and', { exact: true }).selectOption('nobody')
    await keepPicture(page, 'rules-write')
    expect(await barriers(page)).toEqual([])
    expect(await page.getByRole('button', { name: 'Switch it on' }).count()).toBe(0)
    await trial.press('Enter')
    const tried = page.getByRole('heading', { name: WORDS })
    await tried.waitFor()
    await expect.poll(() => tried.evaluate((each) => each === document.activeElement)).toBe(true)
    await page.getByText('No courier came in the last 30 days').waitFor()
    await keepPicture(page, 'rules-tried')
    expect(await barriers(page)).toEqual([])
    expect(await sentences()).toEqual([])
  })

  test('what keeps out is switched on with one tap, and stands in the list', async () => {
    await page.getByRole('button', { name: 'Switch it on' }).dblclick()
    await page.getByRole('list').getByText(WORDS).waitFor()
    expect(await sentences()).toEqual([WORDS])
    await page.getByText('Everything else: couriers may come in when').waitFor()
    expect(await barriers(page)).toEqual([])
    await using small = await phoneOf({ browser, hub, owner, width: 320 })
    await small.go('house/rules')
    await small.page.getByText(WORDS).waitFor()
    await small.page.getByRole('button', { name: `Change: ${WORDS}` }).click()
    await small.page.getByLabel('brought by (carrier)').waitFor()
    await expectNoSideways(small.page, 'a rule')
  })

  test('to remove what keeps out takes a code and a wait, is shown to all, and can be undone before it acts', async () => {
    await page.getByRole('button', { name: `Remove: ${WORDS}` }).click()
    await page.getByRole('heading', { name: `Without this rule: ${WORDS}` }).waitFor()
    await page.getByLabel('Code from the hub').fill((await hub.ask({ type: 'rules-code' })).code)
    await page.getByRole('button', { name: 'Loosen it in 15 minutes' }).click()
    await page.getByText(/^In 15 min, at \d\d:\d\d/).waitFor()
    expect(await sentences()).toEqual([WORDS])
    await keepPicture(page, 'rules-pending')
    await page.getByRole('button', { name: 'Stop it' }).click()
    await expect.poll(() => page.getByText('In 15 min').count()).toBe(0)
    expect(await sentences()).toEqual([WORDS])
  })

  test('what it would have changed can be left as it is', async () => {
    await page.getByRole('button', { name: `Change: ${WORDS}` }).click()
    expect(await page.getByLabel('brought by (carrier)').inputValue()).toBe('Amazon')
    await page.getByLabel('where').selectOption('inside')
    await page.getByRole('button', { name: 'Try it on the last 30 days' }).click()
    await page.getByRole('heading', { name: /inside, ask me\.$/ }).waitFor()
    await page.getByRole('button', { name: 'Leave it as it is' }).click()
    await page.getByRole('button', { name: 'Add a rule' }).waitFor()
    expect(await sentences()).toEqual([WORDS])
  })

  test('who is at home is said with one tap, and every page is told', async () => {
    await page.getByText('Nobody has said. Rules that ask for it count as the more careful.').waitFor()
    await using second = await phoneOf({ browser, hub, owner })
    await second.go('house/rules')
    await page.getByRole('button', { name: 'A child is alone' }).click()
    for (const each of [page, second.page])
      await each.getByText(/^A child is alone, said by you at \d\d:\d\d; known until \d\d:\d\d\./).waitFor()
    expect(await page.getByRole('button', { name: 'A child is alone' }).getAttribute('aria-pressed')).toBe(
      'true',
    )
    await keepPicture(page, 'rules-at-home')
    expect(await barriers(page)).toEqual([])
  })
})
