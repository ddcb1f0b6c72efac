// The display beside the door: a code for couriers and a bell. It says nothing of the house.
import type { DisplayClient } from '@portico/client'
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { tick } from '../live/ticking.ts'
import { Icon } from '../parts/icons.tsx'
import { SimulatedMark } from '../parts/simulated.tsx'
import { CodeDrawing } from './code-drawing.tsx'
import { type Bell, CODE_EVERY_MS, type DoorCode, DoorSideStore } from './door-side-store.ts'
import { shift } from './wall-upkeep.ts'

export interface DoorSideProps {
  readonly client: DisplayClient
  readonly onRefused: () => void
}

const elsewhere = [
  ['de', 'Paket? Hier scannen.'],
  ['pl', 'Paczka? Zeskanuj tutaj.'],
  ['tr', 'Paket mi? Buradan tarayın.'],
  ['uk', 'Посилка? Скануйте тут.'],
] as const

export function DoorSide({ client, onRefused }: DoorSideProps): JSX.Element {
  const store = useMemo(() => new DoorSideStore(client, onRefused), [client])
  useEffect(() => () => store[Symbol.dispose](), [store])
  useEffect(() => {
    document.title = 'Delivery'
  }, [])
  const code = store.code.value
  const isLive = store.line.state.value === 'live'
  const proof = store.proof.value
  return (
    <div class={`hung ${shift.value}`}>
      {store.said.value !== null && (
        <p class="said-here" role="status">
          {store.said.value}
        </p>
      )}
      {proof !== null ? (
        <LookHere code={proof} />
      ) : code ? (
        <Scan store={store} code={code} />
      ) : (
        <PleaseRing store={store} isLive={isLive} />
      )}
      <SimulatedMark />
    </div>
  )
}

function Scan({ store, code }: { readonly store: DoorSideStore; readonly code: DoorCode }): JSX.Element {
  return (
    <main class="wall door-side">
      <CodeDrawing url={code.url} />
      <section>
        <h1>
          Delivery?
          <br />
          Scan here.
        </h1>
        <ul>
          {elsewhere.map(([lang, words]) => (
            <li key={lang} lang={lang}>
              {words}
            </li>
          ))}
        </ul>
        <NextCode code={code} />
        <BellButton store={store} />
      </section>
    </main>
  )
}

/** Not for couriers: a camera has to see it, in its own picture, while the door is about to open. */
const LookHere = ({ code }: { readonly code: string }): JSX.Element => (
  <main class="wall door-side">
    <CodeDrawing url={code} words="Code for the camera" />
    <section>
      <h1 aria-live="polite">One moment, please.</h1>
      <p>The camera looks at this display.</p>
    </section>
  </main>
)

function NextCode({ code }: { readonly code: DoorCode }): JSX.Element {
  const left = useComputed(() => Math.max(0, Math.ceil((code.at + CODE_EVERY_MS - tick.value) / 1000)))
  return (
    <div class="new">
      <progress max={CODE_EVERY_MS / 1000} value={left.value} aria-hidden="true" />
      <p>{left.value === 0 ? 'A new code comes' : `New code in ${left.value} s`}</p>
    </div>
  )
}

/** No code that would be refused. Without the hub this bell rings nowhere, and is not there. */
function PleaseRing({
  store,
  isLive,
}: {
  readonly store: DoorSideStore
  readonly isLive: boolean
}): JSX.Element {
  return (
    <main class="wall door-side no-code">
      <section>
        <h1 aria-live="polite">Please ring.</h1>
        {isLive ? <BellButton store={store} /> : <p>Use the bell beside the door, or knock.</p>}
      </section>
    </main>
  )
}

const bellWords: Readonly<Record<Bell, string>> = {
  ready: 'Ring the bell',
  ringing: 'Ringing',
  rung: 'Rung. Please wait.',
  failed: 'Not heard. Please knock.',
}

function BellButton({ store }: { readonly store: DoorSideStore }): JSX.Element {
  const bell = store.bell.value
  return (
    <>
      <button type="button" class={`btn wide bell ${bell}`} onClick={() => void store.ring()}>
        <Icon name={bell === 'rung' ? 'check' : 'bell'} size="l" />
        {bellWords[bell]}
      </button>
      <span class="hush" role="status">
        {bell === 'ready' ? '' : bellWords[bell]}
      </span>
    </>
  )
}
