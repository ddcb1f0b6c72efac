// The film of one visit, through one camera or another: the place in time is the same for all of them.
import type { SessionView, TraceReply } from '@portico/protocol'
import { useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useMemo } from 'preact/hooks'
import type { HomeStore } from '../../live/home-store.ts'
import { hubNow } from '../../live/hub-clock.ts'
import { type Happening, happeningsOf } from '../happenings.ts'
import { EvidenceLink } from '../evidence-link.tsx'
import { CameraFilm } from './camera-film.tsx'
import { FilmKeepingPart } from './film-keeping.tsx'
import { type Span, wholeOf } from './film-timeline.ts'
import { foldTrace } from './trace.ts'

export interface FilmDeskProps {
  readonly store: HomeStore
  readonly visit: SessionView
  readonly trace: TraceReply | null
}

/** The camera inside sees the parcel; it comes first. */
function camerasOf({ film }: SessionView, store: HomeStore, door: string): readonly string[] {
  const known = store.doors.peek()?.find(({ id }) => id === door)?.view.cameras ?? []
  const view = (camera: string): string => known.find(({ id }) => id === camera)?.view ?? ''
  const all = [...new Set(film.map(({ camera }) => camera))]
  return all.toSorted((a, b) => Number(view(b) === 'inside') - Number(view(a) === 'inside'))
}

const placeOf = (camera: string): string => camera.charAt(0).toUpperCase() + camera.slice(1)

export function FilmDesk({ store, visit, trace }: FilmDeskProps): JSX.Element {
  const whole = useMemo(() => wholeOf(visit.film) ?? { from: 0, to: 1 }, [])
  const cameras = useMemo(() => camerasOf(visit, store, visit.door), [])
  const camera = useSignal(cameras[0] ?? '')
  const at = useSignal(whole.from)
  const folded = useMemo(() => trace && foldTrace(trace, whole), [])
  const happened = useMemo(() => happenedIn(visit, store, whole), [])
  const metas = visit.film.filter((meta) => meta.camera === camera.value)
  return (
    <>
      {cameras.length > 1 && (
        <fieldset class="sec cameras">
          <legend class="hush">Camera</legend>
          {cameras.map((each) => (
            <label key={each} class="btn">
              <input
                type="radio"
                name="camera"
                checked={each === camera.value}
                onChange={() => void (camera.value = each)}
              />
              {placeOf(each)}
            </label>
          ))}
        </fieldset>
      )}
      <CameraFilm
        key={camera.value}
        place={placeOf(camera.value)}
        metas={metas}
        whole={whole}
        at={at}
        trace={folded}
        happened={happened}
      />
      {trace && !trace.isComplete && (
        <p class="sec small">
          More was said by bolt and door than is told here; what is missing is at the end.
        </p>
      )}
      {!trace && <p class="sec small">What bolt and door said could not be loaded.</p>}
      {visit.state === 'closed' && (
        <>
          <p class="sec">
            <EvidenceLink visit={visit.id} />
          </p>
          <FilmKeepingPart store={store} session={visit.id} />
        </>
      )}
    </>
  )
}

function happenedIn(visit: SessionView, store: HomeStore, { from, to }: Span): readonly Happening[] {
  const me = store.me.peek()?.id
  const people = store.people.peek()
  const nameOf = (id: string): string | null => (id === me ? 'you' : (people.get(id) ?? null))
  return happeningsOf({ truth: null, timeline: [], visit, nameOf, now: hubNow() })
    .filter(({ at }) => at >= from && at <= to)
    .toReversed()
}
