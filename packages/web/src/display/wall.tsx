// The wall inside the house: one thing at a time, in the order alarm, ring, delivery, idle; what is lower stays as a
// bar.
import type { DisplayClient } from '@portico/client'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { clockTime } from '../live/hub-clock.ts'
import { tick } from '../live/ticking.ts'
import { SimulatedMark } from '../parts/simulated.tsx'
import { call } from '../parts/calls.ts'
import { isMuted } from '../parts/sound.ts'
import { isSpeaking } from '../talk/talk-press.ts'
import { AlarmScreen } from './alarm-screen.tsx'
import { DeliveryScreen } from './delivery-screen.tsx'
import { IdleScreen } from './idle-screen.tsx'
import { LookScreen } from './look-screen.tsx'
import { isQuiet } from './quiet.ts'
import { RingScreen } from './ring-screen.tsx'
import { WallStore } from './wall-store.ts'
import { isNight, shift } from './wall-upkeep.ts'

export interface WallProps {
  readonly client: DisplayClient
  /** This display is in no longer. */
  readonly onRefused: () => void
}

type Scene = 'alarm' | 'ring' | 'look' | 'delivery' | 'idle'

export function Wall({ client, onRefused }: WallProps): JSX.Element {
  const store = useMemo(() => new WallStore(client, onRefused), [client])
  useEffect(() => () => store[Symbol.dispose](), [store])
  const looked = useSignal<string | null>(null)
  const scene = useComputed<Scene>(() => {
    if (store.alarms.value.length > 0) return 'alarm'
    if (store.ring.value) return 'ring'
    if (looked.value !== null) return 'look'
    // Without the hub the clock stays and nothing is known: no rung of a visit is shown as if it still held.
    return store.visit.value && store.line.state.value === 'live' ? 'delivery' : 'idle'
  })
  useSounds(store)
  useEffect(() => {
    document.title = titles[scene.value]
  }, [scene.value])
  // That nothing is known of the doors is told as brightly at night as by day.
  const isDim = isNight.value && scene.value === 'idle' && store.line.state.value === 'live'
  return (
    <div class={`hung ${shift.value} ${isDim ? 'night' : ''}`}>
      <LostBar store={store} />
      <Shown scene={scene.value} store={store} looked={looked} />
      <LowerBar scene={scene.value} store={store} />
      {isMuted.value && (
        <p class="mute" role="status">
          This display is silent. Touch it once.
        </p>
      )}
      <SimulatedMark />
    </div>
  )
}

const titles: Readonly<Record<Scene, string>> = {
  alarm: 'Alarm',
  ring: 'Somebody rings',
  look: 'Front door',
  delivery: 'Delivery',
  idle: 'Portico display',
}

interface ShownProps {
  readonly scene: Scene
  readonly store: WallStore
  /** Door whose picture somebody asked for. */
  readonly looked: { value: string | null }
}

function Shown({ scene, store, looked }: ShownProps): JSX.Element {
  switch (scene) {
    case 'alarm':
      return <AlarmScreen store={store} />
    case 'ring':
      return <RingScreen store={store} />
    case 'look':
      return <LookScreen store={store} door={looked.value ?? ''} onClose={() => (looked.value = null)} />
    case 'delivery':
      return <DeliveryScreen store={store} />
    case 'idle':
      return <IdleScreen store={store} onLook={(door) => (looked.value = door)} />
  }
}

/** The clock goes on, what is known of the doors does not. */
function LostBar({ store }: { readonly store: WallStore }): JSX.Element | null {
  const { state, lostAt } = store.line
  if (state.value === 'live') return null
  if (state.value === 'connecting' && store.wall.value === null) return null
  return (
    <p class="lost" role="status">
      Not connected to the house{lostAt.value === null ? '' : ` since ${clockTime(lostAt.value)}`}
    </p>
  )
}

/** What happens under the thing that is shown. */
function LowerBar({
  scene,
  store,
}: {
  readonly scene: Scene
  readonly store: WallStore
}): JSX.Element | null {
  const lower: string[] = []
  if (scene === 'alarm' && store.ring.value)
    lower.push(`Somebody rings: ${nameOf(store, store.ring.value.door)}`)
  const isLive = store.line.state.value === 'live'
  if (scene !== 'delivery' && store.visit.value?.value.closed === null)
    lower.push(
      `A delivery ${isLive ? 'is' : 'was'} under way: ${nameOf(store, store.visit.value.value.door)}`,
    )
  if (lower.length === 0) return null
  return (
    <p class="lower" role="status">
      {lower.join(' · ')}
    </p>
  )
}

const nameOf = (store: WallStore, door: string): string =>
  store.doors.value?.find(({ id }) => id === door)?.name ?? 'Door'

/** The bell until somebody answers; an alarm for as long as it stands and nobody asked for quiet here. */
function useSounds(store: WallStore): void {
  const ring = store.answered.value || isSpeaking.value ? null : store.ring.value
  useEffect(() => {
    if (!ring) return undefined
    const calling = call('ring')
    return () => calling[Symbol.dispose]()
  }, [ring])
  const isLoud = useComputed(() => store.alarms.value.some(({ id }) => !isQuiet(id, tick.value)))
  const { value } = isLoud
  useEffect(() => {
    if (!value) return undefined
    const calling = call('alarm')
    return () => calling[Symbol.dispose]()
  }, [value])
}
