// Film as somebody else reads it: mediabunny, which shares no line with the engine.
import {
  ALL_FORMATS,
  BufferSource,
  type EncodedPacket,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
} from 'mediabunny'

export interface ReadFilm extends Disposable {
  readonly track: InputVideoTrack
  readonly packets: readonly EncodedPacket[]
  /** Seconds. */
  readonly duration: number
}

/** Throws where there is no film that can be played. */
export async function readFilm(bytes: Uint8Array): Promise<ReadFilm> {
  const input = new Input({ source: new BufferSource(new Uint8Array(bytes)), formats: ALL_FORMATS })
  const track = await input.getPrimaryVideoTrack()
  if (!track) throw new Error('no track')
  const packets: EncodedPacket[] = []
  for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet)
  const duration = await input.computeDuration()
  return {
    track,
    packets,
    duration,
    [Symbol.dispose]: () => {
      input.dispose()
    },
  }
}
