// What the engine's tests share: a list to wait on, pictures made to measure, quiet logs, folders that go away.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { instant } from '@portico/core'
import { SealedFile, homeKey, openWhole } from '@portico/evidence/seal'
import type { ParameterSets } from '@portico/rtp'
import type { Picture } from '../src/feed/picture.ts'
import type { MediaLog } from '../src/wire.ts'
import { PcmEncoder } from './pcm-encoder.ts'
import { noise, scene } from './test-camera.ts'

/** A list that can be waited on; the test's own time limit bounds the wait. */
export class EventLog<T> {
  readonly items: T[] = []
  readonly #waiting = new Set<() => void>()

  add(item: T): void {
    this.items.push(item)
    for (const look of this.#waiting) look()
  }

  /** The first item from index `from` on that fits. */
  async find(fits: (item: T) => boolean, from = 0): Promise<T> {
    return await new Promise((resolve) => {
      const look = (): void => {
        const found = this.items.slice(from).find(fits)
        if (found === undefined) return
        this.#waiting.delete(look)
        resolve(found)
      }
      this.#waiting.add(look)
      look()
    })
  }

  /** The next one that fits, from now on. */
  async next(fits: (item: T) => boolean = () => true): Promise<T> {
    return await this.find(fits, this.items.length)
  }
}

export const quiet: MediaLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
}

/** A folder of its own, removed at the end of the scope. */
export async function scratchFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'portico-media-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Pictures of the test scene, 100 ms apart, a key picture each `group`, the first one taken at `start`. */
export function pictureStream({ group = 5, start = 1_000, seed = 1 } = {}): () => Picture {
  const encoder = new PcmEncoder(96, 64)
  const parameters: ParameterSets = { codec: 'h264', sps: encoder.sps, pps: [encoder.pps] }
  const random = noise(seed)
  let count = 0
  return () => {
    const key = count % group === 0
    const yuv = scene((count * 3) % 96, random)
    const nals = [key ? encoder.key(yuv) : encoder.next(yuv, [count % 24])]
    const captured = instant(start + count * 100)
    const picture: Picture = {
      nals,
      parameters,
      key,
      captured,
      grade: 'absolute',
      mediaTime: count * 9_000,
      changed: true,
    }
    count += 1
    return picture
  }
}

export const take = <T>(count: number, next: () => T): T[] => Array.from({ length: count }, () => next())

export const filmKey = homeKey(new Uint8Array(32).fill(9))

/** A sealed file as it is without its seals. */
export async function readSealed(path: string): Promise<Buffer> {
  await using file = await open(path, 'r')
  return Buffer.from(await openWhole(file, filmKey))
}

/** Of a file that is being written: what of it is whole. */
export async function readWritten(path: string): Promise<Buffer> {
  await using file = await open(path, 'r')
  const parts: Uint8Array[] = []
  for await (const part of (await SealedFile.open(file, filmKey))?.read() ?? []) parts.push(part)
  return Buffer.concat(parts)
}
