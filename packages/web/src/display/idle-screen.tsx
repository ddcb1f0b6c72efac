// Nothing happens: the time, the doors, when somebody may come. No picture until somebody asks for one.
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { clockTime, dateWords, hubNow } from '../live/hub-clock.ts'
import { type KnownDoor, lockable } from '../live/known-door.ts'
import { tick } from '../live/ticking.ts'
import { outsideCamera } from '../live/visit-cameras.ts'
import { Icon } from '../parts/icons.tsx'
import { Seal, wordOf } from '../parts/seal.tsx'
import { SpeakButton } from './speak-button.tsx'
import type { WallStore } from './wall-store.ts'
import { byWorst, homeSentence, sureness, windowWords } from './wall-words.ts'

/** One door for each column; more are summed up, the worst are always seen. */
const DOORS_SHOWN = 3

export interface IdleScreenProps {
  readonly store: WallStore
  readonly onLook: (door: string) => void
}

export function IdleScreen({ store, onLook }: IdleScreenProps): JSX.Element {
  const doors = store.doors.value
  return (
    <main class="wall idle">
      <h1 class="hush">{doors === null ? 'The doors are asked' : homeSentence(doors)}</h1>
      <Clock />
      <Next store={store} onLook={onLook} />
      <section
        class={`doors ${doors === null || lockable(doors).length === 1 ? 'one' : ''}`}
        aria-label="Doors"
      >
        {doors === null ? <Unasked /> : <Doors doors={lockable(doors)} lostAt={store.line.lostAt.value} />}
      </section>
    </main>
  )
}

function Clock(): JSX.Element {
  const time = useComputed(() => {
    void tick.value
    return clockTime(hubNow())
  })
  const date = useComputed(() => {
    void tick.value
    return dateWords(hubNow())
  })
  return (
    <section class="now">
      <p class="clock">
        <time>{time.value}</time>
      </p>
      <p class="date">{date.value}</p>
    </section>
  )
}

/** Without the hub neither a window nor a picture can be had, and no button pretends it. */
function Next({ store, onLook }: IdleScreenProps): JSX.Element | null {
  const wall = store.wall.value?.value
  if (!wall || store.isUnread.value || store.line.state.value !== 'live') return null
  const { nextWindow, doors } = wall
  const seen = doors.filter((door) => outsideCamera(door) !== null)
  return (
    <section class="next">
      {nextWindow ? (
        <>
          <p class="lab">A courier may come</p>
          <p class="big">{windowWords(nextWindow, hubNow())}</p>
        </>
      ) : (
        <p class="lab">No delivery is announced</p>
      )}
      {seen.slice(0, 2).map(({ id, name }) => (
        <button key={id} type="button" class="btn" onClick={() => onLook(id)}>
          <Icon name="camera" size="l" />
          Show {seen.length === 1 ? 'front door' : name}
        </button>
      ))}
      <SpeakButton doors={seen} onLook={onLook} />
    </section>
  )
}

interface DoorsProps {
  readonly doors: readonly KnownDoor[]
  readonly lostAt: number | null
}

function Doors({ doors, lostAt }: DoorsProps): JSX.Element {
  const sorted = doors.length > DOORS_SHOWN ? byWorst(doors) : doors
  const rest = sorted.slice(DOORS_SHOWN)
  return (
    <>
      {sorted.slice(0, DOORS_SHOWN).map((door) => (
        <div key={door.id} class={`door ${door.state}`} role="group" aria-label={door.name}>
          <Seal state={door.state} size={96} />
          <p class="n">{door.name}</p>
          <p class="s">{wordOf(door.state)}</p>
          <p class="w">{sureness(door, lostAt)}</p>
        </div>
      ))}
      {rest.length > 0 && (
        <p class="rest">
          {rest.length} more
          {rest.every(({ state }) => state === 'locked-proved')
            ? ', proved locked'
            : `: ${homeSentence(rest)}`}
        </p>
      )}
    </>
  )
}

/** The size that it will have; never a last word from before. */
const Unasked = (): JSX.Element => (
  <div class="door unknown" role="group" aria-label="Doors">
    <Seal state="unknown" size={96} />
    <p class="n">Doors</p>
    <p class="s">Not known</p>
    <p class="w">the house is asked</p>
  </div>
)
