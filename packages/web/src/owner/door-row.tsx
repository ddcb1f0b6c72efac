// One door in a list: seal, state, witnesses and the age of what they said.
import type { JSX } from 'preact'
import { agoWords, doorTitle, lastHeardLine, witnessLine } from '../live/door-words.ts'
import { hubNow } from '../live/hub-clock.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { Seal } from '../parts/seal.tsx'

export interface DoorRowProps {
  readonly door: KnownDoor
  /** The house is not heard: what was heard last is of the past. */
  readonly isAway: boolean
}

export function DoorRow({ door, isAway }: DoorRowProps): JSX.Element {
  return (
    <a class="door" href={hrefOf('door', door.id)}>
      {door.isPorch ? <Icon name="eye" /> : <Seal state={door.state} size={40} />}
      <span class="grow">
        <span class="name">{doorTitle(door)}</span>
        <span class="small">{isAway ? lastHeardLine(door, hubNow()) : witnessLine(door)}</span>
      </span>
      {!isAway && door.state !== 'unknown' && <time>{agoWords(door.ageMs)}</time>}
      <Icon name="forward" size="s" />
    </a>
  )
}
