// portico journal export: the journal as it stands, line by line, also while the hub runs.
import { openStoreReadOnly } from '@portico/store-sqlite'
import { HOME } from '../start/open-home.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'

/** Lines at a time. */
const PAGE = 1_000

export const command: Command = {
  help: `portico journal export [--data DIR] [--door ID] [--session ID] [--after SEQ]

Prints JSON lines exactly as they were written. The whole journal can be verified
(portico verify FILE); a part of it, by door or session, is for reading.

  --data DIR          the data folder (./data)
  --door ID           only lines of this door
  --session ID        only lines of this session
  --after SEQ         only lines with a higher number`,

  async run({ args, terminal }) {
    const text = { type: 'string' } as const
    const options = { data: text, door: text, session: text, after: text } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'export' })
    if (words.words[0] !== 'export')
      throw usage(`portico journal has no "${words.words[0]}"; there is export`)
    const door = words.text('door')
    const session = words.text('session')
    const which = { ...(door === null ? {} : { door }), ...(session === null ? {} : { session }) }
    let after = seqOf(words.text('after'))
    using store = openStoreReadOnly(words.text('data') ?? './data')
    for (;;) {
      const lines = store.lines({ home: HOME, ...which, after, limit: PAGE })
      for (const line of lines) await terminal.print(JSON.stringify(line))
      const last = lines.at(-1)
      if (!last || lines.length < PAGE) return exitCodes.OK
      after = last.seq
    }
  },
}

function seqOf(value: string | null): number {
  if (value === null) return -1
  if (!/^\d{1,15}$/.test(value)) throw usage(`--after must be the number of a line, not "${value}"`)
  return Number(value)
}
