// What one face may, as sentences with switches. To take something away is one tap; to give what opens a door takes a code
// from the hub's console.
import type { FaceRight, FaceView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import { ConsoleCodeForm, ConsoleCommand } from '../house/console-code.tsx'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { Said } from '../parts/said.tsx'
import { changeFaceRights } from './face-requests.ts'
import { loosening, rightWords } from './face-words.ts'

export interface FaceRightsProps {
  readonly store: HomeStore
  readonly face: FaceView
  /** The hub has changed it. */
  readonly onChanged: () => void
}

type Wish = Pick<FaceView, 'rights' | 'doors'>

const toggled = <Item,>(list: readonly Item[], item: Item, isOn: boolean): Item[] =>
  isOn ? [...list, item] : list.filter((each) => each !== item)

/** It would let a door be opened where it is not now. */
function isLooser(face: FaceView, { rights, doors }: Wish): boolean {
  const wide = rights.filter((right) => loosening.has(right))
  if (wide.some((right) => !face.rights.includes(right))) return true
  const known = face.doors
  return wide.length > 0 && known !== null && (doors?.some((door) => !known.includes(door)) ?? true)
}

export function FaceRights({ store, face, onChanged }: FaceRightsProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const waiting = useSignal<Wish | null>(null)
  const isOff = store.line.state.value !== 'live' || act.isBusy.value || store.me.value?.scopes !== null
  async function send(wish: Wish, code?: string): Promise<void> {
    const wished = { ...wish, ...(code !== undefined && { code }) }
    if (!(await act.run(() => changeFaceRights(store.client, face.id, wished)))) return
    waiting.value = null
    onChanged()
  }
  function wishFor(wish: Wish): void {
    if (isLooser(face, wish)) waiting.value = wish
    else void send(wish)
  }
  const { rights, doors } = waiting.value ?? face
  const setRight = (right: FaceRight, isOn: boolean): void =>
    wishFor({ rights: toggled(rights, right, isOn), doors })
  return (
    <div class="stack more">
      <fieldset class="choices" disabled={isOff}>
        <legend class="small strong">What it may</legend>
        {rightWords.map(([right, name, words]) => (
          <label key={right} class="choice row">
            <input
              type="checkbox"
              role="switch"
              checked={rights.includes(right)}
              onChange={({ currentTarget }) => setRight(right, currentTarget.checked)}
            />
            <span class="grow">
              <b>{name}</b>
              <span class="small">{words}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <Doors
        store={store}
        doors={doors}
        isOff={isOff}
        onChange={(wished) => wishFor({ rights, doors: wished })}
      />
      {waiting.value && (
        <Code
          act={act}
          onSend={(code) => void (waiting.value && send(waiting.value, code))}
          onBack={() => (waiting.value = null)}
        />
      )}
      <Said act={act} />
    </div>
  )
}

interface DoorsProps {
  readonly store: HomeStore
  readonly doors: readonly string[] | null
  readonly isOff: boolean
  readonly onChange: (doors: string[] | null) => void
}

/** Of a home with one door there is nothing to choose. */
function Doors({ store, doors, isOff, onChange }: DoorsProps): JSX.Element | null {
  const all = store.doors.value ?? []
  if (all.length < 2) return null
  const set = (id: string, isOn: boolean): void => {
    const chosen = toggled(doors ?? all.map((door) => door.id), id, isOn)
    onChange(chosen.length === all.length ? null : chosen)
  }
  return (
    <fieldset class="choices" disabled={isOff}>
      <legend class="small strong">At which doors</legend>
      {all.map(({ id, name }) => (
        <label key={id} class="choice row">
          <input
            type="checkbox"
            checked={doors?.includes(id) ?? true}
            onChange={({ currentTarget }) => set(id, currentTarget.checked)}
          />
          <span class="grow">{name}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface CodeProps {
  readonly act: OneAct
  readonly onSend: (code: string) => void
  readonly onBack: () => void
}

const Code = ({ act, onSend, onBack }: CodeProps): JSX.Element => (
  <>
    <ConsoleCodeForm id="face-code" act={act} isAway={false} submit="Let it" onSend={onSend}>
      <p class="small">
        By this a door is opened from outside of this page. To give it takes a code from the hub itself:{' '}
        <ConsoleCommand />.
      </p>
    </ConsoleCodeForm>
    <button type="button" class="btn wide" onClick={onBack}>
      Leave it as it is
    </button>
  </>
)
