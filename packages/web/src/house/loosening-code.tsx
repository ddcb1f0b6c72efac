// A rule is loosened by the code from the hub's console, a quarter of an hour later.
import type { ComponentChildren, JSX } from 'preact'
import type { OneAct } from '../live/one-act.ts'
import { ConsoleCodeForm, ConsoleCommand } from './console-code.tsx'

export interface LooseningCodeProps {
  readonly act: OneAct
  readonly isAway: boolean
  readonly onSend: (code: string) => void
  /** What it would give away, said before. */
  readonly children?: ComponentChildren
}

export const LooseningCode = ({ children, ...form }: LooseningCodeProps): JSX.Element => (
  <ConsoleCodeForm {...form} id="rules-code" submit="Loosen it in 15 minutes">
    {children}
    <p class="small">
      To loosen a rule takes a code from the hub itself: <ConsoleCommand />. It takes effect 15 minutes later,
      and until then anybody of this home can stop it.
    </p>
  </ConsoleCodeForm>
)
