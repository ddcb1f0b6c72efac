// portico evidence export: everything of one visit in one file that verifies itself, also while the hub runs.
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { nativeEd25519 } from '@portico/evidence/seal'
import { verifyEvidenceFile } from '@portico/evidence/verify'
import { codeOf } from '@portico/ports'
import { openStoreReadOnly } from '@portico/store-sqlite'
import { SIGNING_FILE, readSigner } from '../config/signing-key.ts'
import { hubError } from '../errors.ts'
import type { ReadLines } from '../evidence/session-lines.ts'
import { restingMedia } from '../evidence/resting-media.ts'
import { visitEvidence } from '../evidence/visit-evidence.ts'
import { HOME } from '../start/open-home.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'
import { verdictWords } from './verdict-words.ts'

/** Lines at a time. */
const PAGE = 1_000

export const command: Command = {
  help: `portico evidence export SESSION --out FILE [--data DIR] [--keys DIR]

Writes the journal, photo and films of one closed visit into one file (a tar archive)
and judges it. Whoever has the file can verify it without Portico's hub.

  --out FILE          the new file; one that is there is never written over
  --data DIR          the data folder (./data)
  --keys DIR          the folder of the keys (DATA/keys); without home.key the pictures stay
                      closed, and the file says that they are missing`,

  async run({ args, terminal }) {
    const text = { type: 'string' } as const
    const words = readWords(
      args,
      { data: text, keys: text, out: text },
      { min: 2, max: 2, what: 'export SESSION' },
    )
    const [verb, session = ''] = words.words
    if (verb !== 'export') throw usage(`portico evidence has no "${verb}"; there is export`)
    const out = words.text('out')
    if (out === null || out === '') throw usage('--out is missing: name the file to write')
    if (existsSync(out)) throw hubError('HUB_COMMAND_FILE', `${out} is there already: name another file`)
    const data = words.text('data') ?? './data'
    using store = openStoreReadOnly(data)
    const read: ReadLines = (which) => store.lines({ home: HOME, ...which })
    checkFinished(read, session)
    const keys = words.text('keys') ?? join(data, 'keys')
    await write(out, visitEvidence({ read, media: restingMedia({ data, keys }) }, session))
    const pin = pinIn(keys)
    const outside = { pin, head: null }
    const verdict = await verifyEvidenceFile(createReadStream(out), { outside, ed25519: nativeEd25519 })
    for (const line of verdictWords(verdict)) await terminal.print(line)
    return verdict.verdict === 'sound' ? exitCodes.OK : exitCodes.FAILED
  },
}

/** The home's own, where its key is at hand: whoever gets the file holds it against the pin that he noted himself. */
function pinIn(keys: string): string | null {
  const path = join(keys, SIGNING_FILE)
  return existsSync(path) ? readSigner(path).pin : null
}

/** @throws HubError `HUB_COMMAND_UNKNOWN`, `HUB_COMMAND_UNFINISHED` */
function checkFinished(read: ReadLines, session: string): void {
  let after = -1
  for (;;) {
    const lines = read({ session, after, limit: PAGE })
    if (lines.some(({ type }) => type === 'SessionClosed')) return
    const last = lines.at(-1)
    if (last && lines.length === PAGE) after = last.seq
    else if (last || after >= 0)
      throw hubError('HUB_COMMAND_UNFINISHED', `visit ${session} goes on: export it when it is closed`)
    else throw hubError('HUB_COMMAND_UNKNOWN', `no visit ${session} in this journal`)
  }
}

/** Under another name until it is whole. */
async function write(out: string, chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const partial = `${out}.partial`
  try {
    await pipeline(chunks, createWriteStream(partial, { mode: 0o600 }))
    await rename(partial, out)
  } catch (cause) {
    await rm(partial, { force: true })
    if (codeOf(cause)?.startsWith('HUB_') === true) throw cause
    throw hubError('HUB_COMMAND_FILE', `${out} cannot be written (${codeOf(cause) ?? 'unknown'})`, { cause })
  }
}
