// portico journal export: the journal as it stands, line by line, also while the hub runs.
import { createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { codeOf } from '@portico/ports'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { hubError } from '../errors.ts'
import { HOME } from '../start/open-home.ts'
import type { Command, Terminal } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'

/** Lines at a time. */
const PAGE = 1_000

export const command: Command = {
  help: `portico journal export [--data DIR] [--door ID] [--session ID] [--after SEQ]
                       [--out FILE]

Prints JSON lines exactly as they were written. The whole journal can be verified
(portico verify FILE); a part of it, by door or session, is for reading. Its form is
UTF-8, one JSON object a line, in the order of their numbers.

  --data DIR          the data folder (./data)
  --door ID           only lines of this door
  --session ID        only lines of this session
  --after SEQ         only lines with a higher number
  --out FILE          the new file; one that is there is never written over`,

  async run({ args, terminal }) {
    const text = { type: 'string' } as const
    const options = { data: text, door: text, session: text, after: text, out: text } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'export' })
    if (words.words[0] !== 'export')
      throw usage(`portico journal has no "${words.words[0]}"; there is export`)
    const door = words.text('door')
    const session = words.text('session')
    const which = { ...(door === null ? {} : { door }), ...(session === null ? {} : { session }) }
    let after = seqOf(words.text('after'))
    await using to = lineSink(words.text('out'), terminal)
    using store = openStoreReadOnly(words.text('data') ?? './data')
    for (;;) {
      const lines = store.lines({ home: HOME, ...which, after, limit: PAGE })
      for (const line of lines) await to.print(JSON.stringify(line))
      const last = lines.at(-1)
      if (!last || lines.length < PAGE) break
      after = last.seq
    }
    await to.end()
    return exitCodes.OK
  },
}

interface LineSink extends AsyncDisposable {
  print(line: string): Promise<void>
  /** All of it is there now; without this word nothing is left behind. */
  end(): Promise<void>
}

/** @throws HubError `HUB_COMMAND_FILE` */
function lineSink(out: string | null, terminal: Terminal): LineSink {
  if (out === null)
    return {
      print: (line) => terminal.print(line),
      end: async () => {},
      [Symbol.asyncDispose]: async () => {},
    }
  if (existsSync(out)) throw hubError('HUB_COMMAND_FILE', `${out} is there already: name another file`)
  const partial = `${out}.partial`
  const stream = createWriteStream(partial, { mode: 0o600 })
  let failed: unknown = null
  stream.on('error', (error) => void (failed = error))
  const check = (): void => {
    if (failed !== null)
      throw hubError('HUB_COMMAND_FILE', `${out} cannot be written (${codeOf(failed) ?? 'unknown'})`, {
        cause: failed,
      })
  }
  return {
    async print(line) {
      check()
      if (!stream.write(`${line}\n`)) await once(stream, 'drain').catch(() => {})
    },
    async end() {
      stream.end()
      await finished(stream).catch(() => {})
      check()
      await rename(partial, out)
    },
    async [Symbol.asyncDispose]() {
      stream.destroy()
      await rm(partial, { force: true })
    },
  }
}

function seqOf(value: string | null): number {
  if (value === null) return -1
  if (!/^\d{1,15}$/.test(value)) throw usage(`--after must be the number of a line, not "${value}"`)
  return Number(value)
}
