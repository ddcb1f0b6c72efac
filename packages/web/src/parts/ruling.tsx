// What the rules of the house said of a visit: which sentence decided, why not inside, and what to do about it.
import type { SessionView } from '@portico/protocol'
import type { JSX } from 'preact'
import { hrefOf } from '../live/route.ts'

type Ruling = NonNullable<SessionView['ruling']>

/** The parcel does not come in, or somebody is asked, for another reason than the sentences themselves. */
const hasWhy = ({ capped, unknown }: Ruling): boolean => capped !== null || unknown.length > 0

export function RulingPart({ visit }: { readonly visit: SessionView }): JSX.Element | null {
  const { ruling } = visit
  if (ruling === null) return null
  const { because, capped, unknown, place } = ruling
  return (
    <section class="sec" aria-label="By which rule">
      <h2>By which rule</h2>
      <div class="card pad stack">
        {because.map((words) => (
          <p key={words}>{words}</p>
        ))}
        {hasWhy(ruling) && (
          <>
            <p class="strong">{place === 'inside' ? 'Why with more care' : 'Why not inside'}</p>
            <ul class="small">
              {capped && (
                <li>
                  {capped.words} <b>{capped.next}</b>
                </li>
              )}
              {unknown.map(({ code, words, next }) => (
                <li key={code}>
                  {words} <b>{next}</b>
                </li>
              ))}
            </ul>
          </>
        )}
        <a href={hrefOf('house', 'rules')}>Look at the rules</a>
      </div>
    </section>
  )
}
