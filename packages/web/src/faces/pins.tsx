// The PINs of the home: by one of them, and the right for it, a door is opened through a face. Digits are never shown again.
import type { PinView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { HoldButton } from '../parts/hold-button.tsx'
import { Said } from '../parts/said.tsx'
import { pinsOf, revokePin } from './face-requests.ts'
import { PinForm } from './pin-form.tsx'
import { pinWords } from './pin-words.ts'

export function Pins({ store }: { readonly store: HomeStore }): JSX.Element {
  const isMaking = useSignal(false)
  const loading = useLoaded<readonly PinView[]>({
    store,
    key: 'pins',
    load: () => pinsOf(store.client),
    isTouched: ({ type }) => type === 'Audit',
  })
  return (
    <section class="sec stack" aria-label="PINs">
      <h2>PINs</h2>
      <p class="small">
        By a PIN somebody opens a door through an app that may open by hand. Five wrong ones within an hour
        close that app for an hour.
      </p>
      <Block store={store} loading={loading} what="The PINs" rows={1}>
        {(pins) =>
          pins.length > 0 && (
            <ul class="card rows">
              {pins.map((pin) => (
                <PinRow key={pin.id} store={store} pin={pin} onEnded={loading.again} />
              ))}
            </ul>
          )
        }
      </Block>
      {isMaking.value ? (
        <PinForm store={store} onMade={loading.again} />
      ) : (
        <button type="button" class="btn wide" onClick={() => (isMaking.value = true)}>
          New PIN
        </button>
      )}
    </section>
  )
}

interface PinRowProps {
  readonly store: HomeStore
  readonly pin: PinView
  readonly onEnded: () => void
}

function PinRow({ store, pin, onEnded }: PinRowProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const doors = new Map(store.doors.value?.map(({ id, name }) => [id, name]) ?? [])
  async function end(): Promise<void> {
    if (await act.run(() => revokePin(store.client, pin.id))) onEnded()
  }
  return (
    <li class="face">
      <b class="title">{pin.name}</b>
      <span class="small">{pinWords(pin, { people: store.people.value, doors })}.</span>
      <div class="more">
        <HoldButton
          class="wide"
          disabled={act.isBusy.value || store.line.state.value !== 'live'}
          confirm={`Press Enter again to take back the PIN of ${pin.name}`}
          onHeld={() => void end()}
        >
          Hold to take it back
        </HoldButton>
      </div>
      <Said act={act} />
    </li>
  )
}
