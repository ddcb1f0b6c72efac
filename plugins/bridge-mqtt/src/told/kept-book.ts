// The topics under which the broker keeps something of ours, so that all of it can be taken away again: noted before it
// is told, in a file of the bridge's storage. Beside it, the name of the home there.
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type HomeName, slugOf } from './topics.ts'

interface Kept {
  readonly name: HomeName
  readonly topics: readonly string[]
  readonly isTaken: boolean
}

const isName = (value: unknown): value is HomeName =>
  typeof value === 'object' &&
  value !== null &&
  'slug' in value &&
  'id' in value &&
  typeof value.slug === 'string' &&
  typeof value.id === 'string' &&
  /^[a-z0-9-]{1,32}$/.test(value.slug) &&
  /^[0-9a-f]{8}$/.test(value.id)

/** Null: there is none, or it was damaged; a new name is taken then. */
function readKept(path: string): Kept | null {
  if (!existsSync(path)) return null
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value !== 'object' || value === null || !('name' in value) || !('topics' in value)) return null
    const { name, topics } = value
    if (!isName(name) || !Array.isArray(topics)) return null
    const isTaken = 'isTaken' in value && value.isTaken === true
    return { name, topics: topics.filter((topic) => typeof topic === 'string'), isTaken }
  } catch {
    return null
  }
}

export class KeptBook {
  readonly name: HomeName
  readonly #path: string
  readonly #topics: Set<string>
  #isTaken: boolean

  /** A home keeps its name there for good: renaming it renames the devices, and not their topics. */
  constructor(storage: string, homeName: string) {
    this.#path = join(storage, 'kept.json')
    const kept = readKept(this.#path)
    this.name = kept?.name ?? { slug: slugOf(homeName), id: randomBytes(4).toString('hex') }
    this.#topics = new Set(kept?.topics)
    this.#isTaken = kept?.isTaken ?? false
    if (kept === null) this.#write()
  }

  get topics(): ReadonlySet<string> {
    return this.#topics
  }

  /** The owner took the home off the broker: a start does not bring it back. */
  get isTaken(): boolean {
    return this.#isTaken
  }
  /** On the disk when it returns. */
  take(isTaken: boolean): void {
    if (this.#isTaken === isTaken) return
    this.#isTaken = isTaken
    this.#write()
  }

  /** On the disk when it returns. */
  change({
    add = [],
    remove = [],
  }: {
    readonly add?: readonly string[]
    readonly remove?: readonly string[]
  }): void {
    const before = this.#topics.size
    let isNew = false
    for (const topic of add) {
      isNew ||= !this.#topics.has(topic)
      this.#topics.add(topic)
    }
    for (const topic of remove) this.#topics.delete(topic)
    if (isNew || this.#topics.size !== before) this.#write()
  }

  #write(): void {
    const draft = `${this.#path}.draft`
    const kept: Kept = { name: this.name, topics: [...this.#topics], isTaken: this.#isTaken }
    writeFileSync(draft, JSON.stringify(kept), { mode: 0o600 })
    renameSync(draft, this.#path)
  }
}
