// Bars along the top: the house that is not heard, and every matter that does not have the page.
import type { JSX } from 'preact'
import type { AlarmView, SessionView } from '@portico/protocol'
import { forbiddenWords, kindOf } from '../live/forbidden-command.ts'
import { type HandOpening, handOpeningWords } from '../live/hand-opening.ts'
import type { HomeStore } from '../live/home-store.ts'
import { clockTime } from '../live/hub-clock.ts'
import type { Dated } from '../live/known-door.ts'
import { hrefOf } from '../live/route.ts'
import { Icon } from '../parts/icons.tsx'
import { VisitCountdown } from '../parts/visit-countdown.tsx'
import { isMuted } from '../parts/sound.ts'
import type { Highest, Matters } from './matters.ts'
import { visitHeadline } from './visit-words.ts'

export function AwayBar({ store }: { readonly store: HomeStore }): JSX.Element | null {
  if (!store.isAway.value) return null
  const { value: lostAt } = store.line.lostAt
  return (
    <p class="bar-line ink" role="status">
      <Icon name="warning" size="s" />
      Not connected to the house{lostAt === null ? '' : ` since ${clockTime(lostAt)}`}
    </p>
  )
}

function AlarmBar({ alarm, name }: { readonly alarm: AlarmView; readonly name: string }): JSX.Element {
  return (
    <a class="bar-line red" href={hrefOf('door', alarm.door)}>
      <Icon name="alarm" size="s" />
      <span class="grow">
        {name}: {alarm.words} Stays until the door is proved.
      </span>
    </a>
  )
}

function VisitBarLine({ visit }: { readonly visit: Dated<SessionView> }): JSX.Element {
  return (
    <a class="bar-line stone" href={hrefOf('visit', visit.value.id)}>
      <Icon name="people" size="s" />
      <span class="grow">{visitHeadline(visit.value)}</span>
      <VisitCountdown visit={visit} size={36} />
    </a>
  )
}

/** On a page it was somebody whom the hub knows; through a face somebody who has a PIN, and that may be a guest. */
const openerOf = (store: HomeStore, { by, face }: HandOpening): string =>
  face === 'owner-page' ? (store.people.value.get(by) ?? 'Somebody of this home') : 'Somebody with a PIN'

/** Stays until it is put aside: an opening that nobody saw told is one that nobody asks about. */
function HandBar({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const { value: opening } = store.handOpening
  if (!opening) return null
  const named = {
    person: openerOf(store, opening),
    through: opening.face === 'owner-page' ? undefined : store.faces.value.get(opening.by),
    door: store.doors.value?.find(({ id }) => id === opening.door)?.name ?? opening.door,
    time: clockTime(opening.wall),
  }
  return (
    <p class="bar-line stone" role="status">
      <Icon name="people" size="s" />
      <span class="grow">{handOpeningWords(opening, named)}</span>
      <button type="button" class="btn" onClick={() => void (store.handOpening.value = null)}>
        Seen
      </button>
    </p>
  )
}

/** Stays until it is put aside: whoever tries what he may not may try something else. */
function ForbiddenBar({ store }: { readonly store: HomeStore }): JSX.Element | null {
  const { value: forbidden } = store.forbidden
  if (!forbidden || forbidden.by === store.me.value?.id) return null
  const names = forbidden.face === 'owner-page' ? store.people.value : store.faces.value
  const who = names.get(forbidden.by) ?? kindOf(forbidden.face)
  return (
    <p class="bar-line stone" role="status">
      <Icon name="warning" size="s" />
      <span class="grow">{forbiddenWords(who, clockTime(forbidden.wall))}</span>
      <button type="button" class="btn" onClick={() => void (store.forbidden.value = null)}>
        Seen
      </button>
    </p>
  )
}

export interface BarsProps {
  readonly store: HomeStore
  readonly matters: Matters
  /** What has the page: it needs no bar. */
  readonly highest: Highest
  /** The visit, or the first page with its cards, that is shown already; null: none. */
  readonly shown: 'visits' | { readonly visit: string } | null
}

export function Bars({ store, matters, highest, shown }: BarsProps): JSX.Element {
  const nameOf = (door: string): string => store.doors.value?.find(({ id }) => id === door)?.name ?? door
  const visits = matters.visits.filter(({ value }) =>
    // What was heard last of a visit is no bar of now.
    store.isAway.value || shown === 'visits' ? false : shown === null || shown.visit !== value.id,
  )
  return (
    <div class="bars">
      <AwayBar store={store} />
      {highest !== 'alarm' &&
        matters.alarms.map((alarm) => <AlarmBar key={alarm.id} alarm={alarm} name={nameOf(alarm.door)} />)}
      {matters.seenAlarms.map((alarm) => (
        <AlarmBar key={alarm.id} alarm={alarm} name={nameOf(alarm.door)} />
      ))}
      {highest === 'alarm' && matters.ring && (
        <p class="bar-line stone">
          <Icon name="bell" size="s" />
          <span class="grow">Somebody rings: {nameOf(matters.ring.door)}</span>
        </p>
      )}
      <HandBar store={store} />
      <ForbiddenBar store={store} />
      {visits.map((visit) => (
        <VisitBarLine key={visit.value.id} visit={visit} />
      ))}
      {isMuted.value && (highest !== null || matters.visits.some(({ value }) => value.ask !== null)) && (
        <p class="bar-line stone">
          <Icon name="quiet" size="s" />
          <span class="grow">Sound is off in this browser: touch the page to hear it.</span>
        </p>
      )}
    </div>
  )
}
