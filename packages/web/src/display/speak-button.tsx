// A microphone on the wall, where the browser itself understands what is said. It is asked once, at a touch; where it does
// not there is no microphone.
import { useSignal } from '@preact/signals'
import type { DoorView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../parts/icons.tsx'
import { type Listening, askForEars, doorMeant, earsKnown, listen } from './spoken-wish.ts'

export interface SpeakButtonProps {
  readonly doors: readonly Pick<DoorView, 'id' | 'name'>[]
  readonly onLook: (door: string) => void
}

type Phase = 'absent' | 'untried' | 'elsewhere' | 'quiet' | 'listens' | 'not-understood'

const atFirst = { none: 'absent', untried: 'untried', local: 'quiet' } as const

export function SpeakButton({ doors, onLook }: SpeakButtonProps): JSX.Element | null {
  const phase = useSignal<Phase>(atFirst[earsKnown()])
  const listening = useRef<Listening | null>(null)
  useEffect(() => () => listening.current?.[Symbol.dispose](), [])
  const press = async (): Promise<void> => {
    if (phase.value === 'listens') {
      listening.current?.[Symbol.dispose]()
      return
    }
    if (phase.value === 'untried' && !(await askForEars())) {
      phase.value = 'elsewhere'
      return
    }
    phase.value = 'listens'
    listening.current = listen()
    const words = await listening.current.words
    const door = words === null ? null : doorMeant(words, doors)
    phase.value = words === null || door !== null ? 'quiet' : 'not-understood'
    if (door !== null) onLook(door)
  }
  if (phase.value === 'absent' || doors.length === 0) return null
  return (
    <>
      {phase.value !== 'elsewhere' && (
        <button
          type="button"
          class="btn speak"
          aria-pressed={phase.value === 'listens'}
          onClick={() => void press()}
        >
          {phase.value !== 'untried' && <Icon name="talk" size="l" />}
          {phase.value === 'untried' ? 'Try voice' : phase.value === 'listens' ? 'Listening' : 'Speak'}
        </button>
      )}
      <p class="lab" role="status">
        {phase.value === 'elsewhere' && 'This browser would send your voice elsewhere: it is not used'}
        {phase.value === 'listens' && `Say “show ${doors[0]?.name ?? 'the door'}”`}
        {phase.value === 'not-understood' && 'That is no door of this house'}
      </p>
    </>
  )
}
