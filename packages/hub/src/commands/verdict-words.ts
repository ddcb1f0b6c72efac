// What the verifier found, as lines of the command line: the headline, and what stands behind it.
import { type Verdict, headlineOf, isAssured, rowsOf } from '@portico/evidence/verify'

const NAME_WIDTH = 15

export function verdictWords(verdict: Verdict): readonly string[] {
  const rows = rowsOf(verdict).map(({ what, words }) => `  ${what.padEnd(NAME_WIDTH)}${words}`)
  const isOpen = verdict.verdict === 'sound' && !isAssured(verdict.proof)
  return [
    headlineOf(verdict),
    ...rows,
    ...(isOpen
      ? ['  Sound in itself. Name the pin of the home (--pin) or a head that was noted elsewhere (--head).']
      : []),
  ]
}
