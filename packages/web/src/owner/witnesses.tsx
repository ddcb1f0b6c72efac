// Bolt and contact, one word each. A word has its colour only as far as it is heard.
import type { JSX } from 'preact'
import { agoWords, boltWords, contactWords } from '../live/door-words.ts'
import { spanWords } from '../live/hub-clock.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { Icon } from '../parts/icons.tsx'

export interface WitnessesProps {
  readonly door: KnownDoor
  /** Ms that the door stands open, where that is known. */
  readonly openMs?: number | null
  /** With the age of each word. */
  readonly withAges?: boolean
}

export function Witnesses({ door, openMs = null, withAges = false }: WitnessesProps): JSX.Element {
  const { bolt, contact, state } = door
  const isProved = state === 'locked-proved'
  const isOpen = contact.word === 'open'
  const shut = isProved ? 'as-proved' : ''
  return (
    <dl class="witness">
      <div>
        <dt>Bolt</dt>
        <dd>
          <span class={bolt.word === 'locked' ? shut : bolt.word === 'unlocked' ? 'as-open' : ''}>
            <Icon name={bolt.word === 'locked' ? 'locked' : 'unlocked'} />
          </span>
          {boltWords(bolt.word)}
        </dd>
        {withAges && <dd class="age">{agoWords(bolt.ageMs)}</dd>}
      </div>
      <div>
        <dt>Door contact</dt>
        <dd>
          <span class={isOpen ? 'as-open' : contact.word === 'closed' ? shut : ''}>
            <Icon name={isOpen ? 'open' : 'shut'} />
          </span>
          {contactWords(contact.word)}
          {isOpen && openMs !== null ? `, ${spanWords(openMs)}` : ''}
        </dd>
        {withAges && <dd class="age">{agoWords(contact.ageMs)}</dd>}
      </div>
    </dl>
  )
}
