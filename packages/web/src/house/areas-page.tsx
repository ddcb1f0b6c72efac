// What a camera looks at: its leaf, its drop zone and what nobody may see, drawn over a still of it. What is masked more
// holds at once; what is masked less needs the hub's console and a quarter of an hour.
import type { AreasRequest, AreasView } from '@portico/protocol'
import { type Signal, useSignal } from '@preact/signals'
import type { JSX } from 'preact'
import { useEffect, useMemo } from 'preact/hooks'
import { cameraName } from '../live/door-words.ts'
import type { HomeStore } from '../live/home-store.ts'
import { hubNow, spanWords } from '../live/hub-clock.ts'
import { useLoaded } from '../live/loaded.ts'
import { OneAct, failureWords } from '../live/one-act.ts'
import { pictureUrl } from '../live/pushed.ts'
import { tick } from '../live/ticking.ts'
import { Block } from '../parts/block.tsx'
import { Said } from '../parts/said.tsx'
import { AreaRow } from './area-corners.tsx'
import {
  type Area,
  type Draft,
  MASKS_MAX,
  type Place,
  areaAt,
  draftOf,
  isSame,
  unmasked,
} from './area-draft.ts'
import { type Drafting, useDrafting } from './area-drafting.ts'
import { AreaPicture } from './area-picture.tsx'
import { SaveAreas } from './save-areas.tsx'
import './areas.css'

interface AreasPageProps {
  readonly store: HomeStore
  readonly camera: string
}

export function AreasPage({ store, camera }: AreasPageProps): JSX.Element {
  const path = `/api/v1/cameras/${encodeURIComponent(camera)}/areas`
  const { requests } = store.client
  const loading = useLoaded({
    store,
    key: path,
    load: () => requests.get<AreasView>(path),
    isTouched: ({ type, data }) => type === 'Audit' && data['camera'] === camera,
  })
  const settle = async (answer: Promise<AreasView>): Promise<void> => {
    loading.set(await answer)
    // Doors say whether their cameras are masked.
    store.refresh()
  }
  return (
    <Block store={store} loading={loading} what="What it looks at" rows={3} frame="sec">
      {(known) => (
        <Drawing
          // What somebody else has saved meanwhile is what is drawn on.
          key={JSON.stringify(known)}
          store={store}
          known={known}
          save={(request) => settle(requests.post<AreasView>(path, request))}
          stop={() => settle(requests.post<AreasView>(`${path}/stop`))}
        />
      )}
    </Block>
  )
}

interface DrawingProps {
  readonly store: HomeStore
  readonly known: AreasView
  readonly save: (request: AreasRequest) => Promise<void>
  readonly stop: () => Promise<void>
}

function Drawing({ store, known, save, stop }: DrawingProps): JSX.Element {
  const drafting = useDrafting(known)
  const { draft, chosen, held } = drafting
  const act = useMemo(() => new OneAct(), [])
  const still = useStill(store, known.camera)
  return (
    <>
      <section class="sec stack" aria-label="The picture">
        <AreaPicture
          still={still.url.value}
          alt={`${cameraName(known.camera)}, a still to draw on`}
          draft={draft.value}
          fixed={known.fixed}
          chosen={chosen.value}
          held={held}
          onBegin={drafting.remember}
          onMove={drafting.drag}
        />
        {still.why.value !== null && (
          <p class="small" role="status">
            {still.why.value} Areas can be drawn without a picture.
          </p>
        )}
        <Words known={known} />
      </section>
      {known.pending && <Pending known={known} pending={known.pending} act={act} stop={stop} />}
      <Areas known={known} drafting={drafting} />
      <SaveAreas
        act={act}
        lost={unmasked(known, draft.value)}
        isChanged={!isSame(draft.value, draftOf(known))}
        mayUndo={drafting.mayUndo}
        isAway={store.line.state.value !== 'live'}
        onUndo={drafting.undo}
        onReset={drafting.reset}
        onSave={(code) => void act.run(() => save(requestOf(draft.value, code)))}
      />
      <Said act={act} />
    </>
  )
}

interface AreasProps {
  readonly known: AreasView
  readonly drafting: Drafting
}

function Areas({ known, drafting }: AreasProps): JSX.Element {
  const { draft, chosen, held } = drafting
  const { masks } = draft.value
  const places: readonly Place[] = ['leaf', 'drop', ...masks.keys()]
  return (
    <section class="sec stack" aria-label="Areas">
      <ul class="card rows">
        {places.map((place) => (
          <AreaRow
            key={place}
            place={place}
            area={areaAt(draft.value, place)}
            isChosen={chosen.value === place}
            held={held}
            onChoose={() => drafting.choose(place)}
            onDraw={() => drafting.begin(place)}
            onChange={(area) => drafting.change(place, area)}
          />
        ))}
      </ul>
      {known.witness ? (
        <p class="small">It is the witness of a door and has to film: nothing can be masked in it.</p>
      ) : (
        <button
          type="button"
          class="btn wide"
          disabled={masks.length >= MASKS_MAX}
          onClick={() => drafting.begin(masks.length)}
        >
          Add a mask
        </button>
      )}
    </section>
  )
}

const points = (area: Area): [number, number][] => area.map(([x, y]) => [x, y])

const requestOf = ({ leaf, drop, masks }: Draft, code: string | null): AreasRequest => ({
  leaf: leaf && points(leaf),
  drop: drop && points(drop),
  masks: masks.map(points),
  ...(code === null ? {} : { code }),
})

/** Which word counts. */
function Words({ known: { fromFile, fixed, leaf, drop } }: Pick<DrawingProps, 'known'>): JSX.Element {
  return (
    <p class="small">
      {fromFile
        ? leaf || drop
          ? 'So it stands in the settings file of the hub; what is saved here counts from then on.'
          : 'Nothing is drawn here yet.'
        : 'Drawn here: it counts, whatever the settings file says of leaf and drop zone.'}
      {fixed.length > 0 &&
        ` ${fixed.length === 1 ? 'One mask' : `${fixed.length} masks`} of the settings file hold always, and only there they are taken off.`}
    </p>
  )
}

interface PendingProps extends Pick<DrawingProps, 'known' | 'stop'> {
  readonly pending: NonNullable<AreasView['pending']>
  readonly act: OneAct
}

function Pending({ known, pending, act, stop }: PendingProps): JSX.Element {
  // Drawn anew as time goes by.
  const left = Math.max(0, pending.at - (tick.value && hubNow()))
  const gone = known.masks.filter((mask) => !pending.masks.some((each) => isSame(each, mask))).length
  return (
    <section class="sec" aria-label="A change that waits">
      <div class="card pad stack pending">
        <p class="strong">
          In {spanWords(left)} {gone === 1 ? 'a mask is' : `${gone} masks are`} taken off this camera.
        </p>
        <p class="small">Until then it stays black. Anybody of this home can stop it.</p>
        <button
          type="button"
          class="btn main wide"
          disabled={act.isBusy.value}
          onClick={() => void act.run(stop)}
        >
          Keep it masked
        </button>
      </div>
    </section>
  )
}

interface StillState {
  readonly url: Signal<string | null>
  /** Why there is none; null: there is, or it is on its way. */
  readonly why: Signal<string | null>
}

/** One still, asked for when the page appears. */
function useStill({ client }: HomeStore, camera: string): StillState {
  const url = useSignal<string | null>(null)
  const why = useSignal<string | null>(null)
  useEffect(() => {
    let isOver = false
    const load = async (): Promise<void> => {
      try {
        const { jpeg } = await client.still(camera)
        const shown = await pictureUrl(jpeg)
        if (isOver) URL.revokeObjectURL(shown)
        else url.value = shown
      } catch (error) {
        if (!isOver) why.value = failureWords(error)
      }
    }
    void load()
    return () => {
      isOver = true
      if (url.value !== null) URL.revokeObjectURL(url.value)
    }
  }, [camera])
  return { url, why }
}
