// Commands that somebody known tried and may not give: noted with his id and the kind of face, at most once a minute for
// each. A name stands in no line of the journal; whoever shows the note looks it up.
import type { Hub } from '../hub.ts'
import { type Identity, faceOf } from '../people/identity.ts'
import { idOf } from './rights.ts'
import { ThrottledNotice } from './throttled-notice.ts'

export class ForbiddenCommands implements Disposable {
  readonly #notice: ThrottledNotice

  constructor({ clock, log, runtime }: Pick<Hub, 'clock' | 'log' | 'runtime'>) {
    this.#notice = new ThrottledNotice({
      clock,
      log,
      write: ({ key, why, count }) =>
        runtime.notice('forbidden-command', { ...whoIn(key), route: why, count }),
    })
  }

  note(by: Identity, route = ''): void {
    this.#notice.note(`${faceOf(by)} ${idOf(by)}`, route)
  }

  [Symbol.dispose](): void {
    this.#notice[Symbol.dispose]()
  }
}

/** Where too many try at once they are counted together, and are of no one face. */
function whoIn(key: string): { readonly by: string; readonly face?: string } {
  const [face, by] = key.split(' ')
  return by === undefined ? { by: key } : { by, face: face ?? '' }
}
