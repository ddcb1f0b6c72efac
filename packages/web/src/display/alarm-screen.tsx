// An alarm: one sentence, what to do, what the witnesses say, a picture with its age. It stays until a person has acted
// elsewhere and the cause is gone; here it can only be made quiet, for a while and for this screen (threats T11).
import { useComputed } from '@preact/signals'
import type { JSX } from 'preact'
import { spanWords } from '../live/hub-clock.ts'
import type { KnownDoor, Witness } from '../live/known-door.ts'
import { tick } from '../live/ticking.ts'
import { visitCamera } from '../live/visit-cameras.ts'
import { Icon } from '../parts/icons.tsx'
import { LivePicture, NoPicture } from '../parts/live-picture.tsx'
import { Seal } from '../parts/seal.tsx'
import { Takeover } from '../parts/takeover.tsx'
import { isQuiet, quiet } from './quiet.ts'
import type { WallStore } from './wall-store.ts'
import type { StandingAlarm } from './wall-views.ts'
import { ago, boltWord, contactWord, pictureWord, placeOf } from './wall-words.ts'

/** Characters of a sentence that is set smaller, so that it fits. */
const LONG = 42

export function AlarmScreen({ store }: { readonly store: WallStore }): JSX.Element | null {
  const alarms = store.alarms.value
  const [first] = alarms
  if (!first) return null
  const door = store.doors.value?.find(({ id }) => id === first.door) ?? null
  const name = door?.name ?? 'Door'
  const camera = door && visitCamera(door.view)
  const isLive = store.line.state.value === 'live'
  return (
    <Takeover key={first.id} label={`Alarm. ${name}. ${first.words}`} class="wall alarm" isUrgent>
      <section class="say">
        <Since alarm={first} name={name} />
        <h1 class={first.words.length > LONG ? 'long' : ''}>{first.words}</h1>
        <p class="do">{first.act}.</p>
        {alarms.length > 1 && <p class="more">And {alarms.length - 1} more.</p>}
      </section>
      <section class="side">
        {door && camera ? (
          <LivePicture store={store} camera={camera} place={placeOf(door, camera)} />
        ) : (
          <NoPicture />
        )}
        {door && <WitnessRows door={door} picture={isLive ? pictureWord(camera) : 'Not known'} />}
      </section>
      <footer>
        <QuietHere alarms={alarms} />
        <p class="stays">
          {first.acknowledged ? 'Somebody has seen it. ' : ''}It stays until somebody of this home acts and
          the door is proved.
        </p>
      </footer>
    </Takeover>
  )
}

function Since({ alarm, name }: { readonly alarm: StandingAlarm; readonly name: string }): JSX.Element {
  const span = useComputed(() => spanWords(tick.value - alarm.since))
  return (
    <div class="since">
      <Seal state="jammed" size={112} />
      <p>
        {name}
        <br />
        <b>Alarm for {span.value}</b>
      </p>
    </div>
  )
}

interface WitnessRowsProps {
  readonly door: KnownDoor
  readonly picture: string
}

function WitnessRows({ door: { bolt, contact }, picture }: WitnessRowsProps): JSX.Element {
  const said = ({ word, ageMs }: Witness): string =>
    word === 'unknown' || ageMs === null ? '' : `, ${ago(ageMs)}`
  return (
    <dl>
      <div>
        <dt>Bolt</dt>
        <dd>
          <b>{boltWord(bolt.word)}</b>
          {said(bolt)}
        </dd>
      </div>
      <div>
        <dt>Door</dt>
        <dd>
          <b>{contactWord(contact.word)}</b>
          {said(contact)}
        </dd>
      </div>
      <div>
        <dt>Picture</dt>
        <dd>
          <b>{picture}</b>
        </dd>
      </div>
    </dl>
  )
}

function QuietHere({ alarms }: { readonly alarms: readonly StandingAlarm[] }): JSX.Element {
  const isSilent = useComputed(() => alarms.every(({ id }) => isQuiet(id, tick.value)))
  return (
    <button
      type="button"
      class="btn white"
      disabled={isSilent.value}
      onClick={() => quiet(alarms.map(({ id }) => id))}
    >
      <Icon name="quiet" size="l" />
      {isSilent.value ? 'Quiet here for two minutes' : 'Quiet here'}
    </button>
  )
}
