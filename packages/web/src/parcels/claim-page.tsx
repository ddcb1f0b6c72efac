// "We wait for this parcel": one field for a number, an order mail or a link. What was found in it is offered, one is
// chosen, and it is asked once more, because couriers may be let in with it.
import type { ClientError, HomeClient } from '@portico/client'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useRef } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { asClientError } from '../live/loaded.ts'
import { hrefOf } from '../live/route.ts'
import { BackLink } from '../parts/back-link.tsx'
import { Failed } from '../parts/block.tsx'
import { type FoundNumber, TEXT_MAX, findNumbers, guessWords } from './find-numbers.ts'
import { ScanPlace } from './scan/scan-place.tsx'
import { type Whose, WhoseFields } from './whose-fields.tsx'

const TITLE_MAX = 120

export function ClaimPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const text = useSignal('')
  const title = useSignal('')
  const chosen = useSignal<string | null>(null)
  const isAsked = useSignal(false)
  const whose: Whose = {
    person: useSignal<string | null>(null),
    isPrivate: useSignal(false),
    isReturn: useSignal(false),
  }
  const found = findNumbers(text.value)
  const number = found.length === 1 ? (found[0]?.number ?? null) : chosen.value
  const isChosen = number !== null && found.some((each) => each.number === number)
  return (
    <>
      <header>
        <BackLink to={hrefOf('parcels')} where="parcels" />
        <h1 class="h grow">Expect a parcel</h1>
      </header>
      {isAsked.value && isChosen ? (
        <Confirm
          client={store.client}
          number={number}
          title={title.value.trim()}
          whose={whose}
          back={() => void (isAsked.value = false)}
        />
      ) : (
        <form
          class="sec stack claim"
          onSubmit={(event) => {
            event.preventDefault()
            isAsked.value = isChosen
          }}
        >
          <NumberField text={text} chosen={chosen} />
          <FoundList found={found} text={text.value} number={number} chosen={chosen} />
          <label for="claim-title">Name for it, if you like</label>
          <input
            id="claim-title"
            type="text"
            maxLength={TITLE_MAX}
            placeholder="A lamp"
            value={title.value}
            onInput={({ currentTarget }) => void (title.value = currentTarget.value)}
          />
          <WhoseFields store={store} whose={whose} />
          <button type="submit" class="btn main wide" disabled={!isChosen}>
            Go on
          </button>
        </form>
      )}
    </>
  )
}

interface NumberFieldProps {
  readonly text: Signal<string>
  readonly chosen: Signal<string | null>
}

/** Typed, pasted or read from a label: what stands in it is looked through anew. */
function NumberField({ text, chosen }: NumberFieldProps): JSX.Element {
  function put(words: string): void {
    text.value = words.slice(0, TEXT_MAX)
    chosen.value = null
  }
  return (
    <>
      <label for="claim-text">Tracking number, order mail or link</label>
      <textarea
        id="claim-text"
        rows={4}
        maxLength={TEXT_MAX}
        autocomplete="off"
        spellcheck={false}
        value={text.value}
        onInput={({ currentTarget }) => put(currentTarget.value)}
      />
      <ScanPlace onText={put} />
    </>
  )
}

interface FoundListProps {
  readonly found: readonly FoundNumber[]
  readonly text: string
  readonly number: string | null
  readonly chosen: Signal<string | null>
}

function FoundList({ found, text, number, chosen }: FoundListProps): JSX.Element {
  const isEmpty = text.trim() === ''
  return (
    <fieldset class="choices">
      <legend class="small">
        <span role="status">
          {isEmpty && 'It is read on this page; only the number you choose is sent.'}
          {!isEmpty &&
            found.length === 0 &&
            'No tracking number is in it. Copy the number from the order page or the label, with nothing before it.'}
          {found.length === 1 && 'Found:'}
          {found.length > 1 && `Found ${found.length}. Which one?`}
        </span>
      </legend>
      {found.map((each) => (
        <label key={each.number} class="choice row">
          <input
            type="radio"
            name="number"
            value={each.number}
            checked={each.number === number}
            onChange={() => void (chosen.value = each.number)}
          />
          <span class="grow">
            <b class="mono number">{each.number}</b>
            <span class="small">{guessWords(each)}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

interface ConfirmProps {
  readonly client: HomeClient
  readonly number: string
  readonly title: string
  readonly whose: Whose
  readonly back: () => void
}

function Confirm({ client, number, title, whose, back }: ConfirmProps): JSX.Element {
  const error = useSignal<ClientError | null>(null)
  const isSending = useSignal(false)
  const isSent = useRef(false)
  const [person, isPrivate, isReturn] = [whose.person.value, whose.isPrivate.value, whose.isReturn.value]
  /** The carrier is not sent: its own first report says who it is, and a wrong guess would name another parcel. */
  async function send(): Promise<void> {
    if (isSent.current) return
    isSent.current = true
    isSending.value = true
    try {
      const parcel = await client.claim({
        trackingNumber: number,
        ...(title !== '' && { title }),
        ...(person !== null && { person }),
        ...(isPrivate && { confidential: true }),
        ...(isReturn && { direction: 'return' }),
      })
      location.hash = hrefOf('parcels', parcel.id)
    } catch (thrown) {
      error.value = asClientError(thrown)
      isSent.current = false
      isSending.value = false
    }
  }
  return (
    <section class="sec stack claim" aria-label="Say it once more">
      <div class="card pad stack">
        <p class="small">{title === '' ? 'You wait for' : title}</p>
        <p class="strong mono number">{number}</p>
        <p class="small">
          {isReturn
            ? 'It leaves this house: nobody is let in with it.'
            : 'This home then counts as waiting for it: a courier who brings it may be let in as your rules say. You can say later that it is not yours.'}
        </p>
      </div>
      {error.value && <Failed error={error.value} what="The parcel was not added" />}
      <button type="button" class="btn main wide" disabled={isSending.value} onClick={() => void send()}>
        {isReturn ? 'We send this parcel back' : 'We wait for this parcel'}
      </button>
      <button type="button" class="btn wide" disabled={isSending.value} onClick={back}>
        Back
      </button>
    </section>
  )
}
