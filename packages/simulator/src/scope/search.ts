// Breadth first over everything that may happen, each state once. A fault is told with the shortest way to it.
import { type Finding, type Line, checkLines } from '@portico/checker'
import { begin } from './begin.ts'
import { Seen, hashOf } from './hash.ts'
import type { Tell, Told } from './hub.ts'
import { movesFrom, play } from './moves.ts'
import { type Budget, type Move, type Scope, nameOf } from './scope-state.ts'

export interface SearchOptions {
  readonly budget: Budget
  readonly depth: number
  readonly states: number
  /** The way to every n-th state is judged by the checker; 0: none. */
  readonly judgeEvery: number
  readonly onLevel?: (level: Level) => void
}

export interface Level {
  readonly depth: number
  readonly states: number
  readonly frontier: number
}

export interface Fault {
  readonly what: string
  readonly way: readonly string[]
}

export interface Searched {
  readonly states: number
  readonly moves: number
  /** Every state up to this depth was seen. */
  readonly depth: number
  readonly isClosed: boolean
  readonly judged: number
  readonly phases: ReadonlyMap<string, number>
  readonly faults: readonly Fault[]
}

/** Where a state came from: its parent's place and the move's place among the parent's moves. */
interface Node {
  readonly scope: Scope
  readonly place: number
}

const FAULTS_MAX = 5
const silent: Tell = () => {}

/** How each state was reached, eight bytes a state. */
class Ways {
  #parents = new Int32Array(1 << 16)
  #moves = new Uint8Array(1 << 16)
  size = 0

  add(parent: number, move: number): number {
    if (this.size === this.#parents.length) this.#grow()
    this.#parents[this.size] = parent
    this.#moves[this.size] = move
    return this.size++
  }

  to(place: number): number[] {
    const way: number[] = []
    for (let at = place; at > 0; at = this.#parents[at] ?? 0) way.unshift(this.#moves[at] ?? 0)
    return way
  }

  #grow(): void {
    const [parents, moves] = [this.#parents, this.#moves]
    this.#parents = new Int32Array(parents.length * 2)
    this.#moves = new Uint8Array(moves.length * 2)
    this.#parents.set(parents)
    this.#moves.set(moves)
  }
}

function lineOf({ now, epoch }: Scope, told: Told, seq: number): Line {
  return {
    ...{
      v: 1,
      home: 'default',
      seq,
      boot: 'b',
      epoch,
      mono: now,
      wall: 1_790_000_000_000 + now - 500_000_000,
    },
    ...{ writer: told.type === 'World' ? 'sim' : 'hub', door: 'front', lag: 0, prev: '', hash: '' },
    ...told,
  }
}

/** Plays a way again, aloud. */
function walk(budget: Budget, way: readonly number[]): { lines: Line[]; names: string[] } {
  const lines: Line[] = []
  const names: string[] = []
  // Lines of the truth stand in the chain as well.
  const tell: Tell = (scope, told) => void lines.push({ ...lineOf(scope, told, lines.length), hash: '-' })
  let scope = begin(budget, tell)
  for (const index of way) {
    const move: Move | undefined = movesFrom(scope)[index]
    if (!move) break
    names.push(nameOf(move, scope))
    scope = play(scope, move, tell)
  }
  return { lines, names }
}

export class Search {
  readonly #options: SearchOptions
  readonly #seen = new Seen()
  readonly #ways = new Ways()
  readonly #phases = new Map<string, number>()
  readonly #faults: Fault[] = []
  #moves = 0
  #judged = 0

  constructor(options: SearchOptions) {
    this.#options = options
  }

  run(): Searched {
    const { budget, depth, states, onLevel } = this.#options
    const first = begin(budget, silent)
    this.#seen.add(hashOf(first))
    let level: Node[] = [{ scope: first, place: this.#ways.add(0, 0) }]
    let reached = 0
    while (level.length > 0 && reached < depth && !this.#isOver(states)) {
      level = this.#next(level)
      if (this.#isOver(states) && level.length > 0) break
      reached += 1
      onLevel?.({ depth: reached, states: this.#seen.size, frontier: level.length })
    }
    return {
      states: this.#seen.size,
      moves: this.#moves,
      depth: reached,
      isClosed: level.length === 0 || reached === depth,
      judged: this.#judged,
      phases: this.#phases,
      faults: this.#faults,
    }
  }

  #isOver(states: number): boolean {
    return this.#seen.size >= states || this.#faults.length >= FAULTS_MAX
  }

  #next(level: readonly Node[]): Node[] {
    const next: Node[] = []
    for (const { scope, place } of level) {
      for (const [index, move] of movesFrom(scope).entries()) {
        const after = play(scope, move, silent)
        this.#moves += 1
        if (!this.#seen.add(hashOf(after))) continue
        const node = { scope: after, place: this.#ways.add(place, index) }
        this.#look(node)
        if (after.fault === null) next.push(node)
      }
      if (this.#isOver(this.#options.states)) break
    }
    return next
  }

  #look({ scope, place }: Node): void {
    const name = scope.door.session?.phase ?? (scope.door.gate.tail ? 'tail' : 'idle')
    this.#phases.set(name, (this.#phases.get(name) ?? 0) + 1)
    const { budget, judgeEvery } = this.#options
    if (scope.fault !== null) {
      const { names } = walk(budget, this.#ways.to(place))
      this.#faults.push({ what: scope.fault, way: names })
    } else if (judgeEvery > 0 && place % judgeEvery === 0) this.#judge(place)
  }

  #judge(place: number): void {
    this.#judged += 1
    const { lines, names } = walk(this.#options.budget, this.#ways.to(place))
    const findings: readonly Finding[] = checkLines(lines, { hashes: false })
    for (const { invariant, what } of findings.slice(0, 1))
      this.#faults.push({ what: `${invariant}: ${what}`, way: names })
  }
}
