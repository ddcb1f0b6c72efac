// The command: one file in, one line per finding out.
import { checkText, rules } from './checker.ts'
import type { CheckOptions } from './finding.ts'

export interface Terminal {
  readonly read: (path: string) => string
  readonly print: (line: string) => void
  readonly tell: (line: string) => void
}

const flags = ['lying', 'faultless', 'sealed'] as const

const usage = `checker FILE [--lying] [--faultless] [--sealed] [--no-hashes]
checker --rules

Judges an export of the journal (portico journal export, simulate --export) by the
invariants of the safety design. FILE - reads standard input.
Exit 0: clean. 1: findings. 2: not readable.`

/** Code of exit: 0 clean, 1 findings, 2 unreadable. */
export function main(words: readonly string[], { read, print, tell }: Terminal): 0 | 1 | 2 {
  if (words.includes('--rules')) {
    for (const { name, rule, meaning } of rules) print(`${name}: ${rule} (${meaning})`)
    return 0
  }
  const files = words.filter((word) => !word.startsWith('--'))
  const [file] = files
  if (file === undefined || files.length > 1) {
    tell(usage)
    return 2
  }
  const options: Record<string, boolean> = { hashes: !words.includes('--no-hashes') }
  for (const flag of flags) options[flag] = words.includes(`--${flag}`)
  return judge(file, options, { read, print, tell })
}

function judge(file: string, options: CheckOptions, { read, print, tell }: Terminal): 0 | 1 | 2 {
  let text: string
  try {
    text = read(file)
  } catch (error) {
    tell(`${file}: ${error instanceof Error ? error.message : String(error)}`)
    return 2
  }
  if (text.trim() === '') {
    tell(`${file}: no lines`)
    return 2
  }
  const findings = checkText(text, options)
  for (const { invariant, seq, door, what } of findings)
    print(`${invariant} line ${seq} ${door ?? '-'}: ${what}`)
  print(findings.length === 0 ? 'clean' : `${findings.length} findings`)
  return findings.length === 0 ? 0 : 1
}
