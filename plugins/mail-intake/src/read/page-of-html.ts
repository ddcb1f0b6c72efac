// What HTML shows and says: its lines, its links as data, and the text of its JSON-LD.
import { type HtmlToken, htmlTokens } from './html-tokens.ts'
import { withoutEntities } from './visible-text.ts'

export interface HtmlPage {
  readonly tokens: readonly HtmlToken[]
  /** With line breaks where a reader sees a new line. */
  readonly text: string
  /** Addresses of links, entities read; nobody follows them. */
  readonly links: readonly string[]
  readonly jsonLd: readonly string[]
}

const LINKS_MAX = 500
const JSON_LD_MAX = 8
const JSON_LD_CHARS_MAX = 64_000

const blocks: ReadonlySet<string> = new Set([
  'address',
  'article',
  'blockquote',
  'body',
  'br',
  'center',
  'dd',
  'div',
  'dl',
  'dt',
  'footer',
  'form',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'head',
  'header',
  'hr',
  'html',
  'li',
  'main',
  'ol',
  'p',
  'pre',
  'section',
  'table',
  'tbody',
  'tfoot',
  'thead',
  'tr',
  'ul',
])

/** `td` and `th` stand beside each other. */
function spacingOf(tag: string): string {
  if (blocks.has(tag)) return '\n'
  return tag === 'td' || tag === 'th' ? ' ' : ''
}

export function pageOfHtml(html: string): HtmlPage {
  const tokens = htmlTokens(html)
  const links: string[] = []
  const jsonLd: string[] = []
  const text: string[] = []
  for (const token of tokens)
    switch (token.type) {
      case 'text':
        text.push(token.text.replaceAll(/[\r\n]+/g, ' '))
        break
      case 'close':
        text.push(spacingOf(token.tag))
        break
      case 'open': {
        text.push(spacingOf(token.tag))
        const href = token.tag === 'a' ? token.attributes.get('href') : undefined
        if (href !== undefined && links.length < LINKS_MAX) links.push(withoutEntities(href))
        const alt = token.tag === 'img' ? token.attributes.get('alt') : undefined
        if (alt !== undefined && alt !== '') text.push(`[image: ${alt}]`)
        break
      }
      case 'raw':
        if (isJsonLd(token) && jsonLd.length < JSON_LD_MAX && token.text.length <= JSON_LD_CHARS_MAX)
          jsonLd.push(token.text)
        break
    }
  return { tokens, text: withoutEntities(text.join('')), links, jsonLd }
}

const isJsonLd = ({ tag, kind }: Extract<HtmlToken, { type: 'raw' }>): boolean =>
  tag === 'script' && /^\s*application\/ld\+json\b/i.test(kind)
