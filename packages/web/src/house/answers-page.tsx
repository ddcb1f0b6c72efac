// Answers that somebody of the house records once, to be played at the door by one tap. The words are fixed; the voice is
// theirs.
import { ClientError } from '@portico/client'
import type { QuickAnswerView } from '@portico/protocol'
import { type Signal, useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { instant } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { sentence } from '../live/sentence.ts'
import { tick } from '../live/ticking.ts'
import { Block } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'
import { loadAnswers } from '../talk/answers.tsx'
import { mayHaveMicrophone, MicrophoneError, openMicrophone } from '../talk/microphone.ts'
import { meterOf, noMicrophoneWords } from '../talk/talk-words.ts'

/** As the hub takes them: from one second to ten of G.711. */
const BYTES = { min: 8_000, max: 80_000 } as const
const WHOLE_MS = 10_000

export function AnswersPage({ store }: { readonly store: HomeStore }): JSX.Element {
  const { requests } = store.client
  const loading = useLoaded({
    store,
    key: 'answers',
    load: () => loadAnswers(requests),
    isTouched: ({ type }) => type === 'Audit',
  })
  const said = useSignal('')
  return (
    <>
      <section class="sec">
        <p class="quiet">
          Record a sentence once; at a ring one tap plays it at the door, also from a display, which shows the
          first three. Nobody speaks for you: there is no artificial voice here. Recordings are sealed like
          films and stay until you delete them.
        </p>
        {!mayHaveMicrophone() && (
          <p class="small">
            To record, this browser needs the safe way to the house.{' '}
            <a class="link" href="/certificate">
              How to set it up
            </a>
          </p>
        )}
      </section>
      <Block store={store} loading={loading} what="The answers" rows={6} frame="sec">
        {(answers) => (
          <section class="sec">
            <ul class="card rows">
              {answers.map((answer) => (
                <AnswerRow
                  key={answer.id}
                  store={store}
                  answer={answer}
                  said={said}
                  onChange={loading.again}
                />
              ))}
            </ul>
          </section>
        )}
      </Block>
      <p class="small" role="status">
        {said.value}
      </p>
    </>
  )
}

interface RowProps {
  readonly store: HomeStore
  readonly answer: QuickAnswerView
  readonly said: Signal<string>
  readonly onChange: () => void
}

function AnswerRow({ store, answer, said, onChange }: RowProps): JSX.Element {
  const { id, words, lastsMs } = answer
  const path = `/api/v1/answers/${id}`
  const tell = async (done: string, order: () => Promise<Response>): Promise<void> => {
    try {
      const reply = await order()
      said.value = reply.ok ? done : 'The house did not take it. Try again.'
      onChange()
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      said.value = sentence(error.message)
    }
  }
  const keep = (sound: Uint8Array<ArrayBuffer>): Promise<void> =>
    tell(`“${words}” is recorded.`, () =>
      store.client.requests.ask(path, {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        body: sound,
      }),
    )
  return (
    <li class="row top answerrow">
      <div class="grow stack">
        <b>{words}</b>
        {lastsMs === null ? (
          <span class="small">Not recorded yet</span>
        ) : (
          <audio
            controls
            preload="none"
            src={`${path}/sound?${lastsMs}`}
            aria-label={`Listen to: ${words}`}
          />
        )}
        <div class="row">
          {mayHaveMicrophone() && <Recorder isAgain={lastsMs !== null} said={said} onSound={keep} />}
          {lastsMs !== null && (
            <button
              type="button"
              class="btn soft"
              onClick={() =>
                void tell(`“${words}” is deleted.`, () =>
                  store.client.requests.ask(path, { method: 'DELETE' }),
                )
              }
            >
              Delete
            </button>
          )}
        </div>
      </div>
    </li>
  )
}

interface RecorderProps {
  readonly isAgain: boolean
  readonly said: Signal<string>
  readonly onSound: (sound: Uint8Array<ArrayBuffer>) => Promise<void>
}

/** Pressed to begin and pressed to end; ten seconds at most. */
function Recorder({ isAgain, said, onSound }: RecorderProps): JSX.Element {
  const until = useSignal<number | null>(null)
  const level = useSignal(0)
  const running = useRef<{ readonly end: () => void } | null>(null)
  const left = useComputed(() => Math.max(0, Math.ceil(((until.value ?? 0) - tick.value) / 1000)))
  useEffect(() => () => running.current?.end(), [])
  const begin = async (): Promise<void> => {
    said.value = ''
    const frames: Uint8Array<ArrayBuffer>[] = []
    let bytes = 0
    try {
      const microphone = await openMicrophone(({ frame, level: loud }) => {
        level.value = loud
        if (bytes + frame.length > BYTES.max) return running.current?.end()
        frames.push(frame)
        bytes += frame.length
      })
      until.value = instant() + WHOLE_MS
      const end = (): void => {
        if (running.current?.end !== end) return
        running.current = null
        until.value = null
        level.value = 0
        microphone[Symbol.dispose]()
        if (bytes < BYTES.min) said.value = 'That was less than a second. Try again.'
        else void onSound(joined(frames, bytes))
      }
      running.current = { end }
    } catch (error) {
      if (!(error instanceof MicrophoneError)) throw error
      said.value = noMicrophoneWords(error.why)
    }
  }
  const isOn = until.value !== null
  return (
    <>
      <button
        type="button"
        class="btn"
        aria-pressed={isOn}
        onClick={() => (isOn ? running.current?.end() : void begin())}
      >
        <Icon name="talk" size="s" />
        {isOn ? `Stop, ${left.value} s left` : isAgain ? 'Record again' : 'Record'}
      </button>
      {isOn && (
        <meter class="talk-level" min={0} max={1} value={meterOf(level.value)} aria-label="Loudness" />
      )}
    </>
  )
}

function joined(frames: readonly Uint8Array[], bytes: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(bytes)
  let at = 0
  for (const frame of frames) {
    whole.set(frame, at)
    at += frame.length
  }
  return whole
}
