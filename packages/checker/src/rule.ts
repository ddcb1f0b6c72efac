// The form of a rule: its name, what it says of the lines, what that means at the door, and a small fold over them.
import type { Door } from './facts/door.ts'
import type { Op } from './facts/ops.ts'
import type { CheckOptions } from './finding.ts'
import type { Bounds } from './hub-time.ts'
import type { Line } from './line.ts'

/** What a rule may look at and say. Facts are those before the line under judgement. */
export interface Scene {
  readonly op: (name: string) => Op
  readonly say: (line: Line, what: string) => void
  readonly bounds: (options?: { readonly dead?: boolean; readonly grace?: number }) => Bounds
  readonly faultless: boolean
  readonly sealed: boolean
  readonly verify: CheckOptions['verify']
}

export type Look = (line: Line, door: Door) => void

/** By type of line; `*` sees every line, `end` is called once after the last with it. */
export type Watch = Readonly<Record<string, Look>>

export interface Rule {
  readonly name: string
  /** The rule on the lines. */
  readonly rule: string
  /** What it means at the door. */
  readonly meaning: string
  readonly watch: (scene: Scene) => Watch
}
