// One cell of the transition table: a door is led into a column, something is told, and what came of it is put into
// one line of text.
import type { DoorEventBody, Effect } from '@portico/core'
import type { Act } from './transition-acts.ts'
import { Story, into } from './story.ts'

/** The ten phases, and with them the three that look alike and are not. */
export const columns = [
  'idle',
  'tail',
  'armed',
  'authorising',
  'proving',
  'unsent',
  'unlocking',
  'granted',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
  'sealing',
] as const
export type Column = (typeof columns)[number]

export function leadInto(column: Column): Story {
  switch (column) {
    case 'tail':
      return new Story().closed()
    case 'unsent':
      return new Story().committed()
    case 'granted':
      return new Story().granted()
    default:
      return into[column]()
  }
}

/** What of an event says more than its name. */
function detailOf(event: DoorEventBody): string | undefined {
  switch (event.type) {
    case 'Refused':
    case 'EntryRefused':
    case 'PresenceFailed':
    case 'UnlockVoided':
      return event.code
    case 'AlarmRaised':
      return event.kind
    case 'RelockStarted':
    case 'LockIssued':
    case 'ActuationYielded':
    case 'HandOpenEnded':
      return event.why
    case 'SessionClosed':
    case 'SealStarted':
      return event.outcome
    default:
      return undefined
  }
}

const nameOf = (event: DoorEventBody): string => {
  const detail = detailOf(event)
  return detail === undefined ? event.type : `${event.type}:${detail}`
}

const effectOf = (effect: Effect): string =>
  effect.type === 'TellCourier' ? `${effect.type}:${effect.say}` : effect.type

/** `phase afterwards | events | effects` */
export function cellOf(column: Column, act: Act): string {
  const story = leadInto(column)
  if (typeof act === 'object') act.lead(story)
  const [events, effects] = [story.events.length, story.effects.length]
  if (typeof act === 'object') act.tell(story)
  else act(story)
  const happened = story.events.slice(events).map(nameOf).join(' ')
  const asked = story.effects.slice(effects).map(effectOf).join(' ')
  return `${story.phase} | ${happened} | ${asked}`.replaceAll('  ', ' ').trim()
}
