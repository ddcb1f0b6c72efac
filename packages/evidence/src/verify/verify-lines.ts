// Verifies a journal export: every line as the hub wrote it, none missing between, none put in.
import { type BadLine, CHAIN_START, ChainCheck, type ChainStart, type LineMark } from './chain-check.ts'
import { LineSplitter, type TextLine } from './line-splitter.ts'

export type LinesVerdict =
  /** Nothing was changed since the line `last` was written; compare its hash with a head noted elsewhere. */
  | {
      readonly verdict: 'sound'
      readonly home: string
      readonly lines: number
      readonly first: LineMark
      readonly last: LineMark
    }
  | ({ readonly verdict: 'changed' } & BadLine)
  | { readonly verdict: 'not-evidence'; readonly why: 'empty' | 'no-journal' }

/** One changed byte cannot take all of these out of a line. */
const signs = ['"seq":', '"prev":"', '"hash":"']

/**
 * Judges lines without their line ends, all of one home, from `start` on. Sound means sound in itself: a chain that
 * was cut at its end, or written anew as a whole, is found only by a head that was noted elsewhere.
 *
 * @throws only what the iterable itself throws.
 */
export async function verifyLines(
  lines: Iterable<string> | AsyncIterable<string>,
  start: ChainStart = CHAIN_START,
): Promise<LinesVerdict> {
  return judge(wholeLines(lines), start)
}

/** The same for the bytes of an export: UTF-8, every line ended by a newline. */
export async function verifyExport(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  start: ChainStart = CHAIN_START,
): Promise<LinesVerdict> {
  return judge(cutLines(source), start)
}

async function* wholeLines(lines: Iterable<string> | AsyncIterable<string>): AsyncGenerator<TextLine> {
  for await (const text of lines) yield { text, damaged: false }
}

async function* cutLines(source: Uint8Array | AsyncIterable<Uint8Array>): AsyncGenerator<TextLine> {
  const splitter = new LineSplitter()
  if (source instanceof Uint8Array) yield* splitter.push(source)
  else for await (const bytes of source) yield* splitter.push(bytes)
  yield* splitter.end()
}

async function judge(lines: AsyncIterable<TextLine>, start: ChainStart): Promise<LinesVerdict> {
  const check = new ChainCheck({ start, stubs: false })
  let home = ''
  let count = 0
  let first: LineMark | null = null
  let last: LineMark | null = null
  for await (const { text, damaged } of lines) {
    const found = check.take(damaged ? null : text)
    if (found.kind === 'bad') {
      if (count === 0 && !signs.some((sign) => text.includes(sign)))
        return { verdict: 'not-evidence', why: 'no-journal' }
      const { at, why, words } = found
      return { verdict: 'changed', at, why, words }
    }
    if (found.kind === 'stub') continue
    const { seq, hash, wall } = found.line
    home = found.line.home
    last = { seq, hash, wall }
    first ??= last
    count += 1
  }
  if (first === null || last === null) return { verdict: 'not-evidence', why: 'empty' }
  return { verdict: 'sound', home, lines: count, first, last }
}
