// Rules that are not switched on yet: how the changed one reads, what the last thirty days would have become under them,
// and only then the switch. What lets in more easily takes the code from the console.
import type { RehearsalView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { clockTime, dateWords } from '../live/hub-clock.ts'
import type { OneAct } from '../live/one-act.ts'
import { hrefOf } from '../live/route.ts'
import { LooseningCode } from './loosening-code.tsx'
import { triedWords } from './tried-words.ts'

export interface TriedRulesProps {
  readonly act: OneAct
  /** What was done: "This rule is new", for instance. */
  readonly what: string
  readonly tried: RehearsalView
  readonly isAway: boolean
  readonly onSwitch: (code: string | undefined) => void
  readonly onBack: () => void
}

type Difference = RehearsalView['differences'][number]

const SHOWN = 20

export function TriedRules({ act, what, tried, isAway, onSwitch, onBack }: TriedRulesProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null)
  // Whoever does not see the page is led to what has just come.
  useEffect(() => heading.current?.focus(), [])
  return (
    <section class="card pad stack tried" aria-label="Tried on the last 30 days">
      <h3 ref={heading} tabIndex={-1}>
        {what}
      </h3>
      <p class="strong">{triedWords(tried)}</p>
      {tried.differences.length > 0 && (
        <ul class="differences">
          {tried.differences.slice(0, SHOWN).map((each) => (
            <OneDifference key={each.session} {...each} />
          ))}
        </ul>
      )}
      {tried.loosens ? (
        <LooseningCode act={act} isAway={isAway} onSend={onSwitch} />
      ) : (
        <button
          type="button"
          class="btn main wide"
          disabled={isAway || act.isBusy.value}
          onClick={() => onSwitch(undefined)}
        >
          Switch it on
        </button>
      )}
      <button type="button" class="btn wide" onClick={onBack}>
        Leave it as it is
      </button>
    </section>
  )
}

const OneDifference = ({ session, at, then, now, looser }: Difference): JSX.Element => (
  <li class={looser ? 'looser' : 'tighter'}>
    <p>
      <b>
        {dateWords(at)}, {clockTime(at)}
      </b>{' '}
      {looser ? 'more easily' : 'with more care'}: {now.words}, and not {then.words}.{' '}
      {now.because.map((words) => (
        <span key={words} class="small">
          {words}{' '}
        </span>
      ))}
      <a href={hrefOf('visit', session)}>Look at the visit</a>
    </p>
  </li>
)
