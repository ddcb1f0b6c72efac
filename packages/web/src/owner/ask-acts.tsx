// The two answers to a courier who asks to come in: a no is one tap, a yes is held and names the picture shown.
import type { Signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { SessionView } from '@portico/protocol'
import type { HomeStore } from '../live/home-store.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { OneAct } from '../live/one-act.ts'
import { tick } from '../live/ticking.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Icon } from '../parts/icons.tsx'
import { isFeedGood, isLiveAt } from '../parts/live-picture.tsx'
import { Approval, tryName } from './approval.ts'

/** One approval as long as the picture beside it is on the page. */
export function useApproval(store: HomeStore): Approval {
  const approval = useMemo(() => new Approval(store.client, () => store.line.connection), [store])
  useEffect(() => () => approval[Symbol.dispose](), [approval])
  return approval
}

export interface AskActsProps {
  readonly store: HomeStore
  readonly visit: SessionView
  readonly approval: Approval
  /** When the picture on the screen was taken. */
  readonly captured: Signal<number | null>
  /** The door of the visit: what the hub says of the camera that an answer rests on. */
  readonly door: KnownDoor | null
}

export function AskActs({ store, visit, approval, captured, door }: AskActsProps): JSX.Element | null {
  const no = useMemo(() => new OneAct(), [])
  const { ask } = visit
  if (!ask) return null
  const isGiven = approval.given.value === tryName({ session: visit.id, try: ask.try })
  const feed = door?.view.cameras.find(({ id }) => id === ask.camera)?.feed
  const isLive = isFeedGood(feed) && isLiveAt(captured.value, tick.value)
  const isHeard = store.line.state.value === 'live'
  const isOff = !isLive || !isHeard || isGiven || approval.act.isBusy.value || no.isBusy.value
  const said = no.said.value ?? approval.act.said.value
  return (
    <div class="stack">
      <div class="row acts">
        <button
          type="button"
          class="btn"
          disabled={no.isBusy.value || !isHeard}
          onClick={() => void no.run(() => store.line.connection.deny({ session: visit.id }))}
        >
          Not today
        </button>
        <HoldButton
          class="main grow"
          confirm="Press Enter again to open once"
          disabled={isOff}
          onBegin={() => approval.begin(visit)}
          onLetGo={() => approval.letGo()}
          onHeld={() => void approval.held(visit)}
        >
          <Icon name="hand" size="s" />
          {isGiven ? 'You allowed it' : 'Hold to open once'}
        </HoldButton>
      </div>
      <p class="small" role="status">
        {said ?? offWords({ isGiven, isHeard, isLive })}
      </p>
    </div>
  )
}

function offWords(is: {
  readonly isGiven: boolean
  readonly isHeard: boolean
  readonly isLive: boolean
}): string {
  if (is.isGiven) return 'Your yes was heard. Camera and lock are proved next.'
  if (!is.isHeard) return 'Not connected: nothing can be answered from here.'
  return is.isLive ? '' : 'Without a live picture nobody is let in from here.'
}

/** What nobody has proved about whoever asks. */
export function Unproved({ visit: { ask } }: { readonly visit: SessionView }): JSX.Element | null {
  if (!ask || ask.unproved.length === 0) return null
  return (
    <ul class="unproved" aria-label="Not proved">
      {ask.unproved.map(({ code, words }) => (
        <li key={code} class="row top">
          <Icon name="warning" size="s" />
          {words}
        </li>
      ))}
    </ul>
  )
}
