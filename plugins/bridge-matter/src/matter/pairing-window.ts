// Whether the bridge's own code pairs at this moment, as the library has it. A node whose last controller has left is none's
// and in the network for a while, with a code that dies with its keys: to be told only once it can be used.
import type { Endpoint, Environment } from '@matter/main'
import { CommissioningServer } from '@matter/main/node'
import { DeviceCommissioner } from '@matter/main/protocol'

export class PairingWindow {
  readonly #onChange: () => void
  #isOpen = false

  constructor(onChange: () => void) {
    this.#onChange = onChange
  }

  get isOpen(): boolean {
    return this.#isOpen
  }

  /** @throws when a controller has opened one with a code of its own */
  async open(environment: Environment): Promise<void> {
    await environment.get(DeviceCommissioner).allowBasicCommissioning(this.#ended)
    this.#isOpen = true
    this.#onChange()
  }

  async shut(environment: Environment): Promise<void> {
    if (this.#isOpen) await environment.get(DeviceCommissioner).endCommissioning()
  }

  /** A controller was let in, too many were wrong, or the node goes out of the network. */
  readonly #ended = (): void => {
    this.#isOpen = false
    this.#onChange()
  }
}

const windows = new WeakMap<Endpoint, PairingWindow>()

/** Before the node starts. */
export function bindWindow(node: Endpoint, window: PairingWindow): void {
  windows.set(node, window)
}

/** Opens the window by our hand, and writes no code to the log. */
export class HubCommissioningServer extends CommissioningServer {
  override async enterCommissionableMode(): Promise<void> {
    await windows.get(this.endpoint)?.open(this.env)
  }
}
