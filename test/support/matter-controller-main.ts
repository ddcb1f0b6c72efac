// A Matter controller of another version than the bridge's library, in a process of its own: it pairs, follows and commands
// as its parent says over IPC. `@matter/nodejs` registers itself process-wide at import and shares a process with no other.
import { Environment, LogLevel, Logger } from '@matter/general'
import { ManualPairingCodeCodec, type NodeId } from '@matter/types'
import { DoorLock } from '@matter/types/clusters/door-lock'
import { GeneralCommissioning } from '@matter/types/clusters/general-commissioning'
import { CommissioningController } from '@project-chip/matter.js'
import type { PairedNode } from '@project-chip/matter.js/device'
import { machineClock } from './machine-clock.ts'
import type { ControllerAct } from './matter-controller.ts'
import { obeyParent, plain, tell } from './told-by-parent.ts'

const [folder = '', label = ''] = process.argv.slice(2)
await import('@matter/nodejs')
Logger.level = LogLevel.WARN
const environment = Environment.default
environment.vars.set('storage.path', folder)
environment.vars.set('path.root', folder)

const controller = new CommissioningController({
  environment: { environment, id: label },
  autoConnect: false,
  adminFabricLabel: label,
})
let nodeId: NodeId | undefined
let node: PairedNode | undefined

async function follow(): Promise<void> {
  if (nodeId === undefined) throw new Error('not paired')
  node = await controller.getNode(nodeId)
  node.events.attributeChanged.on(({ path, value }) =>
    tell({
      type: 'attribute',
      endpoint: path.endpointId,
      cluster: path.clusterId,
      name: path.attributeName,
      value: plain(value),
      mono: machineClock.mono(),
    }),
  )
  node.events.eventTriggered.on(({ path, events }) => {
    for (const { data } of events)
      tell({
        type: 'event',
        endpoint: path.endpointId,
        cluster: path.clusterId,
        name: path.eventName,
        value: plain(data),
        mono: machineClock.mono(),
      })
  })
  node.events.stateChanged.on((state) => tell({ type: 'state', state }))
  node.events.connectionAlive.on(() => tell({ type: 'alive' }))
  // Left to itself it asks to be told at most once a second.
  node.connect({
    autoConnect: true,
    subscribeMinIntervalFloorSeconds: 0,
    subscribeMaxIntervalCeilingSeconds: 60,
  })
  if (!node.initialized) await node.events.initialized
}

const octets = (text: string): Uint8Array => new TextEncoder().encode(text)

async function command(act: Extract<ControllerAct, { do: 'command' }>): Promise<unknown> {
  if (node === undefined) throw new Error('not paired')
  const client = await node.getInteractionClient()
  const { commands } = DoorLock.Complete
  const { pin, ...rest } = act.request
  const request = {
    ...rest,
    ...(typeof pin === 'string' && { pinCode: octets(pin) }),
    ...(typeof rest['credentialData'] === 'string' && { credentialData: octets(rest['credentialData']) }),
  }
  return client.invoke({
    // cast: numbers of the node's own list of parts
    endpointId: act.endpoint as never,
    clusterId: DoorLock.Complete.id,
    // cast: a name of the cluster's own table, and what the test says it takes
    command: commands[act.name as 'lockDoor'],
    request,
    asTimedRequest: true,
  })
}

async function run(act: ControllerAct): Promise<unknown> {
  switch (act.do) {
    case 'pair': {
      const { passcode, shortDiscriminator } = ManualPairingCodeCodec.decode(act.code.replaceAll('-', ''))
      nodeId = await controller.commissionNode(
        {
          commissioning: {
            regulatoryLocation: GeneralCommissioning.RegulatoryLocationType.Indoor,
            regulatoryCountryCode: 'XX',
          },
          discovery: {
            identifierData: { shortDiscriminator: shortDiscriminator ?? 0 },
            discoveryCapabilities: { onIpNetwork: true },
          },
          passcode,
        },
        { connectNodeAfterCommissioning: false },
      )
      await follow()
      return null
    }
    case 'read': {
      if (node === undefined) throw new Error('not paired')
      const client = await node.getInteractionClient()
      const found = await client.getMultipleAttributes({
        attributes: [{}],
        ...(act.fabricFiltered !== undefined && { isFabricFiltered: act.fabricFiltered }),
      })
      return found.map(({ path, value }) => ({
        endpoint: path.endpointId,
        cluster: path.clusterId,
        name: path.attributeName,
        value,
        mono: 0,
      }))
    }
    case 'command':
      return command(act)
    case 'leave': {
      if (node === undefined || nodeId === undefined) throw new Error('not paired')
      await controller.removeNode(nodeId, true)
      node = undefined
      return null
    }
  }
}

await controller.start()
obeyParent(run)
