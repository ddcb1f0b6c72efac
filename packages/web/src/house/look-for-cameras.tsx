// Looks for cameras in the network, and shows the lines of settings that take them. Nothing is changed from here: the hub
// reads its settings when it starts.
import type { FoundCameras } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Icon } from '../parts/icons.tsx'
import { Said } from '../parts/said.tsx'

export function LookForCameras({ store }: { readonly store: HomeStore }): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const found = useSignal<FoundCameras | null>(null)
  async function look(): Promise<void> {
    found.value = null
    await act.run(async () => {
      found.value = await store.client.lookForCameras()
    })
  }
  return (
    <section class="sec stack" aria-labelledby="look-for-cameras">
      <h2 id="look-for-cameras">Add a camera</h2>
      <p class="small">Cameras and bells that speak ONVIF answer when they are asked by the network.</p>
      <button
        type="button"
        class="btn wide"
        disabled={act.isBusy.value || store.line.state.value !== 'live'}
        onClick={() => void look()}
      >
        <Icon name="camera" size="s" />
        {act.isBusy.value ? 'Looking, about five seconds' : 'Look for cameras'}
      </button>
      <div role="status">
        {act.isBusy.value && <progress class="wide" aria-label="Looking for cameras" />}
        {found.value && <p class="strong">{countWords(found.value.cameras.length)}</p>}
      </div>
      <Said act={act} />
      {found.value && <Found found={found.value} />}
    </section>
  )
}

function countWords(count: number): string {
  if (count === 0) return 'No camera answered. Switch ONVIF on in the camera’s own settings, and look again.'
  return count === 1 ? 'One camera answered.' : `${count} cameras answered.`
}

function Found({ found: { cameras, settings } }: { readonly found: FoundCameras }): JSX.Element | null {
  if (cameras.length === 0) return null
  return (
    <>
      <ul class="card rows">
        {cameras.map(({ address, name, maker, model, can }) => (
          <li key={address} class="row top">
            <span class="grow">
              <b class="title">{name === '' ? 'Without a name' : name}</b>
              <span class="small">
                {[address, maker, model, ...can].filter((word) => word !== null).join(', ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <p>
        Add these lines to the settings of the hub, keep the password of each camera with{' '}
        <code>portico secret {cameras[0]?.id}</code>, and start the hub anew.
      </p>
      <pre class="card pad lines" tabIndex={0} aria-label="Lines for the settings">
        {settings}
      </pre>
    </>
  )
}
