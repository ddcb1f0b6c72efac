// Where the page is: the part of the address behind `#`, which never leaves the browser. The back button works.
import { signal } from '@preact/signals'

/** `#/parcels/p_1` → `['parcels', 'p_1']`; what nobody can read as a place leads home. */
export function placeIn(hash: string): readonly string[] {
  if (!hash.startsWith('#/')) return []
  try {
    return hash
      .slice(2)
      .split('/')
      .filter((part) => part !== '')
      .map((part) => decodeURIComponent(part))
  } catch {
    return []
  }
}

/** The address of a place on this page. */
export const hrefOf = (...parts: readonly string[]): string =>
  `#/${parts.map((part) => encodeURIComponent(part)).join('/')}`

/** Where the page is now. */
export const route = signal(placeIn(globalThis.location?.hash ?? ''))
const leaving = new Set<() => void>()
globalThis.addEventListener?.('hashchange', () => {
  for (const told of leaving) told()
  route.value = placeIn(location.hash)
})

/** Told before another place is shown, while the old one is still on the screen. */
export function onLeave(told: () => void): Disposable {
  leaving.add(told)
  return { [Symbol.dispose]: () => void leaving.delete(told) }
}

/** Puts this address in the place of the one that is shown: the old one is gone from the history. */
export function replaceAddress(address: string): void {
  history.replaceState(null, '', address)
  route.value = placeIn(location.hash)
}
