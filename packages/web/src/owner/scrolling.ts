// Each place of the page begins at its top, and is found again where it was left. Whoever reads by ear or keyboard is
// taken along when what had the focus is gone.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { route } from '../live/route.ts'

const PLACES_MAX = 32

export function useScrolling(): void {
  const place = route.value.join('/')
  const left = useRef(new Map<string, number>())
  const shown = useRef(place)
  useEffect(() => {
    // The page still shows the old place when this is told.
    const leave = (): void => {
      left.current.delete(shown.current)
      left.current.set(shown.current, scrollY)
      const [oldest] = left.current.keys()
      if (left.current.size > PLACES_MAX && oldest !== undefined) left.current.delete(oldest)
    }
    addEventListener('hashchange', leave)
    return () => removeEventListener('hashchange', leave)
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
