// What takes the whole page: it says itself once, takes the focus and gives it back.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

export interface TakeoverProps {
  /** Names it for assistive technology, and is read at once. */
  readonly label: string
  readonly class?: string
  /** The highest of them calls out; a lower one is only there. */
  readonly isUrgent: boolean
  readonly children: ComponentChildren
}

export function Takeover({ label, class: more = '', isUrgent, children }: TakeoverProps): JSX.Element {
  const ground = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const before = document.activeElement
    ground.current?.focus()
    return () => {
      if (before instanceof HTMLElement) before.focus()
    }
  }, [])
  return (
    <div class={`takeover ${more}`} role="dialog" aria-modal="true" aria-label={label} tabIndex={-1} ref={ground}>
      {isUrgent && (
        <p class="hush" role="alert">
          {label}
        </p>
      )}
      {children}
    </div>
  )
}
