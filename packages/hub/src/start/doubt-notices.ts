// A camera that is covered, turned, out of focus or wrong in its time is told in the journal once when it becomes so: in
// an empty house nobody looks at the devices page.
import type { Clock, FeedReport, FeedState } from '@portico/ports'
import type { HomeRuntime } from '@portico/runtime'
import type { Logger } from 'pino'
import { ThrottledNotice } from '../http/throttled-notice.ts'

export interface DoubtNoticesParts {
  readonly clock: Clock
  readonly log: Logger
  readonly runtime: () => HomeRuntime
}

const doubtful: ReadonlySet<FeedState> = new Set(['covered', 'moved', 'unsharp', 'wrong-clock'])

export class DoubtNotices implements Disposable {
  readonly #notices: ThrottledNotice
  readonly #states = new Map<string, FeedState>()

  constructor({ clock, log, runtime }: DoubtNoticesParts) {
    this.#notices = new ThrottledNotice({
      clock,
      log,
      // Before the home is open there is nobody to tell: then this is logged.
      write: async ({ key, count }) => {
        const [camera, state] = key.split(' ')
        await runtime().notice('camera-doubt', { camera, state, count })
      },
    })
  }

  look({ camera, state }: FeedReport): void {
    if (this.#states.get(camera) === state) return
    this.#states.set(camera, state)
    if (doubtful.has(state)) this.#notices.note(`${camera} ${state}`)
  }

  [Symbol.dispose](): void {
    this.#notices[Symbol.dispose]()
  }
}
