// The page that checks evidence: a file goes in, a verdict comes out, with what stands behind it, what the evidence shows
// and what it cannot show.
import { type OutsideKnowledge, readHead, readPin } from '@portico/evidence/verify'
import { signal } from '@preact/signals'
import type { JSX } from 'preact'
import { Icon } from '../parts/icons.tsx'
import { FileCheck } from './check-file.ts'
import { ShownEvidence } from './shown-evidence.tsx'
import { VerdictCard } from './verdict-card.tsx'

const check = new FileCheck()
const file = signal<File | null>(null)
const typedPin = signal('')
const typedHead = signal('')
const isOver = signal(false)

/** What is typed and cannot be read is said, and nothing is checked with half of it. */
const isPinWrong = (): boolean => typedPin.value.trim() !== '' && readPin(typedPin.value) === null
const isHeadWrong = (): boolean => typedHead.value.trim() !== '' && readHead(typedHead.value) === null

const outside = (): OutsideKnowledge => ({ pin: readPin(typedPin.value), head: readHead(typedHead.value) })

function again(chosen: File | null = file.value): void {
  file.value = chosen
  if (chosen && !isPinWrong() && !isHeadWrong()) void check.check(chosen, outside())
}

export function VerifyPage(): JSX.Element {
  const { value: now } = check.state
  return (
    <main class="verify">
      <header>
        <h1>Check evidence</h1>
        <p class="quiet">
          Is this file as it was written? It is checked here, in this browser: nothing of it is sent anywhere,
          and no hub is asked.
        </p>
      </header>
      <div class="columns">
        <div class="side">
          <Ask />
          <CannotShow />
        </div>
        <div class="side">
          <VerdictCard now={now} />
          {now.state === 'done' && <ShownEvidence done={now} />}
        </div>
      </div>
    </main>
  )
}

function Ask(): JSX.Element {
  return (
    <section class="card pad stack ask" aria-labelledby="ask">
      <h2 id="ask">The file</h2>
      <label
        class={isOver.value ? 'drop over' : 'drop'}
        onDragOver={(event) => {
          event.preventDefault()
          isOver.value = true
        }}
        onDragLeave={() => void (isOver.value = false)}
        onDrop={(event) => {
          event.preventDefault()
          isOver.value = false
          again(event.dataTransfer?.files[0] ?? null)
        }}
      >
        <Icon name="file" size="l" />
        <span class="strong">Choose the evidence file</span>
        <span class="small">or drop it here: a .tar of one visit, or an export of the journal</span>
        <input type="file" onChange={(event) => again(event.currentTarget.files?.[0] ?? null)} />
      </label>
      <Typed
        id="pin"
        label="Pin of the home"
        hint="Sixteen letters and digits that the home showed when it was set up, and shows under House. It tells whether this home wrote the file."
        wrong={isPinWrong() ? 'A pin has sixteen letters and digits, as 7KM2-Q9XT-0DRV-WE3P.' : null}
        value={typedPin}
      />
      <Typed
        id="head"
        label="Noted head"
        hint="A number and part of a hash that somebody noted at the time: from the courier’s last page, a resident’s phone, the edge. It shows what even the home could not rewrite."
        wrong={isHeadWrong() ? 'A head is a number and ten digits or more, as 812-3f9a01c27b.' : null}
        value={typedHead}
      />
    </section>
  )
}

interface TypedProps {
  readonly id: string
  readonly label: string
  readonly hint: string
  readonly wrong: string | null
  readonly value: { value: string }
}

const Typed = ({ id, label, hint, wrong, value }: TypedProps): JSX.Element => (
  <div class="stack typed">
    <label for={id} class="strong">
      {label} <span class="quiet">(if you have it)</span>
    </label>
    <input
      id={id}
      class="mono"
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      value={value.value}
      aria-describedby={`${id}-hint`}
      aria-invalid={wrong !== null}
      onInput={(event) => {
        value.value = event.currentTarget.value
        again()
      }}
    />
    <p id={`${id}-hint`} class={wrong === null ? 'small' : 'small wrong'}>
      {wrong ?? hint}
    </p>
  </div>
)

const CannotShow = (): JSX.Element => (
  <section class="card pad stack cannot" aria-labelledby="cannot">
    <h2 id="cannot">What it cannot show</h2>
    <ul class="points">
      <li>
        What was in a parcel, what happened outside of the pictures, and what happened after the last record.
      </li>
      <li>
        That the scene was not staged. Heads that were noted elsewhere limit the time in which it could be.
      </li>
      <li>Names, addresses and other visits: they are not in the file.</li>
      <li>
        That this page is honest. Whoever doubts it takes the page from another hub, or checks by hand as
        README.txt in the file tells.
      </li>
    </ul>
  </section>
)
