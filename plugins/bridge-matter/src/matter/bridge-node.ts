// The node of the bridge: its doors, its pairing codes, and the fabrics that it belongs to.
import { Endpoint, type Environment, ServerNode, VendorId } from '@matter/main'
import { SubscriptionsServer } from '@matter/main/node'
import { AggregatorEndpoint } from '@matter/main/endpoints/aggregator'
import { type Fabric, FabricManager } from '@matter/main/protocol'
import type { FacePairing } from '@portico/protocol'
import type { MatterOptions } from '../config.ts'
import { DoorEndpoints, type DoorOrder } from './door-endpoints.ts'
import { HubCommissioningServer, PairingWindow, bindWindow } from './pairing-window.ts'
import { vendorNames } from './vendors.data.ts'

/** Of the Connectivity Standards Alliance, for tests: no product of ours is certified. */
const VENDOR = 0xff_f1
const PRODUCT = 0x80_00

export interface FabricSeen {
  /** Its place in the fabric table: another fabric may have it later. */
  readonly index: number
  /** Of its root key and id (compressed fabric id, Core 1.4, 4.3.2.2): no other fabric has it. */
  readonly id: string
  readonly name: string
}

export interface NodeOrder {
  readonly environment: Environment
  readonly options: MatterOptions
  readonly home: string
  /** The table of fabrics is another. */
  readonly onChange: () => void
  /** Another can pair now, or none any more. */
  readonly onPairing: () => void
  /** It is in the network: at the start, and again after a reset, when it knows nothing of its doors. */
  readonly onOnline: () => void
}

const Root = ServerNode.RootEndpoint.with(HubCommissioningServer)

export class BridgeNode implements AsyncDisposable {
  readonly #node: ServerNode<typeof Root>
  readonly #window: PairingWindow
  readonly #aggregator = new Endpoint(AggregatorEndpoint, { id: 'doors' })
  readonly #doors = new Map<string, DoorEndpoints>()

  private constructor(node: ServerNode<typeof Root>, window: PairingWindow) {
    this.#node = node
    this.#window = window
    bindWindow(node, window)
  }

  /** Not on the network yet: its doors come first, so that no controller ever reads a default. */
  static async create({
    environment,
    options,
    home,
    onChange,
    onPairing,
    onOnline,
  }: NodeOrder): Promise<BridgeNode> {
    const node = await ServerNode.create(Root, {
      id: 'bridge',
      environment,
      // An offer is larger than what goes by UDP; the answer goes by the line that it came by.
      network: { port: options.port, ...(options.videoDoorbell && { tcp: true }) },
      productDescription: { name: 'Portico', deviceType: AggregatorEndpoint.deviceType },
      basicInformation: {
        vendorName: 'Portico',
        vendorId: VendorId(VENDOR),
        productName: 'Doors',
        productId: PRODUCT,
        productLabel: 'Bridge',
        nodeLabel: home.slice(0, 32),
      },
    })
    // Without this the first report after a restart waits until the controllers miss one: minutes.
    await node.act((agent) => agent.load(SubscriptionsServer))
    const bridge = new BridgeNode(node, new PairingWindow(onPairing))
    await node.add(bridge.#aggregator)
    node.events.commissioning.fabricsChanged.on(onChange)
    node.lifecycle.online.on(() => {
      onOnline()
      onChange()
    })
    return bridge
  }

  async start(): Promise<void> {
    await this.#node.start()
  }

  get fabrics(): readonly FabricSeen[] {
    return this.#fabrics.map((fabric) => ({
      index: fabric.fabricIndex,
      id: fabric.globalId.toString(16).padStart(16, '0'),
      name: nameOf(fabric),
    }))
  }

  /** Null: nobody can pair now. */
  get pairing(): FacePairing | null {
    if (!this.#node.lifecycle.isOnline || !this.#window.isOpen) return null
    const { qrPairingCode, manualPairingCode } = this.#node.state.commissioning.pairingCodes
    return { qr: qrPairingCode, code: dashed(manualPairingCode), goodForMs: null }
  }

  door(id: string): DoorEndpoints | undefined {
    return this.#doors.get(id)
  }
  get doors(): ReadonlyMap<string, DoorEndpoints> {
    return this.#doors
  }

  async addDoor(order: DoorOrder): Promise<void> {
    const door = new DoorEndpoints(order)
    this.#doors.set(order.door.id, door)
    await door.joinTo(this.#aggregator)
  }

  /** Its numbers stay kept for it. */
  async dropDoor(id: string): Promise<void> {
    const door = this.#doors.get(id)
    this.#doors.delete(id)
    await door?.close()
  }

  /** Basic commissioning with the bridge's own code (Core 1.4, 11.19.8.2). */
  async open(): Promise<void> {
    await this.#window.open(this.#node.env)
  }

  /** While nobody is paired it stays open. */
  async shut(): Promise<void> {
    if (this.#node.lifecycle.isCommissioned) await this.#window.shut(this.#node.env)
  }

  /** The fabric hears that it is left; the last one takes codes and keys with it. */
  async leave(id: string): Promise<void> {
    const fabric = this.#fabrics.find(({ globalId }) => globalId.toString(16).padStart(16, '0') === id)
    await fabric?.leave()
  }

  /** All fabrics, and passcode, discriminator and keys: as new. */
  async reset(): Promise<void> {
    await this.#node.erase()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const door of this.#doors.values()) await door.endLooking()
    await this.#node.close()
  }

  get #fabrics(): readonly Fabric[] {
    return this.#node.env.has(FabricManager) ? this.#node.env.get(FabricManager).fabrics : []
  }
}

function nameOf({ label, rootVendorId, fabricIndex }: Fabric): string {
  const vendor = vendorNames[rootVendorId]
  const own = label.trim()
  if (own !== '') return vendor === undefined ? own.slice(0, 64) : `${own} (${vendor})`.slice(0, 64)
  return vendor ?? `Controller ${fabricIndex}`
}

/** As it is printed: `3497-011-2332` (Core 1.4, 5.1.4.1). */
function dashed(code: string): string {
  return code.replace(/^(\d{4})(\d{3})(\d{4})$/, '$1-$2-$3')
}
