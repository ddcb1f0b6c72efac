// One person of the home, and how he moves out: it says what ends and what has to be done elsewhere, and until when
// somebody can still stop it.
import type { PersonView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { whenWords } from '../live/film-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { keepPerson, removePerson } from '../parcels/household-requests.ts'
import { Icon } from '../parts/icons.tsx'
import { Said } from '../parts/said.tsx'

export interface PersonRowProps {
  readonly store: HomeStore
  readonly person: PersonView
  readonly people: readonly PersonView[]
  readonly set: (people: readonly PersonView[]) => void
}

export const roleWords: Readonly<Record<PersonView['role'], string>> = { adult: 'Adult', child: 'Child' }

/** "Ada asked that Ben moves out. It ends tomorrow, 18:03." */
export function leavesWords({
  person,
  people,
  me,
}: {
  readonly person: PersonView
  readonly people: readonly PersonView[]
  readonly me: string | null
}): string {
  if (person.leaves === null) return ''
  const { by, at } = person.leaves
  const asker = by === me ? 'You' : (people.find(({ id }) => id === by)?.name ?? 'Somebody')
  const whom = person.id === me ? 'you move out. You are' : `${person.name} moves out. ${person.name} is`
  return `${asker} asked that ${whom} of this home until ${whenWords(at)}.`
}

export function PersonRow({ store, person, people, set }: PersonRowProps): JSX.Element {
  const isAsking = useSignal(false)
  const act = useMemo(() => new OneAct(), [])
  const me = store.me.value
  const isMe = person.id === me?.id
  const isAdult = me?.scopes === null
  const isLast =
    person.role === 'adult' && !people.some(({ id, role }) => role === 'adult' && id !== person.id)
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  const run = (work: () => Promise<readonly PersonView[]>): void =>
    void act.run(async () => {
      set(await work())
      isAsking.value = false
    })
  return (
    <li>
      <div class="row">
        <Icon name="people" />
        <span class="grow">
          <b>{isMe ? `${person.name} (you)` : person.name}</b>
          <span class="small">{roleWords[person.role]}</span>
        </span>
        {isAdult && !isLast && person.leaves === null && (
          <button
            type="button"
            class="btn soft"
            aria-expanded={isAsking.value}
            onClick={() => (isAsking.value = !isAsking.value)}
          >
            {isMe ? 'I move out' : `${person.name} moves out`}
          </button>
        )}
      </div>
      {person.leaves && (
        <div class="pad stack" role="status">
          <p class="small">{leavesWords({ person, people, me: me?.id ?? null })}</p>
          {isAdult && !isMe && (
            <button
              type="button"
              class="btn wide"
              disabled={isOff}
              onClick={() => run(() => keepPerson(store.client, person.id))}
            >
              {person.name} stays
            </button>
          )}
        </div>
      )}
      {isAsking.value && (
        <Asking
          person={person}
          isMe={isMe}
          isOff={isOff}
          onYes={() => run(() => removePerson(store.client, person.id))}
        />
      )}
      <Said act={act} />
    </li>
  )
}

interface AskingProps {
  readonly person: PersonView
  readonly isMe: boolean
  readonly isOff: boolean
  readonly onYes: () => void
}

function Asking({ person, isMe, isOff, onYes }: AskingProps): JSX.Element {
  const isAtOnce = isMe || person.role === 'child'
  const whose = isMe ? 'your' : `${person.name}’s`
  return (
    <div class="pad stack">
      <p class="small">
        {isAtOnce ? 'At once' : 'After a day, in which both of you read it here,'} {whose} sign-ins, link and
        calendar end; {whose} parcels are everybody’s, and nobody is let in with them unasked until somebody
        claims them anew. What was for {whose} eyes only stays hidden.
      </p>
      <p class="small">
        To be done elsewhere: codes and users in the app of the lock, shares in Apple Home or another app, the
        password of the Wi-Fi, and tokens of scripts (<code class="mono">npm run portico -- token list</code>
        ). Who moved out comes back by a new link alone.
      </p>
      <button type="button" class="btn main wide" disabled={isOff} onClick={onYes}>
        {isMe ? 'Yes, I move out' : `Yes, ${person.name} moves out`}
      </button>
    </div>
  )
}
