// Asks one device: SOAP over HTTP, bounded in time and bytes. It begins with WS-UsernameToken; a device that asks for HTTP
// Digest instead gets that, and that alone, from then on.
import type { Clock, HubError } from '@portico/plugin-api'
import { type CameraReply, ClientAuth, askCamera } from '@portico/rtp'
import { type OnvifErrorCode, onvifError } from '../errors.ts'
import { type Addressing, type Credentials, envelope, usernameToken } from './envelope.ts'
import { type XmlNode, find, parseXml, textAt } from './xml.ts'

export interface SoapClientOptions {
  /** null: the device is asked without. */
  readonly credentials: Credentials | null
  readonly clock: Clock
  readonly signal: AbortSignal
  /** For each question that names no other, ms. */
  readonly timeoutMs?: number
}

export interface Question {
  readonly url: URL
  readonly action: string
  readonly body: string
  readonly addressing?: Addressing | undefined
  /** May be asked before the clock of the device is known, and without a password. */
  readonly anonymous?: boolean | undefined
  readonly timeoutMs?: number | undefined
  /** Asked even while the plugin ends. */
  readonly last?: boolean | undefined
}

/** Largest answer, bytes: a device with fifty profiles sends a tenth of it. */
export const ANSWER_BYTES_MAX = 1024 * 1024
const TIMEOUT_MS = 6_000
const SAID_MAX = 120

export class SoapClient {
  readonly #options: SoapClientOptions
  readonly #auth: ClientAuth
  #offsetMs = 0

  constructor(options: SoapClientOptions) {
    this.#options = options
    this.#auth = new ClientAuth(options.credentials)
  }

  /** How far the clock of the device is before ours, ms; its tokens are made with it. */
  set clockOffsetMs(offset: number) {
    this.#offsetMs = offset
  }

  /** What stands in the body of the answer. Rejects with a `HUB_ONVIF_*` error. */
  async ask(question: Question): Promise<XmlNode> {
    const { clock, signal } = this.#options
    const { url, action, timeoutMs = this.#options.timeoutMs ?? TIMEOUT_MS } = question
    const reply = await askCamera({
      url,
      method: 'POST',
      headers: { 'content-type': `application/soap+xml; charset=utf-8; action="${action}"` },
      body: (isAuthorized) => this.#envelope(question, isAuthorized),
      auth: this.#auth,
      bytesMax: ANSWER_BYTES_MAX,
      timeoutMs,
      clock,
      signal: question.last ? null : signal,
    })
    if (reply.outcome === 'failed') throw failed(url, reply, timeoutMs)
    if (reply.status === 401) throw denied(url)
    const body = find(this.#parse(url, reply), 'Body')
    const fault = find(body, 'Fault')
    if (fault) throw faulted(url, fault)
    const [answer] = body?.children ?? []
    if (!answer) throw onvifError('HUB_ONVIF_ANSWER', `${url.host} answered ${action} with nothing`)
    return answer
  }

  #envelope({ body, addressing, anonymous }: Question, isAuthorized: boolean): string {
    const { credentials, clock } = this.#options
    const needsToken = credentials !== null && !isAuthorized && !anonymous
    const token = needsToken ? usernameToken(credentials, clock.wall() + this.#offsetMs) : null
    return envelope({ body, addressing: addressing ?? null, token })
  }

  #parse(url: URL, { status, body }: Extract<CameraReply, { outcome: 'answered' }>): XmlNode {
    const text = new TextDecoder().decode(body)
    // A page of a web server is no answer, whatever its status says.
    if (!text.includes('Envelope'))
      throw onvifError(
        'HUB_ONVIF_ANSWER',
        `${url.host} speaks no ONVIF at ${url.pathname} (status ${status})`,
      )
    return parseXml(text)
  }
}

const denied = (url: URL): HubError =>
  onvifError('HUB_ONVIF_DENIED', `${url.host} does not know this user name and password`)

function failed(
  url: URL,
  { why, detail }: Extract<CameraReply, { outcome: 'failed' }>,
  limit: number,
): HubError {
  const codes: Readonly<Record<typeof why, OnvifErrorCode>> = {
    unreachable: 'HUB_ONVIF_UNREACHABLE',
    broken: 'HUB_ONVIF_UNREACHABLE',
    ended: 'HUB_ONVIF_UNREACHABLE',
    timeout: 'HUB_ONVIF_TIMEOUT',
    'too-large': 'HUB_ONVIF_ANSWER',
  }
  const words = why === 'timeout' ? `no answer within ${limit} ms` : detail
  return onvifError(codes[why], `${url.host}: ${words}`)
}

/** `ter:NotAuthorized` is the one fault that a person has to mend (ONVIF Core, section 5.8.2.2). */
function faulted(url: URL, fault: XmlNode): HubError {
  const codes = codesIn(find(fault, 'Code'))
  if (codes.some((code) => code === 'NotAuthorized' || code === 'FailedAuthentication')) return denied(url)
  const said = (textAt(fault, 'Reason', 'Text') ?? textAt(fault, 'faultstring') ?? 'no reason').slice(
    0,
    SAID_MAX,
  )
  return onvifError('HUB_ONVIF_FAULT', `${url.host} refused: ${said} [${codes.join(' ').slice(0, SAID_MAX)}]`)
}

/** Codes stand inside of each other, the most precise one innermost. */
function codesIn(code: XmlNode | null): readonly string[] {
  if (!code) return []
  const value = textAt(code, 'Value')?.replace(/^.*:/, '')
  return [...(value === undefined ? [] : [value]), ...codesIn(find(code, 'Subcode'))]
}
