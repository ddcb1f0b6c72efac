// What a person may do with a source of news: change its secret or key, and try whether its ways work.
import type { SourceCheck, SourceTest } from '@portico/protocol'
import { type Chance, type Clock, codeOf } from '@portico/ports'
import { httpError } from '../http/http-errors.ts'
import type { Source } from '../people/source.ts'
import { makeSecret } from '../people/sources.ts'
import type { SourcesReach } from './sources-reach.ts'

export interface SourceDeskParts {
  readonly sources: ReadonlyMap<string, Source>
  readonly reach: SourcesReach
  readonly chance: Chance
  readonly clock: Clock
  /** What `GET /hooks/here` of this hub says: another hub says something else. */
  readonly here: string
}

/** Between two tests of one source. */
const TEST_EVERY_MS = 5_000
const ANSWER_WITHIN_MS = 5_000
const ANSWER_BYTES_MAX = 1_000

/** `next`: what to do. */
type Row = readonly [verdict: SourceCheck['verdict'], words: string, next?: string]

const check = (way: SourceCheck['way'], ...[verdict, words, next]: Row): SourceCheck => ({
  way,
  verdict,
  words,
  next: next ?? null,
})

export class SourceDesk {
  readonly #parts: SourceDeskParts
  readonly #tested = new Map<string, number>()

  constructor(parts: SourceDeskParts) {
    this.#parts = parts
  }

  get here(): string {
    return this.#parts.here
  }

  /** @throws HubError `HUB_HTTP_NOT_FOUND` */
  find(id: string): Source {
    const source = this.#parts.sources.get(id)
    if (!source) throw httpError('HUB_HTTP_NOT_FOUND', 'no such source is on in this home')
    return source
  }

  /**
   * Takes the secret that was typed, or makes one; the one before is good for three days more. Resolves with one that was
   * made: it is told this once.
   *
   * @throws HubError `HUB_SOURCE_FIXED`, `HUB_HTTP_NOT_FOUND`
   */
  async changeSecret(id: string, typed: string | null, by: string): Promise<string | null> {
    const { reach, chance } = this.#parts
    const { carrier, rotating } = this.find(id)
    if (carrier.publicKeys)
      throw httpError('HUB_SOURCE_FIXED', 'this source has no secret: it publishes its keys')
    changeable(rotating.from)
    const value = typed ?? makeSecret(carrier, chance)
    const isMade = typed === null
    await rotating.change({
      value,
      from: isMade ? 'generated' : 'typed',
      what: isMade ? 'source-secret-made' : 'source-secret-typed',
      by,
    })
    await reach.changed(id)
    return isMade ? value : null
  }

  /** @throws HubError `HUB_SOURCE_FIXED`, `HUB_HTTP_NOT_FOUND` */
  async changeKey(id: string, value: string, by: string): Promise<void> {
    const { reach } = this.#parts
    const { carrier, key, rotating } = this.find(id)
    const client = reach.clientOf(id)
    if (!client && !carrier.confirms) throw httpError('HUB_SOURCE_FIXED', 'this source takes no key')
    changeable(key.from)
    await key.change({ value, from: 'typed', what: 'source-key-typed', by })
    if (client?.keySigns && rotating.from !== 'environment')
      await rotating.change({ value, from: 'typed', what: 'source-secret-typed', by })
    await reach.changed(id)
  }

  /** Takes back what was entered at the service, then forgets the key. @throws as `changeKey` does */
  async forgetKey(id: string, by: string): Promise<void> {
    const { key } = this.find(id)
    changeable(key.from)
    await this.#parts.reach.reachOf(id)?.retire()
    await key.forget('source-key-forgotten', by)
  }

  /** @throws HubError `HUB_HTTP_QUOTA`, `HUB_HTTP_NOT_FOUND` */
  async test(id: string): Promise<SourceTest> {
    const { clock } = this.#parts
    const source = this.find(id)
    const last = this.#tested.get(id)
    if (last !== undefined && clock.mono() - last < TEST_EVERY_MS)
      throw httpError('HUB_HTTP_QUOTA', 'it was tested a moment ago; wait five seconds')
    this.#tested.set(id, clock.mono())
    const checks = await Promise.all([this.#testPush(source), this.#testAsking(source)])
    return { checks: checks.flatMap((each) => each ?? []) }
  }

  async #testPush({ carrier: { id, name } }: Source): Promise<SourceCheck> {
    const { reach, here } = this.#parts
    const { publicUrl } = reach
    if (publicUrl === null)
      return check(
        'push',
        'warning',
        'Nobody outside reaches this home.',
        reach.clientOf(id)?.ask ? 'Asking is enough.' : 'Name network.publicUrl in the settings.',
      )
    const found = await whatIsAt(`${publicUrl}/hooks/here`)
    if (found !== here)
      return check(
        'push',
        'bad',
        found === null
          ? `${publicUrl} does not answer.`
          : `${publicUrl} leads to something else than this hub.`,
        'Let the tunnel or proxy lead to the street listener.',
      )
    const { last, hasDrifted } = reach.diary.tallyOf(id)
    if (hasDrifted)
      return check(
        'push',
        'bad',
        `${name} is heard, and nothing of it is understood: its form has changed.`,
        'Look for a newer Portico.',
      )
    return last === null
      ? check(
          'push',
          'warning',
          `${publicUrl} leads here; ${name} has sent nothing yet.`,
          `Let ${name} send a test message.`,
        )
      : check('push', 'good', `${publicUrl} leads here, and ${name} has been heard.`)
  }

  /** Null: it cannot be asked. */
  async #testAsking({ carrier: { id, name } }: Source): Promise<SourceCheck | null> {
    const { reach } = this.#parts
    const client = reach.clientOf(id)
    if (!client) return null
    const service = reach.reachOf(id)
    if (!service) return check('ask', 'warning', 'A simulated home asks nobody.')
    const verdict = await service.test()
    switch (verdict?.type) {
      case undefined:
        return check(
          'ask',
          'warning',
          `There is no key, so ${name} is not asked.`,
          `Type ${client.keyWords}.`,
        )
      case 'done':
        return check('ask', 'good', `${name} answers and takes the key.`)
      case 'key-refused':
        return check(
          'ask',
          'bad',
          `${name} does not take the key.`,
          'Type it again; look there whether it is active.',
        )
      case 'busy':
        return check('ask', 'warning', `${name} asks us to wait.`, 'Nothing: it is asked again by itself.')
      default:
        return check(
          'ask',
          'bad',
          `${name} cannot be asked: ${verdict?.why ?? ''}.`,
          'Look whether this machine reaches the internet.',
        )
    }
  }
}

function changeable(from: string): void {
  if (from === 'environment')
    throw httpError('HUB_SOURCE_FIXED', 'it comes from the environment of the hub: change it there')
}

/** Null: no answer. */
async function whatIsAt(url: string): Promise<string | null> {
  try {
    const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    let text = ''
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk).toString('latin1')
      if (text.length > ANSWER_BYTES_MAX) return ''
    }
    // cast: looked at below
    const answer = JSON.parse(text) as { readonly here?: unknown } | null
    return typeof answer?.here === 'string' ? answer.here : ''
  } catch (error) {
    return error instanceof SyntaxError || codeOf(error) === 'ERR_INVALID_URL' ? '' : null
  }
}
