// A Matter controller that looks through cameras, in a process of its own: matter.js of the bridge's own version, since
// older ones know no cameras. It pairs, reads and commands as its parent says over IPC; what the bridge tells it of a
// picture it passes on. Attributes are named by their numbers.
import { ControllerBehavior, Endpoint, Environment, LogLevel, Logger, ServerNode } from '@matter/main'
import { WebRtcTransportRequestorServer } from '@matter/main/behaviors/web-rtc-transport-requestor'
import { CameraAvStreamManagement } from '@matter/main/clusters/camera-av-stream-management'
import { WebRtcTransportProvider } from '@matter/main/clusters/web-rtc-transport-provider'
import { CameraControllerDevice } from '@matter/main/devices/camera-controller'
import type { ClientNode } from '@matter/main/node'
import { Invoke, Read } from '@matter/main/protocol'
import { EndpointNumber, Status, StreamUsage } from '@matter/main/types'
import { machineClock } from './machine-clock.ts'
import { type ControllerAct, type Told, clusters } from './matter-controller.ts'
import { obeyParent, plain, tell } from './told-by-parent.ts'

const [folder = '', label = ''] = process.argv.slice(2)
/** The bridge has 5540 on the same machine. */
const PORTS: Readonly<Record<string, number>> = { one: 5561, two: 5562 }

Logger.level = LogLevel.WARN
const environment = Environment.default
environment.vars.set('storage.path', folder)

const screen = new Endpoint(CameraControllerDevice, { id: 'screen' })
const controller = await ServerNode.create(ServerNode.RootEndpoint.with(ControllerBehavior), {
  id: label,
  environment,
  network: { port: PORTS[label] ?? 5563, tcp: true },
  commissioning: { enabled: false },
  controller: { adminFabricLabel: label },
  parts: [screen],
})
let node: ClientNode | undefined

function hear(name: string, value: unknown): void {
  const cluster = clusters.videoRequestor
  tell({
    type: 'event',
    endpoint: screen.number,
    cluster,
    name,
    value: plain(value),
    mono: machineClock.mono(),
  })
}
const told = screen.eventsOf(WebRtcTransportRequestorServer)
told.answer.on(({ id }, sdp) => hear('answer', { id, sdp }))
// The library has let go of the session by now.
told.end.on((_, reason) => hear('end', { reason }))

function paired(): ClientNode {
  if (node === undefined) throw new Error('not paired')
  return node
}

async function read(isFiltered: boolean): Promise<Told[]> {
  const found: Told[] = []
  // Otherwise it asks only for what it does not know.
  const everything = { ...Read({ attributes: [{}], fabricFilter: isFiltered }), includeKnownVersions: true }
  for await (const chunk of paired().interaction.read(everything))
    for await (const report of chunk)
      if (report.kind === 'attr-value') {
        const { endpointId, clusterId, attributeId } = report.path
        found.push({
          endpoint: endpointId,
          cluster: clusterId,
          name: String(attributeId),
          value: report.value,
          mono: 0,
        })
      }
  return found
}

async function command({
  endpoint,
  name,
  request,
}: Extract<ControllerAct, { do: 'command' }>): Promise<unknown> {
  const isStream = name in CameraAvStreamManagement.commands
  const asked = {
    cluster: isStream ? CameraAvStreamManagement : WebRtcTransportProvider,
    command: name,
    endpoint: EndpointNumber(endpoint),
    fields: name === 'provideOffer' ? { ...request, originatingEndpointId: screen.number } : request,
  }
  for await (const chunk of paired().interaction.invoke(Invoke({ commands: [asked] })))
    for (const entry of chunk) {
      if (entry.kind === 'cmd-response') return entry.data
      if (entry.status !== Status.Success)
        throw Object.assign(new Error(`status ${entry.status}`), { code: entry.status })
    }
  return null
}

/** What the bridge says of a session is heard only once the session is noted. */
async function note(answer: unknown): Promise<void> {
  const { peerAddress } = paired()
  // cast: what this command returns
  const { webRtcSessionId: id } = answer as WebRtcTransportProvider.ProvideOfferResponse
  if (peerAddress === undefined) throw new Error('not paired')
  await screen.act((agent) =>
    agent.get(WebRtcTransportRequestorServer).upsertSession({
      id,
      peerNodeId: peerAddress.nodeId,
      peerEndpointId: screen.number,
      streamUsage: StreamUsage.LiveView,
      metadataEnabled: false,
      videoStreams: [1],
      fabricIndex: peerAddress.fabricIndex,
    }),
  )
}

async function run(act: ControllerAct): Promise<unknown> {
  switch (act.do) {
    case 'pair':
      node = await controller.peers.commission({
        pairingCode: act.code.replaceAll('-', ''),
        onAttestationFailure: true,
        autoSubscribe: false,
      })
      return null
    case 'read':
      return read(act.fabricFiltered ?? true)
    case 'command': {
      const answer = await command(act)
      if (act.name === 'provideOffer') await note(answer)
      return answer
    }
    case 'leave':
      await paired().decommission()
      node = undefined
      return null
  }
}

await controller.start()
obeyParent(run)
