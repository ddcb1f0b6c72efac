// Somebody rings: the pushed picture at once, then live. Nothing opens from here unless a courier asks at this door.
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { placeOf } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { instant, spanWords } from '../live/hub-clock.ts'
import type { Ring } from '../live/pushed.ts'
import { hrefOf } from '../live/route.ts'
import { tick } from '../live/ticking.ts'
import { visitCamera } from '../live/visit-cameras.ts'
import { Icon } from '../parts/icons.tsx'
import { LivePicture } from '../parts/live-picture.tsx'
import { Takeover } from '../parts/takeover.tsx'
import { VisitCountdown } from '../parts/visit-countdown.tsx'
import { Answers } from '../talk/answers.tsx'
import { type AnsweredRing, answeredElsewhere } from '../live/answered-ring.ts'
import { isSpeaking } from '../talk/talk-press.ts'
import { TalkButton } from '../talk/talk-button.tsx'
import { AskActs, Unproved, useApproval } from './ask-acts.tsx'
import { call } from '../parts/calls.ts'
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
  const elsewhere = useRingCall(store, ring, onAside)
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
        <RingHead store={store} ring={ring} asking={asking} answeredBy={elsewhere?.by ?? null} />
        {/* Above every button: they come a moment later, and none may move from under a finger. */}
        {camera && <Answers requests={store.client.requests} camera={camera} none={<RecordAnswers />} />}
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
        {camera && <TalkButton camera={camera} face={null} isAnswer />}
        <button type="button" class="btn wide" onClick={onAside}>
          <Icon name="close" size="s" />
          Not now
        </button>
      </div>
    </Takeover>
  )
}

interface RingHeadProps extends Pick<RingTakeoverProps, 'store' | 'ring'> {
  readonly asking: Matters['visits'][number] | undefined
  /** Who answered elsewhere; null: nobody. */
  readonly answeredBy: string | null
}

function RingHead({ store, ring, asking, answeredBy }: RingHeadProps): JSX.Element {
  const door = store.doors.value?.find(({ id }) => id === ring.door)
  return (
    <div class="row top">
      <div class="grow">
        <h1>Somebody rings</h1>
        {answeredBy !== null && (
          <p class="strong" role="status">
            Answered by {answeredBy}
          </p>
        )}
        <p class="lead">
          {spanWords(Math.max(tick.value, instant()) - ring.at)} ago{door ? ` at ${door.name}` : ''}.{' '}
          {asking ? '' : dueWords(store, ring.door)}
        </p>
      </div>
      {asking && <VisitCountdown visit={asking} size={52} />}
    </div>
  )
}

/** One that was answered elsewhere says so for this long, ms. */
const ANSWERED_SHOWN_MS = 2_000

/** Calls until somebody answers; who did so elsewhere, and then it leaves this screen. */
function useRingCall(store: HomeStore, ring: Ring, onAside: () => void): AnsweredRing | null {
  const { value: answered } = store.answered
  const isAnswered = answered !== null && answered.door === ring.door && answered.at >= ring.at
  const elsewhere = answeredElsewhere(ring, answered)
  const calls = !isAnswered && !isSpeaking.value
  useEffect(() => {
    if (!calls) return undefined
    const calling = call('ring')
    return () => calling[Symbol.dispose]()
  }, [ring.at, calls])
  useEffect(() => {
    if (!elsewhere || isSpeaking.value) return undefined
    const closing = setTimeout(onAside, ANSWERED_SHOWN_MS)
    return () => clearTimeout(closing)
  }, [elsewhere?.at, isSpeaking.value])
  return elsewhere
}

const RecordAnswers = (): JSX.Element => (
  <p class="small">
    <a class="link" href={hrefOf('house', 'answers')}>
      Record answers
    </a>{' '}
    to say them here with one tap.
  </p>
)

/** The picture of a ring may be a little older than the bell. */
const EARLIER_MS = 5_000

function dueWords(store: HomeStore, door: string): string {
  const due = store.sessions.value?.value.find(
    (visit) => visit.door === door && (visit.state === 'due' || visit.phase === 'armed'),
  )
  return due ? `A parcel is due ${windowWords(due.window)}.` : 'No parcel is due here.'
}
