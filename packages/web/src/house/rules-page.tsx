// The rules as a sentence with a word to tap. To tighten is one tap; to loosen needs the hub's console, takes a quarter
// of an hour, and anybody of the home can stop it.
import type { PersonView, RulesView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct } from '../live/one-act.ts'
import { tick } from '../live/ticking.ts'
import { Block } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'
import { Said } from '../parts/said.tsx'
import { AtHome } from './at-home.tsx'
import { LooseningCode } from './loosening-code.tsx'
import { type Mode, choiceWords, isLoosening, modeMeaning, modeWords, pendingWhen } from './rules-words.ts'
import { Sentences } from './sentences-list.tsx'

export function RulesPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const loading = useLoaded({
    store,
    key: 'rules',
    load: () => loadRules(store),
    isTouched: ({ type }) => type.startsWith('Policy'),
  })
  return (
    <Block store={store} loading={loading} what="The rules" rows={3} frame="sec">
      {(known) => <Rules store={store} known={known} set={(rules) => loading.set({ ...known, rules })} />}
    </Block>
  )
}

interface Known {
  readonly rules: RulesView
  readonly persons: readonly PersonView[]
  /** Names by id. */
  readonly people: ReadonlyMap<string, string>
}

async function loadRules({ client }: HomeStore): Promise<Known> {
  const [rules, people] = await Promise.all([client.rules(), client.people()])
  return { rules, persons: people, people: new Map(people.map(({ id, name }) => [id, name])) }
}

interface RulesProps {
  readonly store: HomeStore
  readonly known: Known
  /** What the hub answered to a change. */
  readonly set: (rules: RulesView) => void
}

function Rules({ store, known, set }: RulesProps): JSX.Element {
  const { rules, people, persons } = known
  const isChoosing = useSignal(false)
  const wished = useSignal<Mode | null>(null)
  const act = useMemo(() => new OneAct(), [])
  const isAway = store.line.state.value !== 'live'
  async function change(mode: Mode, code?: string): Promise<void> {
    const isDone = await act.run(async () => {
      set(await store.client.changeRules({ mode, ...(code !== undefined && { code }) }))
    })
    if (!isDone) return
    wished.value = null
    isChoosing.value = false
  }
  function choose(mode: Mode): void {
    act.said.value = null
    if (isLoosening(rules.mode, mode)) wished.value = mode
    else if (mode !== rules.mode) void change(mode)
    else isChoosing.value = false
  }
  const shown = wished.value ?? rules.mode
  return (
    <>
      <section class="sec">
        <p class="sentence">
          {rules.sentences.length > 0 && 'Everything else: '}
          {rules.sentences.length > 0 ? 'couriers' : 'Couriers'} may come in when{' '}
          <button
            type="button"
            class={shown === rules.mode ? '' : 'ch'}
            aria-expanded={isChoosing.value}
            onClick={() => (isChoosing.value = !isChoosing.value)}
          >
            {modeWords[shown]}
          </button>
          .
        </p>
        {rules.fromFile && <p class="small">So it stands in the settings file of the hub.</p>}
        {rules.asksAlways && rules.mode !== 'owner' && (
          <p class="small strong">
            You are asked all the same: couriers reach this hub without HTTPS. Give it a public address.
          </p>
        )}
        {isChoosing.value && (
          <Choices
            shown={shown}
            isOff={isAway || act.isBusy.value || rules.pending !== null}
            onChoose={choose}
          />
        )}
        {wished.value !== null && (
          <Loosen
            act={act}
            mode={wished.value}
            isAway={isAway}
            onSend={(code) => void change(wished.value ?? rules.mode, code)}
            onBack={() => (wished.value = null)}
          />
        )}
        <Said act={act} />
      </section>
      {rules.pending && <Pending store={store} pending={rules.pending} people={people} set={set} />}
      <Sentences store={store} rules={rules} people={persons} set={set} />
      <AtHome store={store} people={people} />
      <Always always={rules.always} />
    </>
  )
}

interface ChoicesProps {
  readonly shown: Mode
  readonly isOff: boolean
  readonly onChoose: (mode: Mode) => void
}

const modes: readonly Mode[] = ['owner', 'auto', 'pin']

function Choices({ shown, isOff, onChoose }: ChoicesProps): JSX.Element {
  return (
    <fieldset class="choices" disabled={isOff}>
      <legend class="hush">Couriers may come in when</legend>
      {modes.map((mode) => (
        <label key={mode} class="choice row">
          <input type="radio" name="mode" checked={mode === shown} onChange={() => onChoose(mode)} />
          <span class="grow">
            <b>{choiceWords[mode]}</b>
            <span class="small">{modeMeaning[mode]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

interface LoosenProps {
  readonly act: OneAct
  readonly mode: Mode
  readonly isAway: boolean
  readonly onSend: (code: string) => void
  readonly onBack: () => void
}

const Loosen = ({ act, mode, isAway, onSend, onBack }: LoosenProps): JSX.Element => (
  <div class="card pad stack">
    <LooseningCode act={act} isAway={isAway} onSend={onSend}>
      <p class="strong">{modeMeaning[mode]}</p>
    </LooseningCode>
    <button type="button" class="btn wide" onClick={onBack}>
      Leave it as it is
    </button>
  </div>
)

interface PendingProps {
  readonly store: HomeStore
  readonly pending: NonNullable<RulesView['pending']>
  readonly people: Known['people']
  readonly set: RulesProps['set']
}

function Pending({ store, pending, people, set }: PendingProps): JSX.Element {
  const { mode, sentences, at, by } = pending
  const act = useMemo(() => new OneAct(), [])
  // Drawn anew as time goes by.
  const now = tick.value && hubNow()
  const who = by === store.me.value?.id ? 'You' : (people.get(by) ?? 'Somebody of this home')
  return (
    <section class="sec" aria-label="A change that waits">
      <div class="card pad stack pending">
        <p class="strong">
          {pendingWhen(at, now)}: couriers may come in when {choiceWords[mode]}.
        </p>
        <p class="small">
          {who} asked for it. {modeMeaning[mode]}
        </p>
        {sentences.length > 0 && (
          <ol class="small">
            {sentences.map(({ sentence, words }) => (
              <li key={sentence.id}>{words}</li>
            ))}
          </ol>
        )}
        <button
          type="button"
          class="btn main wide"
          disabled={act.isBusy.value || store.line.state.value !== 'live'}
          onClick={() => void act.run(async () => set(await store.client.stopRules()))}
        >
          Stop it
        </button>
        <Said act={act} />
      </div>
    </section>
  )
}

function Always({ always }: Pick<RulesView, 'always'>): JSX.Element {
  return (
    <section class="sec" aria-label="Always holds">
      <div class="always">
        <Icon name="locked" size="s" />
        <div class="grow">
          <p>
            <b>Always holds.</b> No rule can loosen these.
          </p>
          <ul>
            {always.map(({ code, words }) => (
              <li key={code}>{words}</li>
            ))}
          </ul>
        </div>
      </div>
    </section>
  )
}
