// One delivery, played through the doors that real people use: the carrier's signed webhook, the courier's page, the
// owner's socket. Only hands and feet are simulated. The command line plays it, and so does the virtual street.
import { setTimeout as later } from 'node:timers/promises'
import { ClientError, CourierClient, type HomeClient, Requests } from '@portico/client'
import type { CourierRefusal, CourierView, SessionView } from '@portico/protocol'
import { hubError } from '../errors.ts'
import type { Webhook } from './out-for-delivery.ts'

export interface Play {
  /** The house's address. */
  readonly url: string
  readonly door: string
  readonly trackingNumber: string
  readonly webhook: Webhook
  /** Looks at the display beside the door. */
  readonly scan: () => Promise<string>
  /** Answers for the owner; null: somebody else must. */
  readonly owner: HomeClient | null
  /** What the courier's phone keeps, so that it alone is shown a PIN; null: nothing, and anybody may look at his page. */
  readonly phone: string | null
  /** Who does or sees what. */
  readonly tell: (who: string, what: string) => void
  /** The courier has his pass: his page can be looked at. */
  readonly onPass: (pass: string) => void
  /** Ends the play where it is. */
  readonly signal: AbortSignal
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

/** @throws ClientError, HubError `HUB_COMMAND_REFUSED`, or the signal's reason */
export async function playDelivery(play: Play): Promise<Played> {
  const { tell } = play
  await sendWebhook(play)
  await walkUp(play)
  const courier = await begin(play)
  if (!(courier instanceof CourierClient)) return { delivered: false, why: courier.message }
  if (play.owner) await approve(play, play.owner)
  else tell('owner', 'is asked on his page; this play waits for the answer')
  const opened = await letIn(play, courier)
  if (opened.state !== 'open') return { delivered: false, why: opened.words ?? opened.state }
  tell('lock', 'unlocked')
  await handOver(play)
  const last = await pageShows(play, courier, { states: ['thanks'], withinMs: CLOSED_WITHIN_MS })
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

/** Who looks at the door sees somebody there. A door without a bell is one where nobody is seen to come. */
async function walkUp({ url, door, tell }: Play): Promise<void> {
  try {
    await new Requests(url, null).post('/virtual/ring', { on: door, who: 'courier' })
    tell('courier', 'walks up to the door and rings')
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== 'HUB_VIRTUAL_UNKNOWN_DEVICE') throw error
  }
}

/** Scans, types the number on the label, and says: I am at the door. */
async function begin({
  url,
  door,
  trackingNumber,
  phone,
  scan,
  tell,
  onPass,
}: Play): Promise<CourierClient | CourierRefusal> {
  const code = await scan()
  const courier = await CourierClient.begin(url, door, { code, label: trackingNumber, phone })
  if (!(courier instanceof CourierClient)) return courier
  onPass(courier.pass)
  const view = await courier.arrive(code)
  if (!('state' in view)) return view
  tell('courier', 'scanned the code beside the door and typed the number on the label')
  return courier
}

async function approve(play: Play, owner: HomeClient): Promise<void> {
  const { tell } = play
  const asked = await look(play, ASKED_WITHIN_MS, async () => {
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

/** Until the page says that the door is open; a PIN that it shows before is keyed in. */
async function letIn(play: Play, courier: CourierClient): Promise<Pick<CourierView, 'state' | 'words'>> {
  const { url, door, tell } = play
  const shown = await pageShows(play, courier, { states: ['open', 'pin'], withinMs: OPEN_WITHIN_MS })
  if (shown.state !== 'pin') return shown
  const view = await courier.view()
  if ('state' in view && view.pin !== null) {
    await new Requests(url, null).post('/virtual/key-in', { on: door, pin: view.pin })
    tell('courier', 'keys in the PIN that his page shows')
  }
  return pageShows(play, courier, { states: ['open'], withinMs: OPEN_WITHIN_MS })
}

/** Opens, steps in, sets the parcel down, steps out, pulls the door shut. */
async function handOver(play: Play): Promise<void> {
  const { url, door, tell, signal } = play
  const hands = new Requests(url, null)
  const act = async (name: string, who?: 'courier'): Promise<{ readonly moved?: boolean }> =>
    hands.post(`/virtual/${name}`, { on: door, ...(who ? { who } : {}) })
  const moved = await look(play, HANDLE_WITHIN_MS, async () =>
    (await act('open')).moved === true ? true : undefined,
  )
  if (moved === undefined) throw hubError('HUB_COMMAND_REFUSED', 'the simulated door does not open')
  tell('courier', 'opens the door')
  await later(STEP_MS, undefined, { signal })
  await act('enter', 'courier')
  await later(STEP_MS, undefined, { signal })
  await act('drop')
  tell('courier', 'sets the parcel down')
  await later(STEP_MS, undefined, { signal })
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
  const closed = await look(play, CLOSED_WITHIN_MS, async () => {
    const session = await sessionOf(play, owner)
    return session?.state === 'closed' ? session : undefined
  })
  if (!closed) throw hubError('HUB_COMMAND_REFUSED', 'the evidence was not sealed in time: see the log')
  if (closed.photo) tell('photo', `${closed.photo.url} (${closed.photo.bytes} bytes)`)
  tell('evidence', `portico evidence export ${closed.id} --out delivery.tar`)
}

interface Awaited {
  readonly states: readonly CourierView['state'][]
  readonly withinMs: number
}

/** The page when it shows one of these, or that nothing more will come. */
async function pageShows(
  play: Play,
  courier: CourierClient,
  { states, withinMs }: Awaited,
): Promise<Pick<CourierView, 'state' | 'words'>> {
  let last: Pick<CourierView, 'state' | 'words'> = { state: 'ended', words: null }
  const shown = await look(play, withinMs, async () => {
    const view = await courier.view()
    if (!('state' in view)) return { state: 'refused' as const, words: view.message }
    last = view
    return [...states, 'refused', 'ended'].includes(view.state) ? view : undefined
  })
  return shown ?? { ...last, words: `the page still says "${last.state}" after ${withinMs / 1000} s` }
}

/** undefined: not within this time. */
async function look<Found>(
  { signal }: Play,
  withinMs: number,
  find: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  const end = performance.now() + withinMs
  for (;;) {
    const found = await find()
    if (found !== undefined || performance.now() > end) return found
    await later(LOOK_EVERY_MS, undefined, { signal })
  }
}
