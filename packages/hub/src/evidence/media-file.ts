// Photos and films of the media folder, and nothing outside of it, whatever a line names or a link points at.
import { constants, createReadStream } from 'node:fs'
import { open, realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import type { Readable } from 'node:stream'
import { codeOf } from '@portico/ports'

export interface ByteRange {
  readonly from: number
  /** The last byte, included. */
  readonly to: number
}

export interface MediaFile {
  readonly path: string
  readonly bytes: number
  read(range?: ByteRange): Readable
}

/** Null when there is no such file inside of the folder. */
export async function mediaFile(folder: string, name: string): Promise<MediaFile | null> {
  try {
    const [root, path] = await Promise.all([realpath(folder), realpath(join(folder, name))])
    if (!path.startsWith(root + sep)) return null
    await using file = await open(path, constants.O_RDONLY)
    const found = await file.stat()
    if (!found.isFile()) return null
    const read = (range?: ByteRange): Readable =>
      createReadStream(path, range && { start: range.from, end: range.to })
    return { path, bytes: found.size, read }
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'ELOOP', 'EISDIR', 'ERR_INVALID_ARG_VALUE'].includes(codeOf(error) ?? ''))
      return null
    throw error
  }
}
