// The visible list of what a hub is made of, in the order in which it starts; it ends in the opposite order.
import { type DoorId, elapsed } from '@portico/core'
import { fileURLToPath } from 'node:url'
import { mediaKey } from '@portico/evidence/seal'
import { startMediaProcess } from '@portico/media'
import type { Carrier } from '@portico/plugin-api'
import { type Clock, codeOf } from '@portico/ports'
import { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import { loadEdgeKeys } from '../config/edge-keys.ts'
import type { Environment } from '../config/environment.ts'
import { isPlainBeyond } from '../config/network-checks.ts'
import { settleNextSigner } from '../config/signing-key.ts'
import { startControlServer } from '../control/control-server.ts'
import { type Desk, createDesk } from '../control/desk.ts'
import type { StatusAnswer } from '../control/desk-messages.ts'
import { deleteMedia } from '../evidence/delete-media.ts'
import { type Listeners, startListeners } from '../http/listeners.ts'
import { ThrottledNotice } from '../http/throttled-notice.ts'
import type { CheckedPlugin, CheckedSettings, Hub } from '../hub.ts'
import { type House, createAnnouncements } from '../live/announcements.ts'
import { type CameraFanOut, createCameras } from '../live/camera-fan-out.ts'
import { createDisplays } from '../people/displays.ts'
import { createPeople } from '../people/people.ts'
import { createRuleCodes } from '../people/rule-codes.ts'
import { loadSources } from '../people/sources.ts'
import { createTokens } from '../people/tokens.ts'
import { EdgeLines } from '../plugins/edge-lines.ts'
import { HouseDevices } from '../plugins/house-devices.ts'
import { PluginChild } from '../plugins/plugin-child.ts'
import { conditionFlags, permissionFlags } from '../plugins/plugin-permissions.ts'
import { cameraRelay } from './camera-relay.ts'
import { startDailySweep } from './daily-sweep.ts'
import { HOME, type OpenHome, type Places, mediaFolder, openHome, pluginFolder } from './open-home.ts'
import { ReadinessWatch } from './readiness.ts'
import { systemChance } from './system-clock.ts'

export interface ComposeOrder {
  readonly places: Places
  readonly settings: CheckedSettings
  readonly carriers: readonly Carrier[]
  readonly environment: Environment
  readonly clock: Clock
  readonly log: Logger
}

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
  const relay = cameraRelay(() => readiness.look())
  const media = parts.use(
    await startMediaProcess({
      filmFolder: mediaFolder(places),
      filmKey: mediaKey(home.key),
      clock,
      log,
      events: relay.events,
    }),
  )
  const cameras = createCameras(media, clock)
  const house = createAnnouncements(clock)
  const edgeKeys = loadEdgeKeys(places.keys)
  const refusals = parts.use(edgeRefusals(clock, log, () => runtime))
  const devices = new HouseDevices({
    doors: settings.doors,
    clock,
    log,
    edges: new EdgeLines({
      keys: edgeKeys,
      epoch: home.store.epoch,
      clock,
      log,
      refused: (edge, why) => refusals.note(`${edge} ${why}`),
    }),
    report: (door, body) => runtime.report(door, body),
    ring: (door) => house.ring(door),
    setCamera: (id, view, source) => {
      media.setCamera(id, { view, source })
      cameras.onSource(id, source.liveness.method === 'signed')
    },
    pluginLost: (plugin, why) => void noteLoss(runtime, log, { plugin, why }),
  })
  const runtime: HomeRuntime = parts.use(await openRuntime(order, { home, cameras, house, devices }))
  if (home.signers.next) settleNextSigner(places.keys)
  relay.connect(runtime.cameraEvents(), cameras)
  const plugins = settings.plugins.map((plugin) =>
    parts.use(startPlugin(order, { plugin, devices, hubKey: edgeKeys.own.publicKey })),
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
  const { hub, people, displays } = await createHub(order, {
    home,
    runtime,
    cameras,
    house,
    devices,
    readiness,
  })
  parts.use(people)
  parts.use(displays)
  const urls = parts.use(await startListeners(hub))
  parts.use(await startControlServer({ data: places.data, clock, log, desk: deskOf(hub, urls) }))
  const running = parts.move()
  return { hub, urls, ready: readied.promise, [Symbol.asyncDispose]: () => running.disposeAsync() }
}

interface Beneath {
  readonly home: OpenHome
  readonly cameras: CameraFanOut
  readonly house: House
  readonly devices: HouseDevices
}

function openRuntime(
  { settings, clock, log }: ComposeOrder,
  { home, cameras, house, devices }: Beneath,
): Promise<HomeRuntime> {
  return HomeRuntime.open({
    home: HOME,
    epoch: home.store.epoch,
    writer: settings.virtual ? 'sim' : 'hub',
    timeZone: settings.timeZone,
    policy: settings.policy,
    asksAlways: isPlainBeyond(settings),
    doors: settings.doors.map((door) => ({
      id: door.id,
      kind: door.kind,
      fallback: door.fallback,
      settings: door.settings,
      cameras: door.cameras,
      devices: devices.devicesOf(door),
    })),
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

/** The script of a plugin's process, beside this file as source or built. */
const hostMain = fileURLToPath(
  new URL(`../plugins/host-main.${import.meta.url.endsWith('.ts') ? 'ts' : 'js'}`, import.meta.url),
)

interface PluginOrder {
  readonly plugin: CheckedPlugin
  readonly devices: HouseDevices
  readonly hubKey: string
}

function startPlugin(
  { places, clock, log }: ComposeOrder,
  { plugin, devices, hubKey }: PluginOrder,
): PluginChild {
  const { module, kind, name } = plugin
  const child = new PluginChild({
    plugin,
    hubKey,
    storage: pluginFolder(places, name),
    mainPath: hostMain,
    execArgv: (storage) => [
      ...conditionFlags(),
      ...permissionFlags({
        module,
        storage,
        secret: [places.data, places.keys],
        spawns: kind === 'virtual',
      }),
    ],
    clock,
    log: log.child({ plugin: name }),
    events: devices.eventsFor(plugin),
  })
  devices.attach(plugin, child)
  return child
}

interface Served extends Beneath {
  readonly runtime: HomeRuntime
  readonly readiness: ReadinessWatch
}

async function createHub(
  { settings, carriers, environment, clock, log, places }: ComposeOrder,
  { home, runtime, cameras, house, devices, readiness }: Served,
): Promise<{ readonly hub: Hub; readonly people: Disposable; readonly displays: Disposable }> {
  const { records, journal } = runtime
  const shared = { records, journal, clock, chance: systemChance, log }
  const people = createPeople(shared)
  const displays = createDisplays(shared)
  const hub: Hub = {
    settings,
    runtime,
    people,
    tokens: createTokens(shared),
    displays,
    ruleCodes: createRuleCodes(shared),
    sources: await loadSources({ carriers, on: settings.sources, environment: environment.value, ...shared }),
    cameras,
    announcements: house.announcements,
    pins: house.pins,
    readiness: () => readiness.now,
    virtual: settings.virtual ? (act) => devices.act(act) : null,
    clock,
    log,
    media: { folder: mediaFolder(places), key: mediaKey(home.key) },
  }
  return { hub, people, displays }
}

function deskOf(hub: Hub, urls: Listeners): Desk {
  const { people, tokens, sources, settings, runtime, ruleCodes } = hub
  const isDoor = (id: DoorId): boolean => settings.doors.some((door) => door.id === id)
  return createDesk({
    people,
    tokens,
    sources,
    deleteMedia: (session) =>
      deleteMedia(
        { journal: runtime.journal, read: (which) => runtime.lines(which), mediaFolder: hub.media.folder },
        { session, policy: 'owner' },
      ),
    running: {
      mintCode: (door) => (isDoor(door) ? runtime.codes.mint(door) : null),
      mintRuleCode: () => ruleCodes.mint(),
      status: () => statusOf(hub, urls),
    },
  })
}

function statusOf({ settings, cameras, clock, readiness }: Hub, urls: Listeners): StatusAnswer {
  const ids = [...new Set(settings.doors.flatMap((door) => door.cameras.map(({ id }) => id)))]
  return {
    pid: process.pid,
    ...readiness(),
    house: urls.houseUrl,
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

/** What an edge said that was not believed, at most once a minute for each edge and reason. */
const edgeRefusals = (clock: Clock, log: Logger, runtime: () => HomeRuntime): ThrottledNotice =>
  new ThrottledNotice({
    clock,
    log,
    write: ({ key, count }) => {
      const [edge, why] = key.split(' ')
      return runtime().notice('edge-report-refused', { edge, why, count })
    },
  })

async function noteLoss(
  runtime: HomeRuntime,
  log: Logger,
  data: { readonly plugin: string; readonly why: string },
): Promise<void> {
  try {
    const line = { door: null, session: null, type: 'PluginLost', cause: 'runtime', data }
    await runtime.journal.append({ lines: [line] })
  } catch (error) {
    log.warn({ code: codeOf(error) }, 'loss of a plugin not noted')
  }
}
