// A clock that pages follow: four times a second while the page is seen, so that no age on it stands still.
import { signal } from '@preact/signals'
import { instant } from './hub-clock.ts'

const EVERY_MS = 250

/** Now, as `instant()`; reading it in a component draws that component anew four times a second. */
export const tick = signal(instant())

setInterval(() => {
  if (!document.hidden) tick.value = instant()
}, EVERY_MS)
document.addEventListener('visibilitychange', () => {
  tick.value = instant()
})
