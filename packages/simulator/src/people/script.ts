// What the people of one story mean to do, drawn from the seed before it begins. Faults change it; shrinking makes it
// shorter.
import type { Mode } from '@portico/core'
import type { SeededChance } from '@portico/testing/fakes'
import { between, oneIn } from '../run/streams.ts'

/** All times in ms. */
export interface CourierScript {
  /** From the carrier's report to his ring. */
  arrivesAfter: number
  /** How often he proves to be there before he gives up. */
  tries: number
  /** He waits so long at a door that does not open. */
  patience: number
  /** From going in to going out. */
  stays: number
  /** He walks away and the door stands open. */
  leavesOpen: boolean
  /** He shuts the door behind himself while he is inside. */
  shutsHimselfIn: boolean
  /** On his way out he turns the thumbturn: the bolt comes out at the open leaf. */
  turnsThumbturn: boolean
  /** So long after shutting it he goes on trying the handle; null: he walks away. */
  keepsTrying: number | null
  /** A second person slips in and comes out later; null: nobody does. */
  second: number | null
  /** He passes the PIN on, and it is typed once more after him. */
  sharesPin: boolean
  /** How he gets on when he shows what he was not given. */
  token: 'own' | 'replayed' | 'other-door' | 'stale' | 'stolen-link' | 'invented'
}

export interface OwnerScript {
  /** From the question to the yes; null: never. */
  approvesAfter: number | null
  denies: boolean
  /** From the start of the visit to a stop; null: never. */
  abortsAt: number | null
  /** From hearing an alarm to an answer on the screen; null: never. */
  acknowledgesAfter: number | null
  /** From hearing an alarm to standing at the door; null: never. */
  comesAfter: number | null
}

export interface HouseholdScript {
  /** How many the hub believes to be at home; null: it does not know. */
  residents: number | null
  /** What else sees the leaf; null: nothing. */
  thirdWitness: 'leaf-picture' | 'lock-door-sensor' | null
  /** It goes on saying what it said first. */
  thirdSticks: boolean
  /** It says nothing. */
  thirdMute: boolean
  /** Somebody lives a life: goes out by hand this long after the start; null: nobody does. */
  goesOutAt: number | null
}

export interface CarrierScript {
  /** The window opens so long after the announcement, ms. */
  opensIn: number
}

export interface Script {
  readonly mode: Mode
  /** Length of the close watch after the visit, ms. */
  readonly tail: number
  readonly courier: CourierScript
  readonly owner: OwnerScript
  readonly household: HouseholdScript
  readonly carrier: CarrierScript
  /** A second courier comes so long after the first one left; null: none. */
  readonly secondVisitAfter: number | null
}

/** Half of them come just when the watch after the first visit ends: there the two meet. */
const drawSecond = (draw: SeededChance, tail: number): number =>
  oneIn(draw, 2) ? tail + between(draw, -4000, 10_000) : between(draw, 5000, 90_000)

export function drawScript(draw: SeededChance): Script {
  const tail = oneIn(draw, 8) ? 120_000 : 30_000
  return {
    mode: draw.pick(['owner', 'owner', 'auto', 'auto', 'pin']),
    tail,
    courier: {
      arrivesAfter: between(draw, 1000, 5000),
      tries: 3,
      patience: 60_000,
      stays: between(draw, 4000, 30_000),
      leavesOpen: false,
      shutsHimselfIn: false,
      turnsThumbturn: false,
      keepsTrying: null,
      second: null,
      sharesPin: false,
      token: 'own',
    },
    owner: {
      approvesAfter: between(draw, 1500, 20_000),
      denies: false,
      abortsAt: null,
      acknowledgesAfter: oneIn(draw, 3) ? null : between(draw, 3000, 60_000),
      comesAfter: oneIn(draw, 3) ? null : between(draw, 20_000, 200_000),
    },
    household: {
      goesOutAt: null,
      residents: draw.pick([null, 0, 0, 1, 2]),
      thirdWitness: draw.pick([null, null, 'leaf-picture', 'lock-door-sensor']),
      thirdSticks: false,
      thirdMute: false,
    },
    carrier: { opensIn: 0 },
    secondVisitAfter: oneIn(draw, 10) ? drawSecond(draw, tail) : null,
  }
}

/** Ways in which a script can be made plainer and stay a visit. */
export const plainWays = [
  'one visit',
  'short stay',
  'short watch',
  'quick owner',
  'no third witness',
] as const
export type PlainWay = (typeof plainWays)[number]

const plainly: { readonly [Way in PlainWay]: (script: Script) => Script } = {
  'one visit': (script) => ({ ...script, secondVisitAfter: null }),
  'short stay': (script) => ({ ...script, courier: { ...script.courier, stays: 4000 } }),
  'short watch': (script) => ({ ...script, tail: 30_000 }),
  'quick owner': (script) => ({ ...script, owner: { ...script.owner, approvesAfter: 1500 } }),
  'no third witness': (script) => ({
    ...script,
    household: { ...script.household, thirdWitness: null },
  }),
}

export const plainer = (script: Script, ways: readonly PlainWay[]): Script =>
  ways.reduce((before, way) => plainly[way](before), script)
