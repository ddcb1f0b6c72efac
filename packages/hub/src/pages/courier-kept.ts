// What a courier's phone keeps between two of its requests, as cookies: so little, so short, and for so few addresses.
// They give no right. A code without a pass is nothing, and a pass is asked for its code at every arrival.
import { randomBytes } from 'node:crypto'
import type { CookieSerializeOptions } from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { CheckedSettings } from '../config/checked-settings.ts'
import { type CourierAsking, PASS_AND_PHONE, codeCookie, passCookie, phoneCookie } from './courier-asking.ts'

/** As long as a code is good for. */
const CODE_KEPT_S = 60
/** As long as a delivery day. */
const PASS_KEPT_S = 12 * 3600
const PHONE_BYTES = 16

/** Behind HTTPS by its public name; in the house a hub is called by plain HTTP, and must work there too. */
function isSecure({ headers }: FastifyRequest, publicUrl: string | null): boolean {
  if (publicUrl === null) return false
  const { protocol, host } = new URL(publicUrl)
  return protocol === 'https:' && headers.host?.toLowerCase() === host
}

export interface KeptPass {
  readonly pass: string
  readonly asking: Pick<CourierAsking, 'phone'>
}

export class CourierKept {
  readonly #publicUrl: string | null

  constructor({ publicUrl }: Pick<CheckedSettings, 'publicUrl'>) {
    this.#publicUrl = publicUrl
  }

  /**
   * The scanned code goes from the label's form to the form of the pass with the phone that scanned it. In the address
   * it would lie in histories and logs; kept by the hub beside the pass, anybody who has the pass's address would be
   * given a proof of presence with it. So this phone alone is told, for the page of this pass alone, for a minute.
   */
  keepCode(request: FastifyRequest, reply: FastifyReply, of: { pass: string; code: string }): void {
    const how: CookieSerializeOptions = {
      path: `/c/${of.pass}`,
      maxAge: CODE_KEPT_S,
      httpOnly: true,
      sameSite: 'strict',
      secure: isSecure(request, this.#publicUrl),
    }
    void reply.setCookie(codeCookie, of.code, how)
  }

  /**
   * What makes this phone known again on the pages of this pass alone: drawn by lot, another one for each pass, and
   * nothing to the hub until presence is proved with it. From then on the pass belongs to this phone.
   */
  keepPhone(request: FastifyRequest, reply: FastifyReply, of: KeptPass): string {
    const phone = of.asking.phone ?? randomBytes(PHONE_BYTES).toString('base64url')
    void reply.setCookie(phoneCookie, phone, this.#how(request, `/c/${of.pass}`))
    return phone
  }

  /**
   * Whoever came by a link and scans the code then has its pass at hand, and types nothing. Lax, not strict: the camera
   * is another program, and what it opens may count as coming from elsewhere.
   */
  keepPass(request: FastifyRequest, reply: FastifyReply, of: KeptPass): void {
    const phone = this.keepPhone(request, reply, of)
    void reply.setCookie(passCookie, `${of.pass}${PASS_AND_PHONE}${phone}`, this.#how(request, '/d'))
  }

  #how(request: FastifyRequest, path: string): CookieSerializeOptions {
    const secure = isSecure(request, this.#publicUrl)
    return { path, maxAge: PASS_KEPT_S, httpOnly: true, sameSite: 'lax', secure }
  }
}
