// The visible list of what a hub is made of, in the order in which it starts; it ends in the opposite order.
import { type DoorId, elapsed } from '@portico/core'
import { mediaKey } from '@portico/evidence/seal'
import type { TalkEngine, ViewerEngine } from '@portico/ports'
import { HomeRuntime, type HomeRuntimeOptions } from '@portico/runtime'
import type { ViewBook } from '../areas/view-book.ts'
import { loadEdgeKeys } from '../config/edge-keys.ts'
import { iceServersOf } from '../config/ice-checks.ts'
import { isPlainBeyond } from '../config/network-checks.ts'
import { settleNextSigner } from '../config/signing-key.ts'
import { startControlServer } from '../control/control-server.ts'
import { type Desk, createDesk } from '../control/desk.ts'
import type { StatusAnswer } from '../control/desk-messages.ts'
import { type Listeners, startListeners } from '../http/listeners.ts'
import type { Hub } from '../hub.ts'
import { openCertificate } from '../https/open-certificate.ts'
import type { MailDesk } from '../mail/mail-desk.ts'
import { openMail } from '../mail/open-mail.ts'
import { HouseVoice } from '../talk/house-voice.ts'
import { QuickAnswers } from '../talk/quick-answers.ts'
import { type House, createAnnouncements } from '../live/announcements.ts'
import type { CameraFanOut } from '../live/camera-fan-out.ts'
import type { Listening } from '../live/listening.ts'
import { openLinking } from './open-linking.ts'
import { BridgeDesk } from '../bridges/bridge-desk.ts'
import { createFaceBook } from '../faces/face-book.ts'
import { createPinBook } from '../faces/pin-book.ts'
import { createDisplays } from '../people/displays.ts'
import { createMovingOut } from '../people/moving-out.ts'
import { createPeople } from '../people/people.ts'
import { createRuleCodes } from '../people/rule-codes.ts'
import { createTokens } from '../people/tokens.ts'
import type { HouseDevices } from '../plugins/house-devices.ts'
import { diskOf } from '../film/film-store.ts'
import { type FilmsOrder, type KeptFilms, keepFilms } from '../film/keep-films.ts'
import { mailboxView } from '../views/mailbox-view.ts'
import { sourcesView } from '../views/source-view.ts'
import { openWebhooks } from '../webhooks/open-webhooks.ts'
import type { ComposeOrder } from './compose-order.ts'
import { startDailySweep } from './daily-sweep.ts'
import { openAreas } from './open-areas.ts'
import { openDevices } from './open-devices.ts'
import { openEyes } from './open-eyes.ts'
import { HOME, type OpenHome, mediaFolder, openHome } from './open-home.ts'
import { openReach } from './open-reach.ts'
import { ReadinessWatch } from './readiness.ts'
import { startBridge } from './start-bridge.ts'
import { startPlugin } from './start-plugin.ts'
import { systemChance } from './system-clock.ts'

export interface RunningHub extends AsyncDisposable {
  readonly hub: Hub
  readonly urls: Listeners
  /** Resolves when every door answered and every witness camera gave a picture. */
  readonly ready: Promise<void>
}

/** Rejects with a `HubError` that says what to do; then nothing is left running. */
export async function composeHub(order: ComposeOrder): Promise<RunningHub> {
  const { places, settings, clock, log } = order
  await using parts = new AsyncDisposableStack()
  const home = parts.use(await openHome(places, clock))
  const readied = Promise.withResolvers<void>()
  let voice: Hub['voice'] | null = null
  const eyes = parts.use(
    await openEyes(order, {
      home,
      runtime: () => runtime,
      looked: () => readiness.look(),
      talkLost: (camera) => voice?.lost(camera),
    }),
  )
  const { media, cameras, listening } = eyes
  const house = createAnnouncements(clock)
  const keys = loadEdgeKeys(places.keys)
  const { epoch } = home.store
  const late = { setupOf: (camera: string) => areas.setup(camera), runtime: (): HomeRuntime => runtime }
  const { devices } = parts.use(openDevices(order, { keys, epoch, eyes, house, ...late }))
  const runtime: HomeRuntime = parts.use(
    await openRuntime(order, {
      home,
      cameras,
      house,
      devices,
      looksForParcels: (camera) => areas.setup(camera).drop !== null,
    }),
  )
  if (home.signers.next) settleNextSigner(places.keys)
  eyes.relay.connect(runtime.cameraEvents(), cameras)
  const { areas } = parts.use(openAreas(order, { runtime, eyes }))
  const plugins = settings.plugins.map((plugin) =>
    parts.use(startPlugin({ ...order, plugin, devices, hubKey: keys.own.publicKey })),
  )
  const readiness = new ReadinessWatch({
    doors: settings.doors,
    stateOf: ({ id }) => runtime.door(id),
    feedOf: (camera) => cameras.feed(camera),
    lostPlugins: () => plugins.filter(({ isUp }) => !isUp).map(({ name }) => name),
    onReady: () => readied.resolve(),
  })
  parts.use(runtime.follow(() => readiness.look()))
  parts.use(startDailySweep({ store: home.store, clock, log }))
  const mail = parts.use(openMail(order, runtime, keys.own.publicKey))
  const { announcements } = house
  const { films, rings } = parts.use(filmsOf(order, { engine: media, runtime, announcements }))
  const { hub, people, bridges } = await createHub(order, {
    home,
    runtime,
    cameras,
    viewers: media,
    speakers: media,
    listening,
    house,
    devices,
    readiness,
    films,
    rings,
    areas,
    mail: mail.desk,
  })
  for (const part of [...people, hub.reach, hub.webhooks, hub.certificate]) parts.use(part)
  voice = hub.voice
  const urls = parts.use(await startListeners(hub))
  parts.use(bridges).begin((bridge) => startBridge(order, bridge, { hub, urls }))
  parts.use(await startControlServer({ data: places.data, clock, log, desk: deskOf(hub, urls) }))
  const running = parts.move()
  return { hub, urls, ready: readied.promise, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

function filmsOf(
  { places, settings, clock, log }: ComposeOrder,
  parts: Pick<FilmsOrder, 'engine' | 'runtime' | 'announcements'>,
): KeptFilms {
  const folder = mediaFolder(places)
  return keepFilms({ ...parts, settings, folder, disk: diskOf(folder), clock, chance: systemChance, log })
}

interface Beneath {
  readonly home: OpenHome
  readonly cameras: CameraFanOut
  readonly house: House
  readonly devices: HouseDevices
}

function openRuntime(
  { settings, clock, log }: ComposeOrder,
  { home, cameras, house, devices, looksForParcels }: Beneath & Pick<HomeRuntimeOptions, 'looksForParcels'>,
): Promise<HomeRuntime> {
  return HomeRuntime.open({
    home: HOME,
    epoch: home.store.epoch,
    writer: settings.virtual ? 'sim' : 'hub',
    timeZone: settings.timeZone,
    ...(settings.position && { position: settings.position }),
    policy: settings.policy,
    filmDays: settings.film.visitDays,
    asksAlways: isPlainBeyond(settings),
    doors: settings.doors.map((door) => ({
      id: door.id,
      kind: door.kind,
      fallback: door.fallback,
      settings: door.settings,
      cameras: door.cameras,
      devices: devices.devicesOf(door),
    })),
    ...(looksForParcels && { looksForParcels }),
    journal: home.store,
    key: home.key,
    signer: home.signers.signer,
    ...(home.signers.next ? { nextSigner: home.signers.next } : {}),
    clock,
    chance: systemChance,
    log,
    engine: cameras.engine,
    announcer: house.announcer,
  })
}

interface Served extends Beneath, Pick<KeptFilms, 'films' | 'rings'> {
  readonly runtime: HomeRuntime
  readonly viewers: ViewerEngine
  readonly speakers: TalkEngine
  readonly listening: Listening
  readonly readiness: ReadinessWatch
  readonly mail: MailDesk
  readonly areas: ViewBook
}

async function createHub(
  { settings, carriers, clients, environment, clock, log, places }: ComposeOrder,
  {
    home,
    runtime,
    cameras,
    viewers,
    speakers,
    listening,
    house,
    devices,
    readiness,
    films,
    rings,
    areas,
    mail,
  }: Served,
): Promise<{ readonly hub: Hub; readonly people: readonly Disposable[]; readonly bridges: BridgeDesk }> {
  const { records, journal } = runtime
  const shared = { runtime, records, journal, clock, chance: systemChance, log }
  const people = createPeople(shared)
  const displays = createDisplays(shared)
  const faceBook = createFaceBook(shared)
  const pinBook = createPinBook({ ...shared, faces: faceBook })
  const bridges = new BridgeDesk({ bridges: settings.bridges, faces: faceBook, log })
  const linking = await openLinking({ settings, environment, places }, { ...shared, faceBook, bridges })
  const grants = [faceBook, pinBook, ...(linking ? [linking] : [])]
  const movingOut = createMovingOut({ ...shared, people, grants, acts: runtime.deliveries.acts })
  const hub: Hub = {
    settings,
    certificate: openCertificate({ settings, keys: places.keys, clock }),
    runtime,
    people,
    movingOut,
    tokens: createTokens(shared),
    displays,
    faceBook,
    pinBook,
    linking,
    bridges,
    ruleCodes: createRuleCodes(shared),
    webhooks: openWebhooks(settings, { ...shared, ...house }),
    ...(await openReach({ settings, carriers, clients, environment: environment.value, ...shared })),
    cameras,
    listening,
    viewers,
    iceServers: iceServersOf(settings, environment),
    announcements: house.announcements,
    voice: new HouseVoice({
      engine: speakers,
      doors: settings.doors,
      announcements: house.announcements,
      rings,
      journal,
      log,
    }),
    answers: new QuickAnswers({ records, journal }),
    areas,
    pins: house.pins,
    readiness: () => readiness.now,
    virtual: settings.virtual ? (act) => devices.act(act) : null,
    clock,
    log,
    media: { folder: mediaFolder(places), key: mediaKey(home.key) },
    films,
    rings,
    mail,
  }
  return { hub, people: [people, displays, movingOut, pinBook, ...(linking ? [linking] : [])], bridges }
}

function deskOf(hub: Hub, urls: Listeners): Desk {
  const { people, tokens, sources, settings, runtime, ruleCodes, films, clock } = hub
  const isDoor = (id: DoorId): boolean => settings.doors.some((door) => door.id === id)
  return createDesk({
    people,
    tokens,
    sources,
    films,
    clock,
    running: {
      mintCode: (door) => (isDoor(door) ? runtime.codes.mint(door) : null),
      mintRuleCode: () => ruleCodes.mint(),
      status: () => statusOf(hub, urls),
      sources: () => sourcesView({ sources, reach: hub.reach, now: clock.wall() }),
      mailboxes: () => hub.mail.all.map(mailboxView),
      bridges: () => hub.bridges.all.map(({ bridge: { name }, status }) => ({ name, status })),
    },
  })
}

function statusOf({ settings, cameras, clock, readiness }: Hub, urls: Listeners): StatusAnswer {
  const ids = [...new Set(settings.doors.flatMap((door) => door.cameras.map(({ id }) => id)))]
  return {
    pid: process.pid,
    ...readiness(),
    house: urls.houseUrl,
    secure: urls.secureUrl,
    street: urls.streetUrl,
    simulated: settings.virtual,
    cameras: ids.map((id) => {
      const feed = cameras.feed(id)
      const captured = feed?.captured ?? null
      const ageMs = captured === null ? null : elapsed(captured, clock.mono())
      return { id, state: feed?.state ?? 'connecting', ageMs }
    }),
  }
}
