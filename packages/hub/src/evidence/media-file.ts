// Photos and films of the media folder, and nothing outside of it, whatever a line names or a link points at. They lie
// sealed, and are opened here as they are read.
import { constants, createReadStream } from 'node:fs'
import { type FileHandle, open, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { type HomeKey, SEALED, SealedFile } from '@portico/evidence/seal'
import { codeOf } from '@portico/ports'

export interface ByteRange {
  readonly from: number
  /** The last byte, included. */
  readonly to: number
}

export interface MediaPlace {
  readonly folder: string
  /** Opens what is sealed; null: nobody has it any more, and what is sealed is as good as gone. */
  readonly key: HomeKey | null
}

export interface MediaFile {
  readonly path: string
  /** Of the picture or film itself, without its seals. */
  readonly bytes: number
  /** @throws HubError `HUB_SEAL_OPEN` while it is read, where sealed bytes do not open. */
  read(range?: ByteRange): AsyncIterable<Uint8Array>
}

/** Null when there is no such file inside of the folder, or none that can be opened. */
export async function mediaFile({ folder, key }: MediaPlace, name: string): Promise<MediaFile | null> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, name))])
    if (!path.startsWith(root + sep)) return null
    await using file = await open(path, constants.O_RDONLY)
    const found = await file.stat()
    if (!found.isFile()) return null
    return path.endsWith(SEALED) ? await sealedFile(path, file, key) : plainFile(path, found.size)
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ERR_INVALID_ARG_VALUE'].includes(codeOf(error) ?? ''))
      return null
    throw error
  }
}

const plainFile = (path: string, bytes: number): MediaFile => ({
  path,
  bytes,
  read: (range) => createReadStream(path, range && { start: range.from, end: range.to }),
})

async function sealedFile(path: string, file: FileHandle, key: HomeKey | null): Promise<MediaFile | null> {
  const found = key && (await SealedFile.open(file, key))
  if (!found) return null
  const sealed = found
  async function* read(range?: ByteRange): AsyncGenerator<Uint8Array> {
    // The handle above is closed by now; the records stand where they stood.
    await using again = await open(path, constants.O_RDONLY)
    const whole = sealed.through(again)
    yield* range ? whole.read(range.from, range.to + 1) : whole.read()
  }
  return { path, bytes: sealed.bytes, read }
}
