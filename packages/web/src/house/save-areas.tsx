// Undo, as it was, save: and, where something would be masked less, the code from the hub that every loosening needs.
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import type { OneAct } from '../live/one-act.ts'
import { ConsoleCode, ConsoleCommand } from './console-code.tsx'
import { codeIn } from './rules-words.ts'

export interface SaveAreasProps {
  readonly act: OneAct
  /** Masks that would be taken off. */
  readonly lost: number
  readonly isChanged: boolean
  readonly mayUndo: boolean
  readonly isAway: boolean
  readonly onUndo: () => void
  readonly onReset: () => void
  readonly onSave: (code: string | null) => void
}

export function SaveAreas(props: SaveAreasProps): JSX.Element {
  const { act, lost, isChanged, mayUndo, isAway, onUndo, onReset, onSave } = props
  const typed = useSignal('')
  const isLess = lost > 0
  const code = isLess ? codeIn(typed.value) : null
  const isWhole = !isLess || code !== null
  return (
    <form
      class="sec stack inputs"
      aria-label="Save"
      onSubmit={(event) => {
        event.preventDefault()
        if (isWhole) onSave(code)
      }}
    >
      <div class="row buttons">
        <button type="button" class="btn grow" disabled={!mayUndo} onClick={onUndo}>
          Undo
        </button>
        <button type="button" class="btn grow" disabled={!isChanged} onClick={onReset}>
          As it was
        </button>
      </div>
      {isLess && (
        <>
          <p class="strong">{lost === 1 ? 'A mask' : `${lost} masks`} that hold now would come off.</p>
          <p class="small">
            That takes a code from the hub itself: <ConsoleCommand />. It happens 15 minutes later, and until
            then anybody of this home can stop it. Everything else is saved at once.
          </p>
          <ConsoleCode id="areas-code" typed={typed} />
        </>
      )}
      <button
        type="submit"
        class="btn main wide"
        disabled={!isChanged || !isWhole || isAway || act.isBusy.value}
      >
        {isLess ? 'Save, and unmask in 15 minutes' : 'Save'}
      </button>
    </form>
  )
}
