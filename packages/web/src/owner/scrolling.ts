// Each place of the page begins at its top, and is found again where it was left. Whoever reads by ear or keyboard is
// taken along when what had the focus is gone.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { onLeave, route } from '../live/route.ts'

const PLACES_MAX = 32

export function useScrolling(): void {
  const place = route.value.join('/')
  const left = useRef(new Map<string, number>())
  const shown = useRef(place)
  useEffect(() => {
    const leaving = onLeave(() => {
      left.current.delete(shown.current)
      left.current.set(shown.current, scrollY)
      const [oldest] = left.current.keys()
      if (left.current.size > PLACES_MAX && oldest !== undefined) left.current.delete(oldest)
    })
    // Browsers put it back as well, at a moment of their own.
    history.scrollRestoration = 'manual'
    return () => leaving[Symbol.dispose]()
  }, [])
  useLayoutEffect(() => {
    if (shown.current === place) return
    shown.current = place
    scrollTo(0, left.current.get(place) ?? 0)
    const main = document.querySelector('main')
    if (!main || (document.activeElement !== null && document.activeElement !== document.body)) return
    main.tabIndex = -1
    main.focus({ preventScroll: true })
  }, [place])
}
