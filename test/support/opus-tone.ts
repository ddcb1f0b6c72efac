// A tone as Opus in RTP, as a phone sends a voice; and what Opus packets hold, at 8,000 samples a second.
import OpusScript from 'opusscript'
import { buildRtp } from '@portico/rtp'

const RATE = 24_000
const FRAME = 480

/** Packets of 20 ms each. */
export function opusTone(hertz: number, packets: number): Uint8Array[] {
  const coder = new OpusScript(RATE, 1, OpusScript.Application.AUDIO)
  const tone = Array.from({ length: packets }, (_, index) => {
    const samples = Buffer.alloc(2 * FRAME)
    for (let i = 0; i < FRAME; i += 1) {
      const angle = (2 * Math.PI * hertz * (index * FRAME + i)) / RATE
      samples.writeInt16LE(Math.round(12_000 * Math.sin(angle)), 2 * i)
    }
    const payload = coder.encode(samples, FRAME)
    const [sequence, timestamp] = [index + 1, index * FRAME]
    return buildRtp({ marker: index === 0, payloadType: 110, sequence, timestamp, ssrc: 2, payload })
  })
  coder.delete()
  return tone
}

/** Linear samples, 8,000 a second. */
export function decodedOpus(packets: readonly Uint8Array[]): number[] {
  const decoder = new OpusScript(8_000, 1, OpusScript.Application.AUDIO)
  const samples = packets.flatMap((packet) => {
    const bytes = decoder.decode(Buffer.from(packet))
    return Array.from({ length: bytes.length / 2 }, (_, i) => bytes.readInt16LE(2 * i))
  })
  decoder.delete()
  return samples
}
