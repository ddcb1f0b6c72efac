// What an owner reads of a verdict, of how sure it is, and of what speaks for it and against it.
import type { Confidence, HouseholdWord, ReasonCode, VerdictName } from '@portico/core'
import type { NoticeView } from './truth.ts'

export const verdictWords: Readonly<Record<VerdictName, string>> = {
  'on-the-way': 'On its way',
  'at-door': 'At the door',
  inside: 'Inside',
  box: 'In the parcel box',
  received: 'With you',
  neighbour: 'With a neighbour',
  'pickup-point': 'At a pick-up point or locker',
  returned: 'Not coming: it goes back, or was cancelled',
  'wrong-house': 'At another house',
  'not-here': 'Claimed, but not here',
  taken: 'Taken from the door',
  'doubtful-visit': 'A doubtful visit',
  unknown: 'Not known where it is',
}

export const confidenceWords: Readonly<Record<Confidence, string>> = {
  sure: 'Two witnesses agree.',
  likely: 'One good witness says so.',
  weak: 'Nobody vouches for it.',
  disputed: 'Something speaks against it.',
  waits: 'More is to come.',
}

export const reasonWords: Readonly<Record<ReasonCode, string>> = {
  'said-delivered': 'said to be delivered',
  'said-elsewhere': 'said to be left elsewhere',
  'said-returned': 'said to go back, or to be cancelled',
  'said-attempted': 'said to have been tried in vain, or held up',
  'said-under-way': 'said to be on its way',
  'carrier-silent': 'the carrier has not said delivered',
  'carrier-photo': 'the carrier sent a photo',
  'position-apart': 'the carrier’s own position lies away from this home',
  'visit-inside': 'somebody came in with it, on film, and the door was proved locked',
  'visit-unproved': 'somebody came in with it; door, film or record were not whole at the end',
  'visit-empty': 'the door was opened and nothing was seen to be brought',
  'visit-refused': 'somebody came with it and was not let in',
  'carrier-silent-hour': 'the carrier has not said delivered within an hour of the visit',
  'label-again': 'somebody came again with the label of this parcel',
  'drop-seen': 'a camera saw something of a parcel’s size set down',
  'drop-unsure': 'a camera saw something set down, not surely',
  'drop-gone': 'it went, and nobody of this home said so',
  'drop-gone-by-door': 'it went when somebody of this home opened the door',
  'nothing-seen': 'a camera looked the whole time and saw nothing set down',
  'nothing-seen-yet': 'a camera looks and has seen nothing yet',
  'nobody-looked': 'no camera looked at the place then',
  'box-offered': 'the courier was told to use the parcel box',
  'box-opened': 'the parcel box was opened then',
  'household-has-it': 'somebody of this home has it',
  'household-not-my-door': 'somebody of this home says that the photo shows another door',
  'household-not-here': 'somebody of this home looked and did not find it',
}

/** On the buttons by which people of the house say it. */
export const householdWordWords: Readonly<Record<HouseholdWord, string>> = {
  'taken-in': 'We have it',
  'not-my-door': 'This is not my door',
  'not-here': 'It is not here',
}

export const noticeWords: Readonly<Record<NoticeView['notice'], string>> = {
  arriving: 'is out for delivery',
  delivered: 'was delivered',
  delayed: 'is late',
  'still-outside': 'still lies before the door',
  taken: 'was taken from the door, and nobody of this home said so',
  'not-here': 'is said to be delivered, and nothing was seen here',
}
