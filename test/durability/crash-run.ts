// One kill and one restart: spawns the process that dies, and judges what it left.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { CrashOrder, DeathAt } from './crash-order.ts'
import { recordFile } from './disk-home.ts'
import { readEntries } from './house-record.ts'
import { type Restarted, restart } from './restart.ts'
import { roomFolder } from './room-folder.ts'
import { type StoryName, stories } from './stories.ts'

const main = join(import.meta.dirname, 'crash-main.ts')
const cache = resolve(import.meta.dirname, '../../node_modules/.cache/portico/compiled')
const LIFE_MAX_MS = 60_000
/** Of the hub that comes back: between a kill and the next start. */
const DOWN_MS = [1_000, 4_000, 9_000, 14_000] as const

export interface Ended {
  /** What it printed; its writes when it came to its end. */
  readonly out: string
  readonly signal: NodeJS.Signals | null
}

/** Folders of one run of stories, removed with it. */
export class CrashRoom implements Disposable {
  readonly #root = roomFolder('crash')
  readonly #templates = new Map<StoryName, Promise<string>>()
  #count = 0

  /** Tells the story until it dies; the folder is as the dead left it. */
  async tell(story: StoryName, dies: DeathAt | null): Promise<Ended & { readonly folder: string }> {
    const folder = join(this.#root, `${this.#count++}`)
    const template = await this.#before(story)
    if (template === null) mkdirSync(folder)
    else cpSync(template, folder, { recursive: true })
    return { folder, ...(await run({ story, folder, downMs: template === null ? 0 : 3_000, dies })) }
  }

  /** How many writes the story takes when nobody dies. */
  async writes(story: StoryName): Promise<number> {
    const { out, folder } = await this.tell(story, null)
    rmSync(folder, { recursive: true, force: true })
    const writes = Number(out)
    if (!Number.isSafeInteger(writes) || writes < 1) throw new Error(`${story} told nothing: ${out}`)
    return writes
  }

  /** Dies at this write and comes back. */
  async crash(story: StoryName, dies: DeathAt & { readonly write: number }): Promise<Restarted> {
    const { folder, signal, out } = await this.tell(story, dies)
    try {
      // At its last write it may have come to its end first: it ends without closing anything, which is no less a kill.
      if (signal !== 'SIGKILL' && !isToldToTheEnd(out))
        throw new Error(`it did not die: ${String(signal)} ${out}`)
      const record = recordFile(folder)
      const entries = existsSync(record) ? readEntries(record) : []
      const downMs = DOWN_MS[dies.write % DOWN_MS.length] ?? 1_000
      return await restart({ folder, entries, downMs, isLeft: dies.write % 2 === 0 })
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.#root, { recursive: true, force: true })
  }

  /** The folder of the life before, told once; null for a story that begins with the house. */
  async #before(name: StoryName): Promise<string | null> {
    const { after } = stories[name]
    if (!after) return null
    const known = this.#templates.get(name)
    if (known) return known
    const telling = this.tell(after.story, { side: 'told', type: after.until }).then((ended) => {
      if (ended.signal !== 'SIGKILL') throw new Error(`${after.until} was never told: ${ended.out}`)
      return ended.folder
    })
    this.#templates.set(name, telling)
    return telling
  }
}

const isToldToTheEnd = (out: string): boolean => /^\d+\s*$/.test(out)

async function run(order: CrashOrder): Promise<Ended> {
  const child = spawn(process.execPath, ['--conditions=@portico/source', main, JSON.stringify(order)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    timeout: LIFE_MAX_MS,
    killSignal: 'SIGTERM',
  })
  let out = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (out += text))
  // cast: the arguments of `close`
  const [, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null]
  return { out, signal }
}
