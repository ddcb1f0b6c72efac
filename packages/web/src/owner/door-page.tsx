// One door: both witnesses with their ages, lock and cameras, why nobody can be let in, and what a hand may do from
// here: lock with a tap, open and alarm with a hold.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ClientError } from '@portico/client'
import type { DoorView } from '@portico/protocol'
import {
  doorTitle,
  feedWords,
  soundWords,
  lastHeardLine,
  notKnownSince,
  placeOf,
  unfitWords,
  witnessLine,
} from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { OneAct } from '../live/one-act.ts'
import { hrefOf } from '../live/route.ts'
import { outsideCamera } from '../live/visit-cameras.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Icon } from '../parts/icons.tsx'
import { LivePicture } from '../parts/live-picture.tsx'
import { Seal } from '../parts/seal.tsx'
import { TalkButton } from '../talk/talk-button.tsx'
import { HoldForAlarm } from './hold-for-alarm.tsx'
import { SignInForm } from './sign-in-form.tsx'
import { Witnesses } from './witnesses.tsx'

export interface DoorPageProps {
  readonly store: HomeStore
  readonly id: string
}

const DoorBar = ({ name }: { readonly name: string }): JSX.Element => (
  <header class="bar">
    <a class="btn icon soft" href={hrefOf()} aria-label="Home">
      <Icon name="back" />
    </a>
    <span class="eyebrow clamp">{name}</span>
  </header>
)

export function DoorPage({ store, id }: DoorPageProps): JSX.Element {
  const door = store.doors.value?.find((each) => each.id === id)
  if (door) return <WholeDoor key={id} store={store} door={door} />
  return (
    <main class="phone">
      <DoorBar name="Door" />
      <section class="sec card pad stack">
        <h1>{store.doors.value ? 'There is no such door' : 'Not known yet'}</h1>
        <a class="btn" href={hrefOf()}>
          Home
        </a>
      </section>
    </main>
  )
}

function WholeDoor({ store, door }: { readonly store: HomeStore; readonly door: KnownDoor }): JSX.Element {
  const isAway = store.isAway.value
  return (
    <main class="phone">
      <DoorBar name={door.name} />
      <section class="hero">
        {!door.isPorch && <Seal state={door.state} size={60} />}
        <div class="grow">
          <h1>{doorTitle(door)}</h1>
          <p class="quiet">{isAway ? lastHeardLine(door, hubNow()) : witnessLine(door)}</p>
          {isAway && <p class="quiet">{notKnownSince(store.line.lostAt.value)}</p>}
        </div>
      </section>
      <section class="sec">
        <div class="card">
          {!door.isPorch && <Witnesses door={door} withAges />}
          <Facts door={door} />
        </div>
      </section>
      {door.isKnown && door.view.session !== null && (
        <section class="sec">
          <a class="card row pad door" href={hrefOf('visit', door.view.session)}>
            <Icon name="people" />
            <span class="grow">A visit is under way here</span>
            <Icon name="forward" size="s" />
          </a>
        </section>
      )}
      {door.isKnown && <Looks store={store} view={door.view} />}
      {door.isPorch ? (
        <section class="sec stack" aria-label="By hand">
          <HoldForAlarm store={store} door={door.id} words="Hold for alarm" class="wide" />
        </section>
      ) : (
        <Hands store={store} door={door} />
      )}
    </main>
  )
}

function Facts({ door: { isKnown, isPorch, view } }: { readonly door: KnownDoor }): JSX.Element {
  const { battery, unfit, cameras } = view
  const charge = battery === null ? 'Not told' : `${battery} %`
  return (
    <ul class="rows facts">
      {isKnown && !isPorch && unfit !== null && (
        <li class="row top">
          <Icon name="warning" size="s" />
          <span>Nobody can be let in here: {unfitWords(unfit)}</span>
        </li>
      )}
      {!isPorch && (
        <li class="row">
          <span class="grow">Battery of the lock</span> {isKnown ? charge : 'Not known'}
        </li>
      )}
      {cameras.map((camera) => (
        <li key={camera.id} class="row top">
          <span class="grow">
            {camera.view === 'outside' ? 'Camera outside' : 'Camera inside'}
            <br />
            <span class="small quiet">{soundWords(camera)}</span>
          </span>
          <span class="quiet right">{isKnown ? feedWords(camera, view.session !== null) : 'Not known'}</span>
        </li>
      ))}
    </ul>
  )
}

/** A picture only when it is asked for; cameras inside show nothing outside of a visit. */
function Looks({ store, view }: { readonly store: HomeStore; readonly view: DoorView }): JSX.Element | null {
  const isShown = useSignal(false)
  const camera = outsideCamera(view)
  if (!camera) return null
  return (
    <section class="sec stack">
      {isShown.value && (
        <div class="card">
          <LivePicture store={store} camera={camera} place={placeOf(view, camera)} class="wide" />
        </div>
      )}
      <TalkButton camera={camera} face={null} />
      <button
        type="button"
        class="btn wide"
        aria-pressed={isShown.value}
        onClick={() => (isShown.value = !isShown.value)}
      >
        <Icon name="eye" size="s" />
        {isShown.value ? 'Close the picture' : 'Show the picture'}
      </button>
    </section>
  )
}

function Hands({ store, door }: { readonly store: HomeStore; readonly door: KnownDoor }): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const needsSignIn = useSignal(false)
  const told = useSignal<string | null>(null)
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  const run = async (words: string, order: () => Promise<unknown>): Promise<void> => {
    told.value = null
    needsSignIn.value = false
    const isDone = await act.run(async () => {
      try {
        await order()
      } catch (error) {
        needsSignIn.value = error instanceof ClientError && error.code === 'ASSURANCE_MISSING'
        throw error
      }
    })
    if (isDone) told.value = words
  }
  const isOpen = door.contact.word === 'open'
  return (
    <section class="sec stack" aria-label="By hand">
      <button
        type="button"
        class="btn wide"
        disabled={isOff || isOpen}
        onClick={() =>
          void run('Asked to lock. The seal tells when it is proved.', () => store.client.lock(door.id))
        }
      >
        <Icon name="locked" size="s" />
        {isOpen ? 'It must be shut before it can lock' : 'Lock'}
      </button>
      <HoldButton
        class="wide"
        confirm="Press Enter again to open"
        disabled={isOff}
        onHeld={() =>
          void run('Asked to open. It locks itself again; the seal tells when.', () =>
            store.client.open(door.id),
          )
        }
      >
        <Icon name="hand" size="s" />
        Hold to open
      </HoldButton>
      <p class="small" role="status">
        {act.said.value ?? told.value}
      </p>
      {needsSignIn.value && (
        <div class="card pad stack">
          <p>Opening by hand needs a sign-in that is not older than a minute.</p>
          <SignInForm
            onSigned={() => {
              needsSignIn.value = false
              act.said.value = null
              told.value = 'Signed in. Hold to open now.'
              store.refresh()
            }}
          />
        </div>
      )}
      <HoldForAlarm store={store} door={door.id} words="Hold for alarm" class="wide" />
    </section>
  )
}
