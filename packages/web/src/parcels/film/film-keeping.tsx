// Below a film: how long it is kept, holding it as evidence, and deleting it for good.
import type { FilmKeeping, FilmRow } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { type Reason, daysWords, deletedWords, reasons, stayWords } from '../../live/film-words.ts'
import type { HomeStore } from '../../live/home-store.ts'
import { type Loading, useLoaded } from '../../live/loaded.ts'
import { OneAct } from '../../live/one-act.ts'
import { Block } from '../../parts/block.tsx'
import { HoldButton } from '../../parts/hold-button.tsx'
import { Said } from '../../parts/said.tsx'

export interface KeepingProps {
  readonly store: HomeStore
  /** Of the visit or the ring. */
  readonly session: string
}

export function FilmKeepingPart({ store, session }: KeepingProps): JSX.Element {
  const path = `/api/v1/films/${encodeURIComponent(session)}`
  const loading = useLoaded({
    store,
    key: session,
    load: () => store.client.requests.get<FilmKeeping>(path),
    isTouched: ({ type }) => type === 'MediaDeleted' || type === 'FilmHeld' || type === 'SessionClosed',
  })
  const nameOf = (id: string): string | null =>
    id === store.me.value?.id ? 'you' : (store.people.value.get(id) ?? null)
  return (
    <section class="sec stack" aria-label="How long this film is kept">
      <Block store={store} loading={loading} what="How long it is kept" rows={1}>
        {({ film, days, deleted }) =>
          film ? (
            <Kept store={store} path={path} film={film} days={days ?? 0} loading={loading} />
          ) : (
            <p class="card pad small">{deleted ? deletedWords(deleted, nameOf) : 'No film is kept.'}</p>
          )
        }
      </Block>
    </section>
  )
}

interface KeptProps {
  readonly store: HomeStore
  readonly path: string
  readonly film: FilmRow
  readonly days: number
  readonly loading: Loading<FilmKeeping>
}

function Kept({ store, path, film, days, loading }: KeptProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const { requests } = store.client
  const hold = async (held: boolean): Promise<void> =>
    loading.set(await requests.post<FilmKeeping>(`${path}/hold`, { held }))
  return (
    <div class="card pad stack">
      <p>
        <b>Kept for {daysWords(days)}.</b> {stayWords(film)}
      </p>
      <label class="choice row">
        <input
          type="checkbox"
          checked={film.held}
          disabled={act.isBusy.value || film.at === null}
          onChange={({ currentTarget }) => void act.run(() => hold(currentTarget.checked))}
        />
        Hold as evidence
      </label>
      {!film.held && film.at !== null && (
        <Deleting path={path} store={store} act={act} again={loading.again} />
      )}
      <Said act={act} />
    </div>
  )
}

interface DeletingProps extends Pick<KeptProps, 'store' | 'path'> {
  readonly act: OneAct
  readonly again: () => void
}

// cast: the keys of the literal
const all = Object.keys(reasons) as readonly Reason[]

function Deleting({ store, path, act, again }: DeletingProps): JSX.Element {
  const why = useSignal<Reason>('useless')
  const remove = async (): Promise<void> => {
    if (await act.run(() => store.client.requests.post(`${path}/delete`, { why: why.value }))) again()
  }
  return (
    <details>
      <summary class="link">Delete photo and film</summary>
      <div class="stack">
        <p class="small">
          They are gone for good: nothing brings them back, not within ten minutes either. The journal keeps
          who deleted them, when and why; the evidence of the visit stays whole without them.
        </p>
        <fieldset class="choices">
          <legend class="small">Why</legend>
          {all.map((reason) => (
            <label key={reason} class="choice row">
              <input
                type="radio"
                name="why"
                checked={why.value === reason}
                onChange={() => void (why.value = reason)}
              />
              {reasons[reason]}
            </label>
          ))}
        </fieldset>
        <HoldButton
          class="wide"
          confirm="Press Enter again to delete"
          disabled={act.isBusy.value}
          onHeld={() => void remove()}
        >
          Hold to delete for good
        </HoldButton>
      </div>
    </details>
  )
}
