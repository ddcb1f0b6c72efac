// Lets one program in: eight digits, good once and for five minutes, to be typed in the settings of that program.
import type { FaceCodeReply } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../live/home-store.ts'
import { OneAct } from '../live/one-act.ts'
import { tick } from '../live/ticking.ts'
import { Countdown } from '../parts/countdown.tsx'
import { Said } from '../parts/said.tsx'
import { faceCode } from './face-requests.ts'
import { grouped } from './face-words.ts'

interface Shown extends FaceCodeReply {
  /** `instant()` at which it ends, by the tick that draws it. */
  readonly until: number
}

export function PairProgram({ store }: { readonly store: HomeStore }): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const made = useSignal<Shown | null>(null)
  const shown = made.value && tick.value < made.value.until ? made.value : null
  async function make(): Promise<void> {
    const reply = await faceCode(store.client)
    made.value = { ...reply, until: tick.value + reply.goodForMs }
  }
  return (
    <section class="sec" aria-label="Pair a program">
      <h2>Pair a program</h2>
      <div class="card pad stack">
        <p class="small">
          A Homebridge of your own, a script, or a skill that you link: it asks for a code, is let in once by
          it, and may then what is usual. It opens no door.
        </p>
        {shown && (
          <div class="row facecode" role="status">
            <b class="mono digits grow">{grouped(shown.code)}</b>
            <Countdown until={shown.until} whole={shown.goodForMs} size={56} label="s left" />
          </div>
        )}
        <button
          type="button"
          class={`btn wide ${shown ? '' : 'main'}`}
          disabled={act.isBusy.value || store.line.state.value !== 'live'}
          onClick={() => void act.run(make)}
        >
          {shown ? 'Another code' : 'Show a code'}
        </button>
        <Said act={act} />
      </div>
    </section>
  )
}
