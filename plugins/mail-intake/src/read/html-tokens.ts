// Hostile HTML as a flat run of tokens, in one pass and without a tree: nothing in it is loaded, followed or run.

export type HtmlToken =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'open'; readonly tag: string; readonly attributes: ReadonlyMap<string, string> }
  | { readonly type: 'close'; readonly tag: string }
  /** The whole of a script or style. */
  | { readonly type: 'raw'; readonly tag: string; readonly kind: string; readonly text: string }

const TOKENS_MAX = 100_000
/** Characters of one tag that are looked at; pictures are written into some. */
const TAG_CHARS_MAX = 8_192
const ATTRIBUTES_MAX = 64
const rawTags: ReadonlySet<string> = new Set(['script', 'style', 'title', 'textarea', 'noscript'])

const noAttributes: ReadonlyMap<string, string> = new Map()

function attributesOf(text: string): ReadonlyMap<string, string> {
  if (!text.includes('=') && text.trim() === '') return noAttributes
  const found = new Map<string, string>()
  const pattern = /([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g
  for (const [, name = '', double, single, bare] of text.matchAll(pattern)) {
    const key = name.toLowerCase()
    if (!found.has(key)) found.set(key, double ?? single ?? bare ?? '')
    if (found.size > ATTRIBUTES_MAX) break
  }
  return found
}

/** The end of a tag, outside of quotes; a quote that never ends is none. */
function tagEnd(html: string, from: number): number {
  let quote = ''
  const limit = Math.min(html.length, from + TAG_CHARS_MAX)
  for (let at = from; at < limit; at++) {
    const character = html[at] ?? ''
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'") quote = character
    else if (character === '>') return at
  }
  return html.indexOf('>', from)
}

export function htmlTokens(html: string): readonly HtmlToken[] {
  const tokens: HtmlToken[] = []
  let at = 0
  while (at < html.length && tokens.length < TOKENS_MAX) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      tokens.push({ type: 'text', text: html.slice(at) })
      break
    }
    if (open > at) tokens.push({ type: 'text', text: html.slice(at, open) })
    at = takeTag(html, open, tokens)
  }
  return tokens
}

/** Adds what stands at `<`; gives where to go on. */
function takeTag(html: string, open: number, tokens: HtmlToken[]): number {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4)
    return end < 0 ? html.length : end + 3
  }
  const name = /^<(\/?)([A-Za-z][A-Za-z0-9:-]{0,31})/.exec(html.slice(open, open + 36))
  // `<!doctype`, `<?xml` end like a tag; any other sign is text.
  const isSign = !name && !/^<[!?]/.test(html.slice(open, open + 2))
  if (isSign) {
    tokens.push({ type: 'text', text: '<' })
    return open + 1
  }
  // What never ends takes the rest with it, so that nothing is looked through twice.
  const end = tagEnd(html, open + 1)
  if (!name) return end < 0 ? html.length : end + 1
  const tag = (name[2] ?? '').toLowerCase()
  const stop = end < 0 ? html.length : end
  if (name[1] === '/') {
    tokens.push({ type: 'close', tag })
    return stop + 1
  }
  const attributes = attributesOf(html.slice(open + name[0].length, Math.min(stop, open + TAG_CHARS_MAX)))
  if (!rawTags.has(tag)) {
    tokens.push({ type: 'open', tag, attributes })
    return stop + 1
  }
  const closing = new RegExp(`</${tag}`, 'gi')
  closing.lastIndex = stop
  const found = closing.exec(html)
  const until = found?.index ?? html.length
  tokens.push({ type: 'raw', tag, kind: attributes.get('type') ?? '', text: html.slice(stop + 1, until) })
  return until
}
