// The truth of the simulated house against what the hub concluded. Judged once the whole run is read: the truth is
// written where the simulator learns of it, and only its instants count, not its place among the lines.
import { type Line, number, text } from '../line.ts'
import type { Rule, Scene, Watch } from '../rule.ts'

const INSECURE_MAX = 288_000

interface State {
  readonly boot: string
  readonly mono: number
  readonly bolt: boolean
  readonly open: boolean
}

/** What was true when, per door. */
class Truth {
  readonly #states = new Map<string | null, State[]>()

  note(line: Line): void {
    const { bolt, open } = line.data
    if (typeof bolt !== 'boolean' || typeof open !== 'boolean') return
    const states = this.#states.get(line.door) ?? []
    this.#states.set(line.door, states)
    states.push({ boot: line.boot, mono: line.mono, bolt, open })
  }

  of(door: string | null): readonly State[] {
    return this.#states.get(door) ?? []
  }

  get doors(): readonly (string | null)[] {
    return [...this.#states.keys()]
  }

  /** Whether something was true at some instant between two of one boot. */
  wasEver(line: Line, from: number, is: (state: State) => boolean): boolean {
    const states = this.of(line.door).filter(({ boot }) => boot === line.boot)
    return states.some((state, place) => {
      const until = states[place + 1]?.mono ?? Infinity
      return state.mono <= line.mono && until >= from && is(state)
    })
  }
}

interface Secured {
  readonly line: Line
  readonly asked: number
}

function provenTruly(scene: Scene): Watch {
  const truth = new Truth()
  const secured: Secured[] = []
  return {
    World: (line) => truth.note(line),
    DoorSecured: (line, { witness }) => void secured.push({ line, asked: witness.asked }),
    end: () => {
      for (const { line, asked } of secured) {
        if (truth.of(line.door).length === 0 || !Number.isFinite(asked)) continue
        if (!truth.wasEver(line, asked, ({ bolt }) => bolt))
          scene.say(line, 'secured, and the bolt was at no time thrown since the question')
        else if (!truth.wasEver(line, asked, ({ open }) => !open))
          scene.say(line, 'secured, and the leaf was at no time closed since the question')
      }
    },
  }
}

/** One thing that matters to how long a door stood insecure by our doing. */
interface Mark {
  readonly line: Line
  readonly mono: number
  readonly what: 'unlock' | 'household' | 'told' | 'tail-ended' | 'secure' | 'insecure'
}

const order: Readonly<Record<Mark['what'], number>> = {
  unlock: 0,
  household: 1,
  insecure: 2,
  told: 3,
  secure: 4,
  'tail-ended': 5,
}

/** From the first insecure moment after our unlock: the first that nobody was told of in time; null when none. */
function firstUntold(marks: readonly Mark[]): Mark | null {
  let ours = false
  let since: Mark | null = null
  for (const mark of marks) {
    if (since && mark.mono - since.mono > INSECURE_MAX) return since
    switch (mark.what) {
      case 'unlock':
        ours = true
        break
      case 'insecure':
        if (ours) since ??= mark
        break
      case 'household':
      case 'tail-ended':
        ours = false
        since = null
        break
      case 'told':
        // Told once, it is told again until a person acts (L10, L13).
        since = null
        break
      case 'secure':
        since = null
    }
  }
  return null
}

function insecureUntold(scene: Scene): Watch {
  const marks = new Map<string | null, Mark[]>()
  const add = (line: Line, what: Mark['what'], mono = line.mono): void => {
    const known = marks.get(line.door) ?? []
    marks.set(line.door, known)
    known.push({ line, mono, what })
  }
  return {
    World: (line) => {
      const { bolt, open, what, who } = line.data
      if (typeof bolt === 'boolean') add(line, bolt && open === false ? 'secure' : 'insecure')
      else if (what === 'unlock') add(line, 'unlock')
      else if (what === 'hand' && who !== 'courier') add(line, 'household')
    },
    AlarmRaised: (line) => add(line, 'told'),
    EdgeAlarm: (line) => add(line, 'told', Math.min(number(line, 'at') ?? line.mono, line.mono)),
    EffectIssued: (line) => {
      if (text(line, 'effect') === 'RaiseAlarm') add(line, 'told')
    },
    OwnerTookOver: (line) => add(line, 'household'),
    TailEnded: (line) => add(line, 'tail-ended'),
    // An opening by hand that was proved secure has no watch after it.
    HandOpenEnded: (line) => add(line, 'tail-ended'),
    End: (line) => {
      for (const door of marks.keys()) add({ ...line, door }, 'secure')
    },
    end: () => {
      for (const known of marks.values()) {
        const boot = known.at(-1)?.line.boot
        const judged = known
          .filter(({ line }) => line.boot === boot)
          .toSorted((a, b) => a.mono - b.mono || order[a.what] - order[b.what])
        const untold = firstUntold(judged)
        if (untold)
          scene.say(untold.line, `insecure by our doing for ${INSECURE_MAX} ms, and nobody was told`)
      }
    },
  }
}

export const truthRules: readonly Rule[] = [
  {
    name: 'S15',
    rule: 'between the question and DoorSecured the bolt was truly thrown once, and the leaf truly closed once (World)',
    meaning: 'what was proved was true',
    watch: provenTruly,
  },
  {
    name: 'L8',
    rule: 'truly insecure by our doing → within 288 s alarm, secure or take-over (World)',
    meaning: 'the outer bound, on the house itself',
    watch: insecureUntold,
  },
]
