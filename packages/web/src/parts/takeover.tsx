// What takes the whole page: it says itself once, takes the focus and gives it back. The page behind it should be
// `inert` meanwhile.
import type { ComponentChildren, JSX } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'

export interface TakeoverProps {
  /** Names it for assistive technology, and is read at once. */
  readonly label: string
  readonly class?: string
  /** The highest of them calls out; a lower one is only there. */
  readonly isUrgent: boolean
  /** Escape was pressed; absent: this one does not close so. */
  readonly onEscape?: () => void
  readonly children: ComponentChildren
}

export function Takeover({
  label,
  class: more = '',
  isUrgent,
  onEscape,
  children,
}: TakeoverProps): JSX.Element {
  const ground = useRef<HTMLDivElement>(null)
  // Taken while drawing: afterwards the page behind is inert and has lost it.
  const before = useRef(document.activeElement)
  useLayoutEffect(() => {
    ground.current?.focus()
    return () => {
      const { current } = before
      // The page behind takes a focus only when it is no longer inert: after this drawing.
      if (current instanceof HTMLElement) queueMicrotask(() => current.focus())
    }
  }, [])
  return (
    <div
      class={`takeover ${more}`}
      role="dialog"
      aria-modal="true"
      aria-label={label}
      tabIndex={-1}
      ref={ground}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onEscape?.()
      }}
    >
      {isUrgent && (
        <p class="hush" role="alert">
          {label}
        </p>
      )}
      {children}
    </div>
  )
}
