// What a plugin says in words, cut to what a frame and a log line may carry.
import { codeOf } from '@portico/ports'
import type { LogLine } from './plugin-messages.ts'

/** Characters of a message, and of all details of a log line together. */
const MESSAGE_MAX = 2_000
const DETAILS_MAX = 8_000

/** The code of a thrown value, if it is one of ours in form; else the other. */
export function codeIn(error: unknown, otherwise: string): string {
  const code = codeOf(error)
  return code !== null && /^HUB_[A-Z0-9_]{1,60}$/.test(code) ? code : otherwise
}

export function messageIn(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.slice(0, MESSAGE_MAX)
}

/** The same message, short enough for its frame. */
export function within<Other extends { readonly type: string }>(message: Other | LogLine): Other | LogLine {
  if (!isLogLine(message)) return message
  const text = message.message.slice(0, MESSAGE_MAX)
  if (textOf(message.details).length <= DETAILS_MAX) return { ...message, message: text }
  return { ...message, message: text, details: { cut: 'details were too long' } }
}

// cast: `log` is the type of log lines alone
const isLogLine = (message: { readonly type: string }): message is LogLine => message.type === 'log'

/** Errors as code and message; what JSON cannot hold is left out. */
export function plainDetails(details: object): Readonly<Record<string, unknown>> {
  const plain = Object.entries(details).map(([key, value]: [string, unknown]) => [
    key,
    value instanceof Error ? { code: codeOf(value), message: messageIn(value) } : value,
  ])
  const text = textOf(Object.fromEntries(plain))
  // cast: an object went in
  return text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
}

function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each)) ?? ''
  } catch {
    return ''
  }
}
