// What is wrong with a whole journal: its hashes and links by the verifier that ships, and every invariant that the
// independent checker knows.
import { checkLines } from '@portico/checker'
import type { JournalLine } from '@portico/core'
import { verifyLines } from '@portico/evidence/verify'

export interface LineFindingsOptions {
  /** A witness was made to lie: what rests on the truth of the house is a residual risk (safety design §7). */
  readonly lying?: boolean
}

export async function lineFindings(
  lines: readonly JournalLine[],
  { lying = false }: LineFindingsOptions = {},
): Promise<readonly string[]> {
  const verdict = await verifyLines(lines.map((line) => JSON.stringify(line)))
  const chain = verdict.verdict === 'sound' ? [] : [`chain: ${JSON.stringify(verdict)}`]
  const found = checkLines(lines, { hashes: false, lying }).filter(
    ({ invariant }) => !invariant.startsWith('R1/'),
  )
  return [...chain, ...found.map(({ invariant, seq, what }) => `${invariant} at line ${seq}: ${what}`)]
}
