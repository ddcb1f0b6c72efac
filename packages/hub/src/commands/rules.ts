// portico rules code: what a person needs, beside his login, to let couriers in more easily.
import { minutes } from '@portico/core'
import { askDesk } from './ask-desk.ts'
import type { Command } from './command.ts'
import { exitCodes } from './failure.ts'
import { homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'

export const command: Command = {
  help: `portico rules code [options]

Prints a code that loosens a rule of this home on the owner page. It is good once,
within 10 minutes; a new code ends the one before. What it loosens takes effect
after 15 minutes, and any resident can stop it until then. The hub must run.

${homeHelp}
  --json              as JSON`,

  async run({ args, terminal, environment }) {
    const options = { ...homeOptions, json: { type: 'boolean' } } as const
    const words = readWords(args, options, { min: 1, max: 1, what: 'code' })
    if (words.words[0] !== 'code') throw usage(`portico rules has no "${words.words[0]}"; there is code`)
    const { code, goodForMs } = await askDesk(homeOptionsOf(words), { type: 'rules-code' }, environment)
    if (words.flag('json')) await terminal.print(JSON.stringify({ code, goodForMs }))
    else await terminal.print(code)
    terminal.tell(`good for ${goodForMs / minutes(1)} minutes, once`)
    return exitCodes.OK
  },
}
