// Our own check of a mail's DKIM signature (RFC 6376, RFC 8463), with stricter terms than the standard's: what we act on
// must be signed, whole, by the domain that the mail says it is from (threats G20).
import { createHash, verify } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { type HeaderField, type Sender, isWithin, onlyValue, valueOf } from '../read/header-fields.ts'
import { headerEnd } from '../read/mail-limits.ts'
import { STRETCH_BYTES, canonicalBody, canonicalField, signedFields } from './canonical.ts'
import { type Canonical, type DkimSignature, readKey, readSignature } from './dkim-signature.ts'

/** Texts of a name in the DNS; `none`: it has none; `unknown`: nobody answered, ask another time. */
export type TxtAnswer = { readonly texts: readonly string[] } | 'none' | 'unknown'
export type TxtResolver = (name: string) => Promise<TxtAnswer>

export type DkimVerdict =
  | {
      readonly result: 'pass'
      readonly domain: string
      /** Names this mail among all: the Message-ID where it is signed, else the signature. */
      readonly id: string
    }
  | { readonly result: 'fail' | 'none' | 'unknown'; readonly why: string }

export interface DkimFacts {
  readonly raw: Uint8Array
  readonly fields: readonly HeaderField[]
  readonly sender: Sender
  /** Only these domains, and what is below them, may sign. */
  readonly domains: readonly string[]
  readonly resolve: TxtResolver
  /** ms since 1970. */
  readonly now: number
}

/** Signatures of one mail that are looked at: each costs a question to the DNS. */
const SIGNATURES_MAX = 3
/** Fields that we act on: one of each, and signed. */
const vital = ['from', 'to', 'date', 'subject'] as const

export async function checkDkim(facts: DkimFacts): Promise<DkimVerdict> {
  const { fields, sender, domains } = facts
  if (vital.some((name) => onlyValue(fields, name) === null))
    return { result: 'fail', why: 'From, To, Date or Subject is missing or stands twice' }
  const signatures = fields
    .filter(({ name }) => name === 'dkim-signature')
    .flatMap((field) => readSignature(field) ?? [])
    .filter(({ domain }) => isWithin(sender.domain, domain) && domains.some((own) => isWithin(domain, own)))
  if (signatures.length === 0) return { result: 'none', why: 'no signature of the sender' }
  const verdicts: DkimVerdict[] = []
  for (const signature of signatures.slice(0, SIGNATURES_MAX)) {
    const verdict = await checkOne(signature, facts)
    if (verdict.result === 'pass') return verdict
    verdicts.push(verdict)
  }
  const best = verdicts.find(({ result }) => result === 'unknown') ?? verdicts[0]
  return best ?? { result: 'none', why: 'no signature of the sender' }
}

async function checkOne(signature: DkimSignature, facts: DkimFacts): Promise<DkimVerdict> {
  const { raw, fields, resolve, now } = facts
  const fail = (why: string): DkimVerdict => ({ result: 'fail', why })
  const { signed, expires, domain, selector } = signature
  if (vital.some((name) => !signed.includes(name)))
    return fail('From, To, Date and Subject are not all signed')
  if (expires !== null && expires * 1_000 < now) return fail('the signature is over')
  const answer = await resolve(`${selector}._domainkey.${domain}`)
  if (answer === 'unknown') return { result: 'unknown', why: 'the key could not be asked for' }
  // `l=` is not followed: what is appended behind a signed part would be read with it.
  if ((await bodyHash(raw, signature.body)) !== signature.bodyHash)
    return fail('the body is not what was signed')
  const records = answer === 'none' ? [] : answer.texts.filter((record) => /(^|;)\s*p\s*=/.test(record))
  const [record] = records
  const key = records.length === 1 && record !== undefined ? readKey(record, signature) : null
  if (!key) return fail('there is no good key for it')
  const data = Buffer.from(signedText(signature, fields), 'latin1')
  const isGood =
    signature.algorithm === 'rsa-sha256'
      ? verify('sha256', data, key, signature.signature)
      : verify(null, createHash('sha256').update(data).digest(), key, signature.signature)
  if (!isGood) return fail('the header is not what was signed')
  return { result: 'pass', domain, id: idOf(signature, fields) }
}

/** Base64. Stretch by stretch: whoever sends ten megabytes holds up nobody. */
async function bodyHash(raw: Uint8Array, way: Canonical): Promise<string> {
  const body = Buffer.from(raw.buffer, raw.byteOffset, raw.length).subarray(headerEnd(raw))
  const hash = createHash('sha256')
  for (const piece of canonicalBody(body, way)) {
    hash.update(piece)
    if (body.length > STRETCH_BYTES) await breathe()
  }
  return hash.digest('base64')
}

/** The signed fields and the signature itself without its value (section 3.7). */
function signedText({ header, signed, field }: DkimSignature, fields: readonly HeaderField[]): string {
  const chosen = signedFields(
    fields.filter((each) => each !== field),
    signed,
  )
  const colon = field.raw.indexOf(':') + 1
  const value = field.raw.slice(colon).replace(/(^|;)(\s*b\s*=)[^;]*/, '$1$2')
  const own = canonicalField({ name: field.name, raw: field.raw.slice(0, colon) + value }, header)
  return [...chosen.map((each) => `${canonicalField(each, header)}\r\n`), own].join('')
}

/** Of the Message-ID that was signed: who puts another one above it makes no other mail of it. */
function idOf({ signed, signature }: DkimSignature, fields: readonly HeaderField[]): string {
  const [field] = signed.includes('message-id') ? signedFields(fields, ['message-id']) : []
  return (field && valueOf(field)) ?? createHash('sha256').update(signature).digest('hex')
}
