// A door with a camera as a video doorbell (device type 0x143): a camera and a bell, each on an endpoint of its own below it.
import { Endpoint } from '@matter/main'
import { CameraDevice } from '@matter/main/devices/camera'
import { VideoDoorbellDevice } from '@matter/main/devices/video-doorbell'
import type { Clock } from '@portico/plugin-api'
import type { PictureSize, VideoActs } from '../video-acts.ts'
import { HubStreamsServer, streamTraits, videoStream } from './camera-streams.ts'
import { HubVideoServer, bindVideo, sessionTold } from './video-server.ts'
import { type VideoSession, VideoSessions } from './video-sessions.ts'

const Camera = CameraDevice.with(HubStreamsServer, HubVideoServer)

export interface VideoOrder {
  readonly acts: VideoActs
  readonly size: PictureSize
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

export class VideoEndpoint implements AsyncDisposable {
  readonly node: Endpoint
  readonly #camera: Endpoint<typeof Camera>
  readonly #sessions: VideoSessions
  readonly #size: PictureSize

  constructor({ acts, size, clock, onError }: VideoOrder, bell: Endpoint) {
    this.#size = size
    this.#camera = new Endpoint(Camera, {
      id: 'camera',
      cameraAvStreamManagement: streamTraits(size),
      webRtcTransportProvider: { currentSessions: [] },
    })
    this.#sessions = new VideoSessions({ clock, onError, onChange: (sessions) => this.#write(sessions) })
    bindVideo(this.#camera, { acts, sessions: this.#sessions, clock, onError })
    this.node = new Endpoint(VideoDoorbellDevice, { id: 'video', parts: [this.#camera, bell] })
  }

  /** What was told before a start, or a reset, is not so any more. */
  async showAgain(): Promise<void> {
    await this.#write(this.#sessions.all)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sessions[Symbol.asyncDispose]()
  }

  /**
   * Whole lists: a patch would leave parts of what stood there before. A command that is under way holds them: they are
   * waited for, so that no command may wait for this.
   */
  async #write(sessions: readonly VideoSession[]): Promise<void> {
    await this.#camera.act(async (agent) => {
      const [streams, video] = [agent.get(HubStreamsServer), agent.get(HubVideoServer)]
      const { transaction } = agent.context
      await transaction.begin()
      await transaction.addResources(streams, video)
      streams.state.allocatedVideoStreams = [videoStream(this.#size, sessions.length)]
      video.state.currentSessions = sessions.map(sessionTold)
    })
  }
}
