// A parcel as the household sees it. Of a confidential one the others learn that it comes, when, and how it stands, and
// nothing that would tell what it is or who sent it.
import { type Account, type Parcel, mayRead } from '@portico/core'
import type { AccountView, ParcelView } from '@portico/protocol'
import type { HomeRuntime, Visit } from '@portico/runtime'
import { HIDDEN_SOURCE } from './hidden-source.ts'
import { verdictView } from './truth-view.ts'

/** The newest visit that brings this parcel. */
const visitOf = ({ parts }: Parcel, visits: HomeRuntime['visits']): Visit | null =>
  visits.of(parts).toSorted((a, b) => b.created - a.created)[0] ?? null

const accountView = ({ source, status, lastHeard }: Account): AccountView => ({
  source,
  status: status?.value ?? null,
  grade: status?.grade ?? 'none',
  heard: lastHeard,
})

export interface ParcelFacts {
  readonly parcel: Parcel
  readonly runtime: Pick<HomeRuntime, 'deliveries' | 'truth' | 'visits'>
  /** Id of the person who looks; null: nobody in particular. */
  readonly viewer: string | null
}

export function parcelView({ parcel, runtime, viewer }: ParcelFacts): ParcelView {
  const { deliveries, visits } = runtime
  const { window, value } = parcel
  const view: ParcelView = {
    id: parcel.id,
    trackingNumber: parcel.number,
    numbers: [...parcel.numbers],
    carrier: parcel.carrier,
    title: parcel.title,
    sender: parcel.sender,
    orders: [...parcel.orders],
    direction: parcel.direction,
    person: parcel.person,
    confidential: parcel.confidential,
    hidden: false,
    perishable: parcel.perishable,
    value: value && { minor: value.minor, currency: value.currency },
    claim: parcel.claim,
    status: parcel.status,
    statusAt: parcel.statusAt,
    source: parcel.statusSource,
    window: window && { from: window.from, to: window.to },
    elsewhere: parcel.elsewhere,
    accounts: parcel.accounts.map(accountView),
    conflicts: [...deliveries.conflictsOf(parcel)],
    disowned: parcel.disowned,
    undo: deliveries.acts.undoable(parcel)?.what ?? null,
    verdict: verdictView(runtime.truth.judge(parcel)),
    firstSeen: parcel.firstSeen,
    lastSeen: parcel.lastSeen,
    session: visitOf(parcel, visits)?.id ?? null,
  }
  return mayRead(parcel, viewer) ? view : withheld(view)
}

/** Four digits are what people read to each other; with the whole number anybody could ask the carrier. */
const lastFour = (number: string): string => number.slice(-4)

const withheld = (view: ParcelView): ParcelView => ({
  ...view,
  hidden: true,
  trackingNumber: lastFour(view.trackingNumber),
  numbers: view.numbers.map(lastFour),
  carrier: null,
  title: null,
  sender: null,
  orders: [],
  perishable: false,
  value: null,
  source: view.source === null ? null : HIDDEN_SOURCE,
  accounts: [],
  conflicts: [],
  undo: null,
})
