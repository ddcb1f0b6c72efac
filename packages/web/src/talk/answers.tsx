// Recorded answers: one tap, and whoever stands at the door hears it. Only those that somebody has recorded are shown.
import { ClientError, type Requests } from '@portico/client'
import type { QuickAnswerView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { ComponentChildren, JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import { sentence } from '../live/sentence.ts'
import { Icon } from '../parts/icons.tsx'
import { answerHere } from '../live/answered-ring.ts'
import './talk.css'

export interface AnswersProps {
  readonly requests: Requests
  readonly camera: { readonly id: string; readonly talk: boolean }
  /** So many have room; absent: all. */
  readonly max?: number
  /** Shown when nobody has recorded any. */
  readonly none?: ComponentChildren
}

export const loadAnswers = (requests: Requests): Promise<readonly QuickAnswerView[]> =>
  requests.get<readonly QuickAnswerView[]>('/api/v1/answers')

export function Answers({ requests, camera, max, none = null }: AnswersProps): JSX.Element | null {
  const all = useSignal<readonly QuickAnswerView[] | null>(null)
  const said = useSignal('')
  const isBusy = useSignal(false)
  useEffect(() => {
    loadAnswers(requests).then(
      (loaded) => void (all.value = loaded),
      // Without them one can still speak.
      () => {},
    )
  }, [requests])
  if (!camera.talk || !all.value) return null
  const recorded = all.value.filter(({ lastsMs }) => lastsMs !== null).slice(0, max)
  if (recorded.length === 0) return <>{none}</>
  const play = async ({ id, words }: QuickAnswerView): Promise<void> => {
    isBusy.value = true
    said.value = ''
    answerHere()
    try {
      await requests.post(`/api/v1/cameras/${encodeURIComponent(camera.id)}/answers/${id}`)
      said.value = `Said at the door: “${words}”`
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      said.value = sentence(error.message)
    }
    isBusy.value = false
  }
  return (
    <>
      <ul class="answers" aria-label="Say for me">
        {recorded.map((answer) => (
          <li key={answer.id}>
            <button type="button" class="btn" disabled={isBusy.value} onClick={() => void play(answer)}>
              <Icon name="sound" size="s" />
              {answer.words}
            </button>
          </li>
        ))}
      </ul>
      <p class="small" role="status">
        {said.value}
      </p>
    </>
  )
}
