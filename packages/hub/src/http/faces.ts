// What all faces of the hub share: made once, handed to every route and socket.
import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { EventFeed } from '../live/event-feed.ts'
import { Looks } from '../people/looks.ts'
import { PeopleDesk } from '../people/people-desk.ts'
import type { Hub } from '../hub.ts'
import { CourierDesk } from './courier-desk.ts'
import { type Cookies, cookieNames } from './credentials.ts'
import { ForbiddenCommands } from './forbidden-commands.ts'
import { isSecure } from './plain-side.ts'
import { ThrottledNotice } from './throttled-notice.ts'

export interface Faces extends Disposable {
  readonly hub: Hub
  readonly desk: PeopleDesk
  readonly couriers: CourierDesk
  readonly feed: EventFeed
  readonly looks: Looks
  /** By which names cookies of ours go on the line of this request. */
  readonly cookies: (request: Pick<IncomingMessage, 'socket'>) => Cookies
  /** Commands that somebody known tried and may not give. */
  readonly forbidden: ForbiddenCommands
  /** Webhooks that were refused, by source. */
  readonly refusedHooks: ThrottledNotice
}

export function createFaces(hub: Hub): Faces {
  const { runtime, clock, log } = hub
  const feed = new EventFeed(runtime, clock)
  const forbidden = new ForbiddenCommands(hub)
  const refusedHooks = new ThrottledNotice({
    clock,
    log,
    write: ({ key, why, count }) => runtime.notice('hook-refused', { source: key, why, count }),
  })
  const refusedLabels = new ThrottledNotice({
    clock,
    log,
    write: ({ key, why, count }) => runtime.notice('label-refused', { door: key, why, count }),
  })
  const refusedPasses = new ThrottledNotice({
    clock,
    log,
    write: ({ key, why, count }) => runtime.notice('pass-refused', { pass: key, why, count }),
  })
  const isPublicHttps = hub.settings.publicUrl?.startsWith('https:') === true
  return {
    hub,
    desk: new PeopleDesk(hub, { bytes: randomBytes }),
    couriers: new CourierDesk(hub, { labels: refusedLabels, passes: refusedPasses }),
    feed,
    looks: new Looks(hub),
    cookies: (request) => cookieNames(isSecure(request) || isPublicHttps),
    forbidden,
    refusedHooks,
    [Symbol.dispose]() {
      feed[Symbol.dispose]()
      forbidden[Symbol.dispose]()
      refusedHooks[Symbol.dispose]()
      refusedLabels[Symbol.dispose]()
      refusedPasses[Symbol.dispose]()
    },
  }
}
