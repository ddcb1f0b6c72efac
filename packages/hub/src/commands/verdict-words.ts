// What the verifier found, in one line.
import type { EvidenceVerdict, LineMark, LinesVerdict } from '@portico/evidence/verify'

export type Verdict = EvidenceVerdict | LinesVerdict

export function verdictWords(verdict: Verdict): string {
  switch (verdict.verdict) {
    case 'sound':
      return `sound: ${verdict.lines} lines ${markWords(verdict.first, verdict.last)}${mediaWords(verdict)}`
    case 'changed':
      return `changed: ${placeWords(verdict.at)}: ${verdict.words}`
    case 'not-evidence':
      return `not evidence: ${verdict.why === 'empty' ? 'it is empty' : 'neither an evidence file nor a journal'}`
  }
}

const markWords = (first: LineMark, last: LineMark): string =>
  `(${first.seq} to ${last.seq}), last hash ${last.hash}`

const mediaWords = (verdict: Extract<Verdict, { verdict: 'sound' }>): string =>
  'media' in verdict
    ? `; session ${verdict.session}, ${verdict.media.length} pictures and films, ${verdict.withheld} lines of others withheld`
    : ''

/** An export has lines only, an evidence file has files too. */
function placeWords(at: Extract<Verdict, { verdict: 'changed' }>['at']): string {
  const parts = [
    'file' in at && at.file !== null ? at.file : null,
    at.line === null ? null : `line ${at.line}`,
    at.seq === null ? null : `number ${at.seq}`,
  ]
  return parts.filter((part) => part !== null).join(', ') || 'at the end'
}
