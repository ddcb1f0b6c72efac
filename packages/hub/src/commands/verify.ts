// portico verify: whether an evidence file or an export of the journal is as it was written, and by whom.
import { createReadStream } from 'node:fs'
import { nativeEd25519 } from '@portico/evidence/seal'
import {
  type JudgeOptions,
  type Judgement,
  type OutsideKnowledge,
  type Verdict,
  judgementOf,
  readHead,
  readPin,
  verifyEvidenceFile,
  verifyExport,
} from '@portico/evidence/verify'
import { hubError } from '../errors.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { type Words, readWords, usage } from './options.ts'
import { verdictWords } from './verdict-words.ts'

const exits: Readonly<Record<Judgement, number>> = {
  unaltered: exitCodes.OK,
  altered: exitCodes.FAILED,
  incomplete: exitCodes.FAILED,
  'not-evidence': exitCodes.WRONG,
  unknown: exitCodes.UNKNOWN,
}

export const command: Command = {
  help: `portico verify FILE [--pin PIN] [--head HEAD] [--json]

Judges an evidence file (portico evidence export) or an export of the journal. It needs
no hub. Exit 0: unaltered. 1: altered, with the place named, or incomplete. 2: no
evidence at all. 3: sound in itself, and nothing from outside to hold it against: whoever
wrote it all anew would pass as well.

  --pin PIN           the pin of the home's key, as it was noted (portico keys show)
  --head HEAD         number and hash of a line that was noted elsewhere, for instance
                      812-3f9a01c27b from a courier's page, or a checkpoint as JSON
  --json              the verdict as JSON`,

  async run({ args, terminal }) {
    const options = { json: { type: 'boolean' }, pin: { type: 'string' }, head: { type: 'string' } } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'FILE' })
    const file = words.words[0] ?? ''
    const verdict = await judge(file, { outside: outsideOf(words), ed25519: nativeEd25519 })
    if (words.flag('json')) await terminal.print(JSON.stringify(verdict))
    else for (const line of verdictWords(verdict)) await terminal.print(line)
    return exits[judgementOf(verdict)]
  },
}

function outsideOf(words: Words): OutsideKnowledge {
  const [typedPin, typedHead] = [words.text('pin'), words.text('head')]
  const pin = typedPin === null ? null : readPin(typedPin)
  if (typedPin !== null && pin === null)
    throw usage('--pin must be sixteen letters and digits, for instance 7KM2-Q9XT-0DRV-WE3P')
  const head = typedHead === null ? null : readHead(typedHead)
  if (typedHead !== null && head === null)
    throw usage('--head must be a number and at least ten digits of a hash, for instance 812-3f9a01c27b')
  return { pin, head }
}

async function judge(file: string, options: JudgeOptions): Promise<Verdict> {
  try {
    const verdict = await verifyEvidenceFile(createReadStream(file), options)
    return verdict.verdict === 'not-evidence' ? await verifyExport(createReadStream(file), options) : verdict
  } catch (cause) {
    throw hubError('HUB_COMMAND_FILE', `${file} cannot be read: name the file to judge`, { cause })
  }
}
