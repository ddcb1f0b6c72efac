// Goal: a camera hears a viewer while he speaks and nobody when he does not, and who comes too late is told so. Method: a
// server that speaks as the hub's talk socket does, and Opus of a tone and of silence.
import OpusScript from 'opusscript'
import { decodeMuLaw } from '@portico/rtp'
import { describe, expect, it, vi } from 'vitest'
import { Opus } from '../src/camera/opus.ts'
import { TalkBack } from '../src/camera/talk-back.ts'
import { HubLines } from './hub-lines.ts'

const FRAME = 480

function opus(level: number, packets: number): Buffer[] {
  const coder = new OpusScript(24_000, 1, OpusScript.Application.VOIP)
  return Array.from({ length: packets }, (_, n) => {
    const samples = Buffer.alloc(2 * FRAME)
    for (let i = 0; i < FRAME; i += 1)
      samples.writeInt16LE(Math.round(level * Math.sin(((n * FRAME + i) * 2 * Math.PI) / 48)), 2 * i)
    return coder.encode(samples, FRAME)
  })
}

interface Room extends AsyncDisposable {
  readonly lines: HubLines
  readonly talk: TalkBack
  readonly refused: string[]
  readonly heard: Buffer[]
}

async function room(): Promise<Room> {
  const lines = await HubLines.start()
  const refused: string[] = []
  const decoder = await Opus.open(8_000)
  const talk = new TalkBack({
    hub: lines.hub,
    camera: 'porch',
    decoder,
    onRefused: (words) => refused.push(words),
  })
  return {
    lines,
    talk,
    refused,
    heard: [],
    async [Symbol.asyncDispose]() {
      talk[Symbol.dispose]()
      decoder[Symbol.dispose]()
      await lines[Symbol.asyncDispose]()
    },
  }
}

describe('a voice from HomeKit', () => {
  it('reaches the camera with its first words, and silence opens nothing', async () => {
    await using all = await room()
    const { lines, talk, heard } = all
    for (const packet of opus(0, 20)) talk.hear(packet)
    expect(lines.sockets.length).toBe(0)
    for (const packet of opus(12_000, 10)) talk.hear(packet)
    await vi.waitUntil(() => lines.newest)
    expect(talk.isSpeaking).toBe(false)
    lines.newest?.on('message', (bytes: Buffer) => heard.push(bytes))
    lines.newest?.send(JSON.stringify({ speak: true, leftMs: 60_000 }))
    await vi.waitUntil(() => heard.length >= 9)
    expect(talk.isSpeaking).toBe(true)
    expect(lines.asked).toEqual(['/ws/talk/porch Bearer ptf_test'])
    expect(Math.max(...heard.map(({ length }) => length))).toBe(160)
    const peak = Math.max(...Array.from(Buffer.concat(heard), (byte) => Math.abs(decodeMuLaw(byte))))
    expect(peak).toBeGreaterThan(8_000)
  })

  it('lets the camera go when it has ended', async () => {
    await using all = await room()
    const { lines, talk } = all
    for (const packet of opus(12_000, 3)) talk.hear(packet)
    await vi.waitUntil(() => lines.newest)
    await vi.waitUntil(() => lines.newest?.readyState === 3, { timeout: 5_000 })
    expect(talk.isSpeaking).toBe(false)
  })

  it('that comes while somebody else speaks is told so, and not asked about again at once', async () => {
    await using all = await room()
    const { lines, talk, refused } = all
    for (const packet of opus(12_000, 3)) talk.hear(packet)
    await vi.waitUntil(() => lines.newest)
    lines.newest?.close(4409, 'Ann speaks')
    await vi.waitUntil(() => refused.length > 0)
    for (const packet of opus(12_000, 3)) talk.hear(packet)
    expect([refused, lines.sockets.length, talk.isSpeaking]).toEqual([['Ann speaks'], 1, false])
  })

  it('made of bytes that are no Opus disturbs nothing', async () => {
    await using all = await room()
    const { lines, talk } = all
    for (const bytes of [Buffer.alloc(0), Buffer.alloc(2_000, 1), Buffer.from([0xff, 0xff, 0xff])])
      talk.hear(bytes)
    expect(lines.sockets.length).toBe(0)
    for (const packet of opus(12_000, 3)) talk.hear(packet)
    await vi.waitUntil(() => lines.newest)
  })
})
