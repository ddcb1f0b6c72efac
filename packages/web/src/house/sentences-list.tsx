// The sentences of the household in the order in which they are asked. Each is changed, added or removed as a draft,
// which is tried on the past before it counts.
import type { PersonView, RehearsalView, RulesView, SentenceFile } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'
import { type SentenceFields, emptyFields, fieldsOf, withSentence } from './sentence-draft.ts'
import { SentenceForm } from './sentence-form.tsx'
import { TriedRules } from './tried-rules.tsx'

export interface SentencesProps {
  readonly store: HomeStore
  readonly rules: RulesView
  readonly people: readonly PersonView[]
  /** What the hub answered to a change. */
  readonly set: (rules: RulesView) => void
}

interface Draft {
  readonly sentences: readonly SentenceFile[]
  readonly what: string
  readonly tried: RehearsalView
}

const SENTENCES_MAX = 32

interface Drafting {
  readonly act: OneAct
  readonly writing: Signal<SentenceFields | null>
  readonly draft: Signal<Draft | null>
  readonly leave: () => void
  readonly tryOut: (
    sentences: readonly SentenceFile[],
    what: (tried: RehearsalView) => string,
  ) => Promise<void>
  readonly switchOn: (code: string | undefined) => Promise<void>
}

/** What is being written or tried; nothing of it counts before it is switched on. */
function useDrafting({ store, rules, set }: SentencesProps): Drafting {
  const act = useMemo(() => new OneAct(), [])
  const writing = useSignal<SentenceFields | null>(null)
  const draft = useSignal<Draft | null>(null)
  function leave(): void {
    writing.value = null
    draft.value = null
    act.said.value = null
  }
  return {
    act,
    writing,
    draft,
    leave,
    async tryOut(sentences, what) {
      await act.run(async () => {
        const tried = await store.client.rehearse({ mode: rules.mode, sentences: [...sentences], days: 30 })
        draft.value = { sentences, what: what(tried), tried }
      })
    },
    async switchOn(code) {
      const { sentences = [] } = draft.value ?? {}
      const order = { mode: rules.mode, sentences: [...sentences], ...(code !== undefined && { code }) }
      if (await act.run(async () => set(await store.client.changeRules(order)))) leave()
    },
  }
}

export function Sentences(props: SentencesProps): JSX.Element {
  const { store, rules } = props
  const drafting = useDrafting(props)
  const { act, writing, leave, tryOut } = drafting
  const all = rules.sentences.map(({ sentence }) => sentence)
  const isOff = store.line.state.value !== 'live' || rules.pending !== null || act.isBusy.value
  return (
    <section class="sec" aria-label="Rules about parcels">
      <h2>Rules about parcels</h2>
      <p class="small">
        {all.length === 0
          ? 'None yet. Every parcel goes by the sentence above.'
          : 'The closest one decides: a parcel before a shop, a carrier, a person, a door.'}
      </p>
      {all.length > 0 && (
        <ol class="rules">
          {rules.sentences.map(({ sentence, words, isOrphaned }) => (
            <OneRule
              key={sentence.id}
              words={words}
              isOrphaned={isOrphaned}
              isOff={isOff}
              onChange={() => {
                leave()
                writing.value = fieldsOf(sentence)
              }}
              onRemove={() => {
                leave()
                const others = all.filter(({ id }) => id !== sentence.id)
                void tryOut(others, () => `Without this rule: ${words}`)
              }}
            />
          ))}
        </ol>
      )}
      <Writing {...props} drafting={drafting} isOff={isOff} />
      <Said act={act} />
    </section>
  )
}

interface OneRuleProps {
  readonly words: string
  readonly isOrphaned: boolean
  readonly isOff: boolean
  readonly onChange: () => void
  readonly onRemove: () => void
}

const OneRule = ({ words, isOrphaned, isOff, onChange, onRemove }: OneRuleProps): JSX.Element => (
  <li class="card pad">
    <p class="strong">{words}</p>
    {isOrphaned && (
      <p class="small">
        Whom it names is of this home no more. It lets nobody in; it still adds care for parcels of which
        nobody knows whose they are. Change or remove it.
      </p>
    )}
    <div class="acts">
      <button type="button" class="btn" disabled={isOff} aria-label={`Change: ${words}`} onClick={onChange}>
        Change
      </button>
      <button type="button" class="btn" disabled={isOff} aria-label={`Remove: ${words}`} onClick={onRemove}>
        Remove
      </button>
    </div>
  </li>
)

interface WritingProps extends SentencesProps {
  readonly drafting: Drafting
  readonly isOff: boolean
}

/** What has been tried, what is being written, or the button that begins. */
function Writing({ store, rules, people, drafting, isOff }: WritingProps): JSX.Element | null {
  const { act, writing, draft, leave, tryOut, switchOn } = drafting
  const all = rules.sentences.map(({ sentence }) => sentence)
  if (draft.value && !rules.pending)
    return (
      <TriedRules
        {...draft.value}
        act={act}
        isAway={store.line.state.value !== 'live'}
        onSwitch={(code) => void switchOn(code)}
        onBack={leave}
      />
    )
  if (writing.value && !rules.pending)
    return (
      <SentenceForm
        key={writing.value.id}
        store={store}
        people={people}
        fields={writing.value}
        isOff={isOff}
        onTry={(one) => void tryOut(withSentence(all, one), ({ sentences }) => wordsOf(sentences, one.id))}
        onBack={leave}
      />
    )
  if (all.length >= SENTENCES_MAX) return null
  return (
    <button
      type="button"
      class="btn wide"
      disabled={isOff}
      onClick={() => (writing.value = emptyFields(all.map(({ id }) => id)))}
    >
      Add a rule
    </button>
  )
}

const wordsOf = (sentences: RehearsalView['sentences'], id: string): string =>
  sentences.find(({ sentence }) => sentence.id === id)?.words ?? ''
