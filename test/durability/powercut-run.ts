// Records what a story does to its disk, cuts the power at chosen moments, and judges what comes up again.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStore } from '@portico/store-sqlite'
import { type SeededChance, TestClock, seededChance } from '@portico/testing'
import type { CrashOrder } from './crash-order.ts'
import { HOME, dataFolder, recordFile } from './disk-home.ts'
import { type Cut, type Disk, cutsOf, disksOf, writeImage } from './disk-images.ts'
import { type DiskStep, timelineOf } from './disk-timeline.ts'
import { type Entry, readEntries } from './house-record.ts'
import { restart } from './restart.ts'
import { roomFolder } from './room-folder.ts'
import type { StoryName } from './stories.ts'
import { readCalls } from './strace.ts'

const main = join(import.meta.dirname, 'crash-main.ts')
const RECORD_MAX_MS = 120_000
const WATCHED = 'openat,pwrite64,write,fsync,fdatasync,ftruncate,unlink,unlinkat'
/** In the first round and in the next: up to 2⁸ choices are all there are of eight unsynced steps. */
const CUTS_OF_A_MOMENT = [4, 256] as const

export interface Recording {
  readonly steps: readonly DiskStep[]
  readonly entries: readonly Entry[]
}

export class PowerCutRoom implements Disposable {
  readonly #root = roomFolder('power')
  readonly #judged = new Set<string>()
  #count = 0

  /** Homes that came up and lived for a minute; the others came up with a journal that had lived before. */
  get lived(): number {
    return this.#judged.size
  }

  /** Tells the story to its end under strace. */
  record(story: StoryName): Recording {
    const folder = join(this.#root, story)
    const log = join(this.#root, `${story}.strace`)
    mkdirSync(folder)
    const order: CrashOrder = { story, folder, downMs: 0, dies: null, isClosed: true }
    const node = [process.execPath, '--conditions=@portico/source', main, JSON.stringify(order)]
    const words = ['-f', '--seccomp-bpf', '-y', '-xx', '-s', '1000000', '-e', `trace=${WATCHED}`, '-o', log]
    const { status, stderr } = spawnSync('strace', [...words, ...node], {
      encoding: 'utf8',
      timeout: RECORD_MAX_MS,
    })
    if (status !== 0) throw new Error(`${story} was not told: ${stderr}`)
    const watched = { folder: dataFolder(folder), record: recordFile(folder) }
    return {
      steps: timelineOf(readCalls(readFileSync(log, 'latin1')), watched),
      entries: readEntries(recordFile(folder)),
    }
  }

  /** What is wrong with the home that comes up from this image. */
  async judge({ entries }: Recording, disk: Disk, cut: Cut): Promise<readonly string[]> {
    const folder = join(this.#root, `${this.#count++}`)
    const told = entries.slice(0, disk.entries)
    const house = told.at(-1)?.house
    writeImage(dataFolder(folder), disk, cut)
    try {
      // Two disks that come up with the same journal at the same moment go on in the same way.
      const whole = `${disk.entries} ${await comesUp(dataFolder(folder))}`
      if (this.#judged.has(whole)) return []
      this.#judged.add(whole)
      const { findings } = await restart({
        folder,
        entries: told,
        ...(house ? { house } : {}),
        downMs: 14_000,
        isLeft: disk.entries % 2 === 0,
        rebooted: true,
      })
      return findings
    } catch (error) {
      return [`it does not come up: ${String(error)}`]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true })
  }
}

/** Opens the store once, as a start does. What is told of it differs where anything on the disk does. */
async function comesUp(folder: string): Promise<string> {
  await using store = await openStore({ folder, clock: new TestClock() })
  const snapshots = store.records(HOME, 'door').map(({ value }) => Buffer.from(value).toString('base64'))
  return JSON.stringify([store.head(HOME)?.hash, store.openEffects(HOME), snapshots])
}

export interface Moment {
  readonly disk: Disk
  readonly cut: Cut
}

/** So many cuts, spread over the whole story by seed: a few of each moment, and more where that is not enough. */
export function momentsOf(
  { steps }: Recording,
  {
    images,
    seed,
    isSynced = true,
  }: { readonly images: number; readonly seed: number; readonly isSynced?: boolean },
): readonly Moment[] {
  const chance = seededChance(seed)
  const disks = [...disksOf(steps, isSynced)].filter(({ unsure }) => unsure.length > 0)
  const moments: Moment[] = []
  for (const each of CUTS_OF_A_MOMENT)
    for (const disk of shuffled(disks, chance))
      for (const cut of cutsOf(disk, each, chance)) {
        moments.push({ disk, cut })
        if (moments.length === images) return moments
      }
  return moments
}

function shuffled<Item>(items: readonly Item[], chance: SeededChance): readonly Item[] {
  return items
    .map((item) => ({ item, place: chance.unit() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
