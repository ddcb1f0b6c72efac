// What a verdict says in words, the same on the page and on the command line. Four words alone judge: Unaltered,
// Altered, Incomplete, Cannot be checked.
import type { ClockFacts } from './clock-check.ts'
import type { EvidenceMedia, EvidenceVerdict } from './evidence-verdict.ts'
import type { SignatureFacts } from './signature-check.ts'
import type { LinesVerdict } from './verify-lines.ts'

export type Verdict = EvidenceVerdict | LinesVerdict

export type Judgement = 'unaltered' | 'altered' | 'incomplete' | 'unknown' | 'not-evidence'

/** Something from outside agrees: the key, or a line that was noted elsewhere. */
export const isAssured = ({ key, head }: SignatureFacts): boolean => key === 'pinned' || head === 'met'

export function judgementOf(verdict: Verdict): Judgement {
  switch (verdict.verdict) {
    case 'sound':
      return isAssured(verdict.proof) ? 'unaltered' : 'unknown'
    case 'changed':
      return 'altered'
    case 'incomplete':
      return 'incomplete'
    case 'not-evidence':
      return 'not-evidence'
  }
}

const counted = (count: number, one: string, more = `${one}s`): string =>
  `${count} ${count === 1 ? one : more}`

/** The verdict in one short line. */
export function headlineOf(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'sound':
      if (isAssured(verdict.proof)) return 'Unaltered'
      return verdict.proof.signatures === 0
        ? 'Cannot be checked: nothing is signed'
        : 'Cannot be checked: key unknown'
    case 'changed':
      return `Altered${placeOf(verdict)}`
    case 'incomplete':
      return verdict.missing.length > 0
        ? `Incomplete: ${counted(verdict.missing.length, 'picture')} missing`
        : 'Incomplete: the end of the visit is missing'
    case 'not-evidence':
      return verdict.why === 'empty' ? 'The file is empty' : 'This is no evidence and no journal'
  }
}

function placeOf(verdict: Extract<Verdict, { verdict: 'changed' }>): string {
  const { at } = verdict
  if (at.line !== null) return ` at record ${at.line}`
  return 'file' in at && at.file !== null ? `: ${at.file}` : ' at its end'
}

/** A row of the table below the headline. */
export interface VerdictRow {
  readonly what: string
  readonly words: string
}

const isOf = (media: readonly EvidenceMedia[], state: EvidenceMedia['state']): number =>
  media.filter((each) => each.state === state).length

function mediaWords(media: readonly EvidenceMedia[]): string {
  const deleted = isOf(media, 'deleted')
  const named = media.length - deleted
  return `${isOf(media, 'there')} of ${named} match${deleted > 0 ? `, ${deleted} deleted and noted` : ''}`
}

function signatureWords({ signatures, keyChanges }: SignatureFacts): string {
  if (signatures === 0) return 'none'
  const changes = keyChanges === 0 ? '' : `, ${counted(keyChanges, 'change')} of key, signed`
  return `${signatures} of ${signatures} good${changes}`
}

function keyWords({ pin, key }: SignatureFacts): string {
  if (pin === null) return 'unknown'
  return key === 'pinned' ? `${pin}, as you named it` : `${pin}: compare it with the home's own`
}

const headWords: Readonly<Record<SignatureFacts['head'], string>> = {
  met: 'is here and the same',
  outside: 'is not among these records: it says nothing of them',
  none: 'none named',
}

function clockWords({ withinMs, jumps }: ClockFacts): string {
  const [first] = jumps
  if (first === undefined) return `within ${(withinMs / 1000).toFixed(1)} s`
  const way = first.ms > 0 ? 'forward' : 'back'
  const more = jumps.length > 1 ? ` and ${jumps.length - 1} times more` : ''
  return `set ${way} by ${(Math.abs(first.ms) / 1000).toFixed(1)} s at number ${first.seq}${more}`
}

/** What stands behind the headline; empty where nothing was found that could be told. */
export function rowsOf(verdict: Verdict): readonly VerdictRow[] {
  if (verdict.verdict === 'changed') return [{ what: 'Found', words: foundWords(verdict) }]
  if (verdict.verdict === 'not-evidence') return []
  const { lines, proof, clock, last, simulated } = verdict
  const tail = proof.signedTo === null ? 0 : Math.max(0, last.seq - proof.signedTo - 1)
  return [
    ...(simulated ? [{ what: 'Home', words: 'simulated: no real door moved' }] : []),
    { what: 'Records', words: `${lines} of ${lines} in chain` },
    ...('media' in verdict ? [{ what: 'Pictures', words: mediaWords(verdict.media) }] : []),
    { what: 'Signatures', words: signatureWords(proof) },
    { what: 'Key', words: keyWords(proof) },
    ...(tail > 0 ? [{ what: 'Unsigned tail', words: counted(tail, 'record') }] : []),
    { what: 'Noted head', words: headWords[proof.head] },
    { what: 'Clock', words: clockWords(clock) },
    { what: 'Last record', words: `${last.seq}-${last.hash.slice(0, 10)}` },
  ]
}

function foundWords(verdict: Extract<Verdict, { verdict: 'changed' }>): string {
  const { at, words } = verdict
  const parts = [
    'file' in at && at.file !== null ? at.file : null,
    at.line === null ? null : `record ${at.line}`,
    at.seq === null ? null : `number ${at.seq}`,
  ]
  return `${parts.filter((part) => part !== null).join(', ') || 'after the last file'}: ${words}`
}
