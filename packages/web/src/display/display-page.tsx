// The wall display: not let in yet, inside the house, or beside the door. It is the display alone that asks the hub
// here, even where an owner is signed in in the same browser (threats G7).
import { ClientError, DisplayClient } from '@portico/client'
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { SimulatedMark } from '../parts/simulated.tsx'
import { DoorSide } from './door-side.tsx'
import { PairingScreen } from './pairing-screen.tsx'
import { shift, stayAwake } from './wall-upkeep.ts'
import { Wall } from './wall.tsx'

type Who = 'asking' | 'not-connected' | 'stranger' | 'inside' | 'door-side'

const AGAIN_AFTER_MS = 3_000

const client = new DisplayClient(location.origin)
const who = signal<Who>('asking')

async function ask(): Promise<void> {
  try {
    const { display } = await client.me()
    who.value = display?.place ?? 'stranger'
  } catch (error) {
    if (!(error instanceof ClientError)) throw error
    const isStranger = error.code === 'HUB_HTTP_SIGN_IN' || error.code === 'HUB_HTTP_FORBIDDEN'
    who.value = isStranger ? 'stranger' : 'not-connected'
    if (!isStranger) setTimeout(() => void ask(), AGAIN_AFTER_MS)
  }
}

export function DisplayPage(): JSX.Element {
  useEffect(() => {
    const awake = stayAwake()
    void ask()
    return () => awake[Symbol.dispose]()
  }, [])
  useEffect(() => {
    // Beside the door it is read in daylight, inside at night as well.
    document.documentElement.dataset['theme'] = who.value === 'door-side' ? 'light' : 'dark'
  }, [who.value])
  const leave = (): void => {
    who.value = 'stranger'
    document.title = 'Portico display'
  }
  switch (who.value) {
    case 'asking':
    case 'not-connected':
      return (
        <div class="hung">
          <main class="wall only">
            <h1 aria-live="polite">{who.value === 'asking' ? 'One moment' : 'Not connected to the house'}</h1>
          </main>
          <SimulatedMark />
        </div>
      )
    case 'stranger':
      return (
        <div class={`hung ${shift.value}`}>
          <PairingScreen client={client} onPaired={() => void ask()} />
          <SimulatedMark />
        </div>
      )
    case 'inside':
      return <Wall client={client} onRefused={leave} />
    case 'door-side':
      return <DoorSide client={client} onRefused={leave} />
  }
}
