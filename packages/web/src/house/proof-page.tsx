// How the journal of this home is signed: the pin that evidence is held against, and the newest head that this phone has
// seen and keeps.
import type { ChainView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { clockSeconds } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { beginAnew, noteHead, referenceOf, seenHead } from '../live/seen-head.ts'
import { Block } from '../parts/block.tsx'

export function ProofPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'chain',
    load: () => store.client.requests.get<ChainView>('/api/v1/chain'),
    isTouched: ({ type }) => type === 'Checkpoint',
  })
  const { value } = loading.loaded.value
  useEffect(() => {
    if (value?.head) noteHead(value.head)
  }, [value])
  return (
    <>
      <section class="sec">
        <Block store={store} loading={loading} what="The signature of the journal" rows={2}>
          {({ pin }) => (
            <div class="card pad stack">
              <h2>Pin of this home</h2>
              <p class="title mono">{pin ?? 'Nothing is signed'}</p>
              <p class="small">
                Everything that happens at a door is signed with one key. Note its pin on paper: whoever
                checks evidence of this home compares it. It is no secret.
              </p>
            </div>
          )}
        </Block>
      </section>
      <Seen />
      <section class="sec stack">
        <a class="btn wide" href="/verify">
          Check evidence
        </a>
      </section>
    </>
  )
}

function Seen(): JSX.Element {
  const seen = seenHead.value
  if (!seen)
    return (
      <section class="sec">
        <p class="small">This phone has seen no signed head of the journal yet.</p>
      </section>
    )
  const { head, against } = seen
  return (
    <section class="sec">
      <div class="card pad stack">
        <h2>Last seen head</h2>
        <p class="mono">{referenceOf(head)}</p>
        <p class="small">
          Seen {clockSeconds(head.wall)}, kept on this phone. What was written until then cannot be changed
          any more without this phone noticing.
        </p>
        {against && (
          <div class="stack" role="alert">
            <p class="strong">The journal of this house is not the one that this phone has seen.</p>
            <p class="small">
              It now tells {referenceOf(against)}. Was a backup restored? If not, somebody cut it or wrote it
              anew: keep this phone as it is, and export the journal.
            </p>
            <button type="button" class="btn wide" onClick={() => beginAnew(against)}>
              I know why: go on from there
            </button>
          </div>
        )}
      </div>
    </section>
  )
}
