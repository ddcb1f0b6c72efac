// One try at opening, as the lines tell it: committed, issued, marked, sent. Ops are known home-wide.
import { type Line, number, text } from '../line.ts'

/** Effects that let somebody in. */
export const opens = (effect: string | null): boolean => effect === 'UnlockDoor' || effect === 'GrantPin'

export class Op {
  commit: Line | null = null
  notAfter = -Infinity
  /** Effect ids by which it was issued and marked. */
  readonly issued = new Set<string>()
  readonly started = new Map<string, Line>()
  readonly sends: Line[] = []
  voided: Line | null = null
  unknown: Line | null = null
  granted: Line | null = null

  /** Of a visit, and not of a person's hand: then everything about it is asked, not the dead-man alone. */
  get isVisit(): boolean {
    return this.commit !== null && isVisitCommit(this.commit)
  }
}

export const isVisitCommit = (line: Line): boolean => line.session !== null && text(line, 'mode') !== 'hand'

export class Ops {
  readonly #all = new Map<string, Op>()

  of(name: string): Op {
    const known = this.#all.get(name)
    if (known) return known
    const fresh = new Op()
    this.#all.set(name, fresh)
    return fresh
  }

  apply(line: Line): void {
    const name = text(line, 'op')
    if (name === null) return
    switch (line.type) {
      case 'UnlockCommitted': {
        const op = this.of(name)
        op.commit = line
        op.notAfter = number(line, 'notAfter') ?? -Infinity
        return
      }
      case 'ManualOpenGranted':
        this.of(name).granted = line
        return
      case 'UnlockVoided':
        this.of(name).voided = line
        return
      case 'UnlockUnknown':
        this.of(name).unknown = line
        return
      case 'EffectIssued':
      case 'EffectStarted':
      case 'EffectSent':
        if (opens(text(line, 'effect'))) this.#follow(this.of(name), line)
    }
  }

  #follow(op: Op, line: Line): void {
    const id = text(line, 'id') ?? ''
    if (line.type === 'EffectIssued') op.issued.add(id)
    else if (line.type === 'EffectStarted') op.started.set(id, line)
    else op.sends.push(line)
  }
}
