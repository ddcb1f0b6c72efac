// The verdict: one of four words, and never a tick before the end.
import { type Judgement, type Verdict, headlineOf, judgementOf, rowsOf } from '@portico/evidence/verify'
import type { JSX } from 'preact'
import { Icon, type IconName } from '../parts/icons.tsx'
import type { CheckState } from './check-file.ts'

interface Look {
  readonly icon: IconName
  readonly words: string
}

const looks: Readonly<Record<Judgement, Look>> = {
  unaltered: { icon: 'check', words: 'Checked in this browser, without the hub' },
  altered: { icon: 'warning', words: 'It is not as it was written' },
  incomplete: { icon: 'warning', words: 'What is there is as it was written; something is gone' },
  unknown: {
    icon: 'search',
    words:
      'Sound in itself. Whoever wrote it all anew would pass as well: name the pin of the home, or a head that was noted elsewhere',
  },
  'not-evidence': { icon: 'close', words: 'Choose a .tar of one visit, or an export of the journal' },
}

export const VerdictCard = ({ now }: { readonly now: CheckState }): JSX.Element => (
  <section class="card verdict" aria-labelledby="verdict">
    <h2 id="verdict" class="hush">
      Verdict
    </h2>
    <div role="status" class="pad-l">
      <Said now={now} />
    </div>
    {now.state === 'done' && <Behind verdict={now.verdict} />}
  </section>
)

function Said({ now }: { readonly now: CheckState }): JSX.Element {
  switch (now.state) {
    case 'none':
      return <p class="quiet">No file yet.</p>
    case 'checking': {
      const { records, of } = now
      return (
        <>
          <p class="head">{of === null ? `Checking ${records}` : `Checking ${records} of ${of}`}</p>
          <progress
            aria-label="How far the check has come"
            {...(of === null ? {} : { value: records, max: of })}
          />
        </>
      )
    }
    case 'failed':
      return (
        <p>
          <b>{now.name}</b> cannot be read: {now.words}
        </p>
      )
    case 'done':
      return <Judged verdict={now.verdict} />
  }
}

function Judged({ verdict }: { readonly verdict: Verdict }): JSX.Element {
  const judgement = judgementOf(verdict)
  const { icon, words } = looks[judgement]
  return (
    <div class={`row judged ${judgement}`}>
      <span class="mark">
        <Icon name={icon} size="l" />
      </span>
      <div>
        <p class="head">{headlineOf(verdict)}</p>
        <p class="small">{words}</p>
      </div>
    </div>
  )
}

const Behind = ({ verdict }: { readonly verdict: Verdict }): JSX.Element => (
  <dl class="behind">
    {rowsOf(verdict).map(({ what, words }) => (
      <div key={what}>
        <dt>{what}</dt>
        <dd>{words}</dd>
      </div>
    ))}
  </dl>
)
