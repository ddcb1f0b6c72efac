// Turns the sound of a camera on and off. Nothing sounds by itself, and it ends when the page is put away.
import type { FaceName } from '@portico/client'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { CameraSound, type Hearing } from '../live/camera-sound.ts'
import { isSpeaking } from '../talk/talk-press.ts'
import { Icon } from './icons.tsx'

export interface ListenButtonProps {
  readonly camera: string
  readonly place: string
  readonly face: FaceName | null
}

const words: Readonly<Record<Hearing | 'off', string>> = {
  off: 'Listen',
  connecting: 'Listening, no sound yet',
  heard: 'Listening',
  none: 'No sound from here',
}

export function ListenButton({ camera, place, face }: ListenButtonProps): JSX.Element {
  const state = useSignal<Hearing | 'off'>('off')
  const sound = useRef<CameraSound | null>(null)
  const end = (): void => {
    sound.current?.[Symbol.dispose]()
    sound.current = null
    state.value = 'off'
  }
  const toggle = (): void => {
    if (sound.current) return end()
    sound.current = new CameraSound({
      camera,
      face,
      onHearing: (hearing) => {
        state.value = hearing
        if (hearing === 'none') sound.current = null
      },
    })
  }
  useEffect(() => {
    const seen = (): void => {
      if (document.hidden) end()
    }
    document.addEventListener('visibilitychange', seen)
    return () => {
      document.removeEventListener('visibilitychange', seen)
      end()
    }
  }, [camera])
  const isOn = state.value === 'connecting' || state.value === 'heard'
  const word = isOn && isSpeaking.value ? 'Off while you speak' : words[state.value]
  return (
    <button
      type="button"
      class="listen"
      aria-pressed={isOn}
      aria-label={`${word}: ${place}`}
      onClick={toggle}
    >
      <Icon name={isOn ? 'sound' : 'quiet'} size="s" />
      <span>{word}</span>
    </button>
  )
}
