// H.264 Baseline made live by WebAssembly. The library only writes an MP4 file into a memory file of its own; told that
// a picture lasts a second, it closes a chunk after each one, and the pictures can be read from the growing file.
import library, { type H264MP4Encoder } from 'h264-mp4-encoder'

export interface EncoderOptions {
  readonly width: number
  readonly height: number
  readonly framesPerSecond: number
}

export interface EncodedPicture<Stamp> {
  /** One slice that holds the whole picture. */
  readonly slice: Uint8Array
  readonly key: boolean
  readonly stamp: Stamp
}

export interface ParameterPair {
  readonly sps: Uint8Array
  readonly pps: Uint8Array
}

/** Fine enough that noise of the sensor is coded: 5 kB a picture and more, of any size, which never waits in a buffer. */
const quantizerOf = (width: number): number => (width < 640 ? 20 : 23)
/** 10 is the fastest. */
const SPEED = 10
/** Where the first picture begins in the file. */
const DATA_OFFSET = 168
/** The file only grows: a new one after this many pictures' time, s. */
const REEL_S = 20
const NAL_IDR = 5
const READ_BYTES = 256 * 1024

let reels = 0

/** One file of the library in the making. */
async function openReel({ width, height, framesPerSecond }: EncoderOptions): Promise<H264MP4Encoder> {
  const reel = await library.createH264MP4Encoder()
  reel.outputFilename = `reel-${reels++}.mp4`
  reel.width = width
  reel.height = height
  reel.frameRate = 1
  reel.quantizationParameter = quantizerOf(width)
  reel.speed = SPEED
  // A key picture each second.
  reel.groupOfPictures = framesPerSecond
  reel.initialize()
  return reel
}

function throwAway(reel: H264MP4Encoder): void {
  reel.FS.unlink(reel.outputFilename)
  reel.delete()
}

const pairs = new Map<string, Promise<ParameterPair>>()

/** The parameter sets of any stream of this size. Cameras of one size share them: an encoder is opened for each size. */
export async function parameterPair(options: EncoderOptions): Promise<ParameterPair> {
  const size = `${options.width}x${options.height}`
  const pair = pairs.get(size) ?? readPair(options)
  pairs.set(size, pair)
  return await pair
}

/** Read from the file of one grey picture. */
async function readPair(options: EncoderOptions): Promise<ParameterPair> {
  const reel = await openReel(options)
  reel.addFrameYuv(new Uint8Array((options.width * options.height * 3) / 2).fill(128))
  reel.finalize()
  const file = Buffer.from(reel.FS.readFile(reel.outputFilename))
  throwAway(reel)
  // ISO/IEC 14496-15 5.3.3.1: five bytes, then counted, length-prefixed SPS and PPS.
  const box = file.indexOf('avcC') + 4
  const spsLength = file.readUInt16BE(box + 6)
  const pps = box + 8 + spsLength + 1
  const sets = {
    sps: Uint8Array.from(file.subarray(box + 8, box + 8 + spsLength)),
    pps: Uint8Array.from(file.subarray(pps + 2, pps + 2 + file.readUInt16BE(pps))),
  }
  if (box < 4 || sets.sps.length < 4 || sets.pps.length < 1) throw new Error('the encoder wrote no avcC box')
  return sets
}

/** The file of the running reel, and how far it was read. */
interface Reading {
  readonly reel: H264MP4Encoder
  readonly file: ReturnType<H264MP4Encoder['FS']['open']>
  readonly perSecond: number
  offset: number
  added: number
}

/**
 * Pictures come out one or two later than they went in: the library keeps back up to 4 kB. `stamp` travels with each
 * picture, so that its time of capture is that of its drawing.
 */
export class LiveEncoder<Stamp> {
  /** Pictures a second from the next one on; another pace begins with a key picture. */
  perSecond: number
  readonly #options: EncoderOptions
  readonly #chunk = new Uint8Array(READ_BYTES)
  #reading: Reading | null = null
  #stamps: Stamp[] = []
  #rest = new Uint8Array(0)

  constructor(options: EncoderOptions) {
    this.#options = options
    this.perSecond = options.framesPerSecond
  }

  /** Planes of Y, Cb and Cr behind each other. Returns what has become readable, oldest first. */
  async add(yuv: Uint8Array, stamp: Stamp): Promise<readonly EncodedPicture<Stamp>[]> {
    const last = this.#isOver() ? this.stop() : []
    this.#reading ??= await this.#start()
    this.#reading.reel.addFrameYuv(yuv)
    this.#reading.added += 1
    this.#stamps.push(stamp)
    return [...last, ...this.#read(this.#reading)]
  }

  /** Ends the stream; the next picture begins a new one with a key picture. Returns the pictures still kept back. */
  stop(): readonly EncodedPicture<Stamp>[] {
    const reading = this.#reading
    this.#reading = null
    if (!reading) return []
    reading.reel.finalize()
    const last = this.#read(reading)
    reading.reel.FS.close(reading.file)
    throwAway(reading.reel)
    this.#rest = new Uint8Array(0)
    this.#stamps = []
    return last
  }

  #isOver(): boolean {
    const reading = this.#reading
    if (!reading) return false
    return reading.perSecond !== this.perSecond || reading.added >= REEL_S * reading.perSecond
  }

  async #start(): Promise<Reading> {
    const { perSecond } = this
    const reel = await openReel({ ...this.#options, framesPerSecond: perSecond })
    return { reel, file: reel.FS.open(reel.outputFilename, 'r'), perSecond, offset: DATA_OFFSET, added: 0 }
  }

  #read(reading: Reading): readonly EncodedPicture<Stamp>[] {
    for (;;) {
      const { reel, file, offset } = reading
      const count = reel.FS.read(file, this.#chunk, 0, READ_BYTES, offset)
      if (count <= 0) break
      reading.offset += count
      this.#rest = concat(this.#rest, this.#chunk.subarray(0, count))
    }
    return this.#takeWhole()
  }

  /** Each picture is a length of four bytes and one slice; what follows the last picture is no picture. */
  #takeWhole(): readonly EncodedPicture<Stamp>[] {
    const pictures: EncodedPicture<Stamp>[] = []
    let at = 0
    while (this.#stamps.length > 0 && this.#rest.length - at >= 4) {
      const length = new DataView(this.#rest.buffer, this.#rest.byteOffset + at, 4).getUint32(0)
      if (this.#rest.length - at - 4 < length) break
      const slice = this.#rest.slice(at + 4, at + 4 + length)
      const type = (slice[0] ?? 0) & 31
      if (type !== 1 && type !== NAL_IDR) throw new Error(`the encoder wrote a NAL of type ${type}`)
      const stamp = this.#stamps.shift()
      // cast: the loop runs only while there is a stamp
      pictures.push({ slice, key: type === NAL_IDR, stamp: stamp as Stamp })
      at += 4 + length
    }
    this.#rest = this.#rest.subarray(at)
    return pictures
  }
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length)
  joined.set(a)
  joined.set(b, a.length)
  return joined
}
