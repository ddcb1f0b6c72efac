// What pages say when the house cannot be heard: a pulled cable in the middle of a visit, and a hub that is killed with
// the door open. Nothing old is ever shown as if it held.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { setTimeout as later } from 'node:timers/promises'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { launchBrowser, noBrowser } from '../support/browser.ts'
import { Cable } from '../support/cable.ts'
import { Phone, linkOf } from '../support/owner-phone.ts'
import { ThreePages, homeWith } from '../support/three-pages.ts'
import { keepPicture } from '../support/page-checks.ts'

let browser: Browser

/** The cable stays out so long: longer than any line lives without an answer. */
const CUT_MS = 30_000

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  // cast: it listens on an address
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

describe.skipIf(noBrowser !== null)('cut off', { concurrent: true }, () => {
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test('a phone without its network for 30 s in mid-visit shows nothing old as live, and misses nothing', async () => {
    await using cable = await Cable.lay()
    const network = `network: { hosts: ["${cable.host}"] }`
    await using pages = await ThreePages.begin({ browser, options: { settings: homeWith('{}', network) } })
    cable.target = pages.hub.url
    await using far = await Phone.blank({ browser })
    // The cable carries TCP alone: pictures by UDP would go past it, and rightly be live.
    await far.page.addInitScript(() => void Reflect.deleteProperty(globalThis, 'RTCPeerConnection'))
    await far.page.goto(cable.url + (await linkOf(pages.hub)))
    await far.shows('Front door is locked')
    await pages.courierComes()
    await far.shows('A courier asks to come in')
    await far.shows('LIVE')
    cable.pull()
    await far.shows('NOT LIVE', 5_000)
    await far.shows(/Not connected to the house since \d/)
    expect(await far.text()).not.toMatch(/Front door(?: is|:) locked/)
    expect(await far.button(/Hold to open once/).count()).toBe(0)
    await keepPicture(far.page, 'cut-off-owner')
    // Meanwhile the whole delivery is made.
    const waited = later(CUT_MS)
    await pages.approve()
    await pages.courierReads('Open. Push the door.')
    await pages.openDoor()
    await pages.dropOff()
    await pages.shutDoor()
    await pages.courierReads('Done. Thank you.', 30_000)
    await waited
    expect(await far.text()).not.toMatch(/Delivered|Inside, locked/)
    cable.plug()
    await far.shows(/Inside, locked, photo/, 30_000)
    await far.shows('Front door: locked')
    expect(await far.text()).not.toContain('Not connected')
    expect(far.errors).toEqual([])
  })

  test('a hub killed with the door open: not known, then an alarm until the door is proved', async () => {
    const port = await freePort()
    await using pages = await ThreePages.begin({ browser, options: { args: ['--port', String(port)] } })
    const { phone, hub } = pages
    await pages.courierComes()
    await pages.approve()
    await pages.courierReads('Open. Push the door.')
    await pages.openDoor()
    await pages.wallReads('Courier is inside')
    await hub.kill()
    await phone.shows(/Not connected to the house since \d/)
    await pages.wallReads('Not connected')
    expect(await phone.text()).not.toMatch(/Front door(?: is|:) locked/)
    await pages.keep('killed')
    await hub.begin()
    // The dead-man at the door sounded while nobody was there; the door still stands open.
    await phone.shows(/Alarm: Front door/i, 60_000)
    await pages.wallReads(/Front door/)
    await pages.keep('restarted-open')
    await pages.act('leave', 'front', { who: 'courier' })
    await pages.shutDoor()
    await phone.shows(/Shut/, 30_000)
    await phone.hold(phone.button(/I am at the door/), 1_500)
    await phone.shows('Front door is locked', 60_000)
  })
})
