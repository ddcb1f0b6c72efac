// Tells a short story to a world and keeps what happened, so that the tests read like one.
import { type Instant, instant } from '@portico/core'
import {
  type Deed,
  type Truth,
  type World,
  type WorldEvent,
  type WorldOptions,
  act,
  advance,
  initialWorld,
  truthOf,
} from '@portico/world'

export interface Story {
  readonly world: World
  readonly truth: Truth
  readonly happened: readonly WorldEvent[]
  readonly names: readonly string[]
  /** What was refused last, and why; null when nothing was. */
  readonly refused: string | null
  do(at: number, deed: Deed): Story
  wait(to: number): Story
}

function tell(world: World, happened: readonly WorldEvent[]): Story {
  const refusal = happened.findLast((event) => event.type === 'Refused')
  return {
    world,
    happened,
    truth: truthOf(world, world.at),
    names: happened.map((event) => event.type),
    refused: refusal ? `${refusal.deed}: ${refusal.why}` : null,
    do(at, deed) {
      const next = act(world, deed, instant(at))
      return tell(next.world, [...happened, ...next.happened])
    },
    wait(to) {
      const next = advance(world, instant(to))
      return tell(next.world, [...happened, ...next.happened])
    },
  }
}

export const story = (options: Partial<WorldOptions> = {}): Story =>
  tell(initialWorld({ at: instant(0), ...options }), [])

export const at = (ms: number): Instant => instant(ms)
export const hub = (to: 'lock' | 'unlock'): Deed => ({ type: 'command', to, by: 'hub', notAfter: null })
export const openOutside: Deed = { type: 'open', from: 'outside', wide: true }
export const openInside: Deed = { type: 'open', from: 'inside', wide: true }
