// Looks at every message of a bridge before it is believed to be one: what does not fit in every field is dropped and
// counted against it.
import { type FacePairing, bridgeStates } from '@portico/protocol'
import {
  type Check,
  isCount,
  isLoose,
  isNumber,
  isObject,
  isOneOf,
  isText,
  orNull,
} from '../plugins/message-checks.ts'
import { commonMessages } from '../plugins/read-plugin-message.ts'
import type { FromBridge } from './bridge-messages.ts'

/** Of a status: QR codes of controllers are much shorter. */
const QR_CHARS_MAX = 512
const CODE_CHARS_MAX = 64
const WORDS_MAX = 300

const within = (min: number, max: number): Check => {
  return (value) => isNumber(value) && Number(value) >= min && Number(value) <= max
}

const isPeerId: Check = (value) => typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value)

const isPeer = isObject({
  id: isPeerId,
  name: (value) => isText(64)(value) && /\S/.test(String(value)),
})

const isPairing = isObject({
  qr: isText(QR_CHARS_MAX),
  code: isText(CODE_CHARS_MAX),
  goodForMs: orNull(within(0, Number.MAX_SAFE_INTEGER)),
} satisfies Record<keyof FacePairing, Check>)

export const isStatus = isObject({
  state: isOneOf(...bridgeStates),
  words: orNull(isText(WORDS_MAX)),
  progress: orNull(within(0, 1)),
  pairing: orNull(isPairing),
})

const isHttpStatus: Check = (value) => isCount(value) && Number(value) >= 200 && Number(value) <= 599

const messages: Readonly<Record<FromBridge['type'], Check>> = {
  ...commonMessages,
  status: isObject({ type: isOneOf('status'), status: isStatus }),
  admit: isObject({ type: isOneOf('admit'), n: isCount, peer: isPeer }),
  dismiss: isObject({ type: isOneOf('dismiss'), n: isCount, peer: isPeerId }),
  done: isObject({ type: isOneOf('done'), id: isCount, status: orNull(isHttpStatus) }),
}

/** null: it is none. */
export function readBridgeMessage(head: unknown): FromBridge | null {
  if (!isLoose(head) || typeof head.type !== 'string' || !Object.hasOwn(messages, head.type)) return null
  // cast (both): the key was just found; every field was looked at
  return messages[head.type as FromBridge['type']](head) ? (head as FromBridge) : null
}
