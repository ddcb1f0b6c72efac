// Goal: cameras of other people's making hear what they are told. Method: GStreamer's ONVIF server as the camera, spoken
// to by our client over TCP with Digest, in both laws of G.711; and one that has no ear. Skipped, with the reason on
// stderr, where GStreamer is not installed.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { BackChannel, MU_LAW_SILENCE, PACKET_BYTES, decodeALaw } from '@portico/rtp'
import { describe, expect, it } from 'vitest'
import { muLawTone, shareOf } from '../support/tone.ts'
import { until } from '../support/until.ts'
import { clock } from './filmed.ts'
import { GstreamerCamera, missing, skipsLoudly } from './gstreamer-source.ts'

const isMissing = skipsLoudly(
  'talk to cameras made of GStreamer',
  missing('x264enc', 'rtppcmudepay', 'rtppcmadepay', 'filesink'),
)

class Ear implements AsyncDisposable {
  readonly url: string
  readonly #folder: string
  readonly #child: ChildProcessByStdio<Writable, Readable, null>

  private constructor(child: ChildProcessByStdio<Writable, Readable, null>, port: string, folder: string) {
    this.#child = child
    this.#folder = folder
    this.url = `rtsp://127.0.0.1:${port}/eye`
  }

  static async start(law: 'PCMU' | 'PCMA'): Promise<Ear> {
    const folder = mkdtempSync(join(tmpdir(), 'portico-ear-'))
    const script = join(import.meta.dirname, 'gstreamer-ear.py')
    const child = spawn('/usr/bin/python3', [script, law, join(folder, 'heard')], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    for await (const line of createInterface({ input: child.stdout })) return new Ear(child, line, folder)
    throw new Error('the camera did not start')
  }

  get heard(): Buffer {
    const file = join(this.#folder, 'heard')
    return existsSync(file) ? readFileSync(file) : Buffer.alloc(0)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const exit = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exit
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

const open = (url: string, username: string, password: string): Promise<BackChannel> =>
  BackChannel.open({ url, username, password, clock, signal: new AbortController().signal })

const silence = new Uint8Array(PACKET_BYTES).fill(MU_LAW_SILENCE)

/**
 * It hears from the first packet on that finds its pipeline running. Now and then GStreamer's server begins a session and
 * hears nothing in it, since its pictures, which nobody sets up, end in that very moment: then it is spoken to anew.
 */
const listening = (ear: Ear): Promise<BackChannel> =>
  until('the camera to listen', async () => {
    const channel = await open(ear.url, 'hub', 'words')
    let isFirst = true
    const isHeard = (): boolean => {
      channel.send(silence, isFirst)
      isFirst = false
      return ear.heard.length > 0
    }
    const heard = await until('a first sound', isHeard, 3_000).catch(() => false)
    if (heard) return channel
    await channel[Symbol.asyncDispose]()
    return null
  })

describe.skipIf(isMissing)('a camera made of GStreamer', () => {
  it.each(['PCMU', 'PCMA'] as const)('that speaks %s hears the tone that was sent', async (law) => {
    await using ear = await Ear.start(law)
    await using channel = await listening(ear)
    const tone = muLawTone(1_000, 1)
    for (let from = 0; from < tone.length; from += PACKET_BYTES)
      expect(channel.send(tone.subarray(from, from + PACKET_BYTES), false)).toBe(true)
    const share = (): number => {
      const last = ear.heard.subarray(-tone.length)
      return shareOf(1_000, law === 'PCMA' ? Array.from(last, (byte) => decodeALaw(byte)) : last)
    }
    await until('a second of the tone', () => ear.heard.length > tone.length && share() > 0.95)
    if (law === 'PCMU') await until('each byte of it', () => ear.heard.subarray(-tone.length).equals(tone))
  })

  it('without an ear says so, and one with another password is not spoken to', async () => {
    await using deaf = await GstreamerCamera.start()
    await expect(open(deaf.url, 'hub', 'pictures')).rejects.toMatchObject({ code: 'HUB_RTSP_NO_TALK' })
    await using ear = await Ear.start('PCMU')
    await expect(open(ear.url, 'hub', 'guess')).rejects.toMatchObject({ code: 'HUB_RTSP_REFUSED' })
  })
})
