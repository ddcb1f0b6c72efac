// What a display shows that nobody has let in yet: six digits and what to do with them.
import type { DisplayClient } from '@portico/client'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { tick } from '../live/ticking.ts'
import { type Pairing, PairingDesk } from './pairing-desk.ts'

export interface PairingScreenProps {
  readonly client: DisplayClient
  readonly onPaired: () => void
}

export function PairingScreen({ client, onPaired }: PairingScreenProps): JSX.Element {
  const pairing = useSignal<Pairing>({ state: 'asking' })
  useEffect(() => {
    const desk = new PairingDesk(client, onPaired)
    const unfollow = desk.shown.subscribe((shown) => {
      pairing.value = shown
    })
    return () => {
      unfollow()
      desk[Symbol.dispose]()
    }
  }, [client])
  return (
    <main class="wall pairing">
      <h1>Let this display in</h1>
      <ol class="how">
        <li>Open Portico on your phone.</li>
        <li>
          Go to <b>House</b>, then <b>Displays</b>.
        </li>
        <li>Type these six digits.</li>
      </ol>
      <Digits pairing={pairing.value} />
    </main>
  )
}

function Digits({ pairing }: { readonly pairing: Pairing }): JSX.Element {
  const left = useComputed(() =>
    pairing.state === 'code' ? Math.max(0, Math.ceil((pairing.until - tick.value) / 1000)) : 0,
  )
  switch (pairing.state) {
    case 'asking':
      return <p class="digits">··· ···</p>
    case 'waits':
      return (
        <p class="digits-not" role="status">
          {pairing.why === 'busy'
            ? 'Too many displays ask at once. A code comes in a moment.'
            : 'Not connected to the house. It is tried again.'}
        </p>
      )
    case 'code':
      return (
        <div class="digits-block">
          <p class="digits" aria-label={`Code ${Array.from(pairing.code).join(' ')}`} role="img">
            {pairing.code.slice(0, 3)} {pairing.code.slice(3)}
          </p>
          <p class="fuse" aria-hidden="true">
            <progress max={pairing.whole} value={left.value * 1000} />
          </p>
          <p>A new code in {wait(left.value)}</p>
        </div>
      )
  }
}

const wait = (seconds: number): string =>
  seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`
