// A delivery goes on: the picture, the clock that runs, both witnesses, the rungs. It is only looked at from here.
import type { JSX } from 'preact'
import type { KnownDoor, Witness } from '../live/known-door.ts'
import { rungsOf } from '../live/rungs-of.ts'
import { visitCamera } from '../live/visit-cameras.ts'
import { Icon, type IconName } from '../parts/icons.tsx'
import { LivePicture, NoPicture } from '../parts/live-picture.tsx'
import { Pips } from '../parts/rungs.tsx'
import { VisitCountdown } from '../parts/visit-countdown.tsx'
import type { WallStore } from './wall-store.ts'
import type { ShownVisit } from './wall-views.ts'
import { boltWord, contactWord, placeOf, visitHeadline } from './wall-words.ts'

export function DeliveryScreen({ store }: { readonly store: WallStore }): JSX.Element | null {
  const visit = store.visit.value
  if (!visit) return null
  const { steps, closed } = visit.value
  const door = store.doors.value?.find(({ id }) => id === visit.value.door) ?? null
  return (
    <main class="wall delivery">
      <Picture store={store} door={door} />
      <section>
        <h1 aria-live="polite">{visitHeadline(visit.value, door?.state ?? null)}</h1>
        <Clock visit={visit} />
        {door && <Witnesses door={door} />}
      </section>
      <footer>
        <Pips rungs={rungsOf({ steps: [...steps], state: closed === null ? 'open' : 'closed' })} />
      </footer>
    </main>
  )
}

function Picture({
  store,
  door,
}: {
  readonly store: WallStore
  readonly door: KnownDoor | null
}): JSX.Element {
  const camera = door && visitCamera(door.view)
  if (!door || !camera) return <NoPicture />
  return <LivePicture store={store} camera={camera} place={placeOf(door, camera)} />
}

function Clock({ visit }: { readonly visit: ShownVisit }): JSX.Element {
  return visit.value.countdown === null ? (
    <div class="no-clock" />
  ) : (
    <VisitCountdown visit={visit} size={232} />
  )
}

function Witnesses({ door: { bolt, contact, state } }: { readonly door: KnownDoor }): JSX.Element {
  const isProved = state === 'locked-proved'
  const isLocked = bolt.word === 'locked'
  const isClosed = contact.word === 'closed'
  return (
    <dl class="witnesses">
      <WitnessWord
        name="Bolt"
        word={boltWord(bolt.word)}
        icon={isLocked ? 'locked' : 'unlocked'}
        look={lookOf(bolt, isLocked, isProved)}
      />
      <WitnessWord
        name="Door"
        word={contactWord(contact.word)}
        icon={isClosed ? 'shut' : 'open'}
        look={lookOf(contact, isClosed, isProved)}
      />
    </dl>
  )
}

type Look = 'proved' | 'said' | 'not-safe' | 'not-known'

/** Blue is proof, and proof takes both: what one of them says alone has no colour. */
const lookOf = ({ word }: Witness, isSafe: boolean, isProved: boolean): Look =>
  word === 'unknown' ? 'not-known' : !isSafe ? 'not-safe' : isProved ? 'proved' : 'said'

interface WitnessWordProps {
  readonly name: 'Bolt' | 'Door'
  readonly word: string
  readonly icon: IconName
  readonly look: Look
}

const WitnessWord = ({ name, word, icon, look }: WitnessWordProps): JSX.Element => (
  <div>
    <dt class={look}>
      {look !== 'not-known' && <Icon name={icon} size="l" />}
      {name}
    </dt>
    <dd class={look}>{word}</dd>
  </div>
)
