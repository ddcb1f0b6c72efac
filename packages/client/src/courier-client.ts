// The courier's page without a page: what his phone sends after it has scanned the code beside the door.
import type { CourierRefusal, CourierView, LabelRequest, PassReply } from '@portico/protocol'
import { Requests, accepted } from './requests.ts'

const CONFLICT = 409
const NOT_FOUND = 404

/** A visit that the hub knows by its pass. A no is one of eight sentences, and no error. */
export class CourierClient {
  readonly pass: string
  readonly #requests: Requests

  /**
   * `phone`: what this phone keeps for the pass, 16 to 64 letters drawn by lot. From its accepted arrival on the pass
   * belongs to it, and a PIN is shown to no other. Null: it keeps nothing, and whoever has the pass sees its page.
   */
  constructor(url: string, pass: string, phone: string | null = null) {
    const cookie = phone === null ? null : ({ kind: 'cookie', cookie: `courier-phone=${phone}` } as const)
    this.#requests = new Requests(url, cookie)
    this.pass = pass
  }

  /** With the code that was scanned and the whole number on the label. @throws ClientError */
  static async begin(
    url: string,
    door: string,
    { phone = null, ...scanned }: LabelRequest & { readonly phone?: string | null },
  ): Promise<CourierClient | CourierRefusal> {
    const answer = await new Requests(url, null).send(`/d/${encodeURIComponent(door)}`, scanned)
    const begun = await sentence<PassReply>(answer)
    return 'pass' in begun ? new CourierClient(url, begun.pass, phone) : begun
  }

  /** "I am at the door", with a fresh code. @throws ClientError */
  async arrive(code: string): Promise<CourierView | CourierRefusal> {
    return sentence<CourierView>(await this.#requests.send(`/c/${this.pass}/arrive`, { code }))
  }

  /** @throws ClientError */
  async view(): Promise<CourierView | CourierRefusal> {
    return sentence<CourierView>(await this.#requests.ask(`/c/${this.pass}`))
  }
}

async function sentence<Yes>(answer: Response): Promise<Yes | CourierRefusal> {
  if (answer.status !== CONFLICT && answer.status !== NOT_FOUND) await accepted(answer)
  // cast: the hub answers a courier with its own schema, be it yes or no
  return (await answer.json()) as Yes | CourierRefusal
}
