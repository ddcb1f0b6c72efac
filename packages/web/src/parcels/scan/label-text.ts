// What stands in the code on a label, as a text in which a tracking number is found. Post offices put the post code before
// the number (GS1 application identifier 420, General Specifications section 3.9.1) and some a sign for the kind of code.

/** Of the kind of code, before it (ISO/IEC 15424). */
const KIND = /^\][A-Za-z][0-9]/
/** Separators of groups and records (ISO/IEC 15434), as every other control character. */
const SEPARATORS = /\p{Cc}/gu
/** 420, the post code of five or nine digits, and the number of the parcel behind it. */
const ROUTED = /^420(?:[0-9]{9}|[0-9]{5})(?=9[0-9]{21}$)/

const plainText = (code: string): string => code.replace(KIND, '').replaceAll(SEPARATORS, '\n').trim()

/** Longer ones are no label. */
const CODE_MAX = 2000

/** All codes of one label, one a line, each once. */
export function textOfCodes(codes: readonly string[]): string {
  const texts = codes.map((code) => plainText(code.slice(0, CODE_MAX)).replace(ROUTED, ''))
  return [...new Set(texts)].filter((text) => text !== '').join('\n')
}
