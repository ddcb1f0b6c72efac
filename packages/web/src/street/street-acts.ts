// Everything that can be done in the street, by whom it is done, and what is said of it when it was.
import type { Mounted, TrueDoor } from './simulated-house.ts'

export interface StreetAct {
  readonly label: string
  readonly act: string
  /** Id of the door or device it is done on. */
  readonly on: string
  readonly options: Readonly<Record<string, unknown>>
  /** When it moved something. */
  readonly done: string
}

export interface ActGroup {
  readonly title: string
  readonly acts: readonly StreetAct[]
}

const atDoor = ({ id }: Mounted): readonly StreetAct[] => [
  {
    label: 'Walk up and ring',
    act: 'ring',
    on: id,
    options: { who: 'courier' },
    done: 'A courier with a parcel rang.',
  },
  { label: 'Set the parcel down', act: 'drop', on: id, options: {}, done: 'The parcel was set down.' },
  { label: 'Walk in', act: 'enter', on: id, options: { who: 'courier' }, done: 'The courier walked in.' },
  {
    label: 'Walk out and away',
    act: 'leave',
    on: id,
    options: { who: 'courier' },
    done: 'The courier went away.',
  },
  {
    label: 'A second one walks in',
    act: 'enter',
    on: id,
    options: { who: 'second' },
    done: 'Somebody else walked in.',
  },
  {
    label: 'The second one leaves',
    act: 'leave',
    on: id,
    options: { who: 'second' },
    done: 'Somebody else went away.',
  },
  { label: 'Take a parcel', act: 'take', on: id, options: {}, done: 'A parcel was taken.' },
]

const atLeaf = ({ id }: Mounted, { leafHeld }: TrueDoor): readonly StreetAct[] => [
  { label: 'Open from outside', act: 'open', on: id, options: {}, done: 'The door was opened from outside.' },
  {
    label: 'Open from inside',
    act: 'open',
    on: id,
    options: { from: 'inside' },
    done: 'The door was opened from inside.',
  },
  { label: 'Push it shut', act: 'close', on: id, options: {}, done: 'The door was pushed.' },
  leafHeld
    ? {
        label: 'Let go of the door',
        act: 'hold',
        on: id,
        options: { on: false },
        done: 'Nobody holds the door now.',
      }
    : {
        label: 'Hold the door',
        act: 'hold',
        on: id,
        options: { on: true },
        done: 'Somebody holds the door.',
      },
  {
    label: 'Lock by the thumbturn',
    act: 'turn',
    on: id,
    options: { to: 'lock' },
    done: 'The thumbturn was turned to lock.',
  },
  {
    label: 'Unlock by the thumbturn',
    act: 'turn',
    on: id,
    options: { to: 'unlock' },
    done: 'The thumbturn was turned to unlock.',
  },
]

const atLock = ({ id, lock, contact, edge }: Mounted, { jam, lockDead }: TrueDoor): readonly StreetAct[] => [
  jam === null
    ? {
        label: 'Jam the bolt',
        act: 'jam',
        on: id,
        options: { on: true },
        done: 'Something is in the way of the bolt.',
      }
    : {
        label: 'Free the bolt',
        act: 'jam',
        on: id,
        options: { on: false },
        done: 'Nothing is in the way of the bolt.',
      },
  lockDead
    ? { label: 'Power the lock', act: 'power', on: id, options: { on: true }, done: 'The lock has power.' }
    : {
        label: 'Cut its power',
        act: 'power',
        on: id,
        options: { on: false },
        done: 'The lock has no power.',
      },
  {
    label: 'The lock lies: locked',
    act: 'lie',
    on: lock,
    options: { how: 'always-locked' },
    done: 'The lock says locked, whatever the bolt does.',
  },
  {
    label: 'The lock is honest',
    act: 'lie',
    on: lock,
    options: { how: 'honest' },
    done: 'The lock says what is true.',
  },
  {
    label: 'The contact lies: shut',
    act: 'lie',
    on: contact,
    options: { how: 'stuck-closed' },
    done: 'The contact says shut, as with a magnet on it.',
  },
  {
    label: 'The contact is honest',
    act: 'lie',
    on: contact,
    options: { how: 'honest' },
    done: 'The contact says what is true.',
  },
  ...radio('lock', lock),
  ...(edge === null ? [] : radio('edge', edge)),
]

const radio = (what: string, on: string): readonly StreetAct[] => [
  {
    label: `Cut the ${what}'s radio`,
    act: 'link',
    on,
    options: { up: false },
    done: `The ${what} is not heard any more.`,
  },
  {
    label: `The ${what}'s radio is back`,
    act: 'link',
    on,
    options: { up: true },
    done: `The ${what} is heard again.`,
  },
]

const atCamera = (camera: { readonly id: string }): readonly StreetAct[] => [
  ...(['freeze', 'black', 'shift', 'blur', 'silent', 'loop', 'replay'] as const).map((how) => ({
    label: `${faultWords[how]}: ${camera.id}`,
    act: 'freeze',
    on: camera.id,
    options: { how },
    done: `The ${camera.id} camera ${faultsDone[how]}.`,
  })),
  {
    label: `Leave it alone: ${camera.id}`,
    act: 'freeze',
    on: camera.id,
    options: { how: 'off' },
    done: `The ${camera.id} camera works.`,
  },
]

const faultWords = {
  freeze: 'Freeze',
  black: 'Cover',
  shift: 'Turn',
  blur: 'Take the focus of',
  silent: 'Unplug',
  loop: 'Show a recording',
  replay: 'Show a recording with fresh noise',
} as const
const faultsDone = {
  freeze: 'shows one picture for ever',
  black: 'sees nothing',
  shift: 'looks elsewhere',
  blur: 'sees nothing sharp',
  silent: 'sends nothing',
  loop: 'shows a recording over and over',
  replay: 'shows a recording that no picture tells from now',
} as const

export const actGroups = (mounted: Mounted, truth: TrueDoor): readonly ActGroup[] => [
  { title: 'Somebody at the door', acts: atDoor(mounted) },
  { title: 'The door', acts: atLeaf(mounted, truth) },
  { title: 'Trouble with the lock', acts: atLock(mounted, truth) },
  { title: 'Trouble with the cameras', acts: mounted.cameras.flatMap(atCamera) },
]

/** The word with which the house says why nothing moved → why that is. */
const obstacles: Readonly<Record<string, string>> = {
  bolt: 'the bolt holds it',
  latch: 'the latch holds it',
  held: 'somebody holds the door',
  person: 'somebody stands in the way',
  leaf: 'the door is not open',
  already: 'it is so already',
  nobody: 'nobody is there',
  'no-parcel': 'there is no parcel within reach',
  jam: 'the bolt is jammed',
  pin: 'the lock knows no such PIN now',
  power: 'the lock has no power',
}

/** What really happened, as a sentence. */
export const sentenceOf = (
  act: StreetAct,
  { moved, why }: { readonly moved: boolean; readonly why: string | null },
): string =>
  moved
    ? act.done
    : `${act.label}: nothing moved, ${obstacles[why ?? ''] ?? why ?? 'and it is not known why'}.`
