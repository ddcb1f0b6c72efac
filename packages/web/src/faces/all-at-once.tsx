// Two acts for the hour in which a telephone is lost, or trust: unpair everything, and new secrets for everything. What was
// done is said, and what is to be done elsewhere.
import type { RotateAllReply, UnpairAllReply } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Said } from '../parts/said.tsx'
import { rotateAllFaces, unpairAllFaces } from './face-requests.ts'

export interface AllAtOnceProps {
  readonly store: HomeStore
  readonly onDone: () => void
}

export function AllAtOnce({ store, onDone }: AllAtOnceProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const unpaired = useSignal<UnpairAllReply | null>(null)
  const rotated = useSignal<RotateAllReply | null>(null)
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  async function run(what: () => Promise<void>): Promise<void> {
    unpaired.value = null
    rotated.value = null
    if (await act.run(what)) onDone()
  }
  return (
    <section class="sec stack" aria-label="When something is lost">
      <h2>When something is lost</h2>
      <div class="card pad stack">
        <p class="small">
          Every app, program and controller loses this home, and the PINs that they made. Your own sign-ins
          and displays stay.
        </p>
        <HoldButton
          class="wide"
          disabled={isOff}
          confirm="Press Enter again to unpair all faces"
          onHeld={() => void run(async () => void (unpaired.value = await unpairAllFaces(store.client)))}
        >
          Hold to unpair all faces
        </HoldButton>
        <p class="small">
          Bridges get new tokens. Programs, scripts and linked accounts end; calendars and the secrets of
          sources are made anew.
        </p>
        <HoldButton
          class="wide"
          disabled={isOff}
          confirm="Press Enter again for new tokens for all"
          onHeld={() => void run(async () => void (rotated.value = await rotateAllFaces(store.client)))}
        >
          Hold for new tokens for all
        </HoldButton>
        <Said act={act} />
        <div role="status" class="stack">
          {unpaired.value && <p>{unpaired.value.faces} faces ended.</p>}
          <Late bridges={(unpaired.value ?? rotated.value)?.bridges ?? []} />
          {rotated.value && <Rotated reply={rotated.value} />}
        </div>
      </div>
    </section>
  )
}

const Late = ({ bridges }: Pick<UnpairAllReply, 'bridges'>): JSX.Element | null => {
  const late = bridges.filter(({ done }) => !done).map(({ name }) => name)
  return late.length === 0 ? null : (
    <p class="small strong">Not reached just now: {late.join(', ')}. It is told when it is back.</p>
  )
}

const Rotated = ({
  reply: { faces, tokens, calendars, secrets, left },
}: {
  readonly reply: RotateAllReply
}): JSX.Element => (
  <>
    <p>
      {faces} faces, {tokens.length} tokens of scripts and {calendars} calendars ended.
    </p>
    {secrets.length > 0 && (
      <>
        <p class="small">New secrets, shown this once. Put each in where its sender asks for it:</p>
        <ul class="small">
          {secrets.map(({ of, id, secret }) => (
            <li key={`${of} ${id}`}>
              {id}: <code class="mono">{secret}</code>
            </li>
          ))}
        </ul>
      </>
    )}
    {left.length > 0 && <p class="small">To be changed where they come from: {left.join(', ')}.</p>}
  </>
)
