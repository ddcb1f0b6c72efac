// A message that somebody kept: the body alone, named for its source, or the body with its headers and the hour it came.
// What a mail looks like on the disk is known to its own reader: a row of `kinds` here, and nothing else changes.
import type { Carrier } from '@portico/plugin-api'
import { hubError } from '../errors.ts'

export interface SavedMessage {
  readonly file: string
  readonly carrier: Carrier
  readonly body: Buffer
  /** Null: its proof was not kept, and is not looked at. */
  readonly proof: { readonly headers: Readonly<Record<string, string>>; readonly secret: string } | null
  /** Unix ms; null: the hour of what it tells is taken. */
  readonly received: number | null
}

export interface SavedFile {
  /** Without its folder. */
  readonly name: string
  readonly bytes: Buffer
}

/** A whole mail, as a mail program keeps it. */
export interface SavedMail {
  readonly file: string
  readonly raw: Buffer
}

export type ReadSaved =
  | { readonly type: 'message'; readonly message: SavedMessage }
  | { readonly type: 'mail'; readonly mail: SavedMail }
  | { readonly type: 'skipped'; readonly why: string }

interface Kind {
  fits(name: string): boolean
  read(file: SavedFile, carriers: readonly Carrier[]): ReadSaved
}

const skipped = (why: string): ReadSaved => ({ type: 'skipped', why })

/** `easypost.delivered.json`: the body, exactly as it came. */
const bare: Kind = {
  fits: (name) => name.endsWith('.json'),
  read({ name, bytes }, carriers) {
    const carrier = carriers.find(({ id }) => name.startsWith(`${id}.`))
    if (!carrier) return skipped('no source of that name')
    return { type: 'message', message: { file: name, carrier, body: bytes, proof: null, received: null } }
  },
}

/** `anything.hook.json`: `{ source, body, receivedAt?, headers?, secret? }`, the body as text. */
const whole: Kind = {
  fits: (name) => name.endsWith('.hook.json'),
  read({ name, bytes }, carriers) {
    const saved = fieldsOf(name, bytes)
    const carrier = carriers.find(({ id }) => id === saved['source'])
    const { body, receivedAt, headers, secret } = saved
    if (!carrier) return skipped('no source of that name')
    if (typeof body !== 'string') return skipped('it has no body')
    const received = typeof receivedAt === 'string' ? Date.parse(receivedAt) : null
    if (received !== null && !Number.isFinite(received)) return skipped('receivedAt is no time')
    const proof =
      typeof secret === 'string' && typeof headers === 'object' && headers !== null
        ? { headers: textsOf(headers), secret }
        : null
    return { type: 'message', message: { file: name, carrier, body: Buffer.from(body), proof, received } }
  },
}

/** `anything.eml`: a mail. */
const mail: Kind = {
  fits: (name) => name.endsWith('.eml'),
  read: ({ name, bytes }) => ({ type: 'mail', mail: { file: name, raw: bytes } }),
}

/** The first that fits reads it. */
const kinds: readonly Kind[] = [whole, bare, mail]

export function readSaved(file: SavedFile, carriers: readonly Carrier[]): ReadSaved {
  const kind = kinds.find((each) => each.fits(file.name))
  return kind ? kind.read(file, carriers) : skipped('no kind of message that is replayed')
}

/** @throws HubError `HUB_COMMAND_FILE` */
function fieldsOf(name: string, bytes: Buffer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(bytes.toString())
    // cast: its members are unknown until each is looked at
    if (typeof value === 'object' && value !== null) return value as Record<string, unknown>
  } catch {
    // Told below.
  }
  throw hubError('HUB_COMMAND_FILE', `${name} holds no JSON object`)
}

const textsOf = (headers: object): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name.toLowerCase(), value]] : [],
    ),
  )
