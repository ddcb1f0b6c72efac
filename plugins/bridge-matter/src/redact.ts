// The library tells payloads of commands in its log: PINs among them, as hex or as text. What could be one leaves no trace.

/** Names of fields that hold a secret, and what follows them up to the next field. */
const fields =
  /\b(pin_?code|pin|credential_?data|passcode|set_?up_?pin_?code)(["']?\s*[:=]\s*)(?:"[^"]*"|'[^']*'|\S+)/gi
/** Pairing codes: the content of the QR code, and the eleven digits to type. */
const codes = /\bMT:[0-9A-Z.-]{10,}|\b\d{4}-\d{3}-\d{4}\b/g
/** Digits alone, 4 to 8 of them, or 11 or 21 as a code to type has, and digits as ASCII in hex (`31323334…`). */
const digits = /(?<![\w.:-])(?:\d{4,8}|\d{11}|\d{21})(?![\w.:-])|\b(?:3\d){4,8}\b/g

const HIDDEN = '•••'
/** Longest line that is kept. */
const LINE_MAX = 500

/** Of a text its first line: below it the library draws QR codes, and lists what a message holds. */
export function redact(text: string): string {
  const [line = ''] = text.split('\n', 1)
  return line
    .slice(0, LINE_MAX)
    .replaceAll(fields, (_, name: string, between: string) => name + between + HIDDEN)
    .replaceAll(codes, HIDDEN)
    .replaceAll(digits, HIDDEN)
}
