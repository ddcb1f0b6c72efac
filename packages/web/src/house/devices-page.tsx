// Devices and health: of each door three witnesses, when each was heard last, and what a silent one costs.
import type { JSX } from 'preact'
import { useEffect } from 'preact/hooks'
import {
  agoWords,
  boltWords,
  cameraName,
  contactWords,
  feedWords,
  proofWords,
  soundWords,
  unfitWords,
  witnessLine,
} from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import type { KnownDoor } from '../live/known-door.ts'
import { hrefOf } from '../live/route.ts'
import { Failed, Skeleton } from '../parts/block.tsx'
import { Icon } from '../parts/icons.tsx'
import { Seal, spokenOf } from '../parts/seal.tsx'
import { batteryWords, findingsOf } from './device-words.ts'
import { ViewLearned } from './view-learned.tsx'
import { LookForCameras } from './look-for-cameras.tsx'

/** A camera that falls silent in a quiet house is told by no event: who looks at its health asks, ms. */
const LOOK_EVERY_MS = 5_000

export function DevicesPage({ store }: { readonly store: HomeStore }): JSX.Element {
  useEffect(() => {
    const looking = setInterval(() => store.refresh(), LOOK_EVERY_MS)
    return () => clearInterval(looking)
  }, [])
  const doors = store.doors.value
  const failure = store.houseFailure.value
  if (!doors)
    return (
      <section class="sec">
        {failure ? (
          <Failed error={failure} what="The doors" again={() => store.refresh()} />
        ) : (
          <Skeleton what="The doors" rows={2} />
        )}
      </section>
    )
  if (doors.length === 0)
    return <p class="sec">This home has no door. Add one in the settings file of the hub.</p>
  return (
    <>
      {doors.map((door) => (
        <DoorHealth key={door.id} store={store} door={door} />
      ))}
      <LookForCameras store={store} />
    </>
  )
}

interface DoorHealthProps {
  readonly store: HomeStore
  readonly door: KnownDoor
}

function DoorHealth({ store, door }: DoorHealthProps): JSX.Element {
  const { id, name, state, isKnown, isPorch, bolt, contact, view } = door
  const findings = isKnown ? findingsOf(door) : []
  return (
    <section class="sec" aria-label={name}>
      <div class="card">
        <a class="row pad doorlink" href={hrefOf('door', id)}>
          {isPorch ? <Icon name="eye" /> : <Seal state={state} size={36} />}
          <span class="grow">
            <b class="title">{name}</b>
            <span class="small">{isPorch ? witnessLine(door) : spokenOf(state)}</span>
          </span>
          <Icon name="forward" size="s" />
        </a>
        <dl class="rows devices">
          {!isPorch && (
            <>
              <Device what="Bolt" word={boltWords(bolt.word)} more={`last answer ${agoWords(bolt.ageMs)}`} />
              <Device
                what="Contact"
                word={contactWords(contact.word)}
                more={`last answer ${agoWords(contact.ageMs)}`}
              />
            </>
          )}
          {view.cameras.map((camera) => (
            <Device
              key={camera.id}
              what={cameraName(camera.id)}
              word={isKnown ? feedWords(camera) : 'Not known'}
              more={cameraWords(camera)}
            />
          ))}
          {!isPorch && (
            <Device
              what="Battery of the lock"
              word={isKnown ? batteryWords(view.battery) : 'Not known'}
              more=""
            />
          )}
        </dl>
        <div class="pad stack findings">
          {view.cameras.map(({ id: camera }) => (
            <a key={camera} class="btn wide" href={hrefOf('house', 'devices', camera)}>
              {cameraName(camera)}: what it looks at
            </a>
          ))}
          {isKnown &&
            view.cameras.map((camera) => <ViewLearned key={camera.id} store={store} camera={camera} />)}
          {!isKnown && <p class="small">Not connected to the house: nothing is known of its devices now.</p>}
          {isKnown && !isPorch && view.unfit !== null && (
            <p class="strong">Nobody can be let in here: {unfitWords(view.unfit)}</p>
          )}
          {findings.map(({ words, price }) => (
            <p key={words}>
              <b>{words}</b> {price}
            </p>
          ))}
          {isKnown && findings.length === 0 && view.unfit === null && (
            <p class="small">All three witnesses answer.</p>
          )}
        </div>
      </div>
    </section>
  )
}

/** What it is for, whether it proves its picture, and what becomes of what it hears. */
const cameraWords = (camera: KnownDoor['view']['cameras'][number]): string =>
  [
    camera.witness ? 'camera, sees the leaf' : `camera, ${camera.view}`,
    ...(camera.witness ? [proofWords(camera)] : []),
    soundWords(camera),
  ].join('. ')

interface DeviceProps {
  readonly what: string
  readonly word: string
  readonly more: string
}

const Device = ({ what, word, more }: DeviceProps): JSX.Element => (
  <div class="device">
    <dt>
      {what}
      {more !== '' && <span class="small">{more}</span>}
    </dt>
    <dd>{word}</dd>
  </div>
)
