// Goal: what became of a delivery on the owner's telephone: brought in, with both pictures; set down before the door and
// seen by its camera; said to be delivered and not here, with the text for the carrier. Method: real processes, real
// pictures, a carrier that sends its photo in the message.
import { carriers } from '@portico/plugin-carriers'
import { wallTime } from '@portico/plugin-api'
import type { ParcelView } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { type HubOptions, type HubProcess, calmHome } from '../support/hub-process.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { NUMBER, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'

const OTHER = '1Z4R8V670310455213'
const UPS_SECRET = 'the-secret-of-ups'

/** Where the simulated camera before the door sees what is set down. */
const withDrop: HubOptions = {
  settings: calmHome.replace(
    '{ id: porch, view: outside }',
    '{ id: porch, view: outside, drop: [[0.24, 0.78], [0.5, 0.78], [0.5, 0.95], [0.24, 0.95]] }',
  ),
  env: { PORTICO_HOOK_SECRET_UPS: UPS_SECRET },
}

/** UPS says delivered, with its photo in the message. */
async function upsDelivers(hub: HubProcess, number: string, photo: Uint8Array): Promise<void> {
  const ups = carriers.find(({ id }) => id === 'ups')
  if (!ups) throw new Error('no UPS')
  const sample = {
    trackingNumber: number,
    status: 'delivered',
    occurredAt: wallTime(Date.now() - 60_000),
    eventId: `ups_${number}`,
  } as const
  const { headers, body } = ups.sample(sample, UPS_SECRET)
  const whole = {
    // cast: our own sample is an object
    ...(JSON.parse(body) as Record<string, unknown>),
    deliveryPhoto: Buffer.from(photo).toString('base64'),
    receivedBy: 'LINDQVIST',
  }
  const answer = await fetch(`${hub.url}/hooks/ups`, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json' },
    body: JSON.stringify(whole),
  })
  if (!answer.ok) throw new Error(`UPS: ${answer.status} ${await answer.text()}`)
}

async function isDrawn(page: Page, name: RegExp): Promise<void> {
  const image = page.getByRole('img', { name })
  await until(`${name} to be drawn`, () =>
    image.evaluate((drawn) => (drawn as HTMLImageElement).naturalWidth > 0),
  )
}

describe.skipIf(noBrowser !== null)('what became of a delivery', () => {
  let visit: Visit
  let browser: Browser
  let phone: Phone
  let page: Page

  const parcelOf = async (number: string): Promise<ParcelView> => {
    const parcels = await visit.owner.home.parcels()
    const parcel = parcels.find(({ trackingNumber }) => trackingNumber === number)
    if (!parcel) throw new Error(`no parcel ${number}`)
    return parcel
  }
  const truth = () => page.getByRole('region', { name: 'Where it is' })
  const heading = (name: RegExp): Promise<void> =>
    page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 })

  beforeAll(async () => {
    visit = await Visit.begin(withDrop)
    browser = await launchBrowser()
    phone = await phoneOf({ browser, hub: visit.hub, owner: visit.owner })
    ;({ page } = phone)
    // Pictures are looked at from the first still on that comes; then the place is learned.
    await until('a still', () => visit.owner.home.still('porch').then(Boolean, () => false), 40_000)
    await using house = await visit.hub.house()
    const pictures = async (): Promise<number> => (await house.truth()).cameras['porch']?.pictures ?? 0
    const from = await pictures()
    await until('the place to be learned', async () => (await pictures()) >= from + 50, 60_000)
  }, 150_000)

  afterAll(async () => {
    await phone?.[Symbol.asyncDispose]()
    await browser?.close()
    await visit?.[Symbol.asyncDispose]()
  })

  test('said to be delivered, and not here: with the text for the carrier, in both languages', async () => {
    const number = '1Z4R8V670310455222'
    await visit.owner.home.claim({ trackingNumber: number, title: 'A lamp' })
    await postHook(visit.hub, 'delivered', { number })
    const { id } = await parcelOf(number)
    await phone.go(`parcels/${id}`)
    await heading(/^Said delivered \d\d:\d\d\. Not seen here\.$/)
    await page.getByRole('button', { name: 'It is not here' }).click()
    await heading(/^Claimed, but not here$/)
    await page.getByText('Text for the carrier or the sender').first().click()
    const text = page.getByRole('textbox', { name: 'Text for the carrier or the sender' })
    expect(await text.inputValue()).toContain(`Parcel: ${number}`)
    expect(await text.inputValue()).toContain('We looked for it ourselves')
    await page.getByRole('button', { name: 'Deutsch' }).click()
    expect(await text.inputValue()).toContain(`Sendung: ${number}`)
    await page.getByRole('button', { name: 'Copy the text' }).click()
    await page.getByText(/^Copied\.|^Marked: copy it by hand\./).waitFor()
    await keepPicture(page, 'truth-complaint')
    expect(await barriers(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 844 })
    await expectNoSideways(page, 'a parcel that is not here')
    await page.setViewportSize({ width: 390, height: 844 })
  }, 120_000)

  test('set down before the door: seen, photographed, said, and taken in', async () => {
    await visit.owner.home.claim({ trackingNumber: OTHER, title: 'Books' })
    await postHook(visit.hub, 'out-for-delivery', { number: OTHER })
    const { id } = await parcelOf(OTHER)
    await phone.go(`parcels/${id}`)
    await using house = await visit.hub.house()
    await house.act('drop', 'front')
    await house.act('leave', 'front')
    await visit.owner.untilTold('DropPhotographed', 90_000)
    await postHook(visit.hub, 'delivered', { number: OTHER })
    await heading(/^At the door$/)
    await isDrawn(page, /^Your camera, photo of/)
    // How sure the camera is depends on the light of the simulated evening; that it saw something does not.
    expect(await truth().textContent()).toMatch(
      /At the door\. (?:Two witnesses agree|One good witness says so)\./,
    )
    expect(await truth().textContent()).toMatch(/a camera saw something .*set down/)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'truth-at-door')

    await page.getByRole('button', { name: 'We have it' }).click()
    await heading(/^With you$/)
    await house.act('take', 'front')
    await phone.go('')
    const news = page.getByRole('region', { name: 'News of parcels' })
    await news.getByText('Books was delivered.').waitFor()
    await keepPicture(page, 'truth-news')
    expect(await barriers(page)).toEqual([])
  }, 180_000)

  test('brought in: inside, with the photo of the house and that of the carrier', async () => {
    // A connection of the tests that lay idle meanwhile may just be closed by the hub.
    await fetch(`${visit.hub.url}/healthz`).catch(() => {})
    await visit.inside()
    await visit.leave()
    await visit.closed()
    const { jpeg } = await visit.owner.home.still('porch')
    const { id } = await parcelOf(NUMBER)
    await phone.go(`parcels/${id}`)
    await heading(/^Visited \d\d:\d\d, door proved locked$/)
    expect(await truth().textContent()).toMatch(/Not known where it is\. More is to come\./)
    await postHook(visit.hub, 'delivered')
    await upsDelivers(visit.hub, NUMBER, jpeg)
    await heading(/^Inside since \d\d:\d\d, door proved locked$/)
    await isDrawn(page, /^Your camera, photo of/)
    await isDrawn(page, /^The carrier’s photo, photo of/)
    await page.getByText('Signed: LINDQVIST').waitFor()
    expect(await truth().textContent()).toMatch(/Inside\. Two witnesses agree\./)
    await keepPicture(page, 'truth-inside')
    expect(await barriers(page)).toEqual([])

    await page.getByRole('button', { name: 'This is not my door' }).click()
    await heading(/./)
    await until('the verdict to move', async () =>
      (await truth().textContent())?.includes('At another house'),
    )
  }, 120_000)

  test('the week says what is to be found out, and gives an address for a calendar', async () => {
    await page.setViewportSize({ width: 320, height: 700 })
    await phone.go('parcels')
    await page.getByRole('link', { name: 'The week, and your calendar' }).click()
    await page.getByRole('heading', { level: 1, name: 'The week' }).waitFor()
    const open = page.getByRole('region', { name: 'To be found out' })
    await open.getByRole('link', { name: /A lamp Claimed, but not here/ }).waitFor()
    await page.getByRole('button', { name: 'Make an address' }).click()
    const address = await page.getByLabel('Your address, shown this once').inputValue()
    const feed = await fetch(address)
    expect([feed.status, (await feed.text()).startsWith('BEGIN:VCALENDAR\r\n')]).toEqual([200, true])
    await expectNoSideways(page, 'the week')
    await keepPicture(page, 'truth-week')
    expect(await barriers(page)).toEqual([])
    await page.getByRole('button', { name: 'End it' }).click()
    await page.getByText('There is none.').waitFor()
    expect((await fetch(address)).status).toBe(404)
    expect(phone.faults).toEqual([])
  }, 120_000)
})
