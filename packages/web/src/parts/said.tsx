// What came of an act, where it is no wish: read aloud at once, and no room taken while there is nothing to say.
import type { JSX } from 'preact'
import type { OneAct } from '../live/one-act.ts'

export const Said = ({ act }: { readonly act: OneAct }): JSX.Element => (
  <p class="said" role="alert">
    {act.said.value}
  </p>
)
