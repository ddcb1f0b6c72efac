// What a screen needs that hangs on a wall for a month: it stays awake, burns nothing in, and is dark at night.
import { computed } from '@preact/signals'
import { hourOf, hubNow } from '../live/hub-clock.ts'
import { tick } from '../live/ticking.ts'

const SHIFT_EVERY_MS = 600_000
const SHIFTS = 4
const NIGHT = { from: 22, to: 7 }

/** Name of the class that moves everything by two pixels, another one every ten minutes. */
export const shift = computed(() => {
  void tick.value
  return `shift-${Math.floor(hubNow() / SHIFT_EVERY_MS) % SHIFTS}`
})

/** By the clock: hardly a browser tells how bright the room is. */
export const isNight = computed(() => {
  void tick.value
  const hour = hourOf(hubNow())
  return hour >= NIGHT.from || hour < NIGHT.to
})

/** Keeps the screen on for as long as it is seen, where the browser can. */
export function stayAwake(): Disposable {
  let lock: WakeLockSentinel | null = null
  let isOver = false
  async function hold(): Promise<void> {
    if (document.hidden || isOver || !('wakeLock' in navigator)) return
    try {
      lock = await navigator.wakeLock.request('screen')
      if (isOver) await lock.release()
    } catch {
      // Not here, or not with this little battery: the device's own settings decide.
    }
  }
  const seen = (): void => void hold()
  document.addEventListener('visibilitychange', seen)
  void hold()
  return {
    [Symbol.dispose]() {
      isOver = true
      document.removeEventListener('visibilitychange', seen)
      void lock?.release().catch(() => {})
    },
  }
}
