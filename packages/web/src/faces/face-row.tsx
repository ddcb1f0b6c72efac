// One face of the home: what it is and may, how its bridge stands, and its end.
import type { FaceView } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Said } from '../parts/said.tsx'
import { BridgeState } from './bridge-state.tsx'
import { openFacePairing, removeFace, unpairFace } from './face-requests.ts'
import { FaceRights } from './face-rights.tsx'
import { originWords, rightsWords, seenWords } from './face-words.ts'

export interface FaceRowProps {
  readonly store: HomeStore
  readonly face: FaceView
  /** Something of it was changed. */
  readonly onChanged: () => void
}

/** A bridge goes by its settings; programs and controllers are ended here. */
const isOfBridge = ({ bridge }: FaceView): boolean => bridge !== null

export function FaceRow({ store, face, onChanged }: FaceRowProps): JSX.Element {
  const isOpen = useSignal(false)
  const isAdult = store.me.value?.scopes === null
  return (
    <li class="face">
      <div class="row">
        <span class="grow">
          <b class="title">{face.name}</b>
          <span class="small">
            {originWords(face)}. {seenWords(face)}.
          </span>
          <span class="small">{rightsWords(face)}.</span>
        </span>
        <button
          type="button"
          class="btn soft"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.value)}
        >
          {isAdult ? 'Change' : 'More'}
          <span class="hush"> {face.name}</span>
        </button>
      </div>
      {face.bridge && <BridgeState face={face} bridge={face.bridge} />}
      {isOpen.value && <FaceRights store={store} face={face} onChanged={onChanged} />}
      {isAdult && isOpen.value && <FaceActs store={store} face={face} onChanged={onChanged} />}
    </li>
  )
}

/** Those of which controllers can be paired by a code. */
const pairable: ReadonlySet<FaceView['kind']> = new Set(['homekit', 'matter'])

function FaceActs({ store, face, onChanged }: FaceRowProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const isOff = store.line.state.value !== 'live' || act.isBusy.value
  async function run(what: () => Promise<unknown>): Promise<void> {
    if (await act.run(what)) onChanged()
  }
  const { client } = store
  return (
    <div class="stack more">
      {isOfBridge(face) && pairable.has(face.kind) && (
        <button
          type="button"
          class="btn wide"
          disabled={isOff || face.bridge?.state !== 'running'}
          onClick={() => void run(() => openFacePairing(client, face.id))}
        >
          Pair another controller
        </button>
      )}
      {isOfBridge(face) ? (
        pairable.has(face.kind) && (
          <HoldButton
            class="wide"
            disabled={isOff}
            confirm={`Press Enter again to unpair everything of ${face.name}`}
            onHeld={() => void run(() => unpairFace(client, face.id))}
          >
            Hold to unpair everything
          </HoldButton>
        )
      ) : (
        <HoldButton
          class="wide"
          disabled={isOff}
          confirm={`Press Enter again to remove ${face.name}`}
          onHeld={() => void run(() => removeFace(client, face.id))}
        >
          Hold to remove
        </HoldButton>
      )}
      <Said act={act} />
    </div>
  )
}
