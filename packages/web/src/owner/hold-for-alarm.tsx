// A person calls the alarm: screens and siren, at once. Held, so that nobody does it by chance.
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Icon } from '../parts/icons.tsx'
import { Said } from '../parts/said.tsx'

export interface HoldForAlarmProps {
  readonly store: HomeStore
  readonly door: string
  readonly words: string
  readonly class?: string
}

export function HoldForAlarm({ store, door, words, class: more = '' }: HoldForAlarmProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  return (
    <>
      <HoldButton
        class={more}
        confirm="Press Enter again for the alarm"
        disabled={act.isBusy.value || store.line.state.value !== 'live'}
        onHeld={() => void act.run(() => store.client.callAlarm(door))}
      >
        <Icon name="alarm" />
        {words}
      </HoldButton>
      <Said act={act} />
    </>
  )
}
