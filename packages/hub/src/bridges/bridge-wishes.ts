// What a bridge wishes of the book of faces: controllers that come and go, one after the other and only so many.
import { codeOf } from '@portico/ports'
import type { FaceKind } from '@portico/protocol'
import { plainText } from '../http/plain-text.ts'
import type { PluginLog } from '../plugins/plugin-log.ts'
import { codeIn, messageIn } from '../plugins/wire-text.ts'
import type { BridgeFaces } from './bridge-faces.ts'
import { PEERS_MAX, WISHES_MAX } from './bridge-limits.ts'
import type { BridgeWish, ToBridge } from './bridge-messages.ts'
import type { TakenOut } from './taken-out.ts'

type Reply = Extract<ToBridge, { readonly type: 'admitted' | 'dismissed' | 'denied' }>

export interface BridgeWishesParts {
  readonly kind: FaceKind
  readonly faces: BridgeFaces
  readonly log: PluginLog
  readonly takenOut: TakenOut
}

/** No face has it: whoever was taken out and is not forgotten yet is not let in by it. */
const DEAD_TOKEN = 'ptf_taken-out'

export class BridgeWishes {
  readonly #parts: BridgeWishesParts
  readonly #peers = new Set<string>()
  #waiting = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(parts: BridgeWishesParts) {
    this.#parts = parts
  }

  /** Null: more than may wait. */
  async take(wish: BridgeWish): Promise<Reply | null> {
    if (this.#waiting >= WISHES_MAX) return null
    this.#waiting += 1
    const answered = this.#turn.then(() => this.#answer(wish))
    this.#turn = answered
    return answered.finally(() => void (this.#waiting -= 1))
  }

  /** Never rejects. */
  async #answer(wish: BridgeWish): Promise<Reply> {
    const { kind, faces, log, takenOut } = this.#parts
    const { n } = wish
    try {
      if (wish.type === 'dismiss') {
        await faces.dismiss(kind, wish.peer)
        this.#peers.delete(wish.peer)
        return { type: 'dismissed', n }
      }
      const { id } = wish.peer
      if (!this.#peers.has(id) && this.#peers.size >= PEERS_MAX)
        return {
          type: 'denied',
          n,
          code: 'HUB_FACE_LIMIT',
          message: `controllers: no more than ${PEERS_MAX}`,
        }
      if (takenOut.has(id)) return { type: 'admitted', n, token: DEAD_TOKEN }
      const token = await faces.admit(kind, { id, name: plainText(wish.peer.name) || id })
      this.#peers.add(id)
      return { type: 'admitted', n, token }
    } catch (error) {
      log.warn({ code: codeOf(error) }, 'controller of a bridge not changed')
      return { type: 'denied', n, code: codeIn(error, 'HUB_PLUGIN_FAULT'), message: messageIn(error) }
    }
  }
}
