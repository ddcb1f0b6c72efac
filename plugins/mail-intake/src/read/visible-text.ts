// Text as a person sees it: entities read, invisible characters gone, blanks made one. Numbers are broken by invisible
// characters on purpose and by accident.
import { entities } from './html-entities.data.ts'

/** Format characters, joiners and what else takes no room. */
const INVISIBLE = /\p{Cf}|\p{Variation_Selector}|\u034f|\u115f|\u1160|\u17b4|\u17b5|\u3164|\uffa0/gu

function ofCode(code: number): string {
  const isCharacter = code > 0x1f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff)
  return isCharacter ? String.fromCodePoint(code) : ' '
}

export const withoutEntities = (text: string): string =>
  text.replaceAll(
    /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));/g,
    (whole, ...parts: string[]) => {
      const [decimal, hex, name] = parts
      if (decimal !== undefined) return ofCode(Number(decimal))
      if (hex !== undefined) return ofCode(Number.parseInt(hex, 16))
      return name !== undefined && Object.hasOwn(entities, name) ? (entities[name] ?? whole) : whole
    },
  )

/** Lines without blanks at their ends, none of them empty. */
export const visibleLines = (text: string): readonly string[] =>
  text
    .replaceAll(INVISIBLE, '')
    .split(/\r\n|[\n\r\u2028\u2029]/)
    .map((line) => line.replaceAll(/[\p{Zs}\t\v\f]+/gu, ' ').trim())
    .filter((line) => line !== '')
