// Every page of a simulated home says that it is one.
import type { JSX } from 'preact'

export const SimulatedMark = (): JSX.Element => (
  <p class="simulated" role="note">
    Simulated home
  </p>
)
