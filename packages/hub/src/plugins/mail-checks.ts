// Whether what a mailbox tells has the form of the plugin API, in every field.
import {
  type MailImport,
  type MailNews,
  type MailPart,
  type MailboxStatus,
  type SenderWeek,
  mailHolds,
  mailboxStates,
  parcelStatuses,
} from '@portico/plugin-api'
import {
  type Check,
  isCount,
  isFlag,
  isList,
  isNumber,
  isObject,
  isOneOf,
  isText,
  orNull,
} from './message-checks.ts'

type Checks<T> = Readonly<Record<keyof T, Check>>

const isShort = isText(200)
const isNumberOfParcel: Check = (value) =>
  typeof value === 'string' && /^[A-Za-z0-9][A-Za-z0-9 ./-]{2,63}$/.test(value)

const isWindow = isObject({ from: isNumber, to: isNumber })
const isPart = isObject({
  numbers: isList(isNumberOfParcel, 40),
  window: orNull(isWindow),
} satisfies Checks<MailPart>)

export const isMailNews: Check = isObject({
  sender: isText(32),
  carrier: orNull(isText(64)),
  status: orNull(isOneOf(...parcelStatuses)),
  parts: isList(isPart, 40),
  order: orNull(isText(64)),
  merchant: orNull(isShort),
  occurredAt: orNull(isNumber),
  eventId: orNull(isText(600)),
  trust: isOneOf('dkim', 'header'),
  held: orNull(isOneOf(...mailHolds)),
} satisfies Checks<MailNews>)

const isWeek = isObject({
  sender: isText(32),
  name: isText(64),
  seen: isCount,
  understood: isCount,
  drifted: isFlag,
  sample: orNull(isText(2_000)),
} satisfies Checks<SenderWeek>)

const isImport = isObject({
  state: isOneOf('running', 'done', 'stopped', 'failed'),
  days: isCount,
  seen: isCount,
  total: isCount,
} satisfies Checks<MailImport>)

export const isMailboxStatus: Check = isObject({
  state: isOneOf(...mailboxStates),
  code: orNull(isText(64)),
  words: orNull(isShort),
  lastMail: orNull(isNumber),
  untrusted: isCount,
  overLimits: isCount,
  week: isList(isWeek, 32),
  import: orNull(isImport),
} satisfies Checks<MailboxStatus>)
