// Recognises in a carrier's free words where a parcel went, and that nobody was there. These words only ever withdraw
// or explain: a word that is missed leaves a report as its status says, a word too many ends a prepared delivery.
import type { Elsewhere } from '@portico/plugin-api'

/** Whole words only: a neighbourhood is no neighbour. */
const words = (...alternatives: readonly string[]): RegExp =>
  new RegExp(`(?<!\\p{L})(?:${alternatives.join('|')})(?!\\p{L})`, 'iu')

/** The first that fits counts: a locker at a pickup point is a locker. */
const places: readonly (readonly [Elsewhere, RegExp])[] = [
  [
    'neighbour',
    words(
      'neighbou?rs?',
      'nachbar(?:n|in)?',
      'voisine?',
      'vecin[oa]',
      'vicin[oa] di casa',
      'buren',
      'buurvrouw',
      'buurman',
    ),
  ],
  ['locker', words('(?:parcel ?)?lockers?', 'packstation', 'paketbox', 'paczkomat', 'taquilla')],
  [
    'pickup-point',
    words(
      'pick[- ]?up[- ](?:point|location|site|station)',
      '(?:access|service|collection|retail) ?point',
      'parcel ?shop',
      'paketshop',
      'post ?office',
      '(?:post)?filiale',
      'point relais',
      'punto de recogida',
    ),
  ],
  [
    'other',
    words(
      '(?:to|with) (?:an? |the |your )?agent',
      'p\\.?o\\.? box',
      'postfach',
      'front desk',
      'reception(?:ist)?',
      'concierge',
      'mail ?room',
      'leasing office',
    ),
  ],
]

const nobody = words(
  '(?:nobody|no[- ]?one) (?:was |is )?(?:at )?(?:home|there|present|available)',
  'not (?:at )?home',
  '(?:recipient|receiver|customer|consignee|addressee|resident) (?:was |is )?(?:not (?:available|present)|unavailable|absent)',
  'notice (?:was )?left',
  'left (?:a )?(?:notice|card)',
  'card left',
  'carded',
  'missed delivery',
  'delivery (?:was )?attempt(?:ed)?',
  'attempted (?:delivery|to deliver)',
  'business (?:was )?closed',
  'niemand',
  'nicht (?:angetroffen|zu ?hause)',
  'destinataire absent',
  'avis de passage',
  'ausente',
  'niet thuis',
)

/** That it goes back to whoever sent it. */
const goesBack = words(
  'return(?:ed|ing|s)?(?: to)?(?: the)? (?:sender|shipper|origin)',
  'being returned',
  'r(?:ü|ue)cksendung',
  'zur(?:ü|ue)ck an den absender',
  'retour (?:à|a) l.exp[ée]diteur',
  'devuelto al remitente',
)

/** Where the words say the parcel went instead of the door; null when they name no such place. */
export function placeNamedIn(text: string): Elsewhere | null {
  return places.find(([, named]) => named.test(text.normalize('NFC')))?.[0] ?? null
}

/** Whether the words say that nobody was there, or that a notice was left. */
export const saysNobodyWasThere = (text: string): boolean => nobody.test(text.normalize('NFC'))

/** Whether the words say that it goes back. */
export const saysReturn = (text: string): boolean => goesBack.test(text.normalize('NFC'))
