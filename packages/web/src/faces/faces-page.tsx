// The faces of the home outside of it: bridges of the hub with their controllers, and programs that somebody let in.
import type { FaceView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { type Loading, useLoaded } from '../live/loaded.ts'
import { Block } from '../parts/block.tsx'
import { AllAtOnce } from './all-at-once.tsx'
import { FaceRow } from './face-row.tsx'
import { facesOf } from './face-requests.ts'
import { PairProgram } from './pair-program.tsx'
import { Pins } from './pins.tsx'
import './faces.css'

/** Bridges tell no event: what they say is asked for this often, ms; while one installs or pairs, more often. */
const LOOK_EVERY_MS = 5_000
const WATCH_EVERY_MS = 1_000

type Faces = readonly FaceView[]

const isBusy = ({ bridge }: FaceView): boolean =>
  bridge !== null && (bridge.state === 'installing' || bridge.state === 'starting' || bridge.pairing !== null)

function useLooking({ loaded, again }: Loading<Faces>): void {
  const every = loaded.value.value?.some(isBusy) === true ? WATCH_EVERY_MS : LOOK_EVERY_MS
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) again()
    }, every)
    return () => clearInterval(timer)
  }, [every, again])
}

/** Each bridge, behind it its controllers; then programs. */
function inOrder(faces: Faces): Faces {
  const bridges = faces.filter(({ bridge }) => bridge !== null)
  const peers = faces.filter(({ peer }) => peer !== null)
  const rest = faces.filter(({ bridge, peer }) => bridge === null && peer === null)
  const kept = bridges.flatMap((bridge) => [bridge, ...peers.filter(({ kind }) => kind === bridge.kind)])
  return [...kept, ...peers.filter((peer) => !kept.includes(peer)), ...rest]
}

export function FacesPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded<Faces>({
    store,
    key: 'faces',
    load: () => facesOf(store.client),
    isTouched: ({ type }) => type === 'Audit',
  })
  useLooking(loading)
  const isAdult = store.me.value?.scopes === null
  return (
    <>
      <Block store={store} loading={loading} what="The faces" rows={2} frame="sec">
        {(faces) => (
          <section class="sec">
            {faces.length === 0 ? (
              <p class="card pad">
                No other app shows this home. Bridges stand under <code class="mono">bridges</code> in the
                settings file of the hub.
              </p>
            ) : (
              <ul class="card rows">
                {inOrder(faces).map((face) => (
                  <FaceRow key={face.id} store={store} face={face} onChanged={loading.again} />
                ))}
              </ul>
            )}
          </section>
        )}
      </Block>
      {isAdult && (
        <>
          <PairProgram store={store} />
          <Pins store={store} />
          <AllAtOnce store={store} onDone={loading.again} />
        </>
      )}
    </>
  )
}
