// Reads one line that nobody looking on may see: from a terminal without showing it, else from a pipe.
import { usage } from './options.ts'

/** A password is shorter; more is none, characters. */
const LINE_MAX = 4_096

const ENTER = /[\r\n]/
const ERASE = new Set(['\b', '\u007F'])
const BREAK = '\u0003'

/** `ask` is called where a person sits at the other end. Ctrl-C there is a wrong use of the command. */
export async function readSecretLine(input: NodeJS.ReadStream, ask: () => void): Promise<string> {
  if (!input.isTTY) return await readLine(input)
  ask()
  input.setRawMode(true)
  try {
    return await readKeys(input)
  } finally {
    input.setRawMode(false)
    input.pause()
  }
}

async function readLine(input: NodeJS.ReadStream): Promise<string> {
  let text = ''
  for await (const part of input) {
    text += String(part)
    if (ENTER.test(text) || text.length > LINE_MAX) break
  }
  return text.split(ENTER)[0] ?? ''
}

async function readKeys(terminal: NodeJS.ReadStream): Promise<string> {
  let line = ''
  for await (const part of terminal)
    for (const key of String(part)) {
      if (ENTER.test(key)) return line
      if (key === BREAK) throw usage('stopped: no password was kept')
      line = ERASE.has(key) ? line.slice(0, -1) : `${line}${key}`.slice(0, LINE_MAX)
    }
  return line
}
