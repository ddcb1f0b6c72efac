// How a camera is made to prove that it lives: it signs a number that nobody could foresee, or a display in its view
// shows one and is seen to in its own picture.
import type { LivenessReport } from '@portico/core'
import { type CameraProof, type Clock, proofCode } from '@portico/ports'
import { NonceDemand } from './nonce-demand.ts'

export interface LivenessDemandOptions {
  readonly clock: Clock
  readonly proof: CameraProof
  /** Puts a number to a camera that signs. */
  readonly put: (nonce: string) => Promise<void>
  /** A code is looked for in the pictures from now on; or no more. */
  readonly onSeek: (on: boolean) => void
  readonly onProved: (nonce: string, method: LivenessReport['method']) => void
}

export class LivenessDemand implements Disposable {
  readonly #options: LivenessDemandOptions
  readonly #nonces: NonceDemand
  #shown: { readonly nonce: string; readonly code: string } | null = null

  constructor(options: LivenessDemandOptions) {
    const { clock, put, onProved } = options
    this.#options = options
    this.#nonces = new NonceDemand({ clock, put, onProved: (nonce) => onProved(nonce, 'signed') })
  }

  /** null: no proof is wanted any more. */
  want(nonce: string | null): void {
    const { proof, onSeek } = this.#options
    if (proof === 'signed') this.#nonces.want(nonce)
    if (proof !== 'display') return
    this.#shown = nonce === null ? null : { nonce: nonce.toLowerCase(), code: proofCode(nonce) }
    onSeek(nonce !== null)
  }

  /** The number that a good picture carried. */
  signed(nonce: string | null): void {
    this.#nonces.signed(nonce)
  }

  /** Text of a code in a picture that speaks for a live scene otherwise. */
  saw(text: string): void {
    const shown = this.#shown
    if (shown?.code !== text) return
    this.want(null)
    this.#options.onProved(shown.nonce, 'challenge')
  }

  [Symbol.dispose](): void {
    this.#nonces[Symbol.dispose]()
  }
}
