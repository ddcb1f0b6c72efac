// The modules of the code beside the door, and their outline.
import { type QrCodeGenerateResult, encode } from 'uqr'

/** White modules around the code, without which no reader finds it. */
export const QUIET = 4

/** One rectangle for each run of dark modules in a row. */
export function runsOf(modules: readonly (readonly boolean[])[]): string {
  const runs: string[] = []
  for (const [y, row] of modules.entries())
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== true || row[x - 1] === true) continue
      const end = row.findIndex((isDark, place) => place > x && !isDark)
      const length = (end === -1 ? row.length : end) - x
      runs.push(`M${x} ${y}h${length}v1h${-length}z`)
    }
  return runs.join('')
}

/**
 * What a phone reads, with medium correction: a scratch or a reflection on the glass does no harm. What a camera has to
 * read from further away is short, so that it has the fewest modules there are, and corrects more.
 */
export const codeOf = (text: string): QrCodeGenerateResult =>
  encode(text, { ecc: /^\d{15}$/.test(text) ? 'Q' : 'M', border: 0 })
