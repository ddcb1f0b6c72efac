// The owner's page: signed in or not, where in it, and what takes it over: alarm before ring before visit.
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { HousePage } from '../house/house-page.tsx'
import { route } from '../live/route.ts'
import { ParcelsPage, RingPlace } from '../parcels/parcels-page.tsx'
import { SimulatedMark } from '../parts/simulated.tsx'
import { AlarmTakeover } from './alarm-takeover.tsx'
import { Bars } from './bars.tsx'
import { call } from '../parts/calls.ts'
import { DoorPage } from './door-page.tsx'
import { headlineOf } from './headline.ts'
import { HomePage, awayOf } from './home-page.tsx'
import { noteEvent } from '../live/seen-head.ts'
import { keepParcels } from './kept-parcels.ts'
import { type Highest, type Matters, highestOf } from './matters.ts'
import { RingTakeover } from './ring-takeover.tsx'
import { useScrolling } from './scrolling.ts'
import type { Shell } from './shell.ts'
import { SignInPage } from './sign-in-page.tsx'
import { keepPlace } from './sign-in.ts'
import { Tabs } from './tabs.tsx'
import { VisitPage } from './visit-page.tsx'
import { visitHeadline } from './visit-words.ts'

export interface OwnerPageProps {
  readonly shell: Shell
  /** Why the link that opened this page did not sign in; null: it did, or there was none. */
  readonly linkFailure: string | null
  /** Try the same link again; null: it would not help. */
  readonly onLinkAgain: (() => void) | null
}

export function OwnerPage({ shell, linkFailure, onLinkAgain }: OwnerPageProps): JSX.Element {
  const { store } = shell
  const { value: matters } = shell.matters
  const isSignedOut = store.isSignedOut.value
  const highest = isSignedOut ? null : highestOf(matters)
  const bars = <Bars store={store} matters={matters} highest={highest} shown={shownVisits()} />
  // Drawn by itself: the clock of this page must not draw a long list anew.
  const place = useMemo(() => <Place shell={shell} />, [shell])
  useEffect(() => keepParcels(store), [store])
  useEffect(() => {
    const following = store.follow(noteEvent)
    return () => following[Symbol.dispose]()
  }, [store])
  useEffect(() => {
    if (isSignedOut) keepPlace()
  }, [isSignedOut])
  useAskCall(matters)
  useTitle(shell, highest)
  const wasSignedIn = store.me.value !== null
  return (
    <>
      {/* Kept as it is behind whatever takes the page, and out of reach. */}
      <div inert={isSignedOut || highest !== null} hidden={isSignedOut}>
        {bars}
        {place}
      </div>
      {highest === 'alarm' && <AlarmTakeover store={store} alarms={matters.alarms} bars={bars} />}
      {highest === 'ring' && matters.ring && (
        <RingTakeover
          store={store}
          ring={matters.ring}
          matters={matters}
          bars={bars}
          onAside={shell.putAside}
        />
      )}
      {isSignedOut && (
        <SignInPage
          wasSignedIn={wasSignedIn}
          failure={wasSignedIn ? null : linkFailure}
          {...(onLinkAgain ? { onAgain: onLinkAgain } : {})}
          onSigned={() => store.again()}
        />
      )}
      <SimulatedMark />
    </>
  )
}

function shownVisits(): 'visits' | { readonly visit: string } | null {
  const [place, id = ''] = route.value
  return place === undefined ? 'visits' : place === 'visit' ? { visit: id } : null
}

function Place({ shell }: { readonly shell: Shell }): JSX.Element {
  const { store } = shell
  const [place, id = ''] = route.value
  useScrolling()
  switch (place) {
    case 'visit':
      return <VisitPage store={store} id={id} />
    case 'door':
      return (
        <>
          <DoorPage store={store} id={id} />
          <Tabs current="home" />
        </>
      )
    case 'parcels':
      return (
        <>
          <ParcelsPage store={store} />
          <Tabs current="parcels" />
        </>
      )
    case 'ring':
      return (
        <>
          <RingPlace store={store} id={id} />
          <Tabs current="house" />
        </>
      )
    case 'house':
      return (
        <>
          <HousePage store={store} />
          <Tabs current="house" />
        </>
      )
    default:
      return (
        <>
          <HomePage store={store} matters={shell.matters.value} />
          <Tabs current="home" />
        </>
      )
  }
}

/** A question to the owner is heard once, wherever he is on the page. */
function useAskCall({ visits }: Matters): void {
  const asked = visits.flatMap(({ value: { id, ask } }) => (ask ? [`${id} ${ask.try}`] : [])).join(' ')
  useEffect(() => {
    if (asked === '') return undefined
    const calling = call('ask')
    return () => calling[Symbol.dispose]()
  }, [asked])
}

function titleOf({ store, matters, nameOf }: Shell, highest: Highest): string {
  const { alarms, ring, visits } = matters.value
  const [alarm] = alarms
  if (store.isSignedOut.value) return 'Sign in'
  if (highest === 'alarm' && alarm) return `ALARM: ${nameOf(alarm.door)}`
  if (highest === 'ring' && ring) return `Somebody rings: ${nameOf(ring.door)}`
  const [visit] = visits
  const away = awayOf(store)
  if (visit && away === null) return visitHeadline(visit.value)
  return headlineOf(store.doors.value, away).words
}

/** What the row of tabs and a screen reader say of this page. */
function useTitle(shell: Shell, highest: Highest): void {
  const title = `${titleOf(shell, highest)} · Portico`
  useEffect(() => {
    document.title = title
  }, [title])
}
