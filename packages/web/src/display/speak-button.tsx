// A microphone on the wall, where the browser itself understands what is said. Without one there is no button at all.
import { useSignal } from '@preact/signals'
import type { DoorView } from '@portico/protocol'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { Icon } from '../parts/icons.tsx'
import { type Listening, doorMeant, hearsLocally, listen } from './spoken-wish.ts'

export interface SpeakButtonProps {
  readonly doors: readonly Pick<DoorView, 'id' | 'name'>[]
  readonly onLook: (door: string) => void
}

type Phase = 'absent' | 'quiet' | 'listens' | 'not-understood'

export function SpeakButton({ doors, onLook }: SpeakButtonProps): JSX.Element | null {
  const phase = useSignal<Phase>('absent')
  const listening = useRef<Listening | null>(null)
  useEffect(() => {
    void hearsLocally().then((hears) => {
      if (hears) phase.value = 'quiet'
      return hears
    })
    return () => listening.current?.[Symbol.dispose]()
  }, [])
  const press = async (): Promise<void> => {
    if (phase.value === 'listens') {
      listening.current?.[Symbol.dispose]()
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
      <button
        type="button"
        class="btn speak"
        aria-pressed={phase.value === 'listens'}
        onClick={() => void press()}
      >
        <Icon name="talk" size="l" />
        {phase.value === 'listens' ? 'Listening' : 'Speak'}
      </button>
      <p class="lab" role="status">
        {phase.value === 'listens' && `Say “show ${doors[0]?.name ?? 'the door'}”`}
        {phase.value === 'not-understood' && 'That is no door of this house'}
      </p>
    </>
  )
}
