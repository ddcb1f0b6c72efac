// schema.org ParcelDelivery, as JSON-LD or microdata: the steadiest words of a trusted mail, where they are there at all.
import type { HtmlToken } from './html-tokens.ts'
import { withoutEntities } from './visible-text.ts'

export interface ParcelMarkup {
  readonly trackingNumber: string | null
  readonly orderNumber: string | null
  readonly merchant: string | null
  /** As written: ISO 8601, with a zone or without. */
  readonly from: string | null
  readonly until: string | null
}

type Loose = Readonly<Record<string, unknown>>

const DEPTH_MAX = 8
const FOUND_MAX = 20

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const own = (from: unknown, key: string): unknown =>
  isLoose(from) && Object.hasOwn(from, key) ? from[key] : undefined
const text = (value: unknown, max: number): string | null =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max ? value.trim() : null
/** As a label or an order carries it; anything else is none. */
const code = (value: unknown): string | null => {
  const found = text(value, 40)
  return found !== null && /^[A-Za-z0-9][A-Za-z0-9 _./-]*$/.test(found) ? found.replaceAll(' ', '') : null
}

function deliveriesIn(value: unknown, depth = 0): readonly Loose[] {
  if (depth > DEPTH_MAX) return []
  if (Array.isArray(value)) return value.slice(0, FOUND_MAX).flatMap((each) => deliveriesIn(each, depth + 1))
  if (!isLoose(value)) return []
  const kinds = [own(value, '@type')].flat()
  if (kinds.some((kind) => typeof kind === 'string' && /(^|\/)ParcelDelivery$/.test(kind))) return [value]
  return ['@graph', 'mainEntity', 'itemListElement', 'item'].flatMap((key) =>
    deliveriesIn(own(value, key), depth + 1),
  )
}

function markupOf(delivery: Loose): ParcelMarkup {
  const order = own(delivery, 'partOfOrder')
  return {
    trackingNumber: code(own(delivery, 'trackingNumber')),
    orderNumber: code(own(order, 'orderNumber')),
    merchant: text(own(own(order, 'merchant') ?? own(order, 'seller'), 'name'), 100),
    from: text(own(delivery, 'expectedArrivalFrom'), 40),
    until: text(own(delivery, 'expectedArrivalUntil'), 40),
  }
}

/** What is no JSON says nothing. */
export function jsonLdParcels(texts: readonly string[]): readonly ParcelMarkup[] {
  const found = texts.flatMap((each) => {
    try {
      return deliveriesIn(JSON.parse(each))
    } catch {
      return []
    }
  })
  return found.slice(0, FOUND_MAX).map(markupOf)
}

const voidTags: ReadonlySet<string> = new Set(['meta', 'link', 'img', 'br', 'hr', 'input', 'time-stamp'])

/** What an element says by an attribute; null: by its text. */
function saidBy(tag: string, attributes: ReadonlyMap<string, string>): string | null {
  const name = tag === 'a' || tag === 'link' ? 'href' : tag === 'time' ? 'datetime' : 'content'
  return attributes.get('content') ?? attributes.get(name) ?? null
}

interface Item {
  readonly prop: string
  readonly isParcel: boolean
  readonly depth: number
}

/** Items inside items are told apart by the property that holds them: `partOfOrder/merchant/name`. */
export function microdataParcels(tokens: readonly HtmlToken[]): readonly ParcelMarkup[] {
  const parcels: Record<string, string>[] = []
  const items: Item[] = []
  let depth = 0
  let waiting: { readonly path: string; readonly depth: number; text: string } | null = null
  const put = (path: string, value: string): void => {
    const parcel = parcels.at(-1)
    if (parcel && !Object.hasOwn(parcel, path)) parcel[path] = withoutEntities(value).trim().slice(0, 200)
  }
  for (const token of tokens) {
    if (token.type === 'text' && waiting && waiting.text.length < 200) waiting.text += token.text
    if (token.type === 'open') {
      const { tag, attributes } = token
      const isVoid = voidTags.has(tag)
      if (!isVoid) depth += 1
      const prop = attributes.get('itemprop') ?? ''
      if (attributes.has('itemscope')) {
        const isParcel = /\/ParcelDelivery$/.test(attributes.get('itemtype') ?? '')
        if (isParcel && parcels.length < FOUND_MAX) parcels.push({})
        if (!isVoid && items.length < 50) items.push({ prop, isParcel, depth })
      } else if (prop !== '') {
        const start = items.findLastIndex(({ isParcel }) => isParcel)
        if (start < 0) continue
        const path = [...items.slice(start + 1).map((item) => item.prop), prop].join('/')
        const said = saidBy(tag, attributes)
        if (said !== null) put(path, said)
        else if (!isVoid) waiting = { path, depth, text: '' }
      }
    }
    if (token.type === 'close' && depth > 0) {
      if (waiting && waiting.depth >= depth) {
        put(waiting.path, waiting.text)
        waiting = null
      }
      while ((items.at(-1)?.depth ?? -1) >= depth) items.pop()
      depth -= 1
    }
  }
  return parcels.map((found) =>
    markupOf({
      trackingNumber: found['trackingNumber'],
      expectedArrivalFrom: found['expectedArrivalFrom'],
      expectedArrivalUntil: found['expectedArrivalUntil'],
      partOfOrder: {
        orderNumber: found['partOfOrder/orderNumber'],
        merchant: { name: found['partOfOrder/merchant/name'] ?? found['partOfOrder/seller/name'] },
      },
    }),
  )
}
