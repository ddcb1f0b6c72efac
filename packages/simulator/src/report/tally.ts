// The count of a run so far: what `--resume` keeps, what the progress line and the last words tell.
import type { BlockResult, SeedFinding } from './block.ts'
import { Counter, type Counts } from './counts.ts'

export interface TallyState {
  readonly commit: string
  readonly from: number
  readonly seeds: number
  /** First seed that is not counted yet. */
  readonly next: number
  readonly delivered: number
  readonly counts: Counts
  readonly findings: readonly SeedFinding[]
  readonly apart: Readonly<Record<string, number>>
}

/** Findings kept one by one; more of a kind are only counted. */
const KEPT_PER_KIND = 20

export class Tally {
  readonly #counter = new Counter()
  #state: TallyState

  constructor(state: TallyState) {
    this.#state = state
    this.#counter.addAll(state.counts)
  }

  get state(): TallyState {
    return { ...this.#state, counts: this.#counter.counts }
  }
  get done(): number {
    return this.#state.next - this.#state.from
  }

  /** A known seed outside of the range: its findings count, its place does not. */
  addKnown(result: BlockResult): void {
    const { next, delivered } = this.#state
    this.add(result)
    this.#state = { ...this.#state, next, delivered }
  }

  add({ from, count, delivered, counts, findings, apart }: BlockResult): void {
    this.#counter.addAll(counts)
    const kept = [...this.#state.findings]
    for (const finding of findings) {
      this.#counter.add(`finding ${finding.invariant}`)
      if (kept.filter(({ invariant }) => invariant === finding.invariant).length < KEPT_PER_KIND)
        kept.push(finding)
    }
    const seedsApart = { ...this.#state.apart }
    for (const seed of new Set(apart.map((finding) => `${finding.invariant} ${finding.seed}`))) {
      const kind = seed.split(' ')[0] ?? ''
      seedsApart[kind] = (seedsApart[kind] ?? 0) + 1
    }
    this.#state = {
      ...this.#state,
      next: from + count,
      delivered: this.#state.delivered + delivered,
      findings: kept,
      apart: seedsApart,
    }
  }
}
