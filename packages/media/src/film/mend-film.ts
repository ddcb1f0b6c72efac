// After a crash or a power cut: how much of a film file is whole. Every fragment is held against its own table, down to
// the lengths of the NALs, because a disk may have kept the size of a file and not its bytes.
import { createHash } from 'node:crypto'
import { splitLengthPrefixed } from '@portico/rtp'
import { TIMESCALE, readCaptureReference } from './fragmented-mp4.ts'
import { readMarks } from './marks-track.ts'
import { findBox, readBoxHead } from './mp4-box.ts'
import { isWholeSound } from './sound-track.ts'

export interface WholePart {
  /** Bytes up to the end of the last whole fragment; 0 when not even the beginning is whole. */
  readonly bytes: number
  readonly sha256: string
  readonly frames: number
  /** When the first and the last picture were taken, Unix ms. */
  readonly fromWallMs: number
  readonly toWallMs: number
}

/** No fragment or initialisation segment of ours is larger. */
const BOX_BYTES_MAX = 32 * 1024 * 1024

/** What is asked of a file; a `FileHandle` fits. */
export interface ReadableFile {
  read(
    buffer: Uint8Array,
    ...where: [offset: number, length: number, position: number]
  ): Promise<{ readonly bytesRead: number }>
}

/** Reads to the first byte that is not as we write it. */
export async function findWholePart(file: ReadableFile): Promise<WholePart> {
  const reader = new Reader(file)
  const hash = createHash('sha256')
  const part = { bytes: 0, frames: 0, fromWallMs: 0, toWallMs: 0 }
  const start = await readStart(reader)
  if (!start) return { ...part, sha256: hash.digest('hex') }
  for (const bytes of start) hash.update(bytes)
  part.bytes = reader.at
  for (let next = await readNext(reader); next; next = await readNext(reader)) {
    for (const bytes of next.boxes) hash.update(bytes)
    part.bytes = reader.at
    if (next.frames === 0) continue
    if (part.frames === 0) part.fromWallMs = next.wallMs
    part.frames += next.frames
    part.toWallMs = next.wallMs + next.lastStartsMs
  }
  return { ...part, sha256: hash.digest('hex') }
}

class Reader {
  readonly #file: ReadableFile
  at = 0

  constructor(file: ReadableFile) {
    this.#file = file
  }

  /** The next box, whole; null when it is cut, too large or none. */
  async next(type: string): Promise<Uint8Array | null> {
    const head = readBoxHead(await this.#read(8))
    if (head?.type !== type || head.size > BOX_BYTES_MAX) return null
    const bytes = await this.#read(head.size)
    if (bytes.length < head.size) return null
    this.at += head.size
    return bytes
  }

  async #read(length: number): Promise<Uint8Array> {
    const buffer = new Uint8Array(length)
    const { bytesRead } = await this.#file.read(buffer, 0, length, this.at)
    return buffer.subarray(0, bytesRead)
  }
}

async function readStart(reader: Reader): Promise<Uint8Array[] | null> {
  const file = await reader.next('ftyp')
  const movie = file && (await reader.next('moov'))
  return movie ? [file, movie] : null
}

/** Pictures begin with their time; marks and sound do not, and hold no picture. */
async function readNext(reader: Reader): Promise<WholeFragment | null> {
  const moof = await reader.next('moof')
  if (!moof) return await readFragment(reader)
  const data = await reader.next('mdat')
  const isWhole = data && (readMarks(moof, data) !== null || isWholeSound(moof, data))
  return isWhole ? { boxes: [moof, data], frames: 0, wallMs: 0, lastStartsMs: 0 } : null
}

interface WholeFragment {
  readonly boxes: readonly Uint8Array[]
  /** 0: marks or sound. */
  readonly frames: number
  readonly wallMs: number
  /** From the first to the last sample, ms. */
  readonly lastStartsMs: number
}

async function readFragment(reader: Reader): Promise<WholeFragment | null> {
  const reference = await reader.next('prft')
  const moof = reference && (await reader.next('moof'))
  const data = moof && (await reader.next('mdat'))
  const run = moof && findBox(moof, 'moof', 'traf', 'trun')
  const wallMs = reference && readCaptureReference(reference.subarray(8))
  if (!data || !run || wallMs === null) return null
  const samples = readRun(run)
  const mdat = data.subarray(8)
  if (!samples || samples.length === 0 || samples.reduce((sum, { size }) => sum + size, 0) !== mdat.length)
    return null
  let start = 0
  for (const { size } of samples) {
    if (!isSample(mdat.subarray(start, start + size))) return null
    start += size
  }
  const ticks = samples.slice(0, -1).reduce((sum, { duration }) => sum + duration, 0)
  return {
    boxes: [reference, moof, data],
    frames: samples.length,
    wallMs,
    lastStartsMs: (ticks / TIMESCALE) * 1000,
  }
}

/** The rows of a `trun` as `fragment` writes it. */
function readRun(body: Uint8Array): { readonly duration: number; readonly size: number }[] | null {
  const view = new DataView(body.buffer, body.byteOffset, body.byteLength)
  if (body.length < 12 || body.length !== 12 + 12 * view.getUint32(4)) return null
  return Array.from({ length: view.getUint32(4) }, (_, i) => ({
    duration: view.getUint32(12 + 12 * i),
    size: view.getUint32(16 + 12 * i),
  }))
}

/** A sector that a disk never wrote. No NAL holds so many zeros: emulation prevention breaks them up. */
const HOLE = Buffer.alloc(512)

/** NALs that fill it exactly, none of them empty or hollow. */
function isSample(bytes: Uint8Array): boolean {
  try {
    const nals = splitLengthPrefixed(bytes)
    return nals.length > 0 && nals.every((nal) => nal.length > 0) && !Buffer.from(bytes).includes(HOLE)
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}
