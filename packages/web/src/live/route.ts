// Where the page is: the part of the address behind `#`, which never leaves the browser. The back button works.
import { signal } from '@preact/signals'

const read = (): readonly string[] =>
  location.hash
    .slice(1)
    .split('/')
    .filter((part) => part !== '')
    .map((part) => decodeURIComponent(part))

/** `#/parcels/p_1` → `['parcels', 'p_1']` */
export const route = signal(read())
addEventListener('hashchange', () => {
  route.value = read()
})

/** The address of a place on this page. */
export const hrefOf = (...parts: readonly string[]): string =>
  `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`
