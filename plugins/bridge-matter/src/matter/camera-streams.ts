// The one picture of a camera, as Matter wants to know of it: H.264 in the size that the camera takes, for who looks now.
// It is allocated from the start, and nobody else can change it (CameraAvStreamManagement, Application Clusters 1.5, 11.2).
import { CameraAvStreamManagementServer } from '@matter/main/behaviors/camera-av-stream-management'
import { CameraAvStreamManagement } from '@matter/main/clusters/camera-av-stream-management'
import { Status, StatusResponseError, StreamUsage } from '@matter/main/types'
import type { PictureSize } from '../video-acts.ts'

export const VIDEO_STREAM = 1

/** The hub does not tell how often a camera takes a picture, nor how large its stream is: bounds, not measures. */
const RATE_MAX = 30
const BITS_MAX = 16_000_000
/** Longest time between two pictures that stand alone, ms. */
const KEY_INTERVAL_MS = 4_000
const BUFFER_BYTES = 1024 * 1024

const { VideoCodec } = CameraAvStreamManagement

/** `lookers`: how many are sent to now. */
export function videoStream(size: PictureSize, lookers: number): CameraAvStreamManagement.VideoStream {
  return {
    videoStreamId: VIDEO_STREAM,
    streamUsage: StreamUsage.LiveView,
    videoCodec: VideoCodec.H264,
    minFrameRate: 1,
    maxFrameRate: RATE_MAX,
    minResolution: size,
    maxResolution: size,
    minBitRate: 1,
    maxBitRate: BITS_MAX,
    keyFrameInterval: KEY_INTERVAL_MS,
    referenceCount: lookers,
  }
}

type Traits = Pick<
  CameraAvStreamManagement.Attributes,
  | 'maxConcurrentEncoders'
  | 'maxEncodedPixelRate'
  | 'videoSensorParams'
  | 'minViewportResolution'
  | 'rateDistortionTradeOffPoints'
  | 'maxContentBufferSize'
  | 'maxNetworkBandwidth'
  | 'currentFrameRate'
  | 'supportedStreamUsages'
  | 'streamUsagePriorities'
  | 'allocatedVideoStreams'
  | 'viewport'
>

/** What never changes of a camera. */
export function streamTraits(size: PictureSize): Traits {
  const { width, height } = size
  return {
    maxConcurrentEncoders: 1,
    maxEncodedPixelRate: width * height * RATE_MAX,
    videoSensorParams: { sensorWidth: width, sensorHeight: height, maxFps: RATE_MAX },
    minViewportResolution: size,
    rateDistortionTradeOffPoints: [{ codec: VideoCodec.H264, resolution: size, minBitRate: 1 }],
    maxContentBufferSize: BUFFER_BYTES,
    maxNetworkBandwidth: BITS_MAX,
    // Nobody measures it here.
    currentFrameRate: 0,
    supportedStreamUsages: [StreamUsage.LiveView],
    streamUsagePriorities: [StreamUsage.LiveView],
    allocatedVideoStreams: [videoStream(size, 0)],
    viewport: { x1: 0, y1: 0, x2: width, y2: height },
  }
}

const refusal = (status: Status, words: string): StatusResponseError => new StatusResponseError(words, status)

export class HubStreamsServer extends CameraAvStreamManagementServer.with('Video') {
  override initialize(): void {
    this.reactTo(this.events.viewport$Changing, () => {
      throw refusal(Status.ConstraintError, 'the picture is shown as the camera takes it')
    })
  }

  override setStreamPriorities({
    streamPriorities,
  }: CameraAvStreamManagement.SetStreamPrioritiesRequest): void {
    if (streamPriorities.length !== 1 || streamPriorities[0] !== StreamUsage.LiveView)
      throw refusal(Status.DynamicConstraintError, 'there is the live picture alone')
  }

  override videoStreamAllocate(
    request: CameraAvStreamManagement.VideoStreamAllocateRequest,
  ): CameraAvStreamManagement.VideoStreamAllocateResponse {
    const [stream] = this.state.allocatedVideoStreams
    if (stream === undefined || !fits(request, stream))
      throw refusal(Status.DynamicConstraintError, 'the camera has no such picture')
    return { videoStreamId: VIDEO_STREAM }
  }

  override videoStreamDeallocate({
    videoStreamId,
  }: CameraAvStreamManagement.VideoStreamDeallocateRequest): void {
    if (videoStreamId !== VIDEO_STREAM) throw refusal(Status.NotFound, 'no such stream')
    throw refusal(Status.InvalidInState, 'this stream is always there')
  }
}

export function fits(
  asked: CameraAvStreamManagement.VideoStreamAllocateRequest,
  { maxResolution: size, maxBitRate }: CameraAvStreamManagement.VideoStream,
): boolean {
  const { minResolution, maxResolution } = asked
  return (
    asked.videoCodec === VideoCodec.H264 &&
    asked.streamUsage === StreamUsage.LiveView &&
    minResolution.width <= size.width &&
    minResolution.height <= size.height &&
    maxResolution.width >= size.width &&
    maxResolution.height >= size.height &&
    asked.minFrameRate <= RATE_MAX &&
    asked.minBitRate <= maxBitRate
  )
}
