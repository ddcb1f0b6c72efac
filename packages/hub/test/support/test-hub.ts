// A hub with real faces over a home in virtual time, both listeners on free ports of 127.0.0.1, and the steps that
// carriers, couriers and owners make there.
import { randomBytes } from 'node:crypto'
import { type ParcelStatus, sessionId } from '@portico/core'
import { carriers, clients } from '@portico/plugin-carriers'
import type { Scope } from '@portico/protocol'
import type { HomeRuntime } from '@portico/runtime'
import { type KeptFilms, keepFilms } from '../../src/film/keep-films.ts'
import { type Listeners, startListeners } from '../../src/http/listeners.ts'
import { type Listening, createListening } from '../../src/live/listening.ts'
import { SimulatedEars } from './simulated-ears.ts'
import { SimulatedViewers } from './simulated-viewers.ts'
import type { CheckedSettings, IceServer } from '../../src/config/checked-settings.ts'
import type { Displays } from '../../src/people/display-pairing.ts'
import type { Hub, Readiness } from '../../src/hub.ts'
import type { MovingOut, People, Tokens } from '../../src/people/household.ts'
import { BridgeDesk } from '../../src/bridges/bridge-desk.ts'
import { createFaceBook } from '../../src/faces/face-book.ts'
import { createLinking } from '../../src/linking/link-desk.ts'
import type { LinkClient, Linking } from '../../src/linking/linking.ts'
import type { PinBook } from '../../src/faces/pin.ts'
import { createPinBook } from '../../src/faces/pin-book.ts'
import { createDisplays } from '../../src/people/displays.ts'
import { createMovingOut } from '../../src/people/moving-out.ts'
import { createPeople } from '../../src/people/people.ts'
import { createRuleCodes } from '../../src/people/rule-codes.ts'
import type { ViewSetup } from '@portico/ports'
import { type Resolve, resolveBySystem } from '../../src/webhooks/public-address.ts'
import { WebhookDesk } from '../../src/webhooks/webhook-desk.ts'
import { openReach } from '../../src/start/open-reach.ts'
import { MailDesk } from '../../src/mail/mail-desk.ts'
import { HouseVoice } from '../../src/talk/house-voice.ts'
import { QuickAnswers } from '../../src/talk/quick-answers.ts'
import { ViewBook } from '../../src/areas/view-book.ts'
import { createTokens } from '../../src/people/tokens.ts'
import { type Asked, type Asking, askAt } from './asking.ts'
import { HeardTalks } from './heard-talks.ts'
import { FRONT, HOOK_SECRET, NUMBER, homeSettings } from './home-settings.ts'
import { TestHome, type TestHomeOptions } from './test-home.ts'
import { until } from './until.ts'

export { FRONT, HOOK_SECRET, NUMBER } from './home-settings.ts'

export interface TestHubOptions extends TestHomeOptions {
  /** It may be linked. */
  readonly linkClient?: LinkClient | null
  readonly settings?: Partial<CheckedSettings>
  readonly virtual?: Hub['virtual']
  readonly street?: boolean
  readonly hookSecret?: string
  /** Variables besides the secret of EasyPost's webhooks. */
  readonly environment?: Readonly<Record<string, string>>
  readonly certificate?: Hub['certificate']
  readonly iceServers?: readonly IceServer[]
  /** How names of receivers are found. */
  readonly resolve?: Resolve
}

export interface HookOptions {
  readonly number?: string
  readonly eventId?: string
  readonly secret?: string
  readonly headers?: Record<string, string>
}

/** As a request of a display's page has them; `id` is not looked at by the hub. */
export interface DisplayHeaders extends Record<string, string> {
  readonly cookie: string
  readonly origin: string
  readonly 'x-portico-face': 'display'
  readonly id: string
}

export class TestHub extends TestHome implements AsyncDisposable {
  readonly viewers = new SimulatedViewers()
  readonly ears = new SimulatedEars()
  readonly listening: Listening = createListening(this.ears, homeSettings.sounds)
  readiness: Readiness = { ready: true, reasons: [], degraded: [] }
  /** On the disk of the films, whose reserve is 1,000. */
  freeBytes = 1_000_000
  readonly speakers = new HeardTalks()
  /** Views that were drawn anew, as the camera engine hears of them. */
  readonly drawn: { readonly camera: string; readonly setup: ViewSetup }[] = []
  readonly #options: TestHubOptions
  #hub: Hub | null = null
  #listeners: (Listeners & AsyncDisposable) | null = null
  #people: (People & Disposable) | null = null
  #movingOut: (MovingOut & Disposable) | null = null
  #displays: (Displays & Disposable) | null = null
  #pinBook: (PinBook & Disposable) | null = null
  #films: KeptFilms | null = null
  #reach: Hub['reach'] | null = null
  #webhooks: WebhookDesk | null = null
  #linking: Linking | null = null
  #count = 0

  private constructor(folder: string, options: TestHubOptions) {
    super(folder, options)
    this.#options = options
  }

  static async open(options: TestHubOptions = {}): Promise<TestHub> {
    const test = new TestHub(await TestHub.newFolder(), options)
    try {
      await test.#serve(await test.openHome())
      await test.pass(4)
      return test
    } catch (error) {
      await test[Symbol.asyncDispose]()
      throw error
    }
  }

  get hub(): Hub {
    if (!this.#hub) throw new Error('the hub is not open')
    return this.#hub
  }
  get tokens(): Tokens {
    return this.hub.tokens
  }
  get houseUrl(): string {
    return this.#listeners?.houseUrl ?? ''
  }
  get streetUrl(): string {
    return this.#listeners?.streetUrl ?? ''
  }

  /** `GET /path` at the house, without credentials. */
  ask(line: string, asking: Asking = {}): Promise<Asked> {
    return askAt(this.houseUrl, line, asking)
  }
  street(line: string, asking: Asking = {}): Promise<Asked> {
    return askAt(this.streetUrl, line, asking)
  }

  /** The headers of a browser that is signed in. */
  async owner(name: string | null = null): Promise<{ readonly cookie: string; readonly origin: string }> {
    const { secret } = await this.hub.people.mintLink(name)
    const signed = await this.ask('POST /api/v1/sign-in', { body: { link: secret } })
    const [cookie = ''] = signed.headers['set-cookie'] ?? []
    return { cookie: cookie.split(';')[0] ?? '', origin: this.houseUrl }
  }

  async token(...scopes: Scope[]): Promise<{ readonly authorization: string }> {
    const { secret } = await this.tokens.create(`token ${this.#count++}`, scopes)
    return { authorization: `Bearer ${secret}` }
  }

  /** The headers of a display that an owner let in. */
  async display(
    place: { readonly place: 'inside' } | { readonly place: 'door-side'; readonly door: string } = {
      place: 'inside',
    },
    owner?: { readonly cookie: string; readonly origin: string },
  ): Promise<DisplayHeaders> {
    const { body } = await this.ask('POST /api/v1/displays/pairings')
    const headers = owner ?? (await this.owner())
    const name = `Display ${this.#count++}`
    await this.ask('POST /api/v1/displays', { headers, body: { code: body.code, name, ...place } })
    const claimed = await this.ask('POST /api/v1/displays/pairings/claim', { body: { poll: body.poll } })
    const [cookie = ''] = claimed.headers['set-cookie'] ?? []
    return {
      cookie: cookie.split(';')[0] ?? '',
      origin: this.houseUrl,
      'x-portico-face': 'display',
      id: claimed.body.id,
    }
  }

  async claim(number = NUMBER): Promise<void> {
    await this.runtime.deliveries.claim({ number, carrier: null, title: null, by: 'u_1' })
  }

  /** Headers and body of a webhook, as its carrier would post it now. */
  signedHook(
    status: ParcelStatus,
    {
      number = NUMBER,
      eventId = `evt_${this.#count++}`,
      secret = this.#options.hookSecret ?? HOOK_SECRET,
      headers = {},
    }: HookOptions = {},
  ): { readonly headers: Record<string, string>; readonly body: Buffer } {
    const [carrier] = carriers
    if (!carrier) throw new Error('no carrier')
    const sample = { trackingNumber: number, status, occurredAt: this.clock.wall(), eventId }
    const { headers: signed, body } = carrier.sample(sample, secret)
    return { headers: { ...signed, 'content-type': 'application/json', ...headers }, body: Buffer.from(body) }
  }

  async hook(status: ParcelStatus, options: HookOptions = {}): Promise<Asked> {
    return this.street('POST /hooks/easypost', this.signedHook(status, options))
  }

  async armed(): Promise<void> {
    await this.claim()
    await this.hook('out-for-delivery')
    await this.pass(0.1)
  }

  /** The courier scans the code beside the door and types the label; the pass. */
  async begin(label = NUMBER): Promise<string> {
    const { code } = this.runtime.codes.mint(FRONT)
    const begun = await this.street('POST /d/front', { body: { code, label } })
    return begun.body.pass
  }

  /** With a pass and a fresh code: I am at the door. */
  async arrive(pass: string): Promise<Asked> {
    const { code } = this.runtime.codes.mint(FRONT)
    return this.street(`POST /c/${pass}/arrive`, { body: { code } })
  }

  /** The same, up to the moment in which the owner is asked; the pass. */
  async arrived(): Promise<string> {
    await this.armed()
    const pass = await this.begin()
    await this.arrive(pass)
    return pass
  }

  /** The owner looks and agrees. */
  async approve(owner: Record<string, string>): Promise<Asked> {
    const still = await this.ask('GET /api/v1/cameras/porch/still', { headers: owner })
    const picture = String(still.headers['x-portico-sha256'])
    return this.ask(`POST /api/v1/sessions/${this.sid}/approve`, {
      headers: owner,
      body: { try: this.state.session?.tries ?? 0, picture },
    })
  }

  /** The courier comes in, drops, and leaves; the door is locked and the visit sealed. */
  async delivered(owner: Record<string, string>): Promise<string> {
    await this.arrived()
    const { sid } = this
    await this.approve(owner)
    await this.pass(3)
    this.door.do({ type: 'open', from: 'outside', wide: true })
    await this.pass(3)
    this.door.do({ type: 'drop' })
    await this.pass(2)
    this.door.do({ type: 'close' })
    await this.sealed(sid)
    return sid
  }

  /** Until the visit is closed and its evidence sealed. */
  async sealed(sid: string): Promise<void> {
    await until('the visit to be closed', async () => {
      await this.pass(0.5)
      await this.cameras.settled()
      return this.runtime.visits.get(sessionId(sid))?.state === 'closed'
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listeners?.[Symbol.asyncDispose]()
    await this.#films?.[Symbol.asyncDispose]()
    await this.#reach?.[Symbol.asyncDispose]()
    await this.#webhooks?.[Symbol.asyncDispose]()
    this.#hub?.areas[Symbol.dispose]()
    this.#people?.[Symbol.dispose]()
    this.#movingOut?.[Symbol.dispose]()
    this.#displays?.[Symbol.dispose]()
    this.#linking?.[Symbol.dispose]()
    this.#pinBook?.[Symbol.dispose]()
    await this.closeHome()
  }

  async #serve(runtime: HomeRuntime): Promise<void> {
    const { clock, log } = this
    const { settings = {}, hookSecret = HOOK_SECRET, virtual = async (act) => ({ ...act }) } = this.#options
    const { records, journal } = runtime
    const chance = { bytes: randomBytes }
    this.#people = createPeople({ records, journal, clock, chance, log })
    this.#displays = createDisplays({ records, journal, clock, chance, log })
    const { acts } = runtime.deliveries
    const faceBook = createFaceBook({ records, journal, clock, chance, log })
    const { linkClient: client } = this.#options
    const notice: HomeRuntime['notice'] = (what, data) => runtime.notice(what, data)
    this.#linking = client
      ? createLinking({ client, faces: faceBook, records, journal, notice, clock, chance, log })
      : null
    this.#pinBook = createPinBook({ records, journal, clock, chance, log, faces: faceBook, runtime })
    this.#movingOut = createMovingOut({
      records,
      journal,
      people: this.#people,
      grants: [faceBook, this.#pinBook, ...(this.#linking ? [this.#linking] : [])],
      acts,
      clock,
      log,
    })
    const environment = (name: string): string | undefined =>
      name === 'PORTICO_HOOK_SECRET_EASYPOST' ? hookSecret : this.#options.environment?.[name]
    const street = this.#options.street === false ? null : homeSettings.street
    const served = { ...homeSettings, street, ...settings }
    this.#films = keepFilms({
      settings: served,
      engine: this.cameras,
      runtime,
      announcements: this.house.announcements,
      folder: this.folder,
      disk: { free: async () => this.freeBytes, reserveBytes: 1_000 },
      clock,
      chance,
      log,
    })
    const reached = await openReach({
      settings: served,
      carriers,
      clients,
      environment,
      records,
      journal,
      clock,
      chance,
      log,
      runtime,
    })
    this.#reach = reached.reach
    const mail = new MailDesk({
      mailboxes: served.mailboxes,
      report: (report) => runtime.deliveries.report(report),
      notice: (what, data) => runtime.notice(what, data),
      keepSecret: () => undefined,
      log,
    })
    this.#webhooks = new WebhookDesk({
      runtime,
      announcements: this.house.announcements,
      clock,
      chance,
      log,
      allowed: served.webhookHosts,
      resolve: this.#options.resolve ?? resolveBySystem,
    })
    this.#hub = {
      settings: served,
      certificate: this.#options.certificate ?? null,
      runtime,
      people: this.#people,
      movingOut: this.#movingOut,
      tokens: createTokens({ records, journal, clock, chance, log }),
      displays: this.#displays,
      faceBook,
      linking: this.#linking,
      pinBook: this.#pinBook,
      bridges: new BridgeDesk({ bridges: served.bridges, faces: faceBook, log }),
      ruleCodes: createRuleCodes({ journal, clock, chance, log }),
      ...reached,
      cameras: this.fanOut,
      viewers: this.viewers,
      listening: this.listening,
      iceServers: this.#options.iceServers ?? [],
      announcements: this.house.announcements,
      voice: new HouseVoice({
        engine: this.speakers,
        doors: served.doors,
        announcements: this.house.announcements,
        rings: this.#films.rings,
        journal,
        log,
      }),
      webhooks: this.#webhooks,
      answers: new QuickAnswers({ records, journal }),
      areas: new ViewBook({
        settings: served,
        records,
        journal,
        clock,
        log,
        onDrawn: (camera, setup) => void this.drawn.push({ camera, setup }),
      }),
      pins: this.house.pins,
      readiness: () => this.readiness,
      virtual,
      clock,
      log,
      media: { folder: this.folder, key: null },
      films: this.#films.films,
      rings: this.#films.rings,
      mail,
    }
    this.#listeners = await startListeners(this.#hub)
  }
}
