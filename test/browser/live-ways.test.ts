// The two ways of a live picture to a page: the stream opens it, WebRTC takes it over and loses it again, and whatever
// fails on one way is never seen as more than a moment of the other. Method: a real Chromium, once with UDP and once
// without, and a hub that says no.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { HubProcess } from '../support/hub-process.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { until } from '../support/until.ts'

type Way = 'stream' | 'direct' | 'none'

/** Which of the two elements is seen, and whether it has a picture. */
const wayOn = (page: Page): Promise<Way> =>
  page.evaluate(() => {
    const shown = [...document.querySelectorAll('video')].find(
      (video) => !video.hidden && video.videoWidth > 0,
    )
    if (!shown) return 'none'
    return shown.srcObject ? 'direct' : 'stream'
  })

/** On a machine that is too busy for the first try of WebRTC the page makes the next ones after 15 s and 30 s more. */
const WAY_WITHIN_MS = 100_000
const WHOLE_MS = 240_000

const untilWay = (page: Page, way: Way): Promise<true> =>
  until(`the ${way} way`, async () => (await wayOn(page)) === way, WAY_WITHIN_MS)

/** Tenths of a second that the pill tells; null: it says that nothing is live. */
async function ageOn(page: Page): Promise<number | null> {
  const words = await page.locator('.pic .live').first().innerText()
  const found = /^LIVE\s+([\d.]+) s$/.exec(words)?.[1]
  return found === undefined ? null : Number(found)
}

/** `looks` in a row find a picture that is younger than a second. */
async function untilYoung(page: Page, looks = 1): Promise<void> {
  let young = 0
  await until(
    'a young picture',
    async () => {
      const age = await ageOn(page)
      young = age !== null && age < 1 ? young + 1 : 0
      return young >= looks
    },
    60_000,
  )
}

async function openPicture(phone: Phone): Promise<Page> {
  await phone.goTo('#/door/front')
  await phone.button('Show the picture').click()
  return phone.page
}

let hub: HubProcess
beforeAll(async () => {
  if (noBrowser === null) hub = await HubProcess.start()
})
afterAll(() => hub?.[Symbol.asyncDispose]())

describe.skipIf(noBrowser !== null)('where UDP goes', { timeout: WHOLE_MS }, () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('WebRTC takes over from the stream, with a true age, and the stream ends', async () => {
    await using phone = await Phone.signedIn({ browser, hub })
    const streams: boolean[] = []
    phone.page.on('websocket', (socket) => {
      if (!socket.url().includes('/ws/live/')) return
      const at = streams.push(true) - 1
      socket.on('close', () => (streams[at] = false))
    })
    const page = await openPicture(phone)
    await untilWay(page, 'direct')
    await until('the stream to end', () => streams.length === 1 && streams[0] === false, 60_000)
    await untilYoung(page, 4)
    expect(phone.errors).toEqual([])
    await phone.button('Close the picture').click()
    await until('the session to be over', async () => (await page.locator('video').count()) === 0)
  })

  test('the stream takes over again when WebRTC falls silent', async () => {
    await using phone = await Phone.blank({ browser })
    await phone.page.addInitScript(() => {
      const own = globalThis.RTCPeerConnection
      const made: RTCPeerConnection[] = []
      Object.assign(globalThis, {
        made,
        RTCPeerConnection: class extends own {
          constructor(...all: ConstructorParameters<typeof own>) {
            super(...all)
            made.push(this)
          }
        },
      })
    })
    const { page } = phone
    await phone.page.goto(hub.url + (await linkOf(hub)))
    await phone.shows('Front door: locked', 30_000)
    await openPicture(phone)
    await untilWay(page, 'direct')
    await page.evaluate(() => {
      // cast: the script above put them there
      const { made } = globalThis as unknown as { readonly made: readonly RTCPeerConnection[] }
      for (const connection of made) connection.close()
    })
    await untilWay(page, 'stream')
    await untilYoung(page)
    expect(phone.errors).toEqual([])
  })

  test('the stream goes on when the hub has no place for a WebRTC viewer', async () => {
    await using phone = await Phone.signedIn({ browser, hub })
    let refused = 0
    await phone.page.route('**/whep/**', async (route) => {
      if (route.request().method() === 'POST') refused += 1
      await route.fulfill({ status: 503, json: { code: 'HUB_HTTP_BUSY', message: 'no' } })
    })
    const page = await openPicture(phone)
    await untilWay(page, 'stream')
    await until('WebRTC to be refused', () => refused > 0, 60_000)
    await page.waitForTimeout(1_500)
    expect(await wayOn(page)).toBe('stream')
    // It is asked again a quarter of a minute later, and not at once.
    expect(refused).toBeLessThan(3)
    await untilYoung(page)
    expect(phone.errors).toEqual([])
  })
})

describe.skipIf(noBrowser !== null)(
  'a browser that cannot show the codec of the camera',
  { timeout: WHOLE_MS },
  () => {
    let browser: Browser
    beforeAll(async () => {
      browser = await launchBrowser()
    })
    afterAll(() => browser.close())

    /** As a browser without H.265 sees a camera that sends it. */
    async function blindPhone(): Promise<Phone> {
      const phone = await Phone.blank({ browser })
      await phone.page.addInitScript(() => {
        MediaSource.isTypeSupported = () => false
      })
      await phone.page.goto(hub.url + (await linkOf(hub)))
      await phone.shows('Front door: locked', 30_000)
      return phone
    }

    test('shows what comes by WebRTC, and says nothing more', async () => {
      await using phone = await blindPhone()
      const page = await openPicture(phone)
      await untilWay(page, 'direct')
      expect(await phone.says('cannot show moving')).toBe(false)
      await untilYoung(page)
    })

    test('says so where WebRTC has nothing for it either, and shows stills', async () => {
      await using phone = await blindPhone()
      let offers = 0
      let streams = 0
      phone.page.on('websocket', (socket) => {
        if (socket.url().includes('/ws/live/')) streams += 1
      })
      await phone.page.route('**/whep/**', async (route) => {
        offers += route.request().method() === 'POST' ? 1 : 0
        await route.fulfill({ status: 406, json: { code: 'HUB_CAMERA_CODEC', message: 'no' } })
      })
      const page = await openPicture(phone)
      await phone.shows(/This camera sends \S+, which this browser cannot show moving/)
      await until('a still', async () => (await page.locator('.pic img.scene').count()) === 1)
      await page.waitForTimeout(2_000)
      // What cannot be shown is not asked for again and again.
      expect([offers, streams]).toEqual([1, 1])
      await until('a still of now', async () => ((await ageOn(page)) ?? Infinity) < 2, 60_000)
      expect(phone.errors).toEqual([])
    })
  },
)

describe.skipIf(noBrowser !== null)('where no UDP goes', () => {
  test('the stream goes on', async () => {
    const browser = await launchBrowser({
      args: ['--force-webrtc-ip-handling-policy=disable_non_proxied_udp'],
    })
    try {
      await using phone = await Phone.signedIn({ browser, hub })
      const ended: string[] = []
      phone.page.on('request', (request) => {
        if (request.url().includes('/whep/') && request.method() === 'DELETE') ended.push(request.url())
      })
      const page = await openPicture(phone)
      await untilWay(page, 'stream')
      await until('WebRTC to be given up', () => ended.length === 1, 60_000)
      expect(await wayOn(page)).toBe('stream')
      await untilYoung(page)
      expect(phone.errors).toEqual([])
    } finally {
      await browser.close()
    }
  })
})
