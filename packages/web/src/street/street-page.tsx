// The virtual street: hands and feet in a simulated home, what is true there beside what the hub believes, and the play
// of a whole delivery.
import type { DoorView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { spanWords } from '../live/hub-clock.ts'
import { Seal, wordOf } from '../parts/seal.tsx'
import { SimulatedMark } from '../parts/simulated.tsx'
import { DoorDrawing, truthWords } from './door-drawing.tsx'
import { Keypad } from './keypad.tsx'
import { Elsewhere, PlayPanel } from './play-panel.tsx'
import type { Mounted, TrueDoor } from './simulated-house.ts'
import { actGroups } from './street-acts.ts'
import { StreetStore } from './street-store.ts'

export function StreetPage(): JSX.Element {
  const store = useMemo(() => new StreetStore(), [])
  useEffect(() => () => store[Symbol.dispose](), [store])
  const chosen = useSignal<string | null>(null)
  const doors = store.mounted.value
  const mounted = doors.find(({ id }) => id === chosen.value) ?? doors[0]
  const truth = mounted && store.world.value?.doors[mounted.id]
  return (
    <main class="street">
      <header>
        <h1>The virtual street</h1>
        <p class="quiet">
          This home is simulated: no real door moves. You are the courier, the neighbour and the burglar. See
          it on <Elsewhere href="/">your page</Elsewhere> and{' '}
          <Elsewhere href="/display">the wall display</Elsewhere>.
        </p>
        {doors.length > 1 && (
          <p class="row" role="group" aria-label="Door">
            {doors.map(({ id, name }) => (
              <button
                key={id}
                type="button"
                class={`btn ${id === mounted?.id ? 'main' : ''}`}
                aria-pressed={id === mounted?.id}
                onClick={() => (chosen.value = id)}
              >
                {name}
              </button>
            ))}
          </p>
        )}
      </header>
      {store.failure.value !== null && (
        <p class="failure" role="alert">
          The simulated house cannot be asked: {store.failure.value}
        </p>
      )}
      {mounted && <PlayPanel store={store} door={mounted.id} />}
      {mounted && truth && <TruthAndBelief store={store} mounted={mounted} truth={truth} />}
      {mounted && truth && <Acts store={store} mounted={mounted} truth={truth} />}
      <SimulatedMark />
    </main>
  )
}

interface DoorProps {
  readonly store: StreetStore
  readonly mounted: Mounted
  readonly truth: TrueDoor
}

function TruthAndBelief({ store, mounted, truth }: DoorProps): JSX.Element {
  const view = store.believed.value?.find(({ id }) => id === mounted.id) ?? null
  return (
    <section class="both" aria-label="Truth and belief">
      <div class="card pad">
        <h2>What is true</h2>
        <DoorDrawing name={mounted.name} door={truth} />
        <p>
          {mounted.name}: {truthWords(truth)}.
        </p>
        {truth.jam !== null && <p>Something is in the way of the bolt.</p>}
        {truth.lockDead && <p>The lock has no power.</p>}
      </div>
      <div class="card pad">
        <h2>What the hub believes</h2>
        {view ? (
          <Belief view={view} />
        ) : (
          <p class="quiet">
            Only whoever is signed in may read that. Sign in on <Elsewhere href="/">your page</Elsewhere> in
            this browser.
          </p>
        )}
      </div>
    </section>
  )
}

function Belief({ view }: { readonly view: DoorView }): JSX.Element {
  return (
    <>
      <p class="believed">
        <Seal state={view.state} size={72} />
        <b>{wordOf(view.state)}</b>
      </p>
      <dl>
        <Heard name="Bolt" word={view.bolt.word} ageMs={view.bolt.ageMs} />
        <Heard name="Contact" word={view.contact.word} ageMs={view.contact.ageMs} />
        {view.cameras.map(({ id, feed, ageMs }) => (
          <Heard key={id} name={`Camera ${id}`} word={feed} ageMs={ageMs} />
        ))}
      </dl>
      <p>Visit: {view.phase}.</p>
      {view.alarms.map(({ id, words }) => (
        <p key={id} class="alarm-words">
          Alarm: {words}
        </p>
      ))}
    </>
  )
}

interface HeardProps {
  readonly name: string
  readonly word: string
  readonly ageMs: number | null
}

const Heard = ({ name, word, ageMs }: HeardProps): JSX.Element => (
  <div>
    <dt>{name}</dt>
    <dd>
      {word}
      {ageMs === null ? ', never heard' : `, ${spanWords(ageMs)} ago`}
    </dd>
  </div>
)

function Acts({ store, mounted, truth }: DoorProps): JSX.Element {
  const said = store.said.value
  return (
    <section class="acts" aria-label="Do something">
      <ol class="said" aria-live="polite" aria-label="What came of it">
        {said.map(({ id, words, moved }) => (
          <li key={id} class={moved ? 'moved' : ''}>
            {words}
          </li>
        ))}
        {said.length === 0 && <li>Nothing has been done here yet.</li>}
      </ol>
      <Keypad store={store} door={mounted.id} />
      {actGroups(mounted, truth).map(({ title, acts }) => (
        <fieldset key={title} class="card pad">
          <legend class="h">{title}</legend>
          {acts.map((act) => (
            <button
              key={act.label}
              type="button"
              class="btn"
              aria-disabled={store.isBusy.value}
              onClick={() => void store.act(act)}
            >
              {act.label}
            </button>
          ))}
        </fieldset>
      ))}
    </section>
  )
}
