// What a disk may hold after the power went: everything that was synced, and any choice of what was not, with one write
// torn between two sectors.
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SeededChance } from '@portico/testing'
import type { DiskStep } from './disk-timeline.ts'

export const SECTOR = 512
/** Up to so many unsynced steps every choice of them is made; with more, chosen by seed. */
export const ALL_CHOICES_MAX = 8

type Lost = Exclude<DiskStep, { readonly type: 'sync' | 'sync-names' | 'told' }>

/** A file whose name never reached the disk is missing, whatever of its content did. */
interface Files {
  /** Files by name. */
  readonly names: ReadonlyMap<string, string>
  readonly contents: ReadonlyMap<string, Buffer>
}

/** The disk after so many steps: what is sure, and what is not, in order. */
export interface Disk {
  readonly sure: Files
  readonly unsure: readonly Lost[]
  /** Entries of the record by then. */
  readonly entries: number
}

export interface Cut {
  /** Which of the unsure steps reached the disk. */
  readonly kept: readonly boolean[]
  /** Of this one of them only some sectors did; null: none is torn. */
  readonly torn: { readonly step: number; readonly sectors: (sector: number) => boolean } | null
}

type Name = Extract<Lost, { readonly type: 'create' | 'remove' }>
type Content = Exclude<Lost, Name>

const isName = (step: Lost): step is Name => step.type === 'create' || step.type === 'remove'

/** @param isSynced false: as if the program had never synced anything, to see that the judgement can fail */
export function* disksOf(steps: readonly DiskStep[], isSynced = true): Generator<Disk> {
  let sure: Files = { names: new Map(), contents: new Map() }
  let unsure: readonly Lost[] = []
  let entries = 0
  for (const step of steps) {
    if (step.type === 'told') entries = step.entries
    else if (step.type === 'sync' || step.type === 'sync-names') {
      if (!isSynced) continue
      const isDone = (lost: Lost): boolean =>
        step.type === 'sync' ? !isName(lost) && lost.file === step.file : isName(lost)
      sure = applied(sure, unsure.filter(isDone))
      unsure = unsure.filter((lost) => !isDone(lost))
    } else unsure = [...unsure, step]
    yield { sure, unsure, entries }
  }
}

/** In order. */
function applied(files: Files, steps: readonly Lost[]): Files {
  const names = new Map(files.names)
  const contents = new Map(files.contents)
  for (const step of steps)
    if (!isName(step)) contents.set(step.file, changed(contents.get(step.file) ?? Buffer.alloc(0), step))
    else if (step.type === 'create') names.set(step.name, step.file)
    else if (names.get(step.name) === step.file) names.delete(step.name)
  return { names, contents }
}

const changed = (was: Buffer, step: Content): Buffer =>
  step.type === 'truncate' ? resized(was, step.size) : overwritten(was, step)

const resized = (was: Buffer, size: number): Buffer =>
  Buffer.concat([was.subarray(0, size), Buffer.alloc(Math.max(0, size - was.length))])

function overwritten(
  was: Buffer,
  { offset, bytes }: { readonly offset: number; readonly bytes: Buffer },
): Buffer {
  const next = resized(was, Math.max(was.length, offset + bytes.length))
  bytes.copy(next, offset)
  return next
}

/** Choices for one disk, at most so many: nothing kept, everything kept, then all others or some by seed. */
export function cutsOf(disk: Disk, count: number, chance: SeededChance): readonly Cut[] {
  const { length } = disk.unsure
  const all = 2 ** length
  const isAll = length <= ALL_CHOICES_MAX && all <= count
  const masks = isAll
    ? Array.from({ length: all }, (_, mask) => disk.unsure.map((__, bit) => ((mask >> bit) & 1) === 1))
    : Array.from({ length: Math.min(count, all) }, (_, at) =>
        disk.unsure.map(() => (at < 2 ? at === 1 : chance.unit() < 0.5)),
      )
  return masks.map((kept) => ({ kept, torn: chance.unit() < 1 / 3 ? tear(disk, kept, chance) : null }))
}

function tear({ unsure }: Disk, kept: readonly boolean[], chance: SeededChance): Cut['torn'] {
  const whole = unsure.flatMap((step, at) =>
    step.type === 'write' && kept[at] === true && step.bytes.length > SECTOR ? [at] : [],
  )
  if (whole.length === 0) return null
  const luck = Array.from({ length: 256 }, () => chance.unit() < 0.5)
  return { step: chance.pick(whole), sectors: (sector) => luck[sector % luck.length] ?? true }
}

/** Only the sectors that were written; the others are as they were. */
function tornWrite(step: Extract<Lost, { type: 'write' }>, isKept: (sector: number) => boolean): Lost[] {
  const pieces: Lost[] = []
  for (let from = step.offset; from < step.offset + step.bytes.length;) {
    const end = Math.min(Math.floor(from / SECTOR + 1) * SECTOR, step.offset + step.bytes.length)
    if (isKept(Math.floor(from / SECTOR)))
      pieces.push({
        ...step,
        offset: from,
        bytes: step.bytes.subarray(from - step.offset, end - step.offset),
      })
    from = end
  }
  return pieces
}

/** Writes the files of a cut disk to a folder. */
export function writeImage(folder: string, disk: Disk, { kept, torn }: Cut): void {
  const steps = disk.unsure.flatMap((step, at): readonly Lost[] => {
    if (kept[at] !== true) return []
    return torn?.step === at && step.type === 'write' ? tornWrite(step, torn.sectors) : [step]
  })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const { names, contents } = applied(disk.sure, steps)
  for (const [name, file] of names)
    writeFileSync(join(folder, name), contents.get(file) ?? Buffer.alloc(0), { mode: 0o600 })
}
