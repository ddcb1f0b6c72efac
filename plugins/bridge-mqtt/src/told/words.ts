// What a door says on the broker. Only a door that is proved locked is called locked.
import type { FaceHome } from '@portico/protocol'

export type Door = FaceHome['doors'][number]
export type Visit = FaceHome['visits'][number]

/** Home Assistant's word for "not known". */
export const NONE = 'None'

/** States of Home Assistant's lock. A bolt that moves is told as moving where we know which way. */
export function lockWord({ state, phase }: Door): string {
  switch (state) {
    case 'locked-proved':
      return 'LOCKED'
    case 'unlocked':
      return 'UNLOCKED'
    case 'open':
      return 'OPEN'
    case 'jammed':
      return 'JAMMED'
    case 'moving':
      if (phase === 'relocking') return 'LOCKING'
      return phase === 'unlocking' ? 'UNLOCKING' : NONE
    case 'locked-claimed':
    case 'unknown':
      return NONE
  }
}

export const onOff = (is: boolean): string => (is ? 'ON' : 'OFF')

export function contactWord({ contact }: Door): string {
  if (contact.word === 'open') return onOff(true)
  return contact.word === 'closed' ? onOff(false) : NONE
}

export const steps = [
  'idle',
  'armed',
  'authorising',
  'proving',
  'unlocking',
  'unlocked',
  'inside',
  'relocking',
  'unproved',
  'sealing',
] as const

/** A step that Home Assistant was not told of would be an error there. */
export const stepWord = ({ phase }: Door): string => steps.find((step) => step === phase) ?? NONE

/** Kinds of all alarms that stand, the newest first; 255 signs are what a state may have there. */
export function alarmWord({ alarms }: Door): string {
  if (alarms.length === 0) return 'none'
  const kinds = alarms.toSorted((a, b) => a.standingMs - b.standingMs).map(({ kind }) => kind.toLowerCase())
  return [...new Set(kinds)].join(', ').slice(0, 255)
}

/** A porch has no lock and no leaf. */
export const hasLock = ({ kind }: Door): boolean => kind !== 'porch'
