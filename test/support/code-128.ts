// Code 128 as labels bear it, drawn from the table of the standard (ISO/IEC 15417 table 1): so that what reads codes is
// tried with one that it did not make.

/** Widths of bars and gaps of the values 0 to 105. */
const WIDTHS =
  `212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231
113222 123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321
232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 313121
211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 111422 121124
121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 111242 121142 121241
114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 114311 411113 411311 113141
114131 311141 411131 211412 211214 211232`.split(/\s+/)

const START_B = 104
const STOP = '2331112'
/** Clear space on both sides, in widths of the narrowest bar (section 4.3). */
const QUIET = 10

/** An SVG of the text, in code set B, `bar` pixels for the narrowest bar. */
export function code128(
  text: string,
  { bar, height }: { readonly bar: number; readonly height: number },
): string {
  const values = Array.from(text, (letter) => (letter.codePointAt(0) ?? 0) - 32)
  const check = values.reduce((sum, value, place) => sum + value * (place + 1), START_B) % 103
  const widths = [START_B, ...values, check].map((value) => WIDTHS[value] ?? '').join('') + STOP
  let x = QUIET
  let bars = ''
  for (const [place, letter] of Array.from(widths).entries()) {
    const width = Number(letter)
    if (place % 2 === 0) bars += `<rect x="${x * bar}" y="0" width="${width * bar}" height="${height}"/>`
    x += width
  }
  const whole = (x + QUIET) * bar
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="${height}"><rect width="${whole}" height="${height}" fill="#fff"/>${bars}</svg>`
}
