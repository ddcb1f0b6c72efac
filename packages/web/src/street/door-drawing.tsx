// The door as it really is, from above: the leaf in its frame or swung open, the bolt, who stands where, and parcels.
import type { JSX } from 'preact'
import type { TrueDoor, TruePerson } from './simulated-house.ts'

/** Degrees of the leaf when it is wide open. */
const WIDE = 82
const HINGE = { x: 130, y: 120 }
const LEAF = 100
const places: Readonly<Record<TruePerson['where'], number>> = { outside: 190, doorway: 122, inside: 52 }
const names: Readonly<Record<TruePerson['who'], string>> = {
  courier: 'Courier',
  resident: 'Resident',
  second: 'Second',
}

export function DoorDrawing({ name, door }: { readonly name: string; readonly door: TrueDoor }): JSX.Element {
  return (
    <svg class="plan" viewBox="0 0 360 240" role="img" aria-label={`${name} from above: ${truthWords(door)}`}>
      <rect class="hall" x="0" y="0" width="360" height="112" />
      <path class="wall-line" d="M0 112h130v16H0zM230 112h130v16H230z" />
      <text x="12" y="26">
        Hall
      </text>
      <text x="12" y="228">
        Street
      </text>
      <Leaf door={door} />
      <Parcels count={door.parcels.inside} y={84} />
      <Parcels count={door.parcels.outside} y={160} />
      {door.people.map((person, place) => (
        <Person key={person.who} person={person} x={180 + place * 34} />
      ))}
      {door.siren && (
        <text class="siren" x="348" y="26" text-anchor="end">
          Siren sounds
        </text>
      )}
    </svg>
  )
}

function Leaf({ door }: { readonly door: TrueDoor }): JSX.Element {
  const reach = door.boltPosition * 14
  return (
    <g transform={`rotate(${-door.leafPosition * WIDE} ${HINGE.x} ${HINGE.y})`}>
      <rect class="leaf" x={HINGE.x} y={HINGE.y - 5} width={LEAF} height="10" rx="2" />
      <rect
        class={door.bolt === 'half' ? 'bolt stuck' : 'bolt'}
        x={HINGE.x + LEAF - 14 + reach}
        y={HINGE.y - 3}
        width="14"
        height="6"
        rx="1"
      />
    </g>
  )
}

function Parcels({ count, y }: { readonly count: number; readonly y: number }): JSX.Element {
  return (
    <>
      {Array.from({ length: Math.min(count, 5) }, (_, place) => (
        <rect key={place} class="box" x={262 + place * 18} y={y} width="14" height="14" rx="2" />
      ))}
    </>
  )
}

function Person({ person, x }: { readonly person: TruePerson; readonly x: number }): JSX.Element {
  const y = places[person.where]
  return (
    <g class={`person ${person.who}`}>
      <circle cx={x} cy={y} r="11" />
      <text x={x} y={y + 26} text-anchor="middle">
        {names[person.who]}
      </text>
    </g>
  )
}

const boltWords = { thrown: 'bolt thrown', withdrawn: 'bolt back', half: 'bolt stuck half way' } as const

/** What is physically true, in a few words. */
export function truthWords({ leaf, bolt, boltMoves, people, parcels }: TrueDoor): string {
  const said = [leaf === 'open' ? 'open' : 'shut', boltMoves ? 'bolt moving' : boltWords[bolt]]
  for (const { who, where } of people)
    said.push(`${names[who].toLowerCase()} ${where === 'doorway' ? 'in the doorway' : where}`)
  if (parcels.outside > 0) said.push(`${parcels.outside} outside`)
  if (parcels.inside > 0) said.push(`${parcels.inside} inside`)
  return said.join(', ')
}
