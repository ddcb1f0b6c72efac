// That somebody is to move out, on the first page: whoever is put out reads it without looking for it, and whoever can
// stop it has the day for that.
import type { PersonView } from '@portico/protocol'
import type { JSX } from 'preact'
import { leavesWords } from '../house/person-row.tsx'
import type { HomeStore } from '../live/home-store.ts'
import { useLoaded } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'

/** Nothing while nobody is to, or while it is not known. */
export function LeavingCard({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const loading = useLoaded({
    store,
    key: 'people',
    load: (): Promise<readonly PersonView[]> => store.client.people(),
    isTouched: ({ type }) => type === 'Audit',
  })
  const people = loading.loaded.value.value ?? []
  const leaving = people.filter(({ leaves }) => leaves !== null)
  if (leaving.length === 0) return null
  const me = store.me.value?.id ?? null
  return (
    <section class="sec" aria-label="Moving out">
      <div class="card rows">
        {leaving.map((person) => (
          <a key={person.id} class="row" href={hrefOf('house', 'people')}>
            <Icon name="people" />
            <span class="grow">{leavesWords({ person, people, me })}</span>
            <Icon name="forward" size="s" />
          </a>
        ))}
      </div>
    </section>
  )
}
