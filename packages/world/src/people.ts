// People at the door. They walk in legs: at the sill and at the threshold it is looked at whether the leaf lets them.
import { type Instant, milliseconds } from '@portico/core'
import { openLeaf } from './leaf.ts'
import { leafIsWide } from './leaf-place.ts'
import { GATE, HALL, PORCH, SILL, THRESHOLD, pathAt, placeOf } from './path.ts'
import { travel } from './travel.ts'
import { type Obstacle, type Place, type Step, step, thenStep } from './world-event.ts'
import type { Person, Who, World } from './world.ts'

/** From the gate to the door, or from the door into the doorway. */
export const STEP_TIME = milliseconds(1_000)

const find = (world: World, who: Who): Person | undefined => world.people.find((person) => person.who === who)

function put(world: World, person: Person): World {
  const others = world.people.filter((other) => other.who !== person.who)
  return { ...world, people: [...others, person] }
}

/** The next leg towards `goal`, from where the person stands. */
function legEnd(place: number, goal: number): number {
  const ends = [SILL, THRESHOLD].filter((mark) =>
    place < goal ? mark > place && mark < goal : mark < place && mark > goal,
  )
  return place < goal ? Math.min(goal, ...ends) : Math.max(goal, ...ends)
}

interface Walk {
  readonly goal: number
  /** They start when the leaf has swung open. */
  readonly since: Instant
}

function walk(world: World, person: Person, { goal, since }: Walk): World {
  const place = pathAt(person, world.at)
  const leg = travel({ from: place, to: legEnd(place, goal), since, pace: STEP_TIME })
  return put(world, { ...person, place, leg: place === goal ? null : leg, goal })
}

const somebody = (who: Who, place: number): Person => ({
  who,
  place,
  leg: null,
  goal: place,
  carries: who === 'courier',
  stoopsUntil: null,
})

/** Walks up to the door; a courier brings a parcel. */
export function comePerson(world: World, who: Who): Step {
  if (find(world, who)) return step(world, { type: 'Refused', deed: 'come', why: 'already' })
  return step(walk(world, somebody(who, GATE), { goal: PORCH, since: world.at }), {
    type: 'PersonMoved',
    who,
    to: 'outside',
  })
}

/** Walks in through an open leaf; somebody who was not there appears before the door. */
export function enterPerson(world: World, who: Who): Step {
  const refuse = (why: Obstacle): Step => step(world, { type: 'Refused', deed: 'enter', why })
  const person = find(world, who) ?? somebody(who, PORCH)
  if (placeOf(person, world.at) !== 'outside') return refuse('already')
  if (!leafIsWide(world, world.at)) return refuse('leaf')
  return step(walk(world, person, { goal: HALL, since: world.at }))
}

/** Goes out and away. From inside the handle opens first, whatever the bolt does. */
export function leavePerson(world: World, who: Who): Step {
  const person = find(world, who)
  if (!person) return step(world, { type: 'Refused', deed: 'leave', why: 'nobody' })
  if (placeOf(person, world.at) !== 'inside')
    return step(walk(world, person, { goal: GATE, since: world.at }))
  return thenStep(letOut(world), (open) =>
    step(walk(open, person, { goal: GATE, since: open.leaf.motion?.until ?? open.at })),
  )
}

const letOut = (world: World): Step =>
  leafIsWide(world, world.at) ? step(world) : openLeaf(world, { type: 'open', from: 'inside', wide: true })

const nextPlace = (person: Person): Place => {
  if (person.place === GATE) return 'gone'
  const inwards = person.goal > person.place
  if (person.place === SILL) return inwards ? 'doorway' : 'outside'
  return inwards ? 'inside' : 'doorway'
}

/** The end of one leg, at `world.at`: arrived, on through the door, or stopped before a shut leaf. */
export function settlePerson(world: World, person: Person): Step {
  const place = person.leg?.to ?? person.place
  const stands = { ...person, place, leg: null }
  if (place === GATE && person.goal === GATE)
    return step(
      { ...world, people: world.people.filter((other) => other.who !== person.who) },
      { type: 'PersonMoved', who: person.who, to: 'gone' },
    )
  if (place === person.goal) return step(put(world, stands))
  const moved = { type: 'PersonMoved', who: person.who, to: nextPlace(stands) } as const
  if (place === SILL && person.goal === HALL && !leafIsWide(world, world.at))
    return step(put(world, { ...stands, goal: SILL }), { type: 'Refused', deed: 'enter', why: 'leaf' })
  if (place === THRESHOLD && person.goal === GATE)
    return thenStep(letOut(world), (open) =>
      step(walk(open, stands, { goal: GATE, since: open.leaf.motion?.until ?? open.at }), moved),
    )
  return step(walk(world, stands, { goal: person.goal, since: world.at }), moved)
}
