// Somebody rings: the pushed picture at once, then live. Nothing opens from here unless a courier asks at this door.
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { placeOf } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { instant, spanWords } from '../live/hub-clock.ts'
import type { Ring } from '../live/pushed.ts'
import { tick } from '../live/ticking.ts'
import { visitCamera } from '../live/visit-cameras.ts'
import { Icon } from '../parts/icons.tsx'
import { LivePicture } from '../parts/live-picture.tsx'
import { Takeover } from '../parts/takeover.tsx'
import { VisitCountdown } from '../parts/visit-countdown.tsx'
import { AskActs, Unproved, useApproval } from './ask-acts.tsx'
import { call } from './calls.ts'
import type { Matters } from './matters.ts'
import { windowWords } from './visit-words.ts'

export interface RingTakeoverProps {
  readonly store: HomeStore
  readonly ring: Ring
  readonly matters: Matters
  readonly onAside: () => void
  /** What is lower, or the house that is not heard. */
  readonly bars: ComponentChildren
}

export function RingTakeover({ store, ring, matters, onAside, bars }: RingTakeoverProps): JSX.Element {
  const captured = useSignal<number | null>(null)
  const approval = useApproval(store)
  const door = store.doors.value?.find(({ id }) => id === ring.door)
  const asking = matters.visits.find(({ value }) => value.door === ring.door && value.ask !== null)
  const camera = door && visitCamera(door.view, asking?.value.ask?.camera)
  const pushed = store.ringPicture.value
  const first =
    pushed && pushed.head.door === ring.door && pushed.captured > ring.at - EARLIER_MS ? pushed : null
  useEffect(() => {
    const calling = call('ring')
    return () => calling[Symbol.dispose]()
  }, [ring.at])
  // Once the question was answered, the ring was too.
  const wasAsked = useRef(false)
  useEffect(() => {
    if (asking) wasAsked.current = true
    else if (wasAsked.current) onAside()
  }, [asking === undefined])
  return (
    <Takeover
      label={`Somebody rings: ${door?.name ?? ring.door}`}
      class="ring-over"
      isUrgent
      onEscape={onAside}
    >
      {bars}
      {camera && door && (
        <LivePicture
          store={store}
          camera={camera}
          place={placeOf(door.view, camera)}
          captured={captured}
          first={first}
          frozen={approval.frozen.value}
          class="whole"
        />
      )}
      <div class="bottom">
        <div class="row top">
          <div class="grow">
            <h1>Somebody rings</h1>
            <p class="lead">
              {spanWords(Math.max(tick.value, instant()) - ring.at)} ago{door ? ` at ${door.name}` : ''}.{' '}
              {asking ? '' : dueWords(store, ring.door)}
            </p>
          </div>
          {asking && <VisitCountdown visit={asking} size={52} />}
        </div>
        {asking && (
          <>
            <p class="strong">A courier asks to come in.</p>
            <Unproved visit={asking.value} />
            <AskActs
              store={store}
              visit={asking.value}
              approval={approval}
              captured={captured}
              door={door ?? null}
            />
          </>
        )}
        <button type="button" class="btn wide" onClick={onAside}>
          <Icon name="close" size="s" />
          Not now
        </button>
      </div>
    </Takeover>
  )
}

/** The picture of a ring may be a little older than the bell. */
const EARLIER_MS = 5_000

function dueWords(store: HomeStore, door: string): string {
  const due = store.sessions.value?.value.find(
    (visit) => visit.door === door && (visit.state === 'due' || visit.phase === 'armed'),
  )
  return due ? `A parcel is due ${windowWords(due.window)}.` : 'No parcel is due here.'
}
