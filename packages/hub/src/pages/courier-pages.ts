// The courier's pages as the hub fills them in: the state of a pass or of a try at the door, and nothing of the home.
import type { FastifyReply } from 'fastify'
import {
  type CourierScene,
  type Letter,
  type VisitScene,
  renderCourier,
  renderMain,
} from '@portico/web/courier'
import type { Hub } from '../hub.ts'
import type { CourierLook } from '../views/courier-view.ts'
import { type CourierAsking, withLanguage } from './courier-asking.ts'
import type { CourierFiles } from './courier-files.ts'

/** How a page is answered with. */
export interface CourierReply {
  readonly status: number
  readonly asking: CourierAsking
  readonly scene: CourierScene
  /** Of the page itself; the answer to a form may stand at another address. */
  readonly path: string
  /** What else stands in the address, for as long as it is needed: the scanned code. */
  readonly query?: Readonly<Record<string, string>>
}

/** A try at the door. */
export interface Knock {
  readonly door: string
  /** Null: none, or none that is good. */
  readonly code: string | null
  readonly letter: Letter | null
}

const nothing: VisitScene = {
  kind: 'visit',
  state: 'ended',
  letter: 'D',
  place: null,
  pin: null,
  leftMs: null,
  wholeMs: null,
  reference: null,
  head: null,
  time: null,
  filmDays: null,
  arrive: null,
  another: null,
  events: null,
}

/** A sentence and nothing else: a pass that nobody made, and what went wrong with us. */
export const sentenceScene = (letter: Letter): VisitScene => ({ ...nothing, letter })

export const passPath = (pass: string): string => `/c/${encodeURIComponent(pass)}`
export const doorPath = (door: string): string => `/d/${encodeURIComponent(door)}`

/** In the language of the page. One that was chosen goes along: it stands in the forms that the stream draws. */
const eventsPath = (pass: string, { language, chosen }: CourierAsking): string =>
  `${passPath(pass)}/events?page=${language}${chosen === null ? '' : `&lang=${chosen}`}`

export interface VisitFacts {
  readonly pass: string
  readonly look: CourierLook
  /** The code beside the door, where this phone has scanned one. */
  readonly code: string | null
}

export class CourierPages {
  readonly #hub: Pick<Hub, 'settings'>
  readonly #files: CourierFiles

  constructor(hub: Pick<Hub, 'settings'>, files: CourierFiles) {
    this.#hub = hub
    this.#files = files
  }

  get files(): CourierFiles {
    return this.#files
  }

  doorScene({ door, code, letter }: Knock, asking: CourierAsking): CourierScene {
    return { kind: 'door', action: withLanguage(doorPath(door), asking), code, letter }
  }

  visitScene({ pass, look, code }: VisitFacts, asking: CourierAsking): VisitScene {
    const { view, wholeMs, ended, filmDays } = look
    // Whoever scanned the code again after a no may try again: the no is about what he did before.
    const mayArrive = code !== null && (view.state === 'welcome' || view.state === 'refused')
    const isOver = view.state === 'thanks' || view.state === 'ended'
    return {
      ...nothing,
      state: mayArrive ? 'welcome' : view.state,
      letter: mayArrive ? null : view.letter,
      place: mayArrive ? null : view.place,
      pin: view.pin,
      leftMs: view.leftMs,
      wholeMs,
      reference: view.reference,
      head: view.head,
      time: ended === null ? null : this.#clockTime(ended),
      filmDays,
      arrive: mayArrive ? { action: withLanguage(`${passPath(pass)}/arrive`, asking), code } : null,
      events: isOver ? null : eventsPath(pass, asking),
    }
  }

  /** What the stream of a page tells. */
  draw(scene: CourierScene, { language }: CourierAsking): string {
    return renderMain(scene, language)
  }

  send(reply: FastifyReply, { status, asking, scene, path, query = {} }: CourierReply): FastifyReply {
    const { settings } = this.#hub
    const { style, script, policy } = this.#files
    const page = renderCourier({
      scene,
      language: asking.language,
      simulated: settings.virtual,
      style,
      script: script?.address ?? null,
      path,
      query,
    })
    return reply
      .code(status)
      .type('text/html; charset=utf-8')
      .headers({
        vary: 'accept, accept-language, cookie',
        'content-security-policy': policy,
        // With `no-referrer` a browser sends the forms of this page with `Origin: null`, like any page of anybody
        // from a sandbox, and the hub takes no such request (threats T14). With this one it names where the form
        // stands and, there as in `Referer`, never more than scheme and host: the pass in the path goes nowhere.
        'referrer-policy': 'strict-origin',
        'x-robots-tag': 'noindex, nofollow',
      })
      .send(page)
  }

  #clockTime(wall: number): string {
    const { timeZone } = this.#hub.settings
    return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(wall)
  }
}
