// A courier's phone: a real browser in the size of one, and what somebody in front of a door makes of the page.
import type { Browser, BrowserContext, BrowserContextOptions, Page, Request } from 'playwright-core'
import type { Visit } from './visit.ts'
import { barriers, keepPicture } from './page-checks.ts'

const size = { width: 360, height: 740 } as const
const narrow = { width: 320, height: 640 } as const
const TARGET = 64

export interface PhoneOptions extends BrowserContextOptions {
  readonly browser: Browser
  readonly visit: Visit
}

/** What the browser's own voice and buzzer were told: they make no sound in a test. */
interface Heard {
  readonly spoken: string[]
  readonly buzzed: unknown[]
}

/** Runs in the page before any script of it. */
function listen(): void {
  const heard: Heard = { spoken: [], buzzed: [] }
  Object.assign(globalThis, { heard })
  navigator.vibrate = (pattern) => heard.buzzed.push(pattern) > 0
  speechSynthesis.speak = ({ text }) => void heard.spoken.push(text)
}

export class CourierPhone implements AsyncDisposable {
  readonly context: BrowserContext
  readonly page: Page
  readonly requests: Request[] = []
  /** What the browser complained about: the policy above all. */
  readonly complaints: string[] = []
  readonly #visit: Visit

  private constructor(context: BrowserContext, page: Page, visit: Visit) {
    this.context = context
    this.page = page
    this.#visit = visit
    page.on('request', (request) => this.requests.push(request))
    page.on('console', (message) => {
      if (message.type() === 'error') this.complaints.push(message.text())
    })
    page.on('pageerror', (error) => this.complaints.push(error.message))
  }

  static async turnedOn({ browser, visit, ...options }: PhoneOptions): Promise<CourierPhone> {
    const context = await browser.newContext({ viewport: size, locale: 'en-GB', ...options })
    await context.addInitScript(listen)
    return new CourierPhone(context, await context.newPage(), visit)
  }

  get state(): Promise<string | null> {
    return this.page.locator('main').getAttribute('data-state')
  }
  /** Paths of what was posted. */
  get posted(): readonly string[] {
    return this.requests
      .filter((each) => each.method() === 'POST')
      .map((each) => new URL(each.url()).pathname)
  }

  heard(): Promise<Heard> {
    // cast: put there by the script above
    return this.page.evaluate(() => (globalThis as unknown as { readonly heard: Heard }).heard)
  }

  /** The camera reads the code beside the door, and the browser opens what it says. */
  async scan(query = ''): Promise<void> {
    await this.page.goto(`${this.#visit.hub.url}/d/front?t=${await this.#visit.courier.scan()}${query}`)
  }
  async type(label = this.#visit.number): Promise<void> {
    await this.page.locator('#label').fill(label)
    await this.tap()
  }
  /** The one large button. */
  async tap(): Promise<void> {
    await this.page.locator('.btn.main').click()
  }
  async until(state: string, timeout = 30_000): Promise<void> {
    await this.page.locator(`main[data-state=${state}]`).waitFor({ timeout })
  }
  /** From the code beside the door to the question to the owner: two taps. */
  async arrive(query = ''): Promise<void> {
    await this.scan(query)
    await this.type()
    await this.until('welcome')
    await this.tap()
    await this.until('wait')
  }

  /** Keeps a picture, and tells where the page fails what every state owes to everybody. */
  async see(name: string): Promise<readonly string[]> {
    await keepPicture(this.page, `courier-${name}`)
    const title = await this.page.title()
    const isPlain = /^(?:Delivery|Lieferung|توصيل)$/.test(title)
    const isMarked = await this.page.locator('.sim').isVisible()
    const alert = this.page.locator('#alert')
    const isQuiet = (await alert.textContent()) !== '' || !(await alert.isVisible())
    return [
      ...(isPlain ? [] : [`the title says ${title}`]),
      ...(isMarked ? [] : ['a simulated home does not say so']),
      ...(isQuiet ? [] : ['there is an alert that says nothing']),
      ...(await this.smallTargets()),
      ...(await barriers(this.page)),
      ...(await this.lost()),
    ]
  }

  /** What a thumb could miss. */
  smallTargets(): Promise<readonly string[]> {
    return this.page.evaluate(
      (least) =>
        [...document.querySelectorAll<HTMLElement>('button, a, input, summary')]
          .filter((each) => each.offsetParent !== null)
          .filter((each) => each.getBoundingClientRect().height < least || each.offsetWidth < least)
          .map((each) => each.outerHTML),
      TARGET,
    )
  }

  /** What does not fit any more at 320 px and with letters twice as large. */
  async lost(): Promise<readonly string[]> {
    await this.page.setViewportSize(narrow)
    await this.page.evaluate(() => void (document.documentElement.style.fontSize = '200%'))
    const lost = await this.page.evaluate(() => {
      const { clientWidth } = document.documentElement
      return [...document.querySelectorAll<HTMLElement>('body *:not(.hush):not(svg *)')]
        .filter((each) => each.offsetParent !== null && each.closest('.hush') === null)
        .filter((each) => {
          const { left, right } = each.getBoundingClientRect()
          // What is typed runs through its field.
          const isWider = each.tagName !== 'INPUT' && each.scrollWidth > each.clientWidth + 1
          const isCut = isWider && getComputedStyle(each).overflow !== 'visible'
          return left < -1 || right > clientWidth + 1 || isCut
        })
        .map((each) => `${each.tagName} ${each.className} ${each.textContent}`)
    })
    await this.page.evaluate(() => void (document.documentElement.style.fontSize = ''))
    await this.page.setViewportSize(size)
    return lost
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.context.close()
  }
}
