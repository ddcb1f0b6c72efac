// One spelling for each carrier, whatever a tracking service calls it: lower case, words joined by hyphens.

const NAME_MAX = 40

/** Brands whose capitals are no word borders. */
const brands: readonly (readonly [string, string])[] = [
  ['fed-ex', 'fedex'],
  ['door-dash', 'doordash'],
  ['on-trac', 'ontrac'],
  ['laser-ship', 'lasership'],
  ['in-post', 'inpost'],
  ['post-nl', 'postnl'],
  ['post-nord', 'postnord'],
]

/** `UPS` → `ups`, `RoyalMail` → `royal-mail`, `FedExGround` → `fedex-ground`; `unknown` when there is no name. */
export function carrierName(text: string | null): string {
  const words = (text ?? '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/(\p{Ll}|\d)(\p{Lu})/gu, '$1-$2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1-$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  const brand = brands.find(([spelled]) => words === spelled || words.startsWith(`${spelled}-`))
  const name = brand ? brand[1] + words.slice(brand[0].length) : words
  return name === '' || name.length > NAME_MAX ? 'unknown' : name
}
