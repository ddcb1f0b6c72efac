// Looks at every message of a plugin before it is believed to be one. A plugin is foreign code: what does not fit in
// every field is dropped and counted against it.
import { FRAME_CHARS_MAX } from '@portico/edge'
import type { CameraNote, StillSource, StreamSource, WitnessPath } from '@portico/plugin-api'
import { isMailNews, isMailboxStatus } from './mail-checks.ts'
import {
  type Check,
  isCount,
  isFlag,
  isLoose,
  isNumber,
  isObject,
  isOneOf,
  isText,
  orNull,
} from './message-checks.ts'
import {
  type DeviceReport,
  type FromPlugin,
  type OfferedDevice,
  type PluginLogLevel,
  pluginLogLevels,
} from './plugin-messages.ts'

const isId = isText(64)
const isCode: Check = (value) => typeof value === 'string' && /^[A-Z][A-Z0-9_]{0,63}$/.test(value)
const isMessage = isText(2_000)

const bolts = ['locked', 'unlocked', 'moving', 'jammed', 'unknown'] as const
const contacts = ['closed', 'open', 'unknown'] as const
const sources = ['query', 'auto', 'manual', 'owner', 'remote', 'deadman'] as const
const isBattery: Check = (value) => isNumber(value) && Number(value) >= 0 && Number(value) <= 100

const isBoltReport = isObject({
  bolt: isOneOf(...bolts),
  q: orNull(isCount),
  source: isOneOf(...sources),
  battery: orNull(isBattery),
  credential: orNull(isText(128)),
})

const isContactReport = isObject({
  contact: isOneOf(...contacts),
  q: orNull(isCount),
  source: isOneOf(...sources),
})

const isPinReport = isObject({ op: isText(128), what: isOneOf('stored', 'used', 'gone') })

const isPath: Check = isObject({ id: isText(256), exclusive: isFlag } satisfies Record<
  keyof WitnessPath,
  Check
>)

const isTraits = isObject({
  boltWitness: isOneOf('measured', 'echoed'),
  autoRelock: isFlag,
  timedUnlockMaxMs: orNull(isNumber),
  exit: isOneOf('free', 'needs-key-or-power'),
  pinExpiry: isOneOf('lock', 'none'),
  path: isPath,
})

const isStream = isObject({
  rtsp: isText(1_024),
  username: orNull(isText(256)),
  password: orNull(isText(256)),
  transport: isOneOf('tcp', 'udp'),
  second: orNull(isText(1_024)),
  snapshot: orNull(isText(1_024)),
  backchannel: isFlag,
  liveness: (value) =>
    isObject({ method: isOneOf('none') })(value) ||
    isObject({ method: isOneOf('signed'), key: isText(1_024) })(value),
} satisfies Record<keyof StreamSource, Check>)
const isStill = isObject({
  rtsp: isOneOf(null),
  snapshot: isText(1_024),
  username: orNull(isText(256)),
  password: orNull(isText(256)),
  liveness: isObject({ method: isOneOf('none') }),
} satisfies Record<keyof StillSource, Check>)
const isSource: Check = (value) => isStream(value) || isStill(value)

const isNote = isObject({ what: isOneOf('motion', 'tamper'), on: isFlag } satisfies Record<
  keyof CameraNote,
  Check
>)

const isHash: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
const isEdgeKey: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value)
/** What an edge says is looked at behind its signature. */
const isFrameText: Check = (value) =>
  isText(FRAME_CHARS_MAX)(value) && /^[A-Za-z0-9_-]{86}\.\{/.test(String(value))

const offers: Readonly<Record<OfferedDevice['kind'], Check>> = {
  lock: isObject({ kind: isOneOf('lock'), id: isId, traits: isTraits }),
  contact: isObject({ kind: isOneOf('contact'), id: isId, path: isPath }),
  edge: isObject({ kind: isOneOf('edge'), id: isId, key: isEdgeKey }),
  bell: isObject({ kind: isOneOf('bell'), id: isId }),
  camera: isObject({ kind: isOneOf('camera'), id: isId, source: orNull(isSource) }),
  mailbox: isObject({ kind: isOneOf('mailbox'), id: isId }),
}

const reports: Readonly<Record<DeviceReport['kind'], Check>> = {
  lock: isObject({ kind: isOneOf('lock'), device: isId, report: isBoltReport }),
  pin: isObject({ kind: isOneOf('pin'), device: isId, report: isPinReport }),
  contact: isObject({ kind: isOneOf('contact'), device: isId, report: isContactReport }),
  edge: isObject({ kind: isOneOf('edge'), device: isId, frame: isFrameText }),
  bell: isObject({ kind: isOneOf('bell'), device: isId }),
  camera: isObject({ kind: isOneOf('camera'), device: isId, source: isSource }),
  'camera-note': isObject({ kind: isOneOf('camera-note'), device: isId, note: isNote }),
  mail: isObject({ kind: isOneOf('mail'), device: isId, n: isCount, hash: isHash, news: isMailNews }),
  'mailbox-status': isObject({ kind: isOneOf('mailbox-status'), device: isId, status: isMailboxStatus }),
  'mailbox-secret': isObject({ kind: isOneOf('mailbox-secret'), device: isId, secret: isText(2_500) }),
}

const oneOfKind =
  (checks: Readonly<Record<string, Check>>): Check =>
  (value) =>
    isLoose(value) &&
    typeof value.kind === 'string' &&
    Object.hasOwn(checks, value.kind) &&
    (checks[value.kind]?.(value) ?? false)

const isLevel: Check = (value) => pluginLogLevels.includes(value as PluginLogLevel) // cast: for the search alone

/** What every child process says. */
export const commonMessages = {
  pong: isObject({ type: isOneOf('pong'), n: isCount }),
  started: isObject({ type: isOneOf('started') }),
  failed: isObject({ type: isOneOf('failed'), code: isCode, message: isMessage }),
  refused: isObject({
    type: isOneOf('refused'),
    id: isCount,
    code: isCode,
    message: isMessage,
    retryable: isFlag,
  }),
  log: isObject({ type: isOneOf('log'), level: isLevel, details: isLoose, message: isMessage }),
}

const messages: Readonly<Record<FromPlugin['type'], Check>> = {
  ...commonMessages,
  offered: isObject({ type: isOneOf('offered'), device: oneOfKind(offers) }),
  report: isObject({ type: isOneOf('report'), report: oneOfKind(reports) }),
  reachable: isObject({ type: isOneOf('reachable'), device: isId, on: isFlag }),
  done: isObject({ type: isOneOf('done'), id: isCount, answer: orNull(isLoose) }),
  late: isObject({ type: isOneOf('late'), id: isCount }),
}

/** null: it is none. */
export function readPluginMessage(head: unknown): FromPlugin | null {
  if (!isLoose(head) || typeof head.type !== 'string' || !Object.hasOwn(messages, head.type)) return null
  // cast (both): the key was just found; every field was looked at
  return messages[head.type as FromPlugin['type']](head) ? (head as FromPlugin) : null
}
