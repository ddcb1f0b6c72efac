// Who is at home, as somebody says it: rules may ask for it, it grows old, and what lets in more easily counts a quarter
// of an hour later.
import type { AtHomeView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { atHomeWords } from './rules-words.ts'
import { presenceLabels } from './sentence-draft.ts'

interface AtHomeProps {
  readonly store: HomeStore
  /** Names by id. */
  readonly people: ReadonlyMap<string, string>
}

export function AtHome({ store, people }: AtHomeProps): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'at-home',
    load: () => store.client.atHome(),
    isTouched: ({ type }) => type === 'PresenceSaid',
  })
  return (
    <Block store={store} loading={loading} what="Who is at home" rows={1} frame="sec">
      {(known) => <Words store={store} people={people} known={known} set={loading.set} />}
    </Block>
  )
}

interface WordsProps extends AtHomeProps {
  readonly known: AtHomeView
  readonly set: (known: AtHomeView) => void
}

function Words({ store, people, known, set }: WordsProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const { state, by, settles } = known
  const who = by === null ? null : by === store.me.value?.id ? 'you' : (people.get(by) ?? null)
  return (
    <section class="sec" aria-label="Who is at home">
      <h2>Who is at home</h2>
      <p class="small" role="status">
        {atHomeWords(known, who)}
        {settles !== null && ` What was said before counts as well until ${clockTime(settles)}.`}
      </p>
      <div class="acts">
        {presenceLabels.map(([presence, label]) => (
          <button
            key={presence}
            type="button"
            class={presence === state ? 'btn main' : 'btn'}
            aria-pressed={presence === state}
            disabled={act.isBusy.value || store.line.state.value !== 'live'}
            onClick={() => void act.run(async () => set(await store.client.sayAtHome({ presence })))}
          >
            {label}
          </button>
        ))}
      </div>
      <Said act={act} />
    </section>
  )
}
