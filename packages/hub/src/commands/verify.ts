// portico verify: whether an evidence file or an export of the journal is as it was written.
import { createReadStream } from 'node:fs'
import {
  type EvidenceVerdict,
  type LineMark,
  type LinesVerdict,
  verifyEvidenceFile,
  verifyExport,
} from '@portico/evidence/verify'
import { hubError } from '../errors.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords } from './options.ts'

type Verdict = EvidenceVerdict | LinesVerdict

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
    else await terminal.print(`${file}: ${wordsOf(verdict)}`)
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

function wordsOf(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'sound':
      return `sound: ${verdict.lines} lines ${markWords(verdict.first, verdict.last)}${mediaWords(verdict)}`
    case 'changed':
      return `changed: ${placeWords(verdict.at)}: ${verdict.words}`
    case 'not-evidence':
      return `not evidence: ${verdict.why === 'empty' ? 'it is empty' : 'neither an evidence file nor a journal'}`
  }
}

const markWords = (first: LineMark, last: LineMark): string =>
  `(${first.seq} to ${last.seq}), last hash ${last.hash}`

const mediaWords = (verdict: Extract<Verdict, { verdict: 'sound' }>): string =>
  'media' in verdict
    ? `; session ${verdict.session}, ${verdict.media.length} pictures and films, ${verdict.withheld} lines of others withheld`
    : ''

/** An export has lines only, an evidence file has files too. */
function placeWords(at: Extract<Verdict, { verdict: 'changed' }>['at']): string {
  const parts = [
    'file' in at && at.file !== null ? at.file : null,
    at.line === null ? null : `line ${at.line}`,
    at.seq === null ? null : `number ${at.seq}`,
  ]
  return parts.filter((part) => part !== null).join(', ') || 'at the end'
}
