// portico parse: what a carrier's message says, read by hand. Its signature is not looked at and no hub is needed.
import { readFile, stat } from 'node:fs/promises'
import type { Carrier } from '@portico/plugin-api'
import { hubError } from '../errors.ts'
import { readingView } from '../views/reading-view.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { readWords, usage } from './options.ts'
import { shippedCarrier } from './read-settings.ts'

export const command: Command = {
  help: `portico parse --source SOURCE FILE

Prints what the body of a webhook says, as one JSON object a parcel, each on a line.
Exit 0: understood. 1: not, with what was found out.

  --source SOURCE     who sent it, for instance easypost`,

  async run({ args, terminal }) {
    const words = readWords(args, { source: { type: 'string' } }, { min: 1, max: 1, what: 'FILE' })
    const source = words.text('source')
    if (source === null) throw usage('--source is missing')
    const carrier = await shippedCarrier(source)
    const found = read(carrier, await bodyIn(words.words[0] ?? '', carrier.bodyBytesMax))
    for (const each of found) await terminal.print(JSON.stringify(each))
    return found.some((each) => 'why' in each) ? exitCodes.FAILED : exitCodes.OK
  },
}

async function bodyIn(file: string, bytesMax: number): Promise<string> {
  try {
    if ((await stat(file)).size <= bytesMax) return await readFile(file, 'utf8')
  } catch (cause) {
    throw hubError('HUB_COMMAND_FILE', `${file} cannot be read: name the file with the body`, { cause })
  }
  throw hubError('HUB_COMMAND_FILE', `${file} is larger than this source may send (${bytesMax} bytes)`)
}

function read(carrier: Carrier, text: string): readonly object[] {
  let body: unknown
  try {
    body = JSON.parse(text)
  } catch {
    return [{ source: carrier.id, why: 'not JSON' }]
  }
  const parsed = carrier.parse(body)
  return parsed.understood
    ? parsed.readings.map((reading) => readingView(carrier.id, reading))
    : [{ source: carrier.id, why: parsed.why }]
}
