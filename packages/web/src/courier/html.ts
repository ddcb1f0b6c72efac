// HTML as a tagged template that escapes by construction: what is filled in is text, unless it is HTML made here too.

/** Text that is HTML already. Made by `html` alone; nothing that came from outside ever becomes one. */
export class Html {
  readonly text: string

  private constructor(text: string) {
    this.text = text
  }

  static of(pieces: TemplateStringsArray, values: readonly Fill[]): Html {
    return new Html(pieces.reduce((text, piece, place) => text + filled(values[place - 1]) + piece))
  }
}

/** `false` and `null` fill in nothing. */
export type Fill = Html | string | number | boolean | null | readonly Fill[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Good inside of elements and of attributes in double quotes, and nowhere else. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? '')

function filled(value: Fill | undefined): string {
  if (value instanceof Html) return value.text
  if (typeof value === 'string') return escaped(value)
  if (typeof value === 'number') return String(value)
  if (typeof value === 'object' && value !== null) return value.map(filled).join('')
  return ''
}

export const html = (pieces: TemplateStringsArray, ...values: readonly Fill[]): Html =>
  Html.of(pieces, values)
