// "Test now": tries each way of a source, and says of each in plain words whether it works and what to do.
import type { SourceTest, SourceView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'

const heads = { good: 'Works.', warning: 'Not yet.', bad: 'Does not work.' } as const
const ways = { push: 'Being told', ask: 'Asking' } as const

export interface TrialProps {
  readonly store: HomeStore
  readonly source: SourceView
}

export function SourceTrial({ store, source: { id, name } }: TrialProps): JSX.Element {
  const test = useSignal<SourceTest | null>(null)
  const act = useMemo(() => new OneAct(), [])
  async function run(): Promise<void> {
    test.value = null
    await act.run(async () => {
      test.value = await store.client.testSource(id)
    })
  }
  return (
    <>
      <p>
        <button type="button" class="btn" disabled={act.isBusy.value} onClick={() => void run()}>
          Test now<span class="hush"> {name}</span>
        </button>
      </p>
      <Said act={act} />
      <div role="status">
        {test.value && (
          <ul class="trial small">
            {test.value.checks.map(({ way, verdict, words, next }) => (
              <li key={way} class={verdict}>
                <b>
                  {ways[way]}: {heads[verdict]}
                </b>{' '}
                {words} {next}
              </li>
            ))}
          </ul>
        )}
      </div>
    </>
  )
}
