// Saying yes to one picture: the one that stood on the screen while the button was held (threats T12). It is fetched
// when the hold begins, shown in the place of the video, and named by its hash together with the try.
import type { HomeClient, LiveConnection } from '@portico/client'
import type { SessionView } from '@portico/protocol'
import { signal } from '@preact/signals'
import { instant } from '../live/hub-clock.ts'
import { OneAct } from '../live/one-act.ts'
import { type Shot, dropPicture, pictureUrl } from '../live/pushed.ts'

/** An approval may name a picture up to 3 s old (the hub judges); a little less here, for the way there. */
const PICTURE_MAX_MS = 2_700
/** While somebody still thinks, the picture is taken anew at this age. */
const ANEW_MS = 1_200

export type Asked = Pick<SessionView, 'id' | 'ask'>

interface Named extends Shot {
  readonly sha256: string
  readonly session: string
  readonly try: number
}

export class Approval implements Disposable {
  readonly act = new OneAct()
  /** The picture that a yes would name; null: none is looked at. */
  readonly frozen = signal<Named | null>(null)
  /** A yes was sent and heard for this try. */
  readonly given = signal<string | null>(null)
  readonly #client: HomeClient
  readonly #line: () => LiveConnection
  #looking = 0
  #next: ReturnType<typeof setTimeout> | undefined

  constructor(client: HomeClient, line: () => LiveConnection) {
    this.#client = client
    this.#line = line
  }

  /** A hold begins: from now on one picture is looked at. */
  begin({ id, ask }: Asked): void {
    if (!ask) return
    this.act.said.value = null
    this.#looking += 1
    void this.#look(this.#looking, { session: id, try: ask.try, camera: ask.camera })
  }

  letGo(): void {
    this.#looking += 1
    clearTimeout(this.#next)
    this.#drop()
  }

  /** Held to the end: the yes goes out for the picture on the screen, or nothing does. */
  async held({ id, ask }: Asked): Promise<void> {
    const named = this.frozen.value
    const no = ask
      ? this.#refusal(named, { session: id, try: ask.try })
      : 'Nobody waits for your answer any more.'
    if (no !== null) {
      this.letGo()
      this.act.said.value = no
      return
    }
    if (!named) return
    this.#looking += 1
    clearTimeout(this.#next)
    const { session, try: which, sha256 } = named
    const isDone = await this.act.run(() => this.#line().approve({ session, try: which, picture: sha256 }))
    if (isDone) this.given.value = tryName({ session, try: which })
    this.#drop()
  }

  [Symbol.dispose](): void {
    this.letGo()
  }

  #refusal(named: Named | null, asked: { readonly session: string; readonly try: number }): string | null {
    if (!named) return 'The picture did not come in time. Nothing was opened. Hold again.'
    if (named.session !== asked.session || named.try !== asked.try)
      return 'The courier tried again meanwhile. Look at the new picture, then hold again.'
    return instant() - named.captured > PICTURE_MAX_MS
      ? 'That picture is too old by now. Nothing was opened. Hold again.'
      : null
  }

  async #look(
    looking: number,
    { camera, ...asked }: { readonly camera: string; readonly session: string; readonly try: number },
  ): Promise<void> {
    const began = instant()
    try {
      const { jpeg, sha256, ageMs } = await this.#client.still(camera)
      const url = await pictureUrl(jpeg)
      if (looking !== this.#looking) return URL.revokeObjectURL(url)
      this.#drop()
      this.frozen.value = { url, sha256, captured: began - ageMs, ...asked }
    } catch {
      // No picture, or none that can be seen, no yes: the end of the hold says so.
    }
    if (looking !== this.#looking) return
    this.#next = setTimeout(() => void this.#look(looking, { camera, ...asked }), ANEW_MS)
  }

  #drop(): void {
    dropPicture(this.frozen)
  }
}

/** One question to the owner: a new try is a new question. */
export const tryName = (asked: { readonly session: string; readonly try: number }): string =>
  `${asked.session} ${asked.try}`
