// One visit, whole: picture, headline and clock, bolt and contact, every step with its time, and what may be done.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { SessionView } from '@portico/protocol'
import { notKnownSince } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds, hubNow, instant } from '../live/hub-clock.ts'
import type { Dated, KnownDoor } from '../live/known-door.ts'
import { OneAct, failureWords } from '../live/one-act.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { Said } from '../parts/said.tsx'
import { RulingPart } from '../parts/ruling.tsx'
import { VisitCountdown } from '../parts/visit-countdown.tsx'
import { AskActs, Unproved, useApproval } from './ask-acts.tsx'
import { HoldForAlarm } from './hold-for-alarm.tsx'
import { Confirmed, visitDetail } from './visit-card.tsx'
import { VisitLadder } from './visit-ladder.tsx'
import { VisitPasses, WhyNotInside } from './visit-passes.tsx'
import { VisitPicture, type VisitPictureProps, VisitTalk } from './visit-picture.tsx'
import { answerWords, isTurnedAway, parcelName, stopWords, visitHeadline } from './visit-words.ts'
import { Witnesses } from './witnesses.tsx'

export interface VisitPageProps {
  readonly store: HomeStore
  readonly id: string
}

/** A visit that is not among the newest is asked for alone. */
function useVisit({ store, id }: VisitPageProps): {
  visit: Dated<SessionView> | null
  failure: string | null
} {
  const older = useSignal<Dated<SessionView> | null>(null)
  const failure = useSignal<string | null>(null)
  const { value: all } = store.sessions
  const found = all?.value.find((visit) => visit.id === id)
  const isOlder = all !== null && !found
  useEffect(() => {
    if (!isOlder) return
    const ask = async (): Promise<void> => {
      const at = instant()
      try {
        older.value = { value: await store.client.session(id), at }
      } catch (error) {
        failure.value = failureWords(error)
      }
    }
    void ask()
  }, [id, isOlder])
  if (found && all) return { visit: { value: found, at: all.at }, failure: null }
  return { visit: older.value?.value.id === id ? older.value : null, failure: failure.value }
}

export function VisitPage({ store, id }: VisitPageProps): JSX.Element {
  const { visit, failure } = useVisit({ store, id })
  if (visit) {
    const door = store.doors.value?.find((each) => each.id === visit.value.door) ?? null
    return <WholeVisit key={id} store={store} visit={visit} door={door} />
  }
  return (
    <main class="phone bare">
      <VisitBar />
      <section class="sec card pad stack">
        <h1>{failure === null ? 'Looking for this visit' : 'This visit cannot be shown'}</h1>
        {failure !== null && <p>{failure}</p>}
        <a class="btn" href={hrefOf()}>
          Home
        </a>
      </section>
    </main>
  )
}

const VisitBar = (): JSX.Element => (
  <header class="bar">
    <a class="btn icon soft" href={hrefOf()} aria-label="Home">
      <Icon name="back" />
    </a>
    <span class="eyebrow">Visit</span>
  </header>
)

interface WholeVisitProps {
  readonly store: HomeStore
  readonly visit: Dated<SessionView>
  readonly door: KnownDoor | null
}

function WholeVisit({ store, visit, door }: WholeVisitProps): JSX.Element {
  const { value } = visit
  const approval = useApproval(store)
  const captured = useSignal<number | null>(null)
  const answer = answerWords(value, { me: store.me.value?.id ?? null, people: store.people.value })
  const isAway = value.state !== 'closed' && store.isAway.value
  const opened = value.steps.findLast(({ rung }) => rung === 'inside')?.at
  const openMs = opened === undefined ? null : hubNow() - opened
  return (
    <main class="phone visit">
      <VisitTop {...{ store, visit: value, door, approval, captured }} />
      <section class="sec row" aria-live="polite">
        <div class="grow">
          <h1>{isAway ? notKnownSince(store.line.lostAt.value) : visitHeadline(value)}</h1>
          {isAway && <p class="quiet">Heard last: {visitHeadline(value)}.</p>}
          <p class="quiet clamp">{visitDetail(store, value)}</p>
          {answer !== null && <p class="quiet">{answer}.</p>}
          <Confirmed visit={value} />
        </div>
        {!isAway && <VisitCountdown visit={visit} size={76} />}
      </section>
      {value.ask && (
        <section class="sec stack" aria-label="Your answer">
          <Unproved visit={value} />
          <AskActs store={store} visit={value} approval={approval} captured={captured} door={door} />
        </section>
      )}
      <VisitTalk visit={value} door={door} />
      {isTurnedAway(value) && <Refusals visit={value} />}
      <RulingPart visit={value} />
      <section class="sec">
        <div class="card">
          {door && value.state === 'open' && <Witnesses door={door} openMs={openMs} withAges={isAway} />}
          <div class="pad ladder-ground">
            <VisitLadder visit={value} answer={answer} />
          </div>
        </div>
      </section>
      {!isTurnedAway(value) && <Refusals visit={value} />}
      <WhyNotInside fallback={value.fallback} />
      <VisitPasses store={store} visit={value} />
      <VisitEnd store={store} visit={value} />
      {value.state === 'open' && <VisitDock store={store} visit={value} />}
    </main>
  )
}

function VisitTop(props: VisitPictureProps): JSX.Element {
  return (
    <div class="visit-top">
      <VisitPicture {...props} />
      <a class="btn icon soft float" href={hrefOf()} aria-label="Home">
        <Icon name="back" />
      </a>
    </div>
  )
}

function Refusals({ visit: { refusals } }: { readonly visit: SessionView }): JSX.Element | null {
  if (refusals.length === 0) return null
  return (
    <section class="sec">
      <h2>Why the door stayed shut</h2>
      <ul class="card rows">
        {refusals.toReversed().map(({ code, words, next, at }) => (
          <li key={`${code} ${at}`}>
            <p class="row top">
              <span class="strong grow">{words}</span> <time class="faint small">{clockSeconds(at)}</time>
            </p>
            {next !== 'None' && <p class="small">Next: {next}</p>}
          </li>
        ))}
      </ul>
    </section>
  )
}

function VisitEnd({ store, visit }: { readonly store: HomeStore; readonly visit: SessionView }): JSX.Element {
  const parcels = store.parcels.value?.value ?? []
  return (
    <section class="sec stack">
      {visit.parcels.map((id) => {
        const parcel = parcels.find((each) => each.id === id)
        return (
          <a key={id} class="card row pad door" href={hrefOf('parcels', id)}>
            <Icon name="parcel" />
            <span class="grow clamp">{parcel ? parcelName(parcel) : 'The parcel of this visit'}</span>
            <Icon name="forward" size="s" />
          </a>
        )
      })}
    </section>
  )
}

function VisitDock({
  store,
  visit,
}: {
  readonly store: HomeStore
  readonly visit: SessionView
}): JSX.Element {
  const stop = useMemo(() => new OneAct(), [])
  const words = stopWords(visit)
  const order = (): Promise<void> => {
    const { connection } = store.line
    return visit.phase === 'armed'
      ? connection.deny({ session: visit.id })
      : connection.abort({ session: visit.id })
  }
  return (
    <div class="dock">
      <Said act={stop} />
      {words !== null && (
        <button
          type="button"
          class="btn main grow"
          disabled={stop.isBusy.value || store.line.state.value !== 'live'}
          onClick={() => void stop.run(order)}
        >
          {words}
        </button>
      )}
      <HoldForAlarm store={store} door={visit.door} words="Hold for alarm" class="grow" />
    </div>
  )
}
