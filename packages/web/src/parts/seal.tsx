// The seal: what is known of a door, in shape, word and colour alike. The left arc is the bolt's witness, the right one
// the contact's.
import type { JSX } from 'preact'
import type { SealState } from '../live/known-door.ts'

const LEFT = 'M20.7 3.3A21 21 0 0 0 20.7 44.7'
const RIGHT = 'M27.3 3.3A21 21 0 0 1 27.3 44.7'

const padlock = (shackle: string): JSX.Element => (
  <>
    <path class="g" d={shackle} />
    <rect class="b" x="16.6" y="22.6" width="14.8" height="10.4" rx="2.6" />
  </>
)
const shut = padlock('M19.6 22.6v-3.4a4.4 4.4 0 0 1 8.8 0v3.4')
const sprung = padlock('M19.6 22.6v-4.8a4.4 4.4 0 0 1 8.5-1.6')

interface Drawing {
  readonly name: string
  readonly word: string
  readonly shape: JSX.Element
}

const drawings: Readonly<Record<SealState, Drawing>> = {
  'locked-proved': {
    name: 'proved',
    word: 'Locked',
    shape: (
      <>
        <circle class="d" cx="24" cy="24" r="16" />
        <path class="a" d={LEFT} />
        <path class="a" d={RIGHT} />
        {shut}
      </>
    ),
  },
  'locked-claimed': {
    name: 'claimed',
    word: 'Says locked',
    shape: (
      <>
        <path class="a" d={LEFT} />
        <path class="a no" d={RIGHT} />
        {shut}
      </>
    ),
  },
  unlocked: {
    name: 'unlocked',
    word: 'Unlocked',
    shape: (
      <>
        <circle class="d" cx="24" cy="24" r="16" />
        <path class="a" d={LEFT} transform="translate(-3.5 0) rotate(-14 24 24)" stroke-dasharray="34 99" />
        <path class="a" d={RIGHT} />
        {sprung}
      </>
    ),
  },
  open: {
    name: 'isopen',
    word: 'Open',
    shape: (
      <>
        <path class="a" d={LEFT} transform="translate(-3 0)" stroke-dasharray="34 99" />
        <path class="a" d={RIGHT} transform="translate(4 2) rotate(20 24 24)" stroke-dasharray="40 99" />
        <rect class="d" x="11" y="8" width="26" height="32" rx="4" />
        <path class="g" d="M17 35V13.5h14V35" />
        <path class="b" d="M17 13.5l9 3.5v21.5l-9-3.5z" />
      </>
    ),
  },
  moving: {
    name: 'moving',
    word: 'Moving',
    shape: (
      <>
        <path class="a no" d={LEFT} />
        <path class="a no" d={RIGHT} />
        <circle class="a sweep" cx="24" cy="24" r="21" />
        <path class="g" d="M17 24h14M26 19l5 5-5 5" />
      </>
    ),
  },
  unknown: {
    name: 'unknown',
    word: 'Not known',
    shape: (
      <>
        <path class="a" d={LEFT} />
        <path class="a" d={RIGHT} />
        <path class="g" d="M19.5 19.5a4.5 4.5 0 1 1 6.5 4c-1.5.8-2 1.5-2 3.3" />
        <circle class="b" cx="24" cy="32" r="2" />
      </>
    ),
  },
  jammed: {
    name: 'jammed',
    word: 'Jammed',
    shape: (
      <>
        <path class="d" d="M16 4.5h16L43.5 16v16L32 43.5H16L4.5 32V16z" />
        <path class="g" d="M24 14.5v11.5" />
        <circle class="b" cx="24" cy="32.5" r="2.3" />
      </>
    ),
  },
}

/** The state in one word, as the page says it. */
export const wordOf = (state: SealState): string => drawings[state].word

/** What is not proved is said with the word. */
export const spokenOf = (state: SealState): string =>
  state === 'locked-claimed' ? 'Lock says locked, not proved' : drawings[state].word

export function Seal({ state, size }: { readonly state: SealState; readonly size: number }): JSX.Element {
  const { name, shape } = drawings[state]
  return (
    <svg
      class={`seal ${name}`}
      width={size}
      height={size}
      viewBox="0 0 48 48"
      role="img"
      aria-label={spokenOf(state)}
    >
      {shape}
    </svg>
  )
}
