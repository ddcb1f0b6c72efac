// portico film: the film of a visit as files that any player plays, opened with the key of the home.
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { JournalLine } from '@portico/core'
import type { FilmRow } from '@portico/protocol'
import { codeOf } from '@portico/ports'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { hubError } from '../errors.ts'
import { mediaFile } from '../evidence/media-file.ts'
import { restingMedia } from '../evidence/resting-media.ts'
import { HOME } from '../start/open-home.ts'
import { askDesk } from './ask-desk.ts'
import type { Command, CommandCall } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeOptions, homeOptionsOf, readWords, usage } from './options.ts'

/** A visit with more pieces is none. */
const PIECES_MAX = 5_000

export const command: Command = {
  help: `portico film SESSION --out FILE [--camera ID] [--data DIR] [--keys DIR]
portico film delete SESSION [options]
portico film list [options]

Opens the sealed film of a visit and writes it as MP4, also while the hub runs. Where the
visit has several pieces, each goes into a file of its own: visit-hall-1.mp4 for
--out visit.mp4. Every piece is held against its hash in the journal. What bolt, door and
bell did is in it as subtitles.
delete removes photo and film of a visit or a ring for good; the journal says so first,
and its chain stays as it is. It cannot be undone.
list tells of each film whose it is, how large, and when it goes by itself.

  --out FILE          the new file; one that is there is never written over
  --camera ID         only this camera
  --data DIR          the data folder (./data)
  --keys DIR          the folder of the keys (DATA/keys)`,

  async run(call) {
    const { args, terminal } = call
    if (args[0] === 'delete') return await remove(call)
    if (args[0] === 'list') return await list(call)
    const text = { type: 'string' } as const
    const options = { out: text, camera: text, data: text, keys: text } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'SESSION' })
    const [session = ''] = words.words
    const out = words.text('out')
    if (out === null || out === '') throw usage('--out is missing: name the file to write')
    const data = words.text('data') ?? './data'
    const media = restingMedia({ data, keys: words.text('keys') ?? join(data, 'keys') })
    const pieces = piecesOf(data, { session, camera: words.text('camera') })
    const places = pieces.map((piece) => (pieces.length === 1 ? out : placeOf(out, piece)))
    const taken = places.find((place) => existsSync(place))
    if (taken !== undefined)
      throw hubError('HUB_COMMAND_FILE', `${taken} is there already: name another file`)
    for (const [at, piece] of pieces.entries()) {
      const place = places[at] ?? out
      const file = await mediaFile(media, String(piece.data['file']))
      if (file === null)
        throw hubError(
          'HUB_COMMAND_MEDIA',
          media.key === null
            ? 'the film is sealed, and home.key is not in the folder of the keys: name it with --keys'
            : `the film of line ${piece.seq} is gone: it was deleted, or the data folder is not whole`,
        )
      await write(place, { chunks: file.read(), sha256: String(piece.data['sha256']) })
      await terminal.print(place)
    }
    return exitCodes.OK
  },
}

async function remove({ args, terminal, environment }: CommandCall): Promise<number> {
  const words = readWords(args, homeOptions, { min: 2, max: 2, what: 'SESSION' })
  const [, session = ''] = words.words
  const { deleted } = await askDesk(homeOptionsOf(words), { type: 'media-delete', session }, environment)
  await terminal.print(`${deleted} pictures and films of ${session} deleted`)
  return exitCodes.OK
}

async function list({ args, terminal, environment }: CommandCall): Promise<number> {
  const words = readWords(args, homeOptions, { min: 1, max: 1, what: '' })
  const films = await askDesk(homeOptionsOf(words), { type: 'film-list' }, environment)
  for (const film of films) await terminal.print(rowOf(film))
  return exitCodes.OK
}

const dateOf = (wall: number): string => new Date(wall).toISOString().slice(0, 16).replace('T', ' ')

/** Session, purpose, door, time, megabytes, and until when; parted by tabs. */
function rowOf({ session, purpose, door, at, bytes, until, held }: FilmRow): string {
  const stays = held ? 'held' : until === null ? 'being filmed' : `until ${dateOf(until)}`
  const size = `${(bytes / 1_000_000).toFixed(1)} MB`
  return [session, purpose, door ?? '-', at === null ? '-' : dateOf(at), size, stays].join('\t')
}

interface Which {
  readonly session: string
  readonly camera: string | null
}

/** @throws HubError `HUB_COMMAND_UNKNOWN` */
function piecesOf(data: string, { session, camera }: Which): readonly JournalLine[] {
  using store = openStoreReadOnly(data)
  const types = ['SegmentStored', 'RingFilmed']
  const named = new Map(
    store
      .lines({ home: HOME, session, types, after: -1, limit: PIECES_MAX })
      .map((line) => [line.data['sha256'], line]),
  )
  const pieces = [...named.values()].filter((line) => camera === null || line.data['camera'] === camera)
  if (pieces.length === 0)
    throw hubError('HUB_COMMAND_UNKNOWN', `the journal names no film of visit ${session} that was asked for`)
  return pieces
}

function placeOf(out: string, { data }: JournalLine): string {
  const extension = extname(out)
  return `${out.slice(0, out.length - extension.length)}-${String(data['camera'])}-${String(data['segment'])}${extension}`
}

interface Film {
  readonly chunks: AsyncIterable<Uint8Array>
  readonly sha256: string
}

/** Under another name until it is whole and the one that was filmed. */
async function write(out: string, { chunks, sha256 }: Film): Promise<void> {
  const partial = `${out}.partial`
  const hash = createHash('sha256')
  async function* hashed(): AsyncGenerator<Uint8Array> {
    for await (const chunk of chunks) {
      hash.update(chunk)
      yield chunk
    }
  }
  try {
    await pipeline(hashed(), createWriteStream(partial, { mode: 0o600 }))
    if (hash.digest('hex') !== sha256)
      throw hubError(
        'HUB_COMMAND_MEDIA',
        `${out} is not written: the film is not the one that the journal names`,
      )
    await rename(partial, out)
  } catch (cause) {
    await rm(partial, { force: true })
    if (codeOf(cause)?.startsWith('HUB_') === true) throw cause
    throw hubError('HUB_COMMAND_FILE', `${out} cannot be written (${codeOf(cause) ?? 'unknown'})`, { cause })
  }
}
