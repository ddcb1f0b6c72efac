// The thread of all WebRTC viewers. What a network and a foreign library do to each other ends here: a fault ends this
// thread, and neither film nor any other way of looking.
import { parentPort } from 'node:worker_threads'
import { assertNever } from '@portico/core'
import { systemClock } from '../system-clock.ts'
import { readOffer } from './offer.ts'
import { Viewer } from './viewer.ts'
import type { SentPicture, ViewerJob, ViewerNews, ViewerOpening } from './viewer-job.ts'
import { weriftPort } from './werift-peer.ts'

/** A longer group is not kept: viewers begin with the next one. */
const GROUP_BYTES_MAX = 6 * 1024 * 1024

interface Seat {
  readonly camera: string
  readonly viewer: Viewer
}

interface Group {
  pictures: SentPicture[]
  bytes: number
}

const clock = systemClock('viewers')
const seats = new Map<string, Seat>()
const groups = new Map<string, Group>()

const tell = (news: ViewerNews): void => parentPort?.postMessage(news)

async function open({ viewer: id, camera, offer, profile, addresses, stun }: ViewerOpening): Promise<void> {
  const read = readOffer(offer, profile)
  if (read.type !== 'fits') {
    tell({ type: 'refusal', viewer: id, why: read.type, words: read.type === 'malformed' ? read.why : '' })
    return
  }
  const viewer = new Viewer({
    clock,
    group: () => groups.get(camera)?.pictures ?? [],
    onGone: (why) => {
      seats.delete(id)
      tell({ type: 'gone', viewer: id, why })
    },
  })
  seats.set(id, { camera, viewer })
  try {
    const peer = await weriftPort.answer({ offer: read.sdp, addresses, stun, events: viewer })
    viewer.meet(peer)
    tell({ type: 'answer', viewer: id, answer: peer.answer })
  } catch (error) {
    await close(id)
    tell({ type: 'refusal', viewer: id, why: 'failed', words: error instanceof Error ? error.message : '' })
  }
}

async function close(id: string): Promise<void> {
  const seat = seats.get(id)
  seats.delete(id)
  await seat?.viewer[Symbol.asyncDispose]()
}

function keep(camera: string, picture: SentPicture): void {
  const group = groups.get(camera) ?? { pictures: [], bytes: 0 }
  groups.set(camera, group)
  if (picture.key) {
    group.pictures = []
    group.bytes = 0
  } else if (group.pictures.length === 0) return
  group.pictures.push(picture)
  group.bytes += picture.bytes.length
  if (group.bytes > GROUP_BYTES_MAX) group.pictures = []
}

function show({ camera, fresh, pictures }: Extract<ViewerJob, { type: 'pictures' }>): void {
  if (fresh) groups.delete(camera)
  for (const picture of pictures) {
    keep(camera, picture)
    for (const seat of seats.values()) if (seat.camera === camera) seat.viewer.take(picture)
  }
}

function take(job: ViewerJob): void {
  switch (job.type) {
    case 'open':
      void open(job.opening)
      break
    case 'trickle':
      for (const candidate of job.candidates) seats.get(job.viewer)?.viewer.addCandidate(candidate)
      break
    case 'close':
      void close(job.viewer)
      break
    case 'pictures':
      show(job)
      break
    case 'forget':
      groups.delete(job.camera)
      break
    default:
      assertNever(job)
  }
}

parentPort?.on('message', take)
// A failure ends the thread.
void weriftPort.warm().then(() => tell({ type: 'ready' }))
