// Policies that households of the stories live by, each with what the household means by it at the time of the story: a
// parcel of UPS that it knows, on a Monday, from 11:00 on in Berlin. What it means is written by hand beside each.
import type { Mode, Policy, Sentence } from '@portico/core'

export interface HouseRules {
  readonly words: string
  readonly policy: (mode: Mode) => Policy
  /** Whether somebody may come in unasked, by the mode of the home. */
  readonly unasked: (mode: Mode) => boolean
}

const open = (id: string, more: Partial<Sentence> = {}): Sentence => ({
  id,
  place: 'inside',
  mode: 'auto',
  ...more,
})
const ask = (id: string, more: Partial<Sentence> = {}): Sentence => open(id, { mode: 'owner', ...more })

const rules =
  (...sentences: readonly Sentence[]): HouseRules['policy'] =>
  (mode) => ({ mode, sentences })

const always = (): boolean => true
const never = (): boolean => false
const asHome = (mode: Mode): boolean => mode !== 'owner'

export const plainRules: HouseRules = { words: 'one mode and no sentences', policy: rules(), unasked: asHome }

export const houseRules: readonly HouseRules[] = [
  {
    words: 'two sentences about the carrier, one lets in and one asks',
    policy: rules(open('a', { carrier: 'ups' }), ask('b', { carrier: 'UPS' })),
    unasked: never,
  },
  {
    words: 'the same the other way round',
    policy: rules(ask('b', { carrier: 'UPS' }), open('a', { carrier: 'ups' })),
    unasked: never,
  },
  {
    words: 'unasked when nobody is at home, and nobody has said who is',
    policy: (mode) => ({ mode, sentences: [open('a', { presence: 'nobody' }), ask('b')] }),
    unasked: never,
  },
  {
    words: 'unasked in the hours of the story',
    policy: rules(open('a', { days: [1], from: 10 * 60, to: 14 * 60 }), ask('b')),
    unasked: always,
  },
  {
    words: 'unasked only in other hours',
    policy: rules(open('a', { from: 14 * 60, to: 10 * 60 }), ask('b')),
    unasked: never,
  },
  {
    words: 'unasked only at the weekend',
    policy: rules(open('a', { days: [6, 7] }), ask('b')),
    unasked: never,
  },
  {
    words: 'the carrier is let in, its closest sentence asks',
    policy: rules(open('a', { carrier: 'ups' }), ask('b', { carrier: 'ups', days: [1] })),
    unasked: never,
  },
  {
    words: 'a sender whom nobody knows would be let in',
    policy: rules(open('a', { sender: 'shoes' }), ask('b')),
    unasked: never,
  },
  {
    words: 'a carrier that is let in, whatever the rest',
    policy: rules(open('a', { carrier: 'ups' })),
    unasked: always,
  },
  {
    words: 'a sentence about another carrier',
    policy: rules(ask('a', { carrier: 'dhl' })),
    unasked: asHome,
  },
]
