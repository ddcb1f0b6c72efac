// Pictures that the decoder here cannot read (H.264 beyond Baseline, H.265) by a system `ffmpeg`, where there is one. Each
// group has a process of its own, started ahead of its use: nothing of one camera can show in another, and a stream that
// breaks the decoder breaks one picture.
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { parseSps, readH265Profile, splitAnnexB } from '@portico/rtp'
import type { Decoded } from './h264-decoder.ts'

type Process = ChildProcessByStdio<Writable, Readable, null>
/** As ffmpeg calls them. */
type Demuxer = 'h264' | 'hevc'

interface Shape {
  readonly demuxer: Demuxer
  readonly width: number
  readonly height: number
}

/** A group that takes longer has hung, ms: below the limit of the whole job. */
const LIMIT_MS = 3_500
/** 4K, samples. */
const PIXELS_MAX = 3840 * 2160
const GROUP_BYTES_MAX = 8 * 1024 * 1024
/** Groups being decoded at once. */
const RUNNING_MAX = 2

const argumentsFor = (demuxer: Demuxer): readonly string[] => [
  ...['-hide_banner', '-nostdin', '-loglevel', 'quiet', '-protocol_whitelist', 'pipe'],
  ...['-probesize', '32', '-analyzeduration', '0', '-threads', '1', '-f', demuxer, '-i', 'pipe:0'],
  ...['-fps_mode', 'passthrough', '-pix_fmt', 'yuv420p', '-f', 'rawvideo', 'pipe:1'],
]

/** Size and kind of the pictures that begin with this one; null for what is no key picture with parameter sets. */
export function shapeOf(key: Uint8Array): Shape | null {
  for (const nal of splitAnnexB(key).slice(0, 8)) {
    const h264 = parseSps(nal)
    if (h264) return { demuxer: 'h264', width: h264.width, height: h264.height }
    const h265 = readH265Profile(nal)
    if (h265) return { demuxer: 'hevc', width: h265.width, height: h265.height }
  }
  return null
}

export class FfmpegDecoder implements Disposable {
  readonly #path: string
  readonly #ready = new Map<Demuxer, Process>()
  readonly #running = new Set<Process>()

  /** `path` of the program. */
  constructor(path: string) {
    this.#path = path
  }

  /** The last picture of a group that begins with a key picture; null when it cannot be decoded, or not in time. */
  async decodeLast(units: readonly Uint8Array[]): Promise<Decoded | null> {
    const shape = shapeOf(units[0] ?? new Uint8Array(0))
    const bytes = units.reduce((sum, { length }) => sum + length, 0)
    if (!shape || shape.width * shape.height > PIXELS_MAX || bytes > GROUP_BYTES_MAX) return null
    // Its planes are cut at whole pairs of samples.
    if (shape.width % 2 !== 0 || shape.height % 2 !== 0 || this.#running.size >= RUNNING_MAX) return null
    const child = this.#take(shape.demuxer)
    this.#running.add(child)
    const limit = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS)
    try {
      return await lastPicture(child, shape, units)
    } finally {
      clearTimeout(limit)
      this.#running.delete(child)
      child.kill('SIGKILL')
      this.#prepare(shape.demuxer)
    }
  }

  [Symbol.dispose](): void {
    for (const child of [...this.#ready.values(), ...this.#running]) child.kill('SIGKILL')
    this.#ready.clear()
  }

  #take(demuxer: Demuxer): Process {
    const ready = this.#ready.get(demuxer)
    this.#ready.delete(demuxer)
    return ready && ready.exitCode === null && ready.signalCode === null ? ready : this.#start(demuxer)
  }

  /** The next one waits at its pipe: loading the program takes longer than decoding a picture. */
  #prepare(demuxer: Demuxer): void {
    if (!this.#ready.has(demuxer)) this.#ready.set(demuxer, this.#start(demuxer))
  }

  #start(demuxer: Demuxer): Process {
    const child = spawn(this.#path, argumentsFor(demuxer), { stdio: ['pipe', 'pipe', 'ignore'], env: {} })
    // What fails is told by the picture that does not come.
    child.on('error', () => undefined)
    child.stdin.on('error', () => undefined)
    return child
  }
}

/** Writes the group and keeps the newest whole picture of what comes, never more than one beside it. */
async function lastPicture(
  child: Process,
  { width, height }: Shape,
  units: readonly Uint8Array[],
): Promise<Decoded | null> {
  const size = (width * height * 3) / 2
  let [open, whole] = [new Uint8Array(size), new Uint8Array(size)]
  let filled = 0
  let pictures = 0
  child.stdout.on('data', (chunk: Buffer) => {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + size - filled)
      open.set(part, filled)
      filled += part.length
      at += part.length
      if (filled < size) continue
      ;[open, whole] = [whole, open]
      filled = 0
      pictures += 1
    }
  })
  const over = Promise.withResolvers<void>()
  child.stdout.once('close', over.resolve)
  child.once('error', () => over.resolve())
  child.stdin.end(Buffer.concat(units))
  await over.promise
  // A picture too few is an older one than was asked for.
  if (pictures < units.length) return null
  const luma = width * height
  return {
    width,
    height,
    stride: width,
    luma: whole.subarray(0, luma),
    cb: whole.subarray(luma, luma * 1.25),
    cr: whole.subarray(luma * 1.25),
  }
}
