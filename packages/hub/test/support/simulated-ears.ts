// A camera engine that is listened to: what a test lets each camera hear, and refusals on demand.
import { type Instant, instant } from '@portico/core'
import { HubError, type ListenEngine } from '@portico/ports'
import type { Listening } from '../../src/live/listening.ts'

export class SimulatedEars implements ListenEngine {
  /** How often each camera was asked to be listened to and to be left, in their order. */
  readonly asked: string[] = []
  /** Cameras that refuse, and with which code. */
  readonly failing = new Map<string, string>()

  async listen(camera: string): Promise<void> {
    this.asked.push(`listen ${camera}`)
    const code = this.failing.get(camera)
    if (code !== undefined) throw new HubError(code, 'it is not heard')
  }

  async unlisten(camera: string): Promise<void> {
    this.asked.push(`unlisten ${camera}`)
  }

  /** A piece of sound comes; with a codec it is the beginning. */
  hear(
    to: Listening,
    camera: string,
    piece: { readonly bytes: string; readonly codec?: string; readonly at?: Instant },
  ): void {
    const { bytes, codec = null, at = instant(0) } = piece
    const type = codec === null ? 'fragment' : 'init'
    to.onHeard({ camera, type, codec, key: type === 'fragment', captured: at, bytes: Buffer.from(bytes) })
  }
}
