// Where a parcel is, as the hub judges it: what speaks for it and what against, what people of the house may say to it,
// and a complaint that is ready to be sent.
import type { SayRequest, TruthView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'
import { sayOf } from './truth-requests.ts'
import { reasonLine, weightOf } from './truth-words.ts'
import './truth.css'

export interface TruthCardProps {
  readonly store: HomeStore
  readonly parcel: string
  readonly truth: TruthView
}

/** Nothing while a parcel is merely on its way and nobody could say more of it. */
export function TruthCard({ store, parcel, truth }: TruthCardProps): JSX.Element | null {
  const { verdict, for: pro, against, complaint } = truth
  if (verdict.is === 'on-the-way' && against.length === 0) return null
  const now = hubNow()
  return (
    <section class="sec" aria-label="Where it is">
      <h2>Where it is</h2>
      <div class={`card pad stack truth ${weightOf(verdict)}`}>
        <p>
          <b>{verdict.words}.</b> <span class="small">{verdict.sure}</span>
        </p>
        <Reasons title="For it" lines={pro.map((reason) => reasonLine(reason, now))} />
        <Reasons title="Against it" lines={against.map((reason) => reasonLine(reason, now))} />
        <Sayings store={store} parcel={parcel} truth={truth} />
      </div>
      {complaint && <Complaint texts={complaint} />}
    </section>
  )
}

function Reasons({
  title,
  lines,
}: {
  readonly title: string
  readonly lines: readonly string[]
}): JSX.Element | null {
  if (lines.length === 0) return null
  return (
    <div>
      <h3>{title}</h3>
      <ul class="reasons small">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </div>
  )
}

const sayWords: Readonly<Record<SayRequest['says'], string>> = {
  'taken-in': 'We have it',
  'not-my-door': 'This is not my door',
  'not-here': 'It is not here',
}

/** A child looks. */
function Sayings({ store, parcel, truth }: TruthCardProps): JSX.Element | null {
  const act = useMemo(() => new OneAct(), [])
  if (store.me.value?.scopes !== null || truth.mayBeSaid.length === 0) return null
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  return (
    <>
      <div class="sayings">
        {truth.mayBeSaid.map((says) => (
          <button
            key={says}
            type="button"
            class="btn"
            disabled={isOff}
            onClick={() => void act.run(() => sayOf(store.client, parcel, says))}
          >
            {sayWords[says]}
          </button>
        ))}
      </div>
      <Said act={act} />
    </>
  )
}

const languages = [
  ['en', 'English'],
  ['de', 'Deutsch'],
] as const

function Complaint({ texts }: { readonly texts: NonNullable<TruthView['complaint']> }): JSX.Element {
  const language = useSignal<(typeof languages)[number][0]>('en')
  const copied = useSignal('')
  const text = texts[language.value]
  async function copy(): Promise<void> {
    try {
      // Pages without HTTPS have no clipboard: then the text is marked, and the person copies it.
      await navigator.clipboard.writeText(text)
      copied.value = 'Copied.'
    } catch {
      const field = document.querySelector<HTMLTextAreaElement>('.complaint textarea')
      field?.focus()
      field?.select()
      copied.value = 'Marked: copy it by hand.'
    }
  }
  return (
    <details class="card pad complaint">
      <summary>
        <b>Text for the carrier or the sender</b>
      </summary>
      <div class="stack">
        <div class="sayings" role="group" aria-label="Language of the text">
          {languages.map(([id, name]) => (
            <button
              key={id}
              type="button"
              class="btn"
              lang={id}
              aria-pressed={language.value === id}
              onClick={() => {
                language.value = id
                copied.value = ''
              }}
            >
              {name}
            </button>
          ))}
        </div>
        <textarea
          readOnly
          rows={14}
          lang={language.value}
          aria-label="Text for the carrier or the sender"
          value={text}
        />
        <button type="button" class="btn main wide" onClick={() => void copy()}>
          Copy the text
        </button>
        <p class="small" role="status">
          {copied.value}
        </p>
      </div>
    </details>
  )
}
