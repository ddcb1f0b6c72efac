// The wall display on a real hub: let in by the owner, it rings, shows a delivery and an alarm to their ends, and opens
// nothing, whoever else is signed in in its browser.
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Homes } from '../support/homes.ts'
import { until } from '../support/until.ts'
import { answerTo, forbidden } from './display-rights.ts'
import { digitsOn, hang, letIn, shows } from '../support/display-room.ts'
import { barriers, expectFits, expectReadable, keepPicture } from '../support/page-checks.ts'

let browser: Browser

beforeAll(async () => {
  if (noBrowser === null) browser = await launchBrowser()
})
afterAll(() => browser?.close())

/** A port that is free now: a hub that starts again must be where its displays look for it. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  // cast: it listens on an address
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const homes = new Homes({ args: ['--port', String(await freePort())] })

/** What the page asks the hub, and as what. */
function overhear(page: Page): { readonly asked: string[]; readonly strangers: string[] } {
  const asked: string[] = []
  const strangers: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (!pathname.startsWith('/api/')) return
    asked.push(pathname)
    if (request.headers()['x-portico-face'] !== 'display') strangers.push(pathname)
  })
  page.on('websocket', (socket) => {
    const { pathname, searchParams } = new URL(socket.url())
    if (!pathname.startsWith('/ws/')) return
    asked.push(pathname)
    if (searchParams.get('face') !== 'display') strangers.push(pathname)
  })
  return { asked, strangers }
}

describe.skipIf(noBrowser !== null)('a display is let in', () => {
  test('by six digits that the owner types, stays in, and is shown out by one tap', async () => {
    await using visit = await homes.visit(0)
    const { home } = visit.owner
    const page = await hang({ browser, url: visit.hub.url, size: '7-inch' })
    const heard = overhear(page)
    await shows(page, '.how', 'Type these six digits')
    await shows(page, '.digits-block', /A new code in \d min \d\d s/)
    await expectReadable(page, '7-inch', [/^\d{3}$|^\d{3} \d{3}$/, 'Let this display in'])
    await expectFits(page)
    expect(await barriers(page)).toEqual([])
    expect(await page.locator('.simulated').textContent()).toBe('Simulated home')
    await keepPicture(page, 'display-house-7-inch-pairing')

    // Wrong digits typed on the phone end this pairing; the display goes on with a new one.
    const first = await digitsOn(page)
    const wrong = String((Number(first) + 1) % 1_000_000).padStart(6, '0')
    await expect(home.pairDisplay({ code: wrong, name: 'Hall', place: 'inside' })).rejects.toThrow('display')
    await letIn({ page, owner: home, name: 'Hall' })
    await shows(page, '.doors', 'Locked')
    await page.reload()
    await shows(page, '.doors', 'Locked')

    const [hung] = await home.displays()
    expect(hung).toMatchObject({ name: 'Hall', place: 'inside', isLive: true })
    await home.revokeDisplay(hung?.id ?? '')
    await shows(page, 'h1', 'Let this display in')
    expect(await digitsOn(page)).not.toBe(first)
    expect(heard.strangers).toEqual([])
    await page.context().close()
  })

  test('and opens nothing: what it asks for beyond the wall is refused', async () => {
    await using visit = await homes.visit(0)
    const page = await hang({ browser, url: visit.hub.url, size: '10-inch' })
    await letIn({ page, owner: visit.owner.home, name: 'Hall' })
    expect(await answerTo(page, 'GET /api/v1/wall')).toBe(200)
    expect(await answerTo(page, 'GET /api/v1/cameras/porch/still')).toBe(200)
    for (const line of forbidden) expect([line, await answerTo(page, line)]).toEqual([line, 403])
    expect(await visit.unlocksReceived()).toBe(0)
    const notice = await visit.owner.untilTold('SecurityNotice')
    const [display] = await visit.owner.home.displays()
    expect(notice.data).toMatchObject({ what: 'forbidden-command', by: display?.id })
    await page.context().close()
  })

  test('and an owner who is signed in in the same browser lends it no right', async () => {
    await using visit = await homes.visit(0)
    const { url } = visit.hub
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const { secret: link } = await visit.hub.ask({ type: 'owner-link', name: null, role: null })
    const origin = { origin: url }
    const signed = await context.request.post(`${url}/api/v1/sign-in`, { data: { link }, headers: origin })
    expect(signed.status()).toBe(200)
    const page = await hang({ browser, url, size: '10-inch', context })
    const heard = overhear(page)
    // He is signed in here, and yet the display is a stranger.
    await shows(page, 'h1', 'Let this display in')
    expect(await answerTo(page, 'GET /api/v1/wall')).toBe(401)
    expect(await answerTo(page, 'POST /api/v1/doors/front/open')).toBe(401)
    await letIn({ page, owner: visit.owner.home, name: 'Hall' })
    await page.getByRole('button', { name: 'Show front door' }).click()
    await page.locator('.look .pic').waitFor()
    await until('the picture to be asked for', () => heard.asked.some((path) => path === '/ws/live/porch'))
    for (const line of forbidden) expect([line, await answerTo(page, line)]).toEqual([line, 403])
    expect(heard.strangers).toEqual([])
    expect(await visit.unlocksReceived()).toBe(0)
    await context.close()
  })
})

describe.skipIf(noBrowser !== null)('two displays in one house', () => {
  test('show the bell, a delivery, its alarm and a cut line as they happen, each quiet for itself', async () => {
    await using visit = await homes.visit()
    const { hub, owner } = visit
    const large = await hang({ browser, url: hub.url, size: '10-inch' })
    const small = await hang({ browser, url: hub.url, size: '7-inch' })
    await letIn({ page: large, owner: owner.home, name: 'Hall' })
    await letIn({ page: small, owner: owner.home, name: 'Kitchen' })
    const pages = [large, small]
    for (const page of pages) await shows(page, '.doors', 'Locked')
    expect(await large.locator('.simulated').textContent()).toBe('Simulated home')

    await large.getByRole('button', { name: 'Show front door' }).click()
    await shows(large, '.look .live', 'LIVE')
    await expectFits(large)
    await keepPicture(large, 'display-house-10-inch-look')
    expect(await barriers(large)).toEqual([])
    // No event tells that a camera repeats itself: a wall that shows its picture asks.
    await visit.act('freeze', 'porch', { how: 'freeze' })
    await shows(large, '.look .live', 'NOT LIVE', 10_000)
    await visit.act('freeze', 'porch', { how: 'off' })
    await shows(large, '.look .live', /^LIVE/)
    await large.getByRole('button', { name: 'Close' }).click()
    await large.locator('.idle').waitFor()
    await large.getByRole('button', { name: 'Show front door' }).click()
    // A touch anywhere closes it as well.
    await large.locator('.look video, .look .pic').first().click()
    await large.locator('.idle').waitFor()
    expect(await large.locator('.pic').count()).toBe(0)

    await visit.act('ring', 'front')
    for (const page of pages) {
      await shows(page, 'h1', 'Somebody rings')
      await page.locator('.rings .pic').filter({ hasText: 'LIVE' }).waitFor()
    }
    await keepPicture(large, 'display-house-10-inch-ring')
    await keepPicture(small, 'display-house-7-inch-ring')
    await expectFits(small)
    await large.getByRole('button', { name: 'Quiet here' }).click()
    await large.locator('.idle').waitFor()
    expect(await small.locator('.rings').count()).toBe(1)

    // Whoever rang proves to be at the door: what is shown now is the visit.
    await visit.asked()
    for (const page of pages) {
      await shows(page, 'h1', 'Courier at the door')
      await shows(page, '[role=timer]', 's to answer')
    }
    await keepPicture(large, 'display-house-10-inch-asked')
    await owner.approve()
    await owner.untilTold('DoorUnlocked')
    await visit.open()
    for (const page of pages) {
      await shows(page, 'h1', 'Courier is inside')
      await shows(page, '.witnesses', /Back.*Open/)
      await shows(page, '.pic .live', /^LIVE/)
      expect(await page.locator('body').innerText()).not.toContain(visit.number.slice(-4))
    }
    await expectReadable(small, '7-inch', ['Courier is inside', 'Back', 'Open'])
    await keepPicture(large, 'display-house-10-inch-inside')
    await keepPicture(small, 'display-house-7-inch-inside')

    await visit.act('freeze', 'hall', { how: 'black' })
    for (const page of pages) await shows(page, '.alarm h1', 'The door is open. The camera went dark.')
    // Its pictures are new, and show nothing of now.
    for (const page of pages) await shows(page, '.alarm .live', 'NOT LIVE, SEES NOTHING')
    await keepPicture(large, 'display-house-10-inch-alarm')
    await large.getByRole('button', { name: 'Quiet here' }).click()
    await shows(large, '.alarm', 'Quiet here for two minutes')
    expect(await small.getByRole('button', { name: 'Quiet here', exact: true }).isEnabled()).toBe(true)
    // Quiet is no answer: for the house it stands as before.
    expect((await owner.home.alarms()).map(({ acknowledged }) => acknowledged)).toEqual([false])

    await visit.act('freeze', 'hall', { how: 'off' })
    await visit.leave()
    await owner.untilTold('DoorSecured', 40_000)
    const [standing] = await owner.home.alarms()
    if (standing) await owner.home.acknowledge(standing.id, false)
    for (const page of pages)
      await until('the alarm to end', async () => (await page.locator('.alarm').count()) === 0)
    await shows(large, 'h1', /Left inside|Shut and locked|The visit/)

    await hub.stop()
    for (const page of pages) {
      await shows(page, '.lost', 'Not connected to the house since')
      await until('nothing to be called locked', async () => {
        const seals = await page.locator('.doors .s').allTextContents()
        return seals.length > 0 && seals.every((word) => word === 'Not known')
      })
    }
    await keepPicture(small, 'display-house-7-inch-lost')
    await hub.begin()
    for (const page of pages)
      await until('the line to hold again', async () => (await page.locator('.lost').count()) === 0, 30_000)
    for (const page of pages) await page.context().close()
  })
})
