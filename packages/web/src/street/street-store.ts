// What the street knows: what is physically true, what the hub believes where somebody is signed in, and how far the
// play is. It looks often and asks nothing while nobody sees the page.
import { ClientError, Requests } from '@portico/client'
import type { DoorView } from '@portico/protocol'
import { signal } from '@preact/signals'
import type { ActAnswer, Mounted, Play, TrueWorld } from './simulated-house.ts'
import { type StreetAct, sentenceOf } from './street-acts.ts'

const LOOK_EVERY_MS = 350
const SAID_MAX = 6

/** What came of something that was done. */
export interface Said {
  readonly id: number
  readonly words: string
  readonly moved: boolean
}

export class StreetStore implements Disposable {
  readonly mounted = signal<readonly Mounted[]>([])
  readonly world = signal<TrueWorld | null>(null)
  readonly play = signal<Play | null>(null)
  /** What the hub believes; null: nobody is signed in here who may read it. */
  readonly believed = signal<readonly DoorView[] | null>(null)
  /** Why nothing could be asked; null: it could. */
  readonly failure = signal<string | null>(null)
  /** What was done, the newest first. */
  readonly said = signal<readonly Said[]>([])
  /** An act is under way: the house answers when everything has come to rest, and two would overtake each other. */
  readonly isBusy = signal(false)
  readonly #requests = new Requests(location.origin, null)
  #timer: ReturnType<typeof setTimeout> | undefined
  #isOver = false
  #count = 0

  constructor() {
    void this.#look()
  }

  async act(act: StreetAct): Promise<void> {
    if (this.isBusy.value) return
    this.isBusy.value = true
    try {
      const answer = await this.#requests.post<ActAnswer>(`/virtual/${act.act}`, {
        device: act.on,
        ...act.options,
      })
      this.#say(sentenceOf(act, answer), answer.moved)
    } catch (error) {
      this.#say(`${act.label}: ${wordsOf(error)}`, false)
    } finally {
      this.isBusy.value = false
    }
  }

  async startPlay(door: string): Promise<void> {
    try {
      this.play.value = await this.#requests.post<Play>('/virtual/play', { door })
    } catch (error) {
      this.#say(`The play did not begin: ${wordsOf(error)}`, false)
    }
  }

  [Symbol.dispose](): void {
    this.#isOver = true
    clearTimeout(this.#timer)
  }

  #say(words: string, moved: boolean): void {
    this.said.value = [{ id: this.#count++, words, moved }, ...this.said.value].slice(0, SAID_MAX)
  }

  /** Never rejects. */
  async #look(): Promise<void> {
    if (!document.hidden)
      try {
        if (this.mounted.value.length === 0)
          this.mounted.value = await this.#requests.get<readonly Mounted[]>('/virtual/doors')
        const [world, play] = await Promise.all([
          this.#requests.get<TrueWorld>('/virtual/world'),
          this.#requests.get<Play>('/virtual/play'),
        ])
        this.world.value = world
        this.play.value = play
        this.believed.value = await this.#beliefs()
        this.failure.value = null
      } catch (error) {
        this.world.value = null
        this.believed.value = null
        this.failure.value = wordsOf(error)
      }
    if (!this.#isOver) this.#timer = setTimeout(() => void this.#look(), LOOK_EVERY_MS)
  }

  async #beliefs(): Promise<readonly DoorView[] | null> {
    try {
      return await this.#requests.get<readonly DoorView[]>('/api/v1/doors')
    } catch (error) {
      if (error instanceof ClientError && (error.status === 401 || error.status === 403)) return null
      throw error
    }
  }
}

/** @throws what is no answer of a hub */
function wordsOf(error: unknown): string {
  if (!(error instanceof ClientError)) throw error
  return `${error.message} (${error.code})`
}
