// A button for what is dangerous: held, not tapped. With the keyboard, and for whoever cannot hold: once to arm it,
// once more to do it.
import { type Signal, useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { instant } from '../live/hub-clock.ts'

/** Ms that it must be held. */
export const HOLD_MS = 1_200
/** Ms in which the second press must follow, and before which it is taken for a slip of the first. */
const CONFIRM_MS = 5_000
const SLIP_MS = 400

export interface HoldButtonProps {
  readonly children: ComponentChildren
  /** Told to whoever presses Enter once: "Press Enter again to open once". */
  readonly confirm: string
  readonly disabled?: boolean
  readonly class?: string
  /** A finger is down, or the first press was made: now is the time to fetch what `onHeld` needs. */
  readonly onBegin?: () => void
  /** It was let go too early, or must not be held any more. */
  readonly onLetGo?: () => void
  readonly onHeld: () => void
}

type Props = Pick<HoldButtonProps, 'onBegin' | 'onLetGo' | 'onHeld'> & { readonly disabled: boolean }

class Hold {
  /** What to call: of the newest drawing, for a hold is longer than a drawing lasts. */
  props: Props
  readonly #isHeld: Signal<boolean>
  readonly #isArmed: Signal<boolean>
  #timer: ReturnType<typeof setTimeout> | undefined
  #armedAt = 0

  constructor(props: Props, isHeld: Signal<boolean>, isArmed: Signal<boolean>) {
    this.props = props
    this.#isHeld = isHeld
    this.#isArmed = isArmed
  }

  down(): void {
    if (this.props.disabled || this.#isHeld.value) return
    this.#end()
    this.#isHeld.value = true
    this.props.onBegin?.()
    this.#timer = setTimeout(() => this.#done(), HOLD_MS)
  }

  up(): void {
    if (this.#isHeld.value) this.letGo()
  }

  press(): void {
    if (this.props.disabled) return
    if (!this.#isArmed.value) {
      this.#end()
      this.#isArmed.value = true
      this.#armedAt = instant()
      this.props.onBegin?.()
      this.#timer = setTimeout(() => this.letGo(), CONFIRM_MS)
    } else if (instant() - this.#armedAt >= SLIP_MS) this.#done()
  }

  letGo(): void {
    if (!this.#isHeld.value && !this.#isArmed.value) return
    this.#end()
    this.props.onLetGo?.()
  }

  #done(): void {
    this.#end()
    if (this.props.disabled) this.props.onLetGo?.()
    else this.props.onHeld()
  }

  #end(): void {
    clearTimeout(this.#timer)
    this.#isHeld.value = false
    this.#isArmed.value = false
  }
}

export function HoldButton(props: HoldButtonProps): JSX.Element {
  const { children, confirm, disabled = false, class: more = '' } = props
  const isHeld = useSignal(false)
  const isArmed = useSignal(false)
  const kept = useRef<Hold>(null)
  const hold = (kept.current ??= new Hold({ ...props, disabled }, isHeld, isArmed))
  hold.props = { ...props, disabled }
  useEffect(() => () => hold.letGo(), [])
  useEffect(() => {
    if (disabled) hold.letGo()
  }, [disabled])
  return (
    <>
      <button
        type="button"
        class={`btn hold ${isHeld.value ? 'held' : ''} ${more}`}
        // Not `disabled`: a keyboard would lose its place with every picture that comes late.
        aria-disabled={disabled}
        onPointerDown={({ button }) => button === 0 && hold.down()}
        onPointerUp={() => hold.up()}
        onPointerLeave={() => hold.up()}
        onPointerCancel={() => hold.up()}
        onBlur={() => hold.letGo()}
        onKeyDown={(event) => {
          // A key that is kept down must not be taken for two presses.
          if (event.repeat) event.preventDefault()
        }}
        onClick={({ detail }) => {
          // A click that no pointer made: keyboard, switch or screen reader.
          if (detail === 0) hold.press()
        }}
        onContextMenu={(event) => event.preventDefault()}
      >
        {isArmed.value ? confirm : children}
      </button>
      <span class="hush" role="status">
        {isArmed.value ? confirm : ''}
      </span>
    </>
  )
}
