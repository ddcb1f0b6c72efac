// portico keys: the pin that evidence is held against, and a new signing key that the old one vouches for.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NEXT_SIGNING_FILE, SIGNING_FILE, makeNextSigner, readSigner } from '../config/signing-key.ts'
import type { Command, Terminal } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'

export const command: Command = {
  help: `portico keys show|rotate [--data DIR] [--keys DIR]

show prints the pin of the key that signs this home's journal, and the whole public
key. Note the pin where the hub cannot reach it: evidence is held against it.
rotate makes a new key. It takes over at the next start of the hub, with a line in
the journal that the old key signs. Where the old key is lost nobody vouches for the
new one, and a judge of the whole journal will say so.

  --data DIR          the data folder (./data)
  --keys DIR          the folder of the keys (DATA/keys)`,

  async run({ args, terminal }) {
    const text = { type: 'string' } as const
    const words = readWords(args, { data: text, keys: text }, { min: 1, max: 1, what: 'show or rotate' })
    const folder = words.text('keys') ?? join(words.text('data') ?? './data', 'keys')
    switch (words.words[0]) {
      case 'show':
        return await show(folder, terminal)
      case 'rotate':
        return await rotate(folder, terminal)
      default:
        throw usage(`portico keys has no "${words.words[0]}"; there are show and rotate`)
    }
  },
}

async function show(folder: string, terminal: Terminal): Promise<number> {
  const { pin, key } = readSigner(join(folder, SIGNING_FILE))
  await terminal.print(`${pin}\t${key}`)
  const next = join(folder, NEXT_SIGNING_FILE)
  if (existsSync(next)) terminal.tell(`at the next start ${readSigner(next).pin} takes over`)
  return exitCodes.OK
}

async function rotate(folder: string, terminal: Terminal): Promise<number> {
  const { signer, isLost } = makeNextSigner(folder)
  await terminal.print(`${signer.pin}\t${signer.key}`)
  terminal.tell(
    isLost
      ? 'there was no key before it: nobody vouches for this one'
      : 'it takes over at the next start of the hub; note the pin elsewhere',
  )
  return exitCodes.OK
}
