// A household and its parcels on real telephones: a label is read from its picture, two parcels become one, one is for one
// person alone, another is not ours, somebody is asked in, and deliveries are paused.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ParcelView } from '@portico/protocol'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { noBrowser } from '../support/browser.ts'
import { code128 } from '../support/code-128.ts'
import type { HubProcess } from '../support/hub-process.ts'
import { barriers, expectNoSideways, keepPicture } from '../support/page-checks.ts'
import { type Phone, phoneOf } from '../support/parcels-phone.ts'
import { type PhoneRoom, openPhoneRoom } from '../support/phone-room.ts'
import { Owner, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'

const LABEL = '1Z999AA10123456784'
const POST = '9400111202555842332669'
const GIFT = 'A ring for Anna'

const web = createRequire(resolve(import.meta.dirname, '../../packages/web/package.json'))

/** A label as it is stuck on parcels, somewhat askew, as a photo. */
async function photoOf(browser: Browser, code: string): Promise<Buffer> {
  await using context = await browser.newContext({ viewport: { width: 900, height: 700 } })
  const page = await context.newPage()
  const label = `<div style="margin:120px;padding:24px;transform:rotate(3deg);border:2px solid;width:600px">
    <p style="font:20px sans-serif">SHIP TO 12 Elm Road</p>${code}</div>`
  await page.setContent(`<body style="background:#bba">${label}</body>`)
  return await page.screenshot({ type: 'jpeg', quality: 80 })
}

async function qr(text: string): Promise<string> {
  // cast: the one function of the package that is used here
  const { renderSVG } = (await import(pathToFileURL(web.resolve('uqr')).href)) as {
    readonly renderSVG: (text: string, options: { readonly pixelSize: number }) => string
  }
  return `<div style="width:260px">${renderSVG(text, { pixelSize: 8 })}</div>`
}

describe.skipIf(noBrowser !== null)('a household', () => {
  let room: PhoneRoom | undefined
  let hub: HubProcess
  let owner: Owner
  let browser: Browser
  let phone: Phone
  let page: Page

  beforeAll(async () => {
    room = await openPhoneRoom()
    ;({ hub, owner, browser, phone, page } = room)
  }, 90_000)

  afterAll(async () => {
    await room?.[Symbol.asyncDispose]()
  })

  const parcels = (): Promise<readonly ParcelView[]> => owner.home.parcels()
  const only = async (number: string): Promise<ParcelView> => {
    const found = (await parcels()).find(({ numbers }) => numbers.includes(number))
    if (!found) throw new Error(`no parcel ${number}`)
    return found
  }

  test('reads a Code 128 from the photo of a label, and offers its number', async () => {
    await phone.go('parcels/add')
    const photo = await photoOf(browser, code128(LABEL, { bar: 2, height: 110 }))
    await page
      .getByLabel('Photo of the label')
      .setInputFiles({ name: 'label.jpg', mimeType: 'image/jpeg', buffer: photo })
    await page.getByText('The label was read.').waitFor({ timeout: 20_000 })
    await page.getByText('UPS, check digit right').waitFor()
    expect(await page.getByLabel('Tracking number, order mail or link').inputValue()).toBe(LABEL)
    await keepPicture(page, 'household-scan')
    expect(await barriers(page)).toEqual([])
  })

  test('reads a QR code, with the post code before the number', async () => {
    await phone.go('parcels')
    await phone.go('parcels/add')
    const photo = await photoOf(browser, await qr(`42090210${POST}`))
    const field = page.getByLabel('Photo of the label')
    await field.setInputFiles({ name: 'label.jpg', mimeType: 'image/jpeg', buffer: photo })
    await page.getByText('USPS, check digit right').waitFor({ timeout: 20_000 })
    const nothing = await photoOf(browser, '<p>no code at all</p>')
    await field.setInputFiles({ name: 'label.jpg', mimeType: 'image/jpeg', buffer: nothing })
    await page.getByText('No code was found in this photo.').waitFor()
    await field.setInputFiles({ name: 'x.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') })
    await page.getByText('This photo could not be read.').waitFor()
    expect(phone.faults).toEqual([])
  })

  test('fetches the reader with the first photo, and no page may compile anything', async () => {
    await using fresh = await phoneOf({ browser, hub, owner })
    const asked: string[] = []
    fresh.page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await fresh.go('parcels')
    await fresh.page.getByRole('heading', { name: 'Parcels', level: 1 }).waitFor()
    expect(asked.filter((path) => /scan|label|wasm/.test(path))).toEqual([])
    const policyOf = async (path: string): Promise<string> =>
      (await fetch(`${hub.url}${path}`)).headers.get('content-security-policy') ?? ''
    expect(await policyOf('/')).not.toContain('wasm')
    expect(await policyOf('/label-worker.js')).toContain("script-src 'self' 'wasm-unsafe-eval'")
  })

  test('two sources name one parcel, under two names of its carrier', async () => {
    await postHook(hub, 'in-transit', { number: LABEL })
    const { carrier } = await only(LABEL)
    await owner.home.requests.post('/api/v1/deliveries', {
      trackingNumber: LABEL,
      carrier: `${carrier ?? 'ups'}-ground`,
      status: 'out-for-delivery',
    })
    expect((await parcels()).filter(({ numbers }) => numbers.includes(LABEL))).toHaveLength(1)
    const { accounts, status } = await only(LABEL)
    expect([status, accounts.map(({ source }) => source)]).toEqual(['out-for-delivery', ['easypost', 'hand']])
  })

  test('says that two parcels are one, and takes it back', async () => {
    await owner.claim(POST)
    const { id } = await only(LABEL)
    await phone.go(`parcels/${id}`)
    const acts = page.getByRole('region', { name: 'This parcel' })
    await acts.getByRole('button', { name: 'It is the same as another' }).click()
    await acts.getByRole('radio', { name: /2669/ }).check()
    await acts.getByRole('button', { name: 'They are the same' }).click()
    await acts.getByText('Two parcels were said to be this one.').waitFor()
    await page.getByText(`${LABEL}, ${POST}`).waitFor()
    await keepPicture(page, 'household-merged')
    expect(await barriers(page)).toEqual([])
    expect(await parcels()).toHaveLength(1)
    await acts.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await parcels()).length).toBe(2)
  })

  test('makes two of one, by who spoke', async () => {
    const { id } = await only(LABEL)
    await phone.go(`parcels/${id}`)
    const acts = page.getByRole('region', { name: 'This parcel' })
    await acts.getByRole('button', { name: 'These are two parcels' }).click()
    await acts.getByRole('checkbox', { name: /^easypost/ }).check()
    await acts.getByRole('button', { name: 'Make it two parcels' }).click()
    await acts.getByText('This was made two parcels.').waitFor()
    expect((await parcels()).filter(({ numbers }) => numbers.includes(LABEL))).toHaveLength(2)
    await acts.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await parcels()).length).toBe(2)
  })

  test('a parcel that is not ours leaves the list and its visit', async () => {
    await postHook(hub, 'out-for-delivery', { number: LABEL })
    const { id } = await only(LABEL)
    await phone.go(`parcels/${id}`)
    const acts = page.getByRole('region', { name: 'This parcel' })
    await acts.getByRole('button', { name: 'It is not ours' }).click()
    await acts.getByText('It leaves your list').waitFor()
    await acts.getByRole('button', { name: 'It is not ours' }).last().click()
    await page.getByText('It was said not to be yours: nobody is let in with it.').waitFor()
    await keepPicture(page, 'household-not-ours')
    await until('the door to be armed for nobody', async () =>
      (await owner.home.doors()).every(({ phase }) => phase === 'idle'),
    )
    expect((await parcels()).some(({ numbers }) => numbers.includes(LABEL))).toBe(false)
  })

  test('somebody is asked in, and a gift is for one person alone on every other screen', async () => {
    const { id } = await only(POST)
    await phone.go(`parcels/${id}`)
    const acts = page.getByRole('region', { name: 'This parcel' })
    await acts.getByRole('button', { name: 'Name it, or say whose it is' }).click()
    await acts.getByLabel('Name').fill(GIFT)
    await acts.getByRole('checkbox', { name: /For your eyes only/ }).check()
    await keepPicture(page, 'household-gift')
    expect(await barriers(page)).toEqual([])
    await acts.getByRole('button', { name: 'Keep it' }).click()
    await page.getByText('Only you see what it is.').waitFor()

    await phone.go('house/people')
    await page.getByLabel('Name').fill('Anna')
    await page.getByRole('radio', { name: /^Child/ }).check()
    await page.getByLabel('Code from the hub').fill((await hub.ask({ type: 'rules-code' })).code)
    await page.getByRole('button', { name: 'Make a link' }).click()
    const link = page.getByText(`${hub.url}/sign-in#`)
    await link.waitFor()
    await keepPicture(page, 'household-people')
    expect(await barriers(page)).toEqual([])

    await using context = await browser.newContext({ viewport: { width: 390, height: 844 } })
    const hers = await context.newPage()
    await hers.goto((await link.textContent()) ?? '')
    await hers.getByRole('heading', { level: 1, name: /door/ }).waitFor()
    await hers.goto(`${hub.url}/#/parcels`)
    await hers.getByRole('link', { name: /Private parcel ending 2669/ }).waitFor()
    await hers.goto(`${hub.url}/#/parcels/${id}`)
    await hers.getByText('What it is and who sent it is private.').waitFor()
    expect(await hers.getByRole('region', { name: 'This parcel' }).count()).toBe(0)
    const text = (await hers.locator('body').textContent()) ?? ''
    for (const secret of [GIFT, POST]) expect(text).not.toContain(secret)
    await keepPicture(hers, 'household-private')
    expect(await barriers(hers)).toEqual([])
  })

  test('who is to move out stands on the first page, and a rule about somebody who is gone says so', async () => {
    await using ben = await Owner.signIn(hub, 'Ben')
    expect(await ben.home.people()).toHaveLength(3)
    const anna = (await owner.home.people()).find(({ name }) => name === 'Anna')
    const rule = { id: 'rule-1', person: anna?.id ?? '', place: 'porch' } as const
    await owner.home.changeRules({ mode: 'owner', sentences: [rule] })
    await phone.go('house/people')
    for (const name of ['Ben', 'Anna']) {
      await page.getByRole('button', { name: `${name} moves out`, exact: true }).click()
      await page.getByRole('button', { name: `Yes, ${name} moves out` }).click()
      await page.getByRole('button', { name: `Yes, ${name} moves out` }).waitFor({ state: 'detached' })
    }
    await phone.go('')
    const moving = page.getByRole('region', { name: 'Moving out' })
    await moving
      .getByRole('link', { name: /^You asked that Ben moves out\. Ben is of this home until / })
      .waitFor()
    expect(await moving.getByRole('link').count()).toBe(1)
    await keepPicture(page, 'household-leaving')
    expect(await barriers(page)).toEqual([])

    await phone.go('house/rules')
    const GONE = 'somebody who is of this home no more'
    await page.getByText(`Parcels for ${GONE}: outside the door.`).waitFor()
    await page.getByText(/^Whom it names is of this home no more\./).waitFor()
    await page.getByRole('button', { name: `Change: Parcels for ${GONE}: outside the door.` }).click()
    // It stays about nobody until somebody says otherwise: never about everybody by itself.
    const chosen = page.getByLabel('for', { exact: true }).locator('option:checked')
    expect(await chosen.textContent()).toBe(GONE)
    await keepPicture(page, 'household-gone')
    expect(await barriers(page)).toEqual([])

    await phone.go('house/people')
    await page.getByRole('button', { name: 'Ben stays' }).click()
    await phone.go('')
    await moving.waitFor({ state: 'detached' })
  })

  test('deliveries are paused, which the first page says', async () => {
    await phone.go('house/away')
    await page.getByRole('button', { name: 'Pause deliveries' }).click()
    await page.getByText(/^Deliveries are paused until /).waitFor()
    await keepPicture(page, 'household-away')
    expect(await barriers(page)).toEqual([])
    await phone.go('')
    await page.getByRole('link', { name: /^Deliveries are paused until / }).waitFor()
    await keepPicture(page, 'household-home')
    await phone.go('house/away')
    await page.getByLabel('Code from the hub').fill((await hub.ask({ type: 'rules-code' })).code)
    await page.getByRole('button', { name: 'End it in 15 minutes' }).click()
    await page.getByText(/the pause ends\.$/).waitFor()
    await page.getByRole('button', { name: 'Stop it' }).click()
    await expect.poll(() => page.getByText(/the pause ends\.$/).count()).toBe(0)
  })

  test('reads on the smallest telephone', async () => {
    const { id } = await only(POST)
    await using small = await phoneOf({ browser, hub, owner, width: 320 })
    for (const place of ['parcels/add', `parcels/${id}`, 'house/away', 'house/people']) {
      await small.go(place)
      await small.page.locator('main h1').waitFor()
      await expectNoSideways(small.page, place)
    }
    await small.go(`parcels/${id}`)
    await small.page.getByRole('button', { name: 'Name it, or say whose it is' }).click()
    await expectNoSideways(small.page, 'a form')
    await keepPicture(small.page, 'household-320')
    expect(small.faults).toEqual([])
  })
})
