// One delivery, played through the doors that real people use: the carrier's signed webhook, the courier's page, the
// owner's socket. Only hands and feet are simulated.
import { setTimeout as later } from 'node:timers/promises'
import { CourierClient, type HomeClient, Requests } from '@portico/client'
import type { CourierRefusal, CourierView, SessionView } from '@portico/protocol'
import { hubError } from '../errors.ts'

export interface Play {
  /** The house's address. */
  readonly url: string
  readonly door: string
  readonly trackingNumber: string
  readonly webhook: {
    readonly path: string
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
  }
  /** Looks at the display beside the door. */
  readonly scan: () => Promise<string>
  /** Answers for the owner; null: somebody else must. */
  readonly owner: HomeClient | null
  /** Who does or sees what. */
  readonly tell: (who: string, what: string) => void
}

const LOOK_EVERY_MS = 250
/** As long as a hand or a foot takes. */
const STEP_MS = 800
/** Longer than the door's own deadlines for asking, proving and opening. */
const OPEN_WITHIN_MS = 200_000
const ASKED_WITHIN_MS = 10_000
const HANDLE_WITHIN_MS = 15_000
const CLOSED_WITHIN_MS = 60_000

/** The sentence and state that the courier's page shows at its end. */
export type Played = { readonly delivered: true } | { readonly delivered: false; readonly why: string }

/** @throws ClientError, HubError `HUB_COMMAND_REFUSED` */
export async function playDelivery(play: Play): Promise<Played> {
  const { tell } = play
  await sendWebhook(play)
  const courier = await begin(play)
  if (!(courier instanceof CourierClient)) return { delivered: false, why: courier.message }
  if (play.owner) await approve(play, play.owner)
  else tell('owner', 'is asked; this play waits for the answer (--approve gives it)')
  const opened = await pageShows(courier, ['open'], OPEN_WITHIN_MS)
  if (opened.state !== 'open') return { delivered: false, why: opened.words ?? opened.state }
  tell('lock', 'unlocked')
  await handOver(play)
  const last = await pageShows(courier, ['thanks'], CLOSED_WITHIN_MS)
  if (last.state !== 'thanks') return { delivered: false, why: last.words ?? last.state }
  tell('door', 'shut and proved locked')
  if (play.owner) await tellProof(play, play.owner)
  return { delivered: true }
}

async function sendWebhook({ url, webhook, trackingNumber, tell }: Play): Promise<void> {
  const { path, headers, body } = webhook
  const answer = await new Requests(url, null).ask(path, { method: 'POST', headers, body })
  if (!answer.ok) throw hubError('HUB_COMMAND_REFUSED', `the webhook was answered ${answer.status}`)
  tell('carrier', `${trackingNumber} is out for delivery (signed webhook, ${answer.status})`)
}

/** Scans, types the number on the label, and says: I am at the door. */
async function begin({
  url,
  door,
  trackingNumber,
  scan,
  tell,
}: Play): Promise<CourierClient | CourierRefusal> {
  const code = await scan()
  const courier = await CourierClient.begin(url, door, { code, label: trackingNumber })
  if (!(courier instanceof CourierClient)) return courier
  const view = await courier.arrive(code)
  if (!('state' in view)) return view
  tell('courier', 'scanned the code beside the door and typed the number on the label')
  return courier
}

async function approve(play: Play, owner: HomeClient): Promise<void> {
  const { tell } = play
  const asked = await look(ASKED_WITHIN_MS, async () => {
    const session = await sessionOf(play, owner)
    return session?.ask ? session : undefined
  })
  if (!asked?.ask) throw hubError('HUB_COMMAND_REFUSED', 'the owner was not asked: see the log of the hub')
  const { ask, id } = asked
  const { sha256, ageMs } = await owner.still(ask.camera)
  tell('owner', `looks at ${ask.camera} (${Math.round(ageMs)} ms old) and says yes`)
  using live = await owner.live({})
  await live.approve({ session: id, try: ask.try, picture: sha256 })
}

/** Opens, steps in, sets the parcel down, steps out, pulls the door shut. */
async function handOver({ url, door, tell }: Play): Promise<void> {
  const hands = new Requests(url, null)
  const act = async (name: string, who?: 'courier'): Promise<{ readonly moved?: boolean }> =>
    hands.post(`/virtual/${name}`, { on: door, ...(who ? { who } : {}) })
  const moved = await look(HANDLE_WITHIN_MS, async () =>
    (await act('open')).moved === true ? true : undefined,
  )
  if (moved === undefined) throw hubError('HUB_COMMAND_REFUSED', 'the simulated door does not open')
  tell('courier', 'opens the door')
  await later(STEP_MS)
  await act('enter', 'courier')
  await later(STEP_MS)
  await act('drop')
  tell('courier', 'sets the parcel down')
  await later(STEP_MS)
  await act('leave', 'courier')
  await act('close')
  tell('courier', 'steps out and pulls the door shut')
}

async function sessionOf({ trackingNumber }: Play, owner: HomeClient): Promise<SessionView | undefined> {
  const parcel = (await owner.parcels()).find((each) => each.trackingNumber === trackingNumber)
  return parcel?.session ? owner.session(parcel.session) : undefined
}

/** What the owner reads about the newest no; null: nothing. */
export async function ownersReason(play: Play): Promise<string | null> {
  const { owner } = play
  const refusal = owner && (await sessionOf(play, owner))?.refusals.at(-1)
  return refusal ? `${refusal.words} Next: ${refusal.next}. (${refusal.code})` : null
}

async function tellProof(play: Play, owner: HomeClient): Promise<void> {
  const { tell } = play
  const closed = await look(CLOSED_WITHIN_MS, async () => {
    const session = await sessionOf(play, owner)
    return session?.state === 'closed' ? session : undefined
  })
  if (!closed) throw hubError('HUB_COMMAND_REFUSED', 'the evidence was not sealed in time: see the log')
  if (closed.photo) tell('photo', `${closed.photo.url} (${closed.photo.bytes} bytes)`)
  tell('evidence', `portico evidence export ${closed.id} --out delivery.tar`)
}

/** The page when it shows one of these, or that nothing more will come. */
async function pageShows(
  courier: CourierClient,
  states: readonly CourierView['state'][],
  withinMs: number,
): Promise<Pick<CourierView, 'state' | 'words'>> {
  let last: Pick<CourierView, 'state' | 'words'> = { state: 'ended', words: null }
  const shown = await look(withinMs, async () => {
    const view = await courier.view()
    if (!('state' in view)) return { state: 'refused' as const, words: view.message }
    last = view
    return [...states, 'refused', 'ended'].includes(view.state) ? view : undefined
  })
  return shown ?? { ...last, words: `the page still says "${last.state}" after ${withinMs / 1000} s` }
}

/** undefined: not within this time. */
async function look<Found>(
  withinMs: number,
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await find()
    if (found !== undefined || performance.now() > end) return found
    await later(LOOK_EVERY_MS)
  }
}
