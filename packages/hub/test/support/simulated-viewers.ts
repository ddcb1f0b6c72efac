// Viewers without WebRTC: offers are answered as the real engine answers them, and end as its viewers do.
import { HubError, type ViewerEngine, type ViewerOrder } from '@portico/ports'

export const ANSWER = 'v=0\r\na=ice-ufrag:hub\r\n'

export class SimulatedViewers implements ViewerEngine {
  /** How often somebody was expected. */
  expected = 0
  readonly open = new Map<string, ViewerOrder>()
  readonly trickled: string[] = []
  /** What an opening fails with now. */
  failure: HubError | null = null
  /** Of cameras that may not be looked at now. */
  readonly private = new Set<string>()
  readonly #followers = new Set<(viewer: string | null, why: string) => void>()

  async openViewer(order: ViewerOrder): Promise<string> {
    if (this.failure) throw this.failure
    if (this.private.has(order.camera))
      throw new HubError('HUB_CAMERA_PRIVATE', `camera ${order.camera} shows nothing outside of a visit`)
    if (!order.offer.startsWith('v=0'))
      throw new HubError('HUB_CAMERA_OFFER', 'the offer cannot be used: it is no SDP')
    if (!/H264/.test(order.offer))
      throw new HubError('HUB_CAMERA_CODEC', 'the viewer cannot take these pictures')
    this.open.set(order.viewer, order)
    return ANSWER
  }

  async trickle(viewer: string, candidates: readonly string[]): Promise<void> {
    if (this.open.has(viewer)) this.trickled.push(...candidates)
  }

  expectViewers(): void {
    this.expected += 1
  }
  async closeViewer(viewer: string): Promise<void> {
    this.open.delete(viewer)
  }

  onViewerGone(follower: (viewer: string | null, why: string) => void): Disposable {
    this.#followers.add(follower)
    return { [Symbol.dispose]: () => void this.#followers.delete(follower) }
  }

  /** A viewer ended by itself; null: the engine died. */
  end(viewer: string | null, why = 'silent'): void {
    if (viewer === null) this.open.clear()
    else this.open.delete(viewer)
    for (const follower of this.#followers) follower(viewer, why)
  }
}
