// A mail that nobody understood, as it may be shown to whoever mends the reader: the shape of its sentences, and of its
// words only those that every notice of delivery uses.
import { knownWords } from './known-words.data.ts'

const LINES_MAX = 40
const LINE_CHARS_MAX = 160
const SAMPLE_CHARS_MAX = 1_800

const known: ReadonlySet<string> = new Set(knownWords.flatMap((line) => line.split(' ')))

/** A letter stays a letter of its case, a figure a 9. */
const veiled = (word: string): string =>
  word
    .replaceAll(/\p{Nd}/gu, '9')
    .replaceAll(/\p{Lu}/gu, 'X')
    .replaceAll(/[^\P{L}X]/gu, 'x')

const redactedLine = (line: string): string =>
  line
    .slice(0, LINE_CHARS_MAX)
    .replaceAll(/https?:\/\/\S+/gi, '[link]')
    .replaceAll(/\S+@\S+/g, '[address]')
    .replaceAll(/[\p{L}\p{Nd}\p{M}]+/gu, (word) => (known.has(word.toLowerCase()) ? word : veiled(word)))

export const redacted = ({ subject, text }: { readonly subject: string; readonly text: string }): string =>
  [`Subject: ${redactedLine(subject)}`, ...text.split('\n').slice(0, LINES_MAX).map(redactedLine)]
    .join('\n')
    .slice(0, SAMPLE_CHARS_MAX)
