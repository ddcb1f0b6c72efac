// Three pages at once, in their sizes: the owner's phone, the display in the hall, the courier's phone; and the hands and
// feet of the simulated house.
import type { Browser, Page } from 'playwright-core'
import type { HubOptions, HubProcess } from './hub-process.ts'
import type { Owner } from './people.ts'
import { until } from './until.ts'
import { Visit } from './visit.ts'
import { hang, letIn } from './display-room.ts'
import { Phone } from './owner-phone.ts'
import { keepPicture } from './page-checks.ts'

const COURIERS_PHONE = { width: 360, height: 740 } as const
const HELD_MS = 1_500

/** The default home with other times for its door. */
export const homeWith = (timers: string, network = ''): string => `
home: { timeZone: Europe/Berlin }
${network}
doors:
  - id: front
    name: Front door
    lock: front-lock
    contact: front-contact
    edge: front-edge
    bell: front-bell
    cameras:
      - { id: porch, view: outside }
      - { id: hall, view: inside, witness: true }
    timers: ${timers}
devices:
  front-lock: { plugin: virtual-home, kind: lock, options: { door: front } }
  front-contact: { plugin: virtual-home, kind: contact, options: { door: front } }
  front-edge: { plugin: virtual-home, kind: edge, options: { door: front } }
  front-bell: { plugin: virtual-home, kind: bell, options: { door: front } }
  porch: { plugin: virtual-home, kind: camera, options: { door: front, view: outside, framesPerSecond: 5, width: 320 } }
  hall: { plugin: virtual-home, kind: camera, options: { door: front, view: inside, framesPerSecond: 5, width: 320 } }
`

export interface Stage {
  readonly browser: Browser
  /** In a home that goes on afterwards. */
  readonly visit: Visit
}

export interface OwnStage {
  readonly browser: Browser
  readonly options: HubOptions
}

export class ThreePages implements AsyncDisposable {
  readonly visit: Visit
  readonly phone: Phone
  readonly wall: Page
  readonly courier: Page

  private constructor(parts: Pick<ThreePages, 'visit' | 'phone' | 'wall' | 'courier'>) {
    this.visit = parts.visit
    this.phone = parts.phone
    this.wall = parts.wall
    this.courier = parts.courier
  }

  /** The visit ends with the pages. */
  static async open({ browser, visit }: Stage): Promise<ThreePages> {
    const { hub, owner } = visit
    try {
      const phone = await Phone.signedIn({ browser, hub })
      const wall = await hang({ browser, url: hub.url, size: '10-inch' })
      await letIn({ page: wall, owner: owner.home, name: 'Hall' })
      const context = await browser.newContext({ viewport: COURIERS_PHONE, locale: 'en-GB' })
      return new ThreePages({ visit, phone, wall, courier: await context.newPage() })
    } catch (error) {
      await visit[Symbol.asyncDispose]()
      throw error
    }
  }

  /** In a home of its own. */
  static async begin({ browser, options }: OwnStage): Promise<ThreePages> {
    return ThreePages.open({ browser, visit: await Visit.begin(options) })
  }

  get hub(): HubProcess {
    return this.visit.hub
  }
  get owner(): Owner {
    return this.visit.owner
  }

  /** The parcel is waited for, the carrier says that it comes, and the courier says that he is there. */
  async courierComes(): Promise<void> {
    await this.visit.armed()
    const code = await this.visit.courier.scan()
    await this.courier.goto(`${this.hub.url}/d/front?t=${code}`)
    await this.courier.getByLabel('Number on the label').fill(this.visit.number)
    await this.courier.getByRole('button', { name: 'Go on' }).click()
    await this.courier.getByRole('button', { name: 'I am at the door' }).click()
    await this.courierReads('One moment, please.')
  }

  /** As soon as the picture is live, a finger on the button. */
  async approve(): Promise<void> {
    await this.ready()
    await this.phone.hold(this.phone.button(/Hold to open once/), HELD_MS)
  }

  /** The button can be held. */
  async ready(): Promise<void> {
    const button = this.phone.button(/Hold to open once/)
    await button.waitFor()
    await until('the picture to be live', () => button.isEnabled())
  }

  async openDoor(): Promise<void> {
    await until('the door to open', () => this.act('open'))
  }
  async dropOff(): Promise<void> {
    await this.act('enter', 'front', { who: 'courier' })
    await this.act('drop')
    await this.act('leave', 'front', { who: 'courier' })
  }
  async shutDoor(): Promise<void> {
    await this.act('close')
  }

  /** A hand in the house: whether it moved anything. */
  async act(name: string, on = 'front', options: Record<string, unknown> = {}): Promise<boolean> {
    await using house = await this.hub.house()
    return (await house.act(name, on, options)).moved
  }

  async courierReads(words: string | RegExp, withinMs?: number): Promise<void> {
    await reads(this.courier, words, withinMs)
  }
  async wallReads(words: string | RegExp, withinMs?: number): Promise<void> {
    await reads(this.wall, words, withinMs)
  }

  /** A picture of all three, as they are now. */
  async keep(name: string): Promise<void> {
    await keepPicture(this.phone.page, `three-${name}-owner`)
    await keepPicture(this.wall, `three-${name}-display`)
    await keepPicture(this.courier, `three-${name}-courier`)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.phone[Symbol.asyncDispose]()
    await this.wall.context().close()
    await this.courier.context().close()
    await this.visit[Symbol.asyncDispose]()
  }
}

async function reads(page: Page, words: string | RegExp, withinMs?: number): Promise<void> {
  const text = (): Promise<string> => page.locator('body').innerText()
  const isThere = async (): Promise<boolean> => {
    const said = await text()
    return typeof words === 'string' ? said.includes(words) : words.test(said)
  }
  await until(`the page to say ${words}`, isThere, withinMs).catch(async (error: unknown) => {
    throw new Error(`${String(error)}; it says: ${await text()}`, { cause: error })
  })
}
