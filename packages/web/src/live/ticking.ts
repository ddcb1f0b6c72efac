// A clock that pages follow: four times a second while the page is seen, so that no age on it stands still; every two
// seconds while it is not, for the title in the row of tabs.
import { signal } from '@preact/signals'
import { instant } from './hub-clock.ts'

const EVERY_MS = 250
const EVERY_HIDDEN_MS = 2_000

/** Now, as `instant()`; reading it in a component draws that component anew four times a second. */
export const tick = signal(instant())

setInterval(() => {
  const now = instant()
  if (!document.hidden || now - tick.value >= EVERY_HIDDEN_MS) tick.value = now
}, EVERY_MS)
document.addEventListener('visibilitychange', () => {
  tick.value = instant()
})
