// Each controller is a face of its own at the hub, with rights of its own: its commands go there by its own token.
import { FaceClient } from '@portico/client'
import type { BridgeHost } from '@portico/plugin-api'
import type { BridgeDatabase } from './matter/store.ts'

/** A fabric of the node. */
export interface PeerSeen {
  readonly index: number
  /** Stays its own after another one got its index. */
  readonly id: string
  readonly name: string
}

export interface Peer extends PeerSeen {
  readonly client: FaceClient
}

type PeersHost = Pick<BridgeHost, 'url' | 'admit' | 'dismiss' | 'log'>

export class Peers {
  readonly #host: PeersHost
  readonly #database: BridgeDatabase['database']
  readonly #peers = new Map<string, Peer>()
  /** Before a face ends: it may have left something behind at the hub. */
  readonly #beforeLeave: (peer: Peer) => Promise<void>
  /** One change after another. */
  #turn: Promise<void> = Promise.resolve()

  constructor(host: PeersHost, { database }: BridgeDatabase, beforeLeave: (peer: Peer) => Promise<void>) {
    this.#host = host
    this.#database = database
    this.#beforeLeave = beforeLeave
    database.exec('CREATE TABLE IF NOT EXISTS peers (id TEXT PRIMARY KEY) STRICT')
  }

  get size(): number {
    return this.#peers.size
  }

  /** Null: no such fabric, or the hub has not let it in yet. */
  at(index: number): Peer | null {
    for (const peer of this.#peers.values()) if (peer.index === index) return peer
    return null
  }

  /** Lets in who is new and dismisses who is gone, be it while the bridge did not run. */
  follow(fabrics: readonly PeerSeen[]): Promise<void> {
    const turn = this.#turn.then(() => this.#follow(fabrics))
    // A failure is told to who asked; the next change does not wait for it.
    this.#turn = turn.catch(() => {})
    return turn
  }

  async #follow(fabrics: readonly PeerSeen[]): Promise<void> {
    const ids = new Set(fabrics.map(({ id }) => id))
    for (const id of this.#kept()) if (!ids.has(id)) await this.#dismiss(id)
    for (const fabric of fabrics) {
      const known = this.#peers.get(fabric.id)
      if (known === undefined) await this.#admit(fabric)
      else this.#peers.set(fabric.id, { ...fabric, client: known.client })
    }
  }

  async #admit(fabric: PeerSeen): Promise<void> {
    const { id, name } = fabric
    // First the note, then the face: what is in the hub is dismissed by the next bridge if this one dies here.
    this.#database.prepare('INSERT OR IGNORE INTO peers VALUES (?)').run(id)
    const token = await this.#host.admit({ id, name })
    this.#peers.set(id, { ...fabric, client: new FaceClient(this.#host.url, token) })
    this.#host.log.info({ peer: id }, 'controller admitted')
  }

  async #dismiss(id: string): Promise<void> {
    const peer = this.#peers.get(id)
    if (peer !== undefined) await this.#beforeLeave(peer)
    this.#peers.delete(id)
    await this.#host.dismiss(id)
    this.#database.prepare('DELETE FROM peers WHERE id = ?').run(id)
    this.#host.log.info({ peer: id }, 'controller dismissed')
  }

  #kept(): readonly string[] {
    return this.#database
      .prepare('SELECT id FROM peers')
      .all()
      .map(({ id }) => String(id))
  }
}
