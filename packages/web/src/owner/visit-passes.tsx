// Passes of a visit, and how one is taken back; and why a parcel did not come inside.
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { FallbackView, PassView, SessionView } from '@portico/protocol'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime } from '../live/hub-clock.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'
import { passWords, rungWords } from './visit-words.ts'

/** Where the parcel went instead, and what was better and not to be had. */
export function WhyNotInside({ fallback }: { readonly fallback: FallbackView | null }): JSX.Element | null {
  if (!fallback || fallback.offered === 'again' || fallback.offered === 'bell') return null
  const { why, words, skipped, at } = fallback
  return (
    <section class="sec">
      <h2>Why not inside?</h2>
      <div class="card pad stack">
        <p class="row top">
          <span class="grow">{why}</span> <time class="faint small">{clockTime(at)}</time>
        </p>
        <p class="strong">{words}</p>
        {skipped.map((skip) => (
          <p key={skip.rung} class="small quiet">
            {rungWords[skip.rung]}: {skip.words}
          </p>
        ))}
      </div>
    </section>
  )
}

interface VisitPassesProps {
  readonly store: HomeStore
  readonly visit: SessionView
}

const isGood = ({ state }: PassView): boolean => state === 'minted' || state === 'armed'

export function VisitPasses({ store, visit }: VisitPassesProps): JSX.Element | null {
  const act = useMemo(() => new OneAct(), [])
  if (visit.passes.length === 0) return null
  return (
    <section class="sec">
      <h2>Passes</h2>
      <ul class="card rows">
        {visit.passes.map((pass) => (
          <li key={pass.id} class="row">
            <span class="grow">{passWords(pass)}</span>
            {isGood(pass) && (
              <button
                type="button"
                class="btn"
                disabled={act.isBusy.value}
                onClick={() => void act.run(() => store.client.revokePass(pass.id))}
              >
                Withdraw
              </button>
            )}
          </li>
        ))}
      </ul>
      <Said act={act} />
    </section>
  )
}
