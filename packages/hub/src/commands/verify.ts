// portico verify: whether an evidence file or an export of the journal is as it was written.
import { createReadStream } from 'node:fs'
import { verifyEvidenceFile, verifyExport } from '@portico/evidence/verify'
import { hubError } from '../errors.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords } from './options.ts'
import { type Verdict, verdictWords } from './verdict-words.ts'

export const command: Command = {
  help: `portico verify FILE [--json]

Judges an evidence file (portico evidence export) or an export of the journal.
Exit 0: sound in itself; compare the hash with one noted elsewhere. 1: changed, with
the place named. 2: no evidence at all.

  --json              the verdict as JSON`,

  async run({ args, terminal }) {
    const words = readWords(args, { json: { type: 'boolean' } }, { min: 1, max: 1, what: 'FILE' })
    const file = words.words[0] ?? ''
    const verdict = await judge(file)
    if (words.flag('json')) await terminal.print(JSON.stringify(verdict))
    else await terminal.print(`${file}: ${verdictWords(verdict)}`)
    return { sound: exitCodes.OK, changed: exitCodes.FAILED, 'not-evidence': exitCodes.WRONG }[
      verdict.verdict
    ]
  },
}

async function judge(file: string): Promise<Verdict> {
  try {
    const verdict = await verifyEvidenceFile(createReadStream(file))
    return verdict.verdict === 'not-evidence' ? await verifyExport(createReadStream(file)) : verdict
  } catch (cause) {
    throw hubError('HUB_COMMAND_FILE', `${file} cannot be read: name the file to judge`, { cause })
  }
}
