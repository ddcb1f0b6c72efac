// The wall display on a real hub: let in by the owner, it rings, shows a delivery and an alarm to their ends, and opens
// nothing, whoever else is signed in in its browser.
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { AddressInfo } from 'node:net'
import { CourierClient } from '@portico/client'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { NUMBER, Owner, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import { Visit } from '../support/visit.ts'
import {
  barriers,
  digitsOn,
  expectFits,
  expectReadable,
  hang,
  keepPicture,
  letIn,
  shows,
} from './display-room.ts'

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

/** Everything that a display may not do, as its own page would ask for it. */
const forbidden = [
  'POST /api/v1/doors/front/open',
  'POST /api/v1/doors/front/lock',
  'POST /api/v1/doors/front/alarm',
  'GET /api/v1/doors',
  'GET /api/v1/doors/front/presence',
  'GET /api/v1/sessions',
  'GET /api/v1/sessions/s_1',
  'GET /api/v1/sessions/s_1/photo',
  'GET /api/v1/sessions/s_1/film/porch/1',
  'GET /api/v1/sessions/s_1/evidence',
  'GET /api/v1/sessions/s_1/trace',
  'POST /api/v1/sessions/s_1/approve',
  'POST /api/v1/sessions/s_1/deny',
  'POST /api/v1/sessions/s_1/abort',
  'POST /api/v1/sessions/s_1/take-over',
  'POST /api/v1/sessions/s_1/pass',
  'POST /api/v1/alarms/a_1/acknowledge',
  'GET /api/v1/alarms',
  'GET /api/v1/parcels',
  'POST /api/v1/parcels',
  'POST /api/v1/deliveries',
  'GET /api/v1/events',
  'GET /api/v1/people',
  'GET /api/v1/displays',
  'POST /api/v1/displays',
  'POST /api/v1/rules',
] as const

const answerTo = (page: Page, line: string): Promise<number> =>
  page.evaluate(async (asked) => {
    const [method = '', path = ''] = asked.split(' ')
    const headers = { 'x-portico-face': 'display', 'content-type': 'application/json' }
    const body = method === 'POST' ? { body: '{}' } : {}
    return (await fetch(path, { method, headers, ...body })).status
  }, line)

describe.skipIf(noBrowser !== null)('a display is let in', () => {
  test('by six digits that the owner types, stays in, and is shown out by one tap', async () => {
    await using visit = await Visit.begin()
    const { home } = visit.owner
    const page = await hang({ browser, url: visit.hub.url, size: '7-inch' })
    const heard = overhear(page)
    await shows(page, '.how', 'Type these six digits')
    await shows(page, '.digits-block', /A new code in \d min \d\d s/)
    await expectReadable(page, '7-inch', [/^\d{3}$|^\d{3} \d{3}$/, 'Let this display in'])
    await expectFits(page)
    expect(await barriers(page)).toEqual([])
    await keepPicture(page, 'display-7-inch-pairing')

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
    await using visit = await Visit.begin()
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
    await using visit = await Visit.begin()
    const { url } = visit.hub
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } })
    const link = /#([\w-]{16,})\s*$/.exec(visit.hub.command('owner', 'link').out)?.[1]
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
    const port = await freePort()
    await using visit = await Visit.begin({ args: ['--port', String(port)] })
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
    await keepPicture(large, 'display-10-inch-look')
    await large.getByRole('button', { name: 'Close' }).click()
    await large.locator('.idle').waitFor()
    expect(await large.locator('.pic').count()).toBe(0)

    await visit.act('ring', 'front')
    for (const page of pages) {
      await shows(page, 'h1', 'Somebody rings')
      await page.locator('.rings .pic').filter({ hasText: 'LIVE' }).waitFor()
    }
    await keepPicture(large, 'display-10-inch-ring')
    await keepPicture(small, 'display-7-inch-ring')
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
    await keepPicture(large, 'display-10-inch-asked')
    await owner.approve()
    await owner.untilTold('DoorUnlocked')
    await visit.open()
    for (const page of pages) {
      await shows(page, 'h1', 'Courier is inside')
      await shows(page, '.witnesses', /Back.*Open/)
      await shows(page, '.pic .live', /^LIVE/)
      expect(await page.locator('body').innerText()).not.toContain(NUMBER.slice(-4))
    }
    await expectReadable(small, '7-inch', ['Courier is inside', 'Back', 'Open'])
    await keepPicture(large, 'display-10-inch-inside')
    await keepPicture(small, 'display-7-inch-inside')

    await visit.act('freeze', 'hall', { how: 'black' })
    for (const page of pages) await shows(page, '.alarm h1', 'The door is open. The camera went dark.')
    // Its pictures are new, and show nothing of now.
    for (const page of pages) await shows(page, '.alarm .live', 'NOT LIVE, SEES NOTHING')
    await keepPicture(large, 'display-10-inch-alarm')
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
    await shows(large, 'h1', /Delivered|Shut and locked|The visit/)

    await hub.stop()
    for (const page of pages) {
      await shows(page, '.lost', 'Not connected to the house since')
      await until('nothing to be called locked', async () => {
        const seals = await page.locator('.doors .s').allTextContents()
        return seals.length > 0 && seals.every((word) => word === 'Not known')
      })
    }
    await keepPicture(small, 'display-7-inch-lost')
    await hub.begin()
    for (const page of pages)
      await until('the line to hold again', async () => (await page.locator('.lost').count()) === 0, 30_000)
    for (const page of pages) await page.context().close()
  })
})

/** The encoder that the page uses: it is a dependency of the pages alone. */
async function encoder(): Promise<
  (text: string, options: object) => { readonly data: boolean[][]; size: number }
> {
  const web = createRequire(resolve(import.meta.dirname, '../../packages/web/package.json'))
  const { encode } = await import(pathToFileURL(web.resolve('uqr')).href)
  return encode
}

/** The modules that a camera would find in the picture of the code, margin included. */
async function modulesOf(page: Page, whole: number): Promise<boolean[][]> {
  const png = await page.locator('.code').screenshot()
  const inner = await page.locator('.code').evaluate((code) => {
    const { borderLeftWidth, paddingLeft } = getComputedStyle(code)
    return Number.parseFloat(borderLeftWidth) + Number.parseFloat(paddingLeft)
  })
  return page.evaluate(
    async ({ bytes, modules, edge }) => {
      const picture = await createImageBitmap(new Blob([Uint8Array.from(bytes)], { type: 'image/png' }))
      const canvas = new OffscreenCanvas(picture.width, picture.height).getContext('2d')
      if (!canvas) throw new Error('no canvas')
      canvas.drawImage(picture, 0, 0)
      const side = Math.min(picture.width, picture.height) - 2 * edge
      const step = side / modules
      const left = (picture.width - side) / 2
      const top = (picture.height - side) / 2
      const isDark = (x: number, y: number): boolean => {
        const [red = 255] = canvas.getImageData(left + (x + 0.5) * step, top + (y + 0.5) * step, 1, 1).data
        return red < 128
      }
      return Array.from({ length: modules }, (_, y) =>
        Array.from({ length: modules }, (_none, x) => isDark(x, y)),
      )
    },
    { bytes: [...png], modules: whole, edge: inner },
  )
}

describe.skipIf(noBrowser !== null)('a display beside the door', () => {
  test('shows a code that works once, draws it as readers need it, rings, and says nothing of the house', async () => {
    await using hub = await HubProcess.start()
    await using owner = await Owner.signIn(hub)
    await owner.claim()
    await postHook(hub)
    await owner.untilTold('SessionArmed')
    const page = await hang({ browser, url: hub.url, size: '7-inch' })
    await letIn({ page, owner: owner.home, name: 'Beside the door', door: 'front' })
    const shown = async (): Promise<string> =>
      (await page.locator('.code').getAttribute('data-leads-to')) ?? ''
    const first = await shown()
    await keepPicture(page, 'display-7-inch-door-side')

    const encode = await encoder()
    const { data, size } = encode(first, { ecc: 'M', border: 0 })
    const margin = 4
    const seen = await modulesOf(page, size + 2 * margin)
    const inside = seen.slice(margin, -margin).map((row) => row.slice(margin, -margin))
    expect(inside).toEqual(data)
    const around = seen.flatMap((row, y) =>
      row.filter((_, x) => Math.min(x, y) < margin || Math.max(x, y) >= size + margin),
    )
    expect(around.some(Boolean)).toBe(false)

    const text = await page.locator('body').innerText()
    for (const secret of ['Front door', 'Locked', 'lamp', NUMBER, 'Home', 'LIVE'])
      expect(text).not.toContain(secret)
    expect(await page.locator('.pic, video, img').count()).toBe(0)
    for (const line of [...forbidden, 'GET /api/v1/wall', 'GET /api/v1/cameras/porch/still'])
      expect([line, await answerTo(page, line)]).toEqual([line, 403])

    await page.getByRole('button', { name: 'Ring the bell' }).click()
    await shows(page, '.bell', 'Rung. Please wait.')
    await until('the owner to see who rings', () =>
      owner.pictures.some(({ picture }) => picture.kind === 'ring'),
    )

    const code = new URL(first).searchParams.get('t') ?? ''
    const courier = await CourierClient.begin(hub.url, 'front', { code, label: NUMBER })
    if (!(courier instanceof CourierClient)) throw new Error(courier.message)
    expect(await courier.arrive(code)).toMatchObject({ state: 'wait' })
    const second = await until(
      'a fresh code at once',
      async () => {
        const now = await shown()
        return now !== first && now
      },
      5_000,
    )
    expect(new URL(second).searchParams.get('t')).not.toBe(code)

    await hub.kill()
    await shows(page, 'h1', 'Please ring.')
    expect(await page.locator('.code').count()).toBe(0)
    await page.context().close()
  })
})
