// What a line may say and must say: reasons, sources, no secrets, and checkpoints over what matters.
import { type Line, number, text } from '../line.ts'
import type { Rule } from '../rule.ts'

/** Refusals by a limit: it stands beside the code. */
const limits = new Set([
  ...['FRAMES_FEW', 'FRAME_STALE', 'OUTSIDE_WINDOW', 'DAY_LIMIT', 'TOO_MANY_TRIES', 'OPENING_LIMIT'],
  ...['ASK_LIMIT', 'OTHER_TRY', 'BATTERY_LOW', 'ALARM_PATH_DOWN', 'PICTURE_STALE', 'ASSURANCE_MISSING'],
])
/** Of these nothing may have been measured: never heard of, no picture shown. */
const unmeasured = new Set([
  'FRAME_STALE',
  'BATTERY_LOW',
  'ALARM_PATH_DOWN',
  'PICTURE_STALE',
  'ASSURANCE_MISSING',
])

function refusalFault(line: Line): string | null {
  const code = text(line, 'code')
  if (code === null || !/^[A-Z][A-Z0-9_]+$/.test(code)) return 'refused without a code'
  // Lines from before refusals named anybody have neither.
  if ((text(line, 'by') === null) !== (text(line, 'face') === null))
    return 'names who asked or the face, not both'
  if (!limits.has(code)) return null
  if (number(line, 'limit') === null) return `${code} without its limit`
  return number(line, 'value') === null && !unmeasured.has(code) ? `${code} without its value` : null
}

const HASH = /^[0-9a-f]{64}$/
/** Names of data that must be hashes where they are texts. */
const hashed = new Set(['token', 'sha256', 'picture', 'key'])
const forbidden = new Set([
  'name',
  'firstName',
  'lastName',
  'address',
  'email',
  'phone',
  'code_word',
  'secret',
])
/** Bytes of a picture, a mail address, a bare PIN, a UPS number: none belongs in a line. */
const secretForms: readonly (readonly [RegExp, string])[] = [
  [/(?:data:image|\/9j\/|iVBORw0KGgo)/, 'image bytes'],
  [/[A-Za-z0-9+/=_-]{400,}/, 'a long blob'],
  [/^[0-9]{4,8}$/, 'what looks like a PIN'],
  [/[^\s@]+@[^\s@]+\.[a-z]{2,}/i, 'a mail address'],
  [/\b1Z[0-9A-Z]{16}\b/, 'a tracking number'],
]

function secretIn(name: string, value: unknown): string | null {
  if (typeof value === 'number') return name === 'pin' ? 'a PIN' : null
  if (typeof value === 'object' && value !== null) {
    for (const [inner, each] of Object.entries(value)) {
      const found = secretIn(Array.isArray(value) ? name : inner, each)
      if (found !== null) return found
    }
    return null
  }
  if (typeof value !== 'string' || HASH.test(value)) return null
  if (name === 'pin') return 'a PIN'
  if (forbidden.has(name)) return `a ${name}`
  if (name === 'token' && !HASH.test(value)) return 'a token that is no hash'
  if (hashed.has(name)) return null
  return secretForms.find(([form]) => form.test(value))?.[1] ?? null
}

/** What a checkpoint signs: `door-chain-v1`, upTo, hash and wall, a line each. */
function isSigned(line: Line, verify: (text: string, signature: string, key: string) => boolean): boolean {
  const words = ['door-chain-v1', number(line, 'upTo'), text(line, 'hash'), line.wall]
  return verify(`${words.join('\n')}\n`, text(line, 'sig') ?? '', text(line, 'key') ?? '')
}

const SEALED_WITHIN = 60_000
/** Hashes kept for checkpoints, which come every 64 lines or every minute. */
const KEPT = 100_000

export const recordRules: readonly Rule[] = [
  {
    name: 'S23',
    rule: 'every refusal has a code and, for limits, value and limit; who asked stands with the face',
    meaning: 'explainable no',
    watch: (scene) => {
      const judge = (line: Line): void => {
        const fault = refusalFault(line)
        if (fault !== null) scene.say(line, fault)
      }
      return {
        Refused: judge,
        EntryRefused: judge,
        UnlockVoided: (line) => {
          if (text(line, 'code') === null) scene.say(line, 'voided without a code')
        },
      }
    },
  },
  {
    name: 'S30',
    rule: 'no PIN, token, name or image bytes in any line',
    meaning: 'the log is not a leak',
    watch: (scene) => ({
      '*': (line) => {
        for (const [name, value] of Object.entries(line.data)) {
          // The name of a deadline is nobody's.
          if (line.type === 'DeadlineReached' && name === 'name') continue
          const found = secretIn(name, value)
          if (found !== null) return scene.say(line, `${line.type}.${name} holds ${found}`)
        }
      },
    }),
  },
  {
    name: 'S33',
    rule: "BoltObserved never has the lock's command reply as source",
    meaning: 'accepted is not done',
    watch: (scene) => {
      const sources = new Set(['query', 'auto', 'manual', 'owner', 'remote', 'deadman'])
      const judge = (line: Line): void => {
        const source = text(line, 'source') ?? 'nothing'
        const isAnswer = number(line, 'q') !== null
        if (!sources.has(source)) scene.say(line, `observed by ${source}`)
        else if (isAnswer !== (source === 'query')) scene.say(line, `an answer by ${source}`)
      }
      return { BoltObserved: judge, ContactObserved: judge }
    },
  },
  {
    name: 'S34',
    rule: 'after the close of a hot visit and each AlarmRaised a valid Checkpoint within 60 s',
    meaning: 'evidence is sealed',
    watch: (scene) => {
      if (!scene.sealed) return {}
      const bounds = scene.bounds()
      const hashes = new Map<number, string>()
      const seal = (line: Line, what: string): void =>
        bounds.open(`${line.seq}`, { line, ms: SEALED_WITHIN, what })
      return {
        '*': (line) => {
          hashes.set(line.seq, line.hash)
          hashes.delete(line.seq - KEPT)
        },
        AlarmRaised: (line) => seal(line, 'an alarm without a checkpoint'),
        SessionClosed: (line, { visit }) => {
          if (visit.commit) seal(line, 'a visit without a checkpoint')
        },
        Checkpoint: (line) => {
          const upTo = number(line, 'upTo') ?? -1
          if (upTo >= line.seq || hashes.get(upTo) !== text(line, 'hash'))
            return scene.say(line, `checkpoint over line ${upTo} that is not so`)
          if (scene.verify && !isSigned(line, scene.verify)) return scene.say(line, 'checkpoint of nobody')
          bounds.meetAll((seq) => Number(seq) <= upTo)
        },
      }
    },
  },
]
