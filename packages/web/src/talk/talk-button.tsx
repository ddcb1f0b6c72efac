// The button one speaks with: held with a finger, pressed once to begin and once to end with the keyboard. It says before
// the browser asks why it will, and where no microphone can be had it says what to do instead of being there in vain.
import type { FaceName } from '@portico/client'
import { useComputed, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { tick } from '../live/ticking.ts'
import { Icon } from '../parts/icons.tsx'
import { mayHaveMicrophone, microphonePermission } from './microphone.ts'
import { TalkPress, type TalkState } from './talk-press.ts'
import { meterOf } from './talk-words.ts'
import './talk.css'

export interface TalkButtonProps {
  /** Which one, and whether it can be spoken through. */
  readonly camera: { readonly id: string; readonly talk: boolean }
  readonly face: FaceName | null
  /** Somebody rings: speaking is answering. */
  readonly isAnswer?: boolean
}

export function TalkButton({ camera, face, isAnswer = false }: TalkButtonProps): JSX.Element {
  if (!camera.talk) return <p class="small talk-no">This camera cannot be spoken through.</p>
  if (!mayHaveMicrophone()) return <NeedsHttps />
  return <Button key={camera.id} camera={camera.id} face={face} isAnswer={isAnswer} />
}

const NeedsHttps = (): JSX.Element => (
  <p class="small talk-no">
    To talk, this browser needs the safe way to the house.{' '}
    <a class="link" href="/certificate">
      How to set it up
    </a>
  </p>
)

interface ButtonProps {
  readonly camera: string
  readonly face: FaceName | null
  readonly isAnswer: boolean
}

function Button({ camera, face, isAnswer }: ButtonProps): JSX.Element {
  const state = useSignal<TalkState>({ phase: 'idle', said: null })
  const level = useSignal(0)
  const asks = useSignal(false)
  const press = useRef<TalkPress | null>(null)
  const begin = (): void => {
    if (press.current && !press.current.isOver) return
    press.current = new TalkPress({ camera, face, state, level })
  }
  const end = (): void => press.current?.[Symbol.dispose]()
  useEffect(() => {
    void microphonePermission().then((permission) => void (asks.value = permission === 'prompt'))
    return end
  }, [camera])
  const { value: now } = state
  const isOn = now.phase !== 'idle'
  const left = useComputed(() => secondsLeft(state.value, tick.value))
  if (now.phase === 'speaking') asks.value = false
  return (
    <div class={`talk talk-${now.phase}`}>
      <button
        type="button"
        class="btn wide talk-btn"
        aria-pressed={isOn}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          // Whatever the finger does, the end of the press is heard here.
          event.currentTarget.setPointerCapture(event.pointerId)
          begin()
        }}
        onPointerUp={end}
        onPointerCancel={end}
        onBlur={end}
        onContextMenu={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.repeat) event.preventDefault()
        }}
        onClick={({ detail }) => {
          // A click that no pointer made: keyboard, switch or screen reader.
          if (detail !== 0) return
          if (isOn) end()
          else begin()
        }}
      >
        <Icon name="talk" size={face === null ? 's' : 'l'} />
        <span>{wordsOf(now, isAnswer)}</span>
        {now.phase === 'speaking' && <b aria-hidden="true">{left.value} s</b>}
      </button>
      {isOn && (
        <meter
          class="talk-level"
          min={0}
          max={1}
          value={meterOf(level.value)}
          aria-label="Loudness of your voice"
        />
      )}
      <p class="small" role="status">
        {saidOf(now, asks.value)}
      </p>
    </div>
  )
}

const secondsLeft = (state: TalkState, now: number): number =>
  state.phase === 'speaking' ? Math.max(0, Math.ceil((state.until - now) / 1000)) : 0

function wordsOf({ phase }: TalkState, isAnswer: boolean): string {
  switch (phase) {
    case 'idle':
      return isAnswer ? 'Hold to answer' : 'Hold to talk'
    case 'opening':
      return 'Opening the microphone'
    case 'connecting':
      return 'Calling the door'
    case 'speaking':
      return 'Speak now'
  }
}

function saidOf(state: TalkState, asks: boolean): string {
  if (state.phase === 'speaking') return 'You are heard at the door. Its own sound is off meanwhile.'
  if (state.phase !== 'idle') return 'You are not heard yet.'
  if (state.said !== null) return state.said
  return asks ? 'Your browser will ask for the microphone. It is open only while you hold the button.' : ''
}
