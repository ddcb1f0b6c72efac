// Verifies a journal export: every line as the hub wrote it, none missing between, none put in; and, where something is
// known from outside, who signed it and whether its end is there.
import { type BadLine, CHAIN_START, ChainCheck, type ChainStart, type LineMark } from './chain-check.ts'
import { ClockCheck, type ClockFacts } from './clock-check.ts'
import { LineSplitter, type TextLine } from './line-splitter.ts'
import { type JudgeOptions, NOTHING_KNOWN } from './outside.ts'
import { SignatureCheck, type SignatureFacts } from './signature-check.ts'

/** Nothing was changed since the line `last` was written, as far as `proof` goes. */
export interface SoundLines {
  readonly verdict: 'sound'
  readonly home: string
  /** Its doors are simulated: no real one ever moved. */
  readonly simulated: boolean
  readonly lines: number
  readonly first: LineMark
  readonly last: LineMark
  readonly proof: SignatureFacts
  readonly clock: ClockFacts
}

export type LinesVerdict =
  | SoundLines
  | ({ readonly verdict: 'changed' } & BadLine)
  | { readonly verdict: 'not-evidence'; readonly why: 'empty' | 'no-journal' }

/** One changed byte cannot take all of these out of a line. */
const signs = ['"seq":', '"prev":"', '"hash":"']
const PROGRESS_EVERY = 100

export interface LinesOptions extends JudgeOptions {
  /** Where the chain begins; its very beginning unless named. */
  readonly start?: ChainStart
}

/**
 * Judges lines without their line ends, all of one home, from `start` on. Without a pin or a head from outside, sound
 * means sound in itself: a chain that was cut at its end, or written anew as a whole, is not found then.
 *
 * @throws only what the iterable itself throws.
 */
export async function verifyLines(
  lines: Iterable<string> | AsyncIterable<string>,
  options: LinesOptions = {},
): Promise<LinesVerdict> {
  return await judge(wholeLines(lines), options)
}

/** The same for the bytes of an export: UTF-8, every line ended by a newline. */
export async function verifyExport(
  source: Uint8Array | AsyncIterable<Uint8Array>,
  options: LinesOptions = {},
): Promise<LinesVerdict> {
  return await judge(cutLines(source), options)
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

async function judge(lines: AsyncIterable<TextLine>, options: LinesOptions): Promise<LinesVerdict> {
  const check = new ChainCheck({ start: options.start ?? CHAIN_START, stubs: false })
  const signatures = new SignatureCheck(options)
  const clock = new ClockCheck()
  let home = ''
  let simulated = false
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
    count += 1
    const { seq, hash, wall } = found.line
    const bad = signatures.takePlace(found.line) ?? signatures.takeLine(found.line)
    if (bad) return { verdict: 'changed', at: { line: count, seq }, ...bad }
    clock.take(found.line)
    home = found.line.home
    simulated ||= found.line.writer === 'sim'
    last = { seq, hash, wall }
    first ??= last
    if (count % PROGRESS_EVERY === 0) options.onProgress?.(count, null)
  }
  if (first === null || last === null) return { verdict: 'not-evidence', why: 'empty' }
  const { head } = options.outside ?? NOTHING_KNOWN
  if (head !== null && head.seq > last.seq)
    return {
      verdict: 'changed',
      at: { line: count + 1, seq: last.seq + 1 },
      why: 'truncated',
      words: `the journal ends here, and line ${head.seq} was noted elsewhere: its end was cut off`,
    }
  options.onProgress?.(count, count)
  const [proof, times] = [signatures.facts(), clock.facts()]
  return { verdict: 'sound', home, simulated, lines: count, first, last, proof, clock: times }
}
