// An alarm has the page until somebody has answered it: one sentence, what to do, both witnesses, the picture with its
// true age. It ends when the door is proved, not when it is tapped away.
import type { ComponentChildren, JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import type { AlarmView } from '@portico/protocol'
import { agoWords, boltWords, contactWords, feedWords, placeOf } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { spanWords } from '../live/hub-clock.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { OneAct } from '../live/one-act.ts'
import { visitCamera } from '../live/visit-cameras.ts'
import { HoldButton } from '../parts/hold-button.tsx'
import { Icon } from '../parts/icons.tsx'
import { LivePicture } from '../parts/live-picture.tsx'
import { Said } from '../parts/said.tsx'
import { Takeover } from '../parts/takeover.tsx'
import { TalkButton } from '../talk/talk-button.tsx'
import { call } from '../parts/calls.ts'
import { HoldForAlarm } from './hold-for-alarm.tsx'

export interface AlarmTakeoverProps {
  readonly store: HomeStore
  /** Not answered by whoever looks, newest first; never empty. */
  readonly alarms: readonly AlarmView[]
  /** What is lower, or the house that is not heard. */
  readonly bars: ComponentChildren
}

export function AlarmTakeover({ store, alarms, bars }: AlarmTakeoverProps): JSX.Element | null {
  const [alarm, ...others] = alarms
  const ids = alarms.map(({ id }) => id).join(' ')
  useEffect(() => {
    const calling = call('alarm')
    return () => calling[Symbol.dispose]()
  }, [])
  // The house need not shout louder for want of a hearer.
  useEffect(() => {
    for (const { id } of alarms) store.line.connection.delivered(id)
  }, [ids])
  if (!alarm) return null
  const door = store.doors.value?.find(({ id }) => id === alarm.door) ?? null
  return (
    <Takeover
      label={`Alarm. ${door?.name ?? alarm.door}: ${alarm.words} ${alarm.act}.`}
      class="alarm-over"
      isUrgent
    >
      {bars}
      <div class="alarm-top">
        <svg class="octagon" viewBox="0 0 48 48" aria-hidden="true">
          <path d="M16 4.5h16L43.5 16v16L32 43.5H16L4.5 32V16z" />
          <path class="mark" d="M24 13v14M24 34v.1" />
        </svg>
        <p>
          Alarm: {door?.name ?? alarm.door}
          <br />
          <strong>for {spanWords(alarm.standingMs + sinceView(door, alarm))}</strong>
        </p>
      </div>
      <h1>{alarm.words}</h1>
      <p class="lead">{alarm.act}.</p>
      {others.length > 0 && (
        <ul class="also">
          {others.map(({ id, words }) => (
            <li key={id}>Also: {words}</li>
          ))}
        </ul>
      )}
      {door && <AlarmPicture store={store} door={door} />}
      {door && <AlarmFacts door={door} />}
      <AlarmActs store={store} alarm={alarm} alarms={alarms} />
    </Takeover>
  )
}

/** The view is older than now by as much as its witnesses have aged since. */
const sinceView = (door: KnownDoor | null, { door: id }: AlarmView): number =>
  door !== null && door.id === id ? Math.max(0, (door.bolt.ageMs ?? 0) - (door.view.bolt.ageMs ?? 0)) : 0

function AlarmPicture({
  store,
  door,
}: {
  readonly store: HomeStore
  readonly door: KnownDoor
}): JSX.Element | null {
  const camera = visitCamera(door.view)
  if (!camera) return null
  return (
    <>
      <LivePicture store={store} camera={camera} place={placeOf(door.view, camera)} class="wide framed" />
      <TalkButton camera={camera} face={null} />
    </>
  )
}

function AlarmFacts({ door }: { readonly door: KnownDoor }): JSX.Element {
  const { bolt, contact, isKnown } = door
  const camera = visitCamera(door.view)
  return (
    <dl class="alarm-facts">
      <div>
        <dt>Bolt</dt>
        <dd>
          {boltWords(bolt.word)}, {agoWords(bolt.ageMs)}
        </dd>
      </div>
      <div>
        <dt>Door</dt>
        <dd>
          {contactWords(contact.word)}, {agoWords(contact.ageMs)}
        </dd>
      </div>
      {camera && (
        <div>
          <dt>Camera</dt>
          <dd>{isKnown ? feedWords(camera, door.view.session !== null) : 'Not known'}</dd>
        </div>
      )}
    </dl>
  )
}

interface AlarmActsProps {
  readonly store: HomeStore
  readonly alarm: AlarmView
  readonly alarms: readonly AlarmView[]
}

function AlarmActs({ store, alarm, alarms }: AlarmActsProps): JSX.Element {
  const act = useMemo(() => new OneAct(), [])
  const isOff = act.isBusy.value || store.line.state.value !== 'live'
  const ofDoor = alarms.filter(({ door }) => door === alarm.door)
  const answer = (secureByEye: boolean): Promise<boolean> =>
    act.run(async () => {
      // With one's own eyes all alarms of the door are answered by one.
      const answered = secureByEye ? [alarm] : ofDoor
      await Promise.all(answered.map(({ id }) => store.client.acknowledge(id, secureByEye)))
    })
  return (
    <div class="alarm-acts stack">
      <HoldButton
        class="wide"
        confirm="Press Enter again: shut and locked, I see it"
        disabled={isOff}
        onHeld={() => void answer(true)}
      >
        <Icon name="check" size="s" />
        Hold: I am at the door, it is locked
      </HoldButton>
      <HoldForAlarm store={store} door={alarm.door} words="Hold for siren" class="wide" />
      <button type="button" class="btn wide" disabled={isOff} onClick={() => void answer(false)}>
        <Icon name="quiet" size="s" />
        Quiet for now
      </button>
      <p class="small">
        Quiet on your own screens; everybody else is still called. While the door of a visit is not proved, it
        calls you again in two minutes.
      </p>
      <Said act={act} />
    </div>
  )
}
