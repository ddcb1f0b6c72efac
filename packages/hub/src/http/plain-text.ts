// Names that people give: kept as one line of text that turns nothing around it. Markup needs no care here, for pages
// show text as text; but characters that nobody sees can reverse the words of a page behind a name.

/** Controls, and what embeds, overrides or isolates a direction (Unicode UAX #9); letters of any script stay. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu

/** The text without them; empty when nothing that can be seen is left. */
export function plainText(text: string): string {
  const plain = text.replaceAll(unseen, ' ').trim()
  return /[^\s\p{Cf}\p{Mn}]/u.test(plain) ? plain : ''
}
