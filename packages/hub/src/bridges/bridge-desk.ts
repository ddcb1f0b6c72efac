// All bridges of the home: they begin once the house can be reached, and are spoken to by their names. A controller that
// is taken out of the book of faces is taken out of its bridge too.
import type { BridgeReply, BridgeRequest } from '@portico/plugin-api'
import { codeOf } from '@portico/ports'
import type { BridgeName, BridgeStatus, FaceKind } from '@portico/protocol'
import type { Logger } from 'pino'
import { hubError } from '../errors.ts'
import { type FaceBook, type KeptFace, isBridges } from '../faces/face.ts'
import type { BridgeChild } from './bridge-child.ts'
import { isIsolated } from './isolation.ts'
import type { Bridges, CheckedBridge, CredentialChecker } from './bridges.ts'

export interface BridgeDeskParts {
  readonly bridges: readonly CheckedBridge[]
  readonly faces: Pick<FaceBook, 'all' | 'dismiss' | 'onEnded'>
  readonly log: Logger
}

const notYet: BridgeStatus = { state: 'starting', words: null, progress: null, pairing: null }

export class BridgeDesk implements Bridges, AsyncDisposable {
  readonly #parts: BridgeDeskParts
  readonly #children = new Map<string, BridgeChild>()
  readonly #checkers = new Map<string, CredentialChecker>()
  readonly #following: Disposable

  constructor(parts: BridgeDeskParts) {
    this.#parts = parts
    this.#following = parts.faces.onEnded((face) => this.#faceEnded(face))
  }

  /** To be called once. */
  begin(startOne: (bridge: CheckedBridge) => BridgeChild): void {
    for (const bridge of this.#parts.bridges) this.#children.set(bridge.name, startOne(bridge))
  }

  get all(): Bridges['all'] {
    return this.#parts.bridges.map((bridge) => ({
      bridge,
      status: this.#children.get(bridge.name)?.status ?? notYet,
    }))
  }

  of(kind: FaceKind): ReturnType<Bridges['of']> {
    return this.all.find(({ bridge }) => bridge.kind === kind) ?? null
  }

  async openPairing(name: string): Promise<void> {
    await this.#child(name).openPairing()
  }

  async unpairAll(name: string): Promise<void> {
    const { faces } = this.#parts
    const child = this.#child(name)
    const { kind } = child.bridge
    const peers = faces.all.filter((face) => isBridges(face) && face.kind === kind)
    for (const { peer } of peers) if (peer !== null) await faces.dismiss(kind, peer)
    await child.unpair(null)
  }

  isIsolated(name: string): boolean {
    return isIsolated(this.#children.get(name)?.pid ?? null)
  }

  async restart(name: string): Promise<void> {
    await this.#child(name).restart()
  }

  admitBy(name: BridgeName, check: CredentialChecker): void {
    this.#checkers.set(name, check)
  }

  async credentialOf(name: string, authorization: string): Promise<string | null> {
    return (await this.#checkers.get(name)?.(authorization)) ?? null
  }

  async answer(name: string, request: BridgeRequest): Promise<BridgeReply> {
    return await this.#child(name).answer(request)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#following[Symbol.dispose]()
    await Promise.all([...this.#children.values()].map((child) => child[Symbol.asyncDispose]()))
  }

  /** A bridge whose own face ended begins anew with another. */
  #faceEnded(face: KeptFace): void {
    const child = [...this.#children.values()].find(({ bridge }) => bridge.kind === face.kind)
    if (!child || !isBridges(face)) return
    const { peer } = face
    const done = peer === null ? child.restart() : child.unpair(peer)
    done.catch((error: unknown) => {
      this.#parts.log.warn({ bridge: child.bridge.name, code: codeOf(error) }, 'bridge not told of an end')
    })
  }

  #child(name: string): BridgeChild {
    const child = this.#children.get(name)
    if (!child) throw hubError('HUB_BRIDGE_UNKNOWN', `no bridge ${name} is in the settings`)
    return child
  }
}
