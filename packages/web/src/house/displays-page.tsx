// The displays of the home: which there are and when they were last heard, one more by the six digits it shows, and
// the end of one.
import type { DisplayView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow, spanWords } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { PairForm } from './pair-form.tsx'

export function DisplaysPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'displays',
    load: () => store.client.displays(),
    isTouched: ({ type }) => type === 'Audit',
  })
  return (
    <>
      <section class="sec">
        <Block store={store} loading={loading} what="The displays" rows={2}>
          {(displays) =>
            displays.length === 0 ? (
              <p class="card pad">No display is paired.</p>
            ) : (
              <ul class="card rows">
                {displays.map((display) => (
                  <DisplayRow key={display.id} store={store} display={display} onEnded={loading.again} />
                ))}
              </ul>
            )
          }
        </Block>
      </section>
      <PairForm store={store} onPaired={loading.again} />
    </>
  )
}

/** "Beside the front door" */
function placeWords({ place, door }: DisplayView, store: HomeStore): string {
  if (place === 'inside') return 'Inside'
  const name = store.doors.value?.find(({ id }) => id === door)?.name ?? door ?? 'a door'
  return `Beside: ${name}`
}

function heardWords({ isLive, lastSeen }: DisplayView): string {
  return isLive ? 'Connected now' : `Last heard ${spanWords(hubNow() - lastSeen)} ago`
}

interface DisplayRowProps {
  readonly store: HomeStore
  readonly display: DisplayView
  readonly onEnded: () => void
}

function DisplayRow({ store, display, onEnded }: DisplayRowProps): JSX.Element {
  const isAsked = useSignal(false)
  const act = useMemo(() => new OneAct(), [])
  async function end(): Promise<void> {
    if (await act.run(() => store.client.revokeDisplay(display.id))) onEnded()
  }
  return (
    <li class="displayrow">
      <div class="row">
        <span class="grow">
          <b class="title">{display.name}</b>
          <span class="small">
            {placeWords(display, store)}. {heardWords(display)}
          </span>
        </span>
        {!isAsked.value && (
          <button type="button" class="btn" onClick={() => void (isAsked.value = true)}>
            End it
            <span class="hush"> {display.name}</span>
          </button>
        )}
      </div>
      {isAsked.value && (
        <div class="stack confirm">
          <p class="small">
            It shows nothing of this house from then on. To come back it must be paired again.
          </p>
          <div class="row">
            <button
              type="button"
              class="btn main grow"
              disabled={act.isBusy.value}
              onClick={() => void end()}
            >
              Yes, end it
            </button>
            <button type="button" class="btn grow" onClick={() => void (isAsked.value = false)}>
              Keep it
            </button>
          </div>
        </div>
      )}
      <Said act={act} />
    </li>
  )
}
