// How a browser at the courier's pages is answered: a page, or the way to one. Each answer says what the JSON of the
// same route says, and in the same status.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CourierRefusal, CourierView } from '@portico/protocol'
import type { Letter } from '@portico/web/courier'
import type { Begun } from '../http/courier-desk.ts'
import { UNKNOWN_PASS } from '../http/courier-desk.ts'
import type { Drawing } from '../http/courier-streams.ts'
import { errorReply } from '../http/error-reply.ts'
import type { Faces } from '../http/faces.ts'
import { builtFolder } from './built-pages.ts'
import { type CourierAsking, withLanguage } from './courier-asking.ts'
import { type CourierFiles, readCourierFiles } from './courier-files.ts'
import { CourierKept } from './courier-kept.ts'
import { CourierPages, doorPath, passPath, sentenceScene } from './courier-pages.ts'

const SEE_OTHER = 303

export class CourierAnswers {
  readonly #faces: Faces
  readonly #pages: CourierPages
  readonly #kept: CourierKept

  constructor(faces: Faces) {
    this.#faces = faces
    this.#pages = new CourierPages(faces.hub, readCourierFiles(builtFolder()))
    this.#kept = new CourierKept(faces.hub.settings)
  }

  get files(): CourierFiles {
    return this.#pages.files
  }

  /** The page behind the code at a door; a phone that has a pass for it goes on with that. */
  door(reply: FastifyReply, asking: CourierAsking, door: string): FastifyReply {
    const code = this.#faces.couriers.goodCode(door, asking.scanned)
    const path = doorPath(door)
    const query: Readonly<Record<string, string>> = code === null ? {} : { t: code }
    const kept = code === null || asking.isOther ? null : this.#keptScene(asking, door, code)
    const scene = kept ?? this.#pages.doorScene({ door, code, letter: null }, asking)
    return this.#pages.send(reply, {
      status: 200,
      asking,
      scene,
      path,
      query: asking.isOther ? { ...query, other: '1' } : query,
    })
  }

  #keptScene(
    asking: CourierAsking,
    door: string,
    code: string,
  ): ReturnType<CourierPages['visitScene']> | null {
    const { couriers } = this.#faces
    const { keptPass: pass, phone } = asking
    if (pass === null || couriers.find(pass)?.pass.door !== door) return null
    const look = couriers.look({ pass, phone })
    if (!look || look.view.state === 'thanks' || look.view.state === 'ended') return null
    const scene = this.#pages.visitScene({ pass, look, code }, asking)
    const other = new URLSearchParams({ t: code, other: '1', ...(asking.chosen && { lang: asking.chosen }) })
    // Before the arrival nothing is told here that changes, and this is not yet the page of the pass.
    return scene.arrive === null
      ? scene
      : { ...scene, another: `${doorPath(door)}?${other.toString()}`, events: null }
  }

  /** A form of the door that lacks something: its sentence is that of a wrong number. */
  misread(reply: FastifyReply, asking: CourierAsking, sent: { door: string; body: unknown }): FastifyReply {
    const { door, body } = sent
    const came = typeof body === 'object' && body !== null && 'code' in body ? body.code : null
    const code = this.#faces.couriers.goodCode(door, typeof came === 'string' ? came : null)
    return this.#knocked(reply, asking, { door, code, letter: code === null ? 'B' : 'H', status: 400 })
  }

  begun(
    request: FastifyRequest,
    reply: FastifyReply,
    came: { asking: CourierAsking; door: string; code: string; begun: Begun },
  ): FastifyReply {
    const { asking, door, code, begun } = came
    if (!('pass' in begun))
      return this.#knocked(reply, asking, { door, code, letter: begun.letter, status: 409 })
    const { pass } = begun
    this.#kept.keepCode(request, reply, { pass, code })
    // A pass that was made just now has no phone yet.
    this.#kept.keepPass(request, reply, { pass, asking: { phone: null } })
    return reply.redirect(withLanguage(passPath(pass), asking), SEE_OTHER)
  }

  #knocked(
    reply: FastifyReply,
    asking: CourierAsking,
    knock: { door: string; code: string | null; letter: Letter; status: number },
  ): FastifyReply {
    const { door, code, status } = knock
    const scene = this.#pages.doorScene(knock, asking)
    const query: Readonly<Record<string, string>> = code === null ? {} : { t: code }
    return this.#pages.send(reply, { status, asking, scene, path: doorPath(door), query })
  }

  /** The page of a pass, as it stands. */
  pass(
    request: FastifyRequest,
    reply: FastifyReply,
    of: { asking: CourierAsking; pass: string },
  ): FastifyReply {
    const { asking, pass } = of
    const scene = this.#sceneOf(pass, asking)
    if (!scene) return this.refused(reply, asking, { pass, status: 404, letter: 'D' })
    if (scene.state === 'welcome' || scene.state === 'refused') this.#kept.keepPass(request, reply, of)
    return this.#pages.send(reply, { status: 200, asking, scene, path: passPath(pass) })
  }

  #sceneOf(pass: string, asking: CourierAsking): ReturnType<CourierPages['visitScene']> | null {
    const { couriers } = this.#faces
    const found = couriers.find(pass)
    const look = couriers.look({ pass, phone: asking.phone })
    if (!found || !look) return null
    const code = couriers.goodCode(found.pass.door, asking.keptCode)
    return this.#pages.visitScene({ pass, look, code }, asking)
  }

  /** "I am at the door", answered. Sent twice, the second finds the first under way: its page says so. */
  arrived(
    reply: FastifyReply,
    asking: CourierAsking,
    of: { pass: string; answer: CourierView | CourierRefusal },
  ): FastifyReply {
    const { pass, answer } = of
    const now = this.#sceneOf(pass, { ...asking, keptCode: null })
    const isShown = now !== null && ('state' in answer || now.state !== 'welcome')
    if (isShown) return reply.redirect(withLanguage(passPath(pass), asking), SEE_OTHER)
    const letter = 'letter' in answer && answer.letter !== null ? answer.letter : 'D'
    return this.refused(reply, asking, { pass, status: answer === UNKNOWN_PASS ? 404 : 409, letter })
  }

  /** One sentence that the page of the pass itself does not show. */
  refused(
    reply: FastifyReply,
    asking: CourierAsking,
    { pass, status, letter }: { pass: string; status: number; letter: Letter },
  ): FastifyReply {
    const scene = sentenceScene(letter)
    return this.#pages.send(reply, { status, asking, scene, path: passPath(pass) })
  }

  /** What the stream of this phone's page draws. */
  drawing(asking: CourierAsking): Drawing {
    return (pass) => {
      const scene = this.#sceneOf(pass, asking)
      return scene && this.#pages.draw(scene, asking)
    }
  }

  /** Something went wrong with us, or with the request: nobody at a door reads codes. */
  failed(
    { routeOptions: { url: route }, url }: FastifyRequest,
    reply: FastifyReply,
    { asking, error }: { asking: CourierAsking; error: unknown },
  ): FastifyReply {
    const { log } = this.#faces.hub
    const { status, body, retryAfter } = errorReply(error)
    if (status === 500) log.error({ route, code: body.code, err: error }, 'request failed')
    else if (status > 500) log.warn({ route, code: body.code }, 'request not possible now')
    if (retryAfter !== null) void reply.header('retry-after', retryAfter)
    const path = url.split('?')[0] ?? '/'
    return this.#pages.send(reply, { status, asking, scene: sentenceScene('E'), path })
  }
}
