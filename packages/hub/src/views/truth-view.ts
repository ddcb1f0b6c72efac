// What became of a delivery, as the household sees it: the verdict, what speaks for and against it, the pictures of both
// sides. Of a confidential parcel others see how it stands, and nothing that would tell what it is.
import { type Parcel, type Reason, type Verdict, householdWords, mayRead, openVerdicts } from '@portico/core'
import {
  type DropView,
  type ReasonView,
  type TruthView,
  type VerdictView,
  confidenceWords,
  reasonWords,
  verdictWords,
} from '@portico/protocol'
import type { DropLook, HomeRuntime } from '@portico/runtime'
import { type ComplaintFacts, complaintOf } from './complaint.ts'
import { farWords } from './far-words.ts'
import { HIDDEN_SOURCE } from './hidden-source.ts'

export interface TruthFacts extends Pick<ComplaintFacts, 'timeZone'> {
  readonly parcel: Parcel
  readonly runtime: Pick<HomeRuntime, 'truth' | 'journal'>
  /** Id of the person who looks; null: nobody in particular. */
  readonly viewer: string | null
}

export const verdictView = ({ is, confidence }: Verdict): VerdictView => ({
  is,
  confidence,
  words: verdictWords[is],
  sure: confidenceWords[confidence],
})

const reasonView = ({ why, at, source, grade, metres }: Reason): ReasonView => ({
  why,
  words: metres === undefined ? reasonWords[why] : `${reasonWords[why]}, by ${farWords(metres)} or more`,
  at,
  source,
  grade,
  metres: metres ?? null,
})

/** Where a picture of a parcel is read. */
const pictureUrl = (parcel: Parcel, sha256: string): string =>
  `/api/v1/parcels/${parcel.id}/pictures/${sha256}`

const dropView = (parcel: Parcel, { door, drop }: DropLook): DropView => ({
  door,
  camera: drop.camera,
  state: drop.state,
  seen: drop.seen,
  confidence: drop.confidence,
  picture:
    drop.photo === null
      ? null
      : { url: pictureUrl(parcel, drop.photo), sha256: drop.photo, at: drop.seen, by: drop.camera },
  ended: drop.ended,
})

/** Newest of each word: what is said twice is said once. */
function sayable({ is }: Verdict, parcel: Parcel): TruthView['mayBeSaid'] {
  if (is === 'received') return ['not-my-door']
  const isSaid = parcel.status === 'delivered'
  return householdWords.filter((word) => {
    if (word === 'taken-in') return true
    return isSaid && is !== (word === 'not-my-door' ? 'wrong-house' : 'not-here')
  })
}

export function truthView(facts: TruthFacts): TruthView {
  const { parcel, runtime, viewer } = facts
  const { truth } = runtime
  const verdict = truth.judge(parcel)
  const { photo, link, signer, household, moves } = truth.of(parcel)
  const view: TruthView = {
    verdict: verdictView(verdict),
    for: verdict.for.map(reasonView),
    against: verdict.against.map(reasonView),
    moves: moves.map(({ from, to, at, why }) => ({
      from,
      to,
      words: verdictWords[to],
      at,
      why: why.map((reason) => reasonWords[reason.why]),
    })),
    photo: photo && {
      url: pictureUrl(parcel, photo.sha256),
      sha256: photo.sha256,
      at: photo.at,
      by: photo.source,
    },
    link: link && { url: link.url, host: new URL(link.url).host, at: link.at },
    signer,
    drops: truth.dropsOf(parcel).map((look) => dropView(parcel, look)),
    household: [...household],
    mayBeSaid: sayable(verdict, parcel),
    complaint: openVerdicts.has(verdict.is) ? complaintOf({ ...facts, verdict }) : null,
  }
  return mayRead(parcel, viewer) ? view : withheld(view)
}

const hidden = (reason: ReasonView): ReasonView => ({
  ...reason,
  source: reason.source === null ? null : HIDDEN_SOURCE,
})

/** What lies before the door is seen by whoever lives there. */
const withheld = (view: TruthView): TruthView => ({
  ...view,
  for: view.for.map(hidden),
  against: view.against.map(hidden),
  photo: null,
  link: null,
  signer: null,
  complaint: null,
})
