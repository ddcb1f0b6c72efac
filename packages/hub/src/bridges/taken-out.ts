// Controllers that the owner took out while their bridge could not hear of it: kept in a file beside the bridge's folder
// until it has, so that none comes back with the next start of the bridge or of the hub.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'

/** More than a bridge can have. */
const KEPT_MAX = 64

/** null: all controllers. */
export type TakenPeer = string | null

export class TakenOut {
  readonly #file: string
  #peers: readonly TakenPeer[]

  /** `file`: where the bridge cannot write. */
  constructor(file: string) {
    this.#file = file
    this.#peers = readFrom(file)
  }

  get all(): readonly TakenPeer[] {
    return this.#peers
  }

  has(peer: string): boolean {
    return this.#peers.includes(peer) || this.#peers.includes(null)
  }

  /** It is on the disk then. Throws the system's error. */
  add(peer: TakenPeer): void {
    if (this.#peers.includes(peer)) return
    this.#write([...this.#peers, peer].slice(-KEPT_MAX))
  }

  /** The bridge has forgotten it. */
  delete(peer: TakenPeer): void {
    this.#write(this.#peers.filter((each) => each !== peer))
  }

  #write(peers: readonly TakenPeer[]): void {
    this.#peers = peers
    if (peers.length === 0) rmSync(this.#file, { force: true })
    else writeFileSync(this.#file, JSON.stringify(peers), { mode: 0o600, flush: true })
  }
}

function readFrom(file: string): readonly TakenPeer[] {
  try {
    const kept: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return Array.isArray(kept)
      ? kept.filter((each): each is TakenPeer => each === null || typeof each === 'string')
      : []
  } catch {
    return []
  }
}
