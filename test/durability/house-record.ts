// What outlives a hub that was killed: the door as it physically stands, orders on their way to it, and which lines had
// been acknowledged. Written to a file at each acknowledgement and each order, by one system call each.
import { readFileSync, writeSync } from 'node:fs'
import type { Instant, Op, WallTime } from '@portico/core'
import type { ArmOrder, UnlockOrder } from '@portico/plugin-api'
import type { SimulatedDoor } from '@portico/testing'
import type { EdgeState } from '@portico/world'

export type Order =
  | { readonly type: 'unlock'; readonly order: UnlockOrder }
  | { readonly type: 'lock' }
  | { readonly type: 'arm'; readonly order: ArmOrder }
  | { readonly type: 'disarm' | 'release'; readonly op: Op }

export interface HouseSnapshot {
  readonly mono: Instant
  readonly wall: WallTime
  readonly world: SimulatedDoor['world']
  readonly edge: EdgeState
  readonly unlocks: readonly Op[]
  readonly link: SimulatedDoor['link']
  /** Handed to the radio and not arrived. */
  readonly onTheWay: readonly Order[]
}

/** One entry: lines that were acknowledged just now (seq, hash), and the house at that moment. */
export interface Entry {
  readonly acked: readonly (readonly [number, string])[]
  readonly house: HouseSnapshot
}

export function writeEntry(file: number, entry: Entry): void {
  writeSync(file, `${JSON.stringify(entry)}\n`)
}

/** A last line without its end was cut by the kill and counts for nothing. */
export function readEntries(path: string): readonly Entry[] {
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  // cast: our own file, written by `writeEntry`
  return whole.map((line) => JSON.parse(line) as Entry)
}
