// portico replay: runs saved messages through the real intake into a data folder that is thrown away. The hub that guards
// a door hears nothing of it.
import { readFile, readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { wallTime } from '@portico/core'
import type { Carrier } from '@portico/plugin-api'
import { hubError } from '../errors.ts'
import { plainText } from '../http/plain-text.ts'
import { differences, readExpected } from '../replay/expected.ts'
import type { Replayed } from '../replay/replay-messages.ts'
import { type ReadSaved, type SavedMail, type SavedMessage, readSaved } from '../replay/saved-message.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'
import { shippedCarriers } from './read-settings.ts'

const FILES_MAX = 1_000
const FILE_BYTES_MAX = 16_000_000
const EXPECTED = 'expected.json'

export const command: Command = {
  help: `portico replay FILE|FOLDER [options]

Runs saved webhooks and mails through the intake into a data folder that is thrown away, and
prints what each became. Nothing is told to a running hub, and no door is armed.
  SOURCE.NAME.json    the body of a webhook, its proof is not looked at
  NAME.hook.json      { source, body, receivedAt, headers, secret }: with its proof
  NAME.eml            a mail; its signature is not looked at
  expected.json       beside them: what is expected of each, differences are told
Exit 0: all was as expected, or nothing was expected and all was read. 1: it was not.

  --at TIME           when they come; else each a minute after what it tells of
  --json              as JSON, one object a message`,

  async run({ args, terminal }) {
    const options = { at: { type: 'string' }, json: { type: 'boolean' } } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'FILE' })
    const place = words.words[0] ?? ''
    const at = timeOf(words.text('at'))
    const { messages, mails, expected, skipped } = await savedIn(place)
    for (const line of skipped) terminal.tell(plainText(`not replayed: ${line}`))
    if (messages.length + mails.length === 0)
      throw hubError('HUB_COMMAND_FILE', `${place} holds no message that is replayed`)
    const [{ openThrowAwayHome }, { replayMessages }, { replayMails }] = await Promise.all([
      import('../replay/throw-away-home.ts'),
      import('../replay/replay-messages.ts'),
      import('../replay/replay-mails.ts'),
    ])
    await using home = await openThrowAwayHome()
    const replayed = [...(await replayMessages(home, messages, at)), ...(await replayMails(home, mails, at))]
    for (const each of replayed)
      await terminal.print(words.flag('json') ? JSON.stringify(each) : lineOf(each))
    const told = expected === null ? [] : differences(readExpected(expected), replayed)
    for (const line of told) terminal.tell(plainText(`differs: ${line}`))
    const isBad = told.length > 0 || (expected === null && replayed.some(isUnread))
    return isBad ? exitCodes.FAILED : exitCodes.OK
  },
}

const isUnread = ({ result }: Replayed): boolean => result === 'unreadable' || result === 'refused'

function timeOf(text: string | null): ReturnType<typeof wallTime> | null {
  if (text === null) return null
  const at = Date.parse(text)
  if (!Number.isFinite(at)) throw usage(`--at must be a time like 2026-11-18T08:00:00Z, not "${text}"`)
  return wallTime(at)
}

interface Saved {
  readonly messages: readonly SavedMessage[]
  readonly mails: readonly SavedMail[]
  /** Null: nothing is expected. */
  readonly expected: string | null
  readonly skipped: readonly string[]
}

/** @throws HubError `HUB_COMMAND_FILE` */
async function savedIn(place: string): Promise<Saved> {
  const isFolder = (await statOf(place)).isDirectory()
  const folder = isFolder ? place : dirname(place)
  const all = await readdir(folder)
  const names = isFolder
    ? all.filter((name) => name !== EXPECTED && !name.startsWith('.'))
    : [basename(place)]
  if (names.length > FILES_MAX)
    throw hubError('HUB_COMMAND_FILE', `${place} holds more than ${FILES_MAX} files`)
  const carriers = await shippedCarriers()
  const read = await Promise.all(
    names.toSorted().map(async (name) => ({ name, found: await readOne(folder, name, carriers) })),
  )
  return {
    messages: read.flatMap(({ found }) => (found.type === 'message' ? [found.message] : [])),
    mails: read.flatMap(({ found }) => (found.type === 'mail' ? [found.mail] : [])),
    // One file alone is not held to what is expected of all.
    expected: isFolder && all.includes(EXPECTED) ? await readFile(join(folder, EXPECTED), 'utf8') : null,
    skipped: read.flatMap(({ name, found }) => (found.type === 'skipped' ? [`${name}: ${found.why}`] : [])),
  }
}

/** Of strangers' folders: what is no file is not opened, for a pipe never ends. */
async function readOne(folder: string, name: string, carriers: readonly Carrier[]): Promise<ReadSaved> {
  const path = join(folder, name)
  const found = await stat(path).catch(() => null)
  if (!found?.isFile()) return { type: 'skipped', why: 'no file that can be read' }
  if (found.size > FILE_BYTES_MAX) return { type: 'skipped', why: `larger than ${FILE_BYTES_MAX} bytes` }
  const bytes = await readFile(path).catch(() => null)
  return bytes ? readSaved({ name, bytes }, carriers) : { type: 'skipped', why: 'no file that can be read' }
}

async function statOf(path: string): ReturnType<typeof stat> {
  try {
    return await stat(path)
  } catch (cause) {
    throw hubError('HUB_COMMAND_FILE', `${path} cannot be read: name a file or a folder`, { cause })
  }
}

function lineOf({ file, source, received, result, readings, why, proof }: Replayed): string {
  const says = readings
    .map((reading) => ('status' in reading ? String(reading.status) : 'nothing'))
    .join(', ')
  const due = why === null ? 'a visit is due' : `no visit: ${why}`
  const cells = [
    file,
    source,
    new Date(received).toISOString(),
    result,
    says === '' ? 'not understood' : says,
    due,
  ]
  // A name of a file, too, is what a stranger wrote: no line of it may turn the terminal around it.
  return [...cells.map(plainText), proof === 'checked' ? 'proof checked' : 'proof not kept'].join('\t')
}
