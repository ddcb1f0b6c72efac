// The hub's two listeners over one set of routes: the house has everything, the street a closed list (threats G10).
import { fastifyCookie } from '@fastify/cookie'
import { fastifyWebsocket } from '@fastify/websocket'
import type { AddressInfo } from 'node:net'
import { codeOf } from '@portico/ports'
import { addCameraSocket } from '../live/camera-socket.ts'
import { addSoundSocket } from '../live/sound-socket.ts'
import { addEventSocket } from '../live/event-socket.ts'
import { addLiveNamespace } from '../live/live-namespace.ts'
import { OpenSockets } from '../live/open-sockets.ts'
import type { Hub } from '../hub.ts'
import type { Listener } from '../config/checked-settings.ts'
import { addTalkSocket } from '../talk/talk-socket.ts'
import { addPageRoutes } from '../pages/page-routes.ts'
import { type RouteApp, createApp } from './app.ts'
import { type Faces, createFaces } from './faces.ts'
import { httpError } from './http-errors.ts'
import { type Reach, localUrl, reachOf, secureUrl as secureUrlOf } from './reach.ts'
import { addAlarmRoutes } from './routes/alarm-routes.ts'
import { addCourierRoutes } from './routes/courier-routes.ts'
import { addDisplayRoutes } from './routes/display-routes.ts'
import { addDocsRoute, describeApi } from './routes/docs-route.ts'
import { addDoorRoutes } from './routes/door-routes.ts'
import { addFaceHome } from './routes/face-home-route.ts'
import { addFaceRoutes } from './routes/face-routes.ts'
import { addPinRoutes } from './routes/pin-routes.ts'
import { addEventRoutes } from './routes/event-routes.ts'
import { addFilmRoutes } from './routes/film-routes.ts'
import { addHealthRoute, addReadinessRoute } from './routes/health-routes.ts'
import { addHookRoutes } from './routes/hook-routes.ts'
import type { HouseCertificate } from '../https/house-certificate.ts'
import type { HouseName } from '../https/house-names.ts'
import { answerBoth } from '../https/plain-or-secure.ts'
import { addAnswerRoutes } from './routes/answer-routes.ts'
import { addBridgeRoutes } from './routes/bridge-routes.ts'
import { addCalendarRoutes } from './routes/calendar-routes.ts'
import { addCertificateRoutes } from './routes/certificate-routes.ts'
import { addChainRoutes } from './routes/chain-routes.ts'
import { addMeRoutes } from './routes/me-routes.ts'
import { addAreaRoutes } from './routes/area-routes.ts'
import { addCameraRoutes } from './routes/camera-routes.ts'
import { addMailboxRoutes } from './routes/mailbox-routes.ts'
import { addMetricsRoute } from './routes/metrics-routes.ts'
import { addMediaRoutes } from './routes/media-routes.ts'
import { addHoldRoutes } from './routes/hold-routes.ts'
import { addOauthRoutes } from './routes/oauth-routes.ts'
import { addParcelActRoutes } from './routes/parcel-act-routes.ts'
import { addParcelRoutes } from './routes/parcel-routes.ts'
import { addLookRoutes } from './routes/look-routes.ts'
import { addRulesRoutes } from './routes/rules-routes.ts'
import { addHereRoute, addSourceRoutes } from './routes/source-routes.ts'
import { addSessionRoutes } from './routes/session-routes.ts'
import { addTruthRoutes } from './routes/truth-routes.ts'
import { addTraceRoute } from './routes/trace-routes.ts'
import { addVirtualRoutes } from './routes/virtual-routes.ts'
import { addWebhookRoutes } from './routes/webhook-routes.ts'
import { addWhepRoutes } from './routes/whep-routes.ts'
import { takeTurns } from './street-turns.ts'
import { dispatchUpgrades } from './upgrade.ts'

export interface Listeners {
  /** Origin with the port that is really listened on. */
  readonly houseUrl: string
  /** By which people reach the house over HTTPS; null: it has none. */
  readonly secureUrl: string | null
  /** Null: no street listener is configured. */
  readonly streetUrl: string | null
}

/** Largest frame that is read: nothing is expected but closing and pongs. */
const FRAME_BYTES_MAX = 4 * 1024

/** What couriers and carriers reach, and nothing else. */
async function addStreetRoutes(app: RouteApp, faces: Faces): Promise<void> {
  addHealthRoute(app)
  addCourierRoutes(app, faces)
  addHereRoute(app, faces)
  await addOauthRoutes(app, faces)
  addBridgeRoutes(app, faces)
  await addHookRoutes(app, faces)
}

async function addHouseRoutes(app: RouteApp, faces: Faces): Promise<void> {
  addPageRoutes(app, faces)
  addCertificateRoutes(app, faces)
  addReadinessRoute(app, faces)
  addMeRoutes(app, faces)
  addChainRoutes(app, faces)
  addDoorRoutes(app, faces)
  addParcelRoutes(app, faces)
  addTruthRoutes(app, faces)
  addCalendarRoutes(app, faces)
  addParcelActRoutes(app, faces)
  addHoldRoutes(app, faces)
  addSessionRoutes(app, faces)
  addTraceRoute(app, faces)
  addMediaRoutes(app, faces)
  addCameraRoutes(app, faces)
  addAreaRoutes(app, faces)
  addFilmRoutes(app, faces)
  addAlarmRoutes(app, faces)
  addDisplayRoutes(app, faces)
  addFaceRoutes(app, faces)
  addFaceHome(app, faces)
  addPinRoutes(app, faces)
  await addAnswerRoutes(app, faces)
  addRulesRoutes(app, faces)
  addSourceRoutes(app, faces)
  addMailboxRoutes(app, faces)
  addLookRoutes(app)
  addEventRoutes(app, faces)
  addVirtualRoutes(app, faces.hub)
  addWebhookRoutes(app, faces)
  addMetricsRoute(app, faces)
  addDocsRoute(app)
}

async function addSockets(app: RouteApp, faces: Faces, reach: () => Reach): Promise<void> {
  const sockets = new OpenSockets(faces.hub)
  const upgrades = dispatchUpgrades(app.server)
  await app.register(fastifyWebsocket, {
    options: {
      server: upgrades.routed,
      maxPayload: FRAME_BYTES_MAX,
      perMessageDeflate: false,
    },
    errorHandler: (_error, socket) => socket.terminate(),
    // Its own goodbye would come before ours, and without a word.
    preClose: (done) => done(),
  })
  app.addHook('onResponse', async ({ raw }) => upgrades.cut(raw))
  addEventSocket(app, faces, sockets)
  addCameraSocket(app, faces, sockets)
  addSoundSocket(app, faces, sockets)
  addTalkSocket(app, faces, sockets)
  await addWhepRoutes(app, faces, sockets)
  const live = addLiveNamespace({ server: app.server, faces, reach, sockets })
  app.addHook('preClose', async () => {
    app.websocketServer.close()
    live[Symbol.dispose]()
    sockets[Symbol.dispose]()
    // The goodbyes are on their way by then.
    await new Promise((resolve) => setImmediate(resolve))
    upgrades.destroy()
  })
}

/** Where this listener really listens. */
const boundTo = (app: RouteApp, { host }: Listener): Listener => ({
  host,
  // cast: it listens on an address, never on a pipe
  port: (app.server.address() as AddressInfo | null)?.port ?? 0,
})

/** Worked out once, and again when the house goes by other names. */
function lazyReach(
  { settings: { publicUrl, hosts } }: Hub,
  bound: () => Listener,
  certificate: HouseCertificate | null,
): () => Reach {
  let known: { readonly reach: Reach; readonly names: readonly HouseName[] } | null = null
  const noNames: readonly HouseName[] = []
  return () => {
    const names = certificate?.names ?? noNames
    if (known?.names !== names) {
      const certified = names.map(({ value }) => value)
      known = { names, reach: reachOf({ listener: bound(), publicUrl, hosts, certified }) }
    }
    return known.reach
  }
}

/** From now on this listener answers HTTPS too. */
function showCertificate(app: RouteApp, certificate: HouseCertificate): void {
  const side = answerBoth(app.server, certificate.current)
  const following = certificate.follow((next) => side.use(next))
  app.addHook('preClose', async () => {
    following[Symbol.dispose]()
    side[Symbol.dispose]()
  })
}

/** Every route of one listener; `at` tells which. Not yet listening. */
export async function createListener(
  faces: Faces,
  side: 'house' | 'street',
  listener: Listener,
): Promise<RouteApp> {
  const certificate = side === 'house' ? faces.hub.certificate : null
  const reach = lazyReach(faces.hub, () => boundTo(app, listener), certificate)
  const app = await createApp({ faces, reach })
  if (certificate) showCertificate(app, certificate)
  if (side === 'street') takeTurns(app.server)
  await app.register(fastifyCookie)
  if (side === 'house') {
    await describeApi(app)
    await addSockets(app, faces, reach)
    await addHouseRoutes(app, faces)
  }
  await addStreetRoutes(app, faces)
  await app.ready()
  return app
}

async function listen(app: RouteApp, side: string, { host, port }: Listener): Promise<string> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    if (codeOf(error) === 'EADDRINUSE')
      throw httpError(
        'HUB_HTTP_PORT_TAKEN',
        `${side} listener: another program listens on ${host} port ${port}; choose another with network.${side}.port`,
        { cause: error },
      )
    throw httpError('HUB_HTTP_LISTEN', `${side} listener: cannot listen on ${host} port ${port}`, {
      cause: error,
    })
  }
  return localUrl(boundTo(app, { host, port }))
}

/** @throws HubError `HUB_HTTP_PORT_TAKEN` or `HUB_HTTP_LISTEN`; then nothing is left open. */
export async function startListeners(hub: Hub): Promise<Listeners & AsyncDisposable> {
  const faces = createFaces(hub)
  await using stack = new AsyncDisposableStack()
  stack.use(faces)
  const start = async (side: 'house' | 'street', listener: Listener): Promise<string> => {
    const app = await createListener(faces, side, listener)
    stack.defer(() => app.close())
    return listen(app, side, listener)
  }
  const { house, street } = hub.settings
  const houseUrl = await start('house', house)
  const streetUrl = street && (await start('street', street))
  const open = stack.move()
  const secureUrl = hub.certificate && secureUrlOf(hub.certificate.names, houseUrl)
  return { houseUrl, secureUrl, streetUrl, [Symbol.asyncDispose]: () => open.disposeAsync() }
}
