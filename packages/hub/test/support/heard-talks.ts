// A camera engine that hears: what was said through each camera, and failures on demand.
import { HubError, type TalkEngine, type TalkKind } from '@portico/ports'

export class HeardTalks implements TalkEngine {
  /** What was heard, by camera. */
  readonly heard = new Map<string, number[]>()
  readonly open = new Map<string, TalkKind>()
  /** Cameras that fail to listen, and with which code. */
  readonly failing = new Map<string, string>()
  /** No camera listens before this resolves. */
  gate: Promise<void> = Promise.resolve()

  async talk(camera: string, kind: TalkKind): Promise<void> {
    await this.gate
    const code = this.failing.get(camera)
    if (code !== undefined) throw new HubError(code, 'it does not listen')
    if (this.open.has(camera)) throw new HubError('HUB_CAMERA_TALK_BUSY', 'somebody speaks')
    this.open.set(camera, kind)
  }

  sound(camera: string, muLaw: Uint8Array): void {
    if (this.open.has(camera)) this.heard.set(camera, [...(this.heard.get(camera) ?? []), ...muLaw])
  }

  async endTalk(camera: string): Promise<void> {
    this.open.delete(camera)
  }
}
