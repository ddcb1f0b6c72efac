// A button for what is dangerous: held, not tapped. With the keyboard, and for whoever cannot hold: once to arm it,
// once more to do it.
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

/** Ms that it must be held. */
export const HOLD_MS = 1_200
/** Ms in which the second press must follow. */
const CONFIRM_MS = 5_000

export interface HoldButtonProps {
  readonly children: ComponentChildren
  /** Told to whoever presses Enter once: "Press Enter again to open once". */
  readonly confirm: string
  readonly disabled?: boolean
  readonly class?: string
  /** A finger is down, or the first press was made: now is the time to fetch what `onHeld` needs. */
  readonly onBegin?: () => void
  /** It was let go too early. */
  readonly onLetGo?: () => void
  readonly onHeld: () => void
}

export function HoldButton(props: HoldButtonProps): JSX.Element {
  const { children, confirm, disabled = false, onBegin, onLetGo, onHeld } = props
  const isHeld = useSignal(false)
  const isArmed = useSignal(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const stop = (): void => clearTimeout(timer.current)
  useEffect(() => stop, [])

  function down(event: PointerEvent): void {
    if (disabled || event.button !== 0 || isHeld.value) return
    isArmed.value = false
    isHeld.value = true
    onBegin?.()
    stop()
    timer.current = setTimeout(() => {
      isHeld.value = false
      onHeld()
    }, HOLD_MS)
  }
  function up(): void {
    if (!isHeld.value) return
    stop()
    isHeld.value = false
    onLetGo?.()
  }
  /** A click that no pointer made: keyboard, switch or screen reader. */
  function click(event: MouseEvent): void {
    if (event.detail !== 0 || disabled) return
    stop()
    if (isArmed.value) {
      isArmed.value = false
      onHeld()
      return
    }
    isArmed.value = true
    onBegin?.()
    timer.current = setTimeout(() => {
      isArmed.value = false
      onLetGo?.()
    }, CONFIRM_MS)
  }
  return (
    <button
      type="button"
      class={`btn hold ${isHeld.value ? 'held' : ''} ${props.class ?? ''}`}
      disabled={disabled}
      onPointerDown={down}
      onPointerUp={up}
      onPointerLeave={up}
      onPointerCancel={up}
      onClick={click}
      onContextMenu={(event) => event.preventDefault()}
    >
      {isArmed.value ? confirm : children}
      <span class="hush" role="status">
        {isArmed.value ? confirm : ''}
      </span>
    </button>
  )
}
