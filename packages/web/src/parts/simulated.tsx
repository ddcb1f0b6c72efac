// Every page of a simulated home says that it is one. The hub says so in the document itself, so that it is known before
// anybody is signed in and when nothing answers.
import type { JSX } from 'preact'

export function SimulatedMark(): JSX.Element | null {
  if (document.documentElement.dataset['simulated'] === undefined) return null
  return (
    <p class="simulated" role="note">
      Simulated home
    </p>
  )
}
