// Goal: what the camera engine says before the doors listen is either kept or safely lost, and afterwards reaches whom it
// concerns. Method: events before and after, noted by whoever hears them.
import { type FrameReport, instant } from '@portico/core'
import type { CameraEvents, FeedReport, FilmSegment, LivePiece } from '@portico/ports'
import { describe, expect, it } from 'vitest'
import type { CameraFanOut } from '../../src/live/camera-fan-out.ts'
import { cameraRelay } from '../../src/start/camera-relay.ts'

class Listeners {
  readonly heard: string[] = []
  changes = 0
  readonly relay = cameraRelay(() => void (this.changes += 1))

  connect(): void {
    const note =
      (what: string) =>
      (word: unknown): void =>
        void this.heard.push(`${what} ${typeof word === 'object' ? 'report' : JSON.stringify(word)}`)
    // cast: of the screens only what they are told is looked at
    const screens = {
      onFeed: note('screens feed'),
      onLive: note('screens live'),
      onLost: () => void this.heard.push('screens lost'),
    }
    this.relay.connect(
      {
        feed: note('doors feed'),
        frame: note('doors frame'),
        liveness: note('doors liveness'),
        segment: note('doors segment'),
        sight: note('doors sight'),
        lost: note('doors lost'),
        storage: note('doors storage'),
      },
      screens as unknown as CameraFanOut,
    )
  }
}

// cast: reports are handed on unread
const segment = {} as FilmSegment
const piece = {} as LivePiece
const feed = { camera: 'hall', state: 'live', captured: instant(1) } as const

describe('what the engine says', () => {
  it('before anybody listens is lost, but for the newest word of its disk', () => {
    const house = new Listeners()
    const { events } = house.relay
    events.storage(false)
    events.storage(true)
    events.segment(segment)
    events.lost('it died')
    house.connect()
    expect(house.heard).toEqual(['doors storage true'])
  })

  it('is told to doors, to screens, or to both', () => {
    const house = new Listeners()
    house.connect()
    const { events } = house.relay
    // cast: handed on unread
    events.frame({} as Parameters<CameraEvents['frame']>[0])
    events.liveness({} as Parameters<CameraEvents['liveness']>[0])
    events.segment(segment)
    events.live(piece)
    events.feed(feed)
    events.storage(false)
    events.lost('it died')
    expect(house.heard).toEqual([
      'doors frame report',
      'doors liveness report',
      'doors segment report',
      'screens live report',
      'screens feed report',
      'doors feed report',
      'doors storage false',
      'screens lost',
      'doors lost "it died"',
    ])
  })

  it('of a camera that says it is tampered with is no news, and shown as that, until it says no more', () => {
    const frames: unknown[] = []
    const feeds: unknown[] = []
    const relay = cameraRelay(() => {})
    const nobody = (): void => {}
    const looks: unknown[] = []
    const feedOf = ({ camera, state }: FeedReport): void => void looks.push([camera, state])
    const doors = {
      feed: feedOf,
      liveness: nobody,
      segment: nobody,
      sight: nobody,
      lost: nobody,
      storage: nobody,
    }
    relay.connect(
      { ...doors, frame: ({ camera, changed, doubt }) => void frames.push([camera, changed, doubt]) },
      // cast: of the screens only what they are told is looked at
      {
        onFeed: ({ camera, state }: FeedReport) => void feeds.push([camera, state]),
      } as unknown as CameraFanOut,
    )
    const tell = (): void => {
      for (const camera of ['hall', 'porch']) {
        // cast: only these are looked at
        relay.events.frame({ camera, changed: true } as FrameReport)
        relay.events.feed({ ...feed, camera })
      }
    }
    relay.note('hall', { what: 'motion', on: true })
    relay.note('hall', { what: 'tamper', on: true })
    tell()
    relay.note('hall', { what: 'tamper', on: false })
    tell()
    expect(frames).toEqual([
      ['hall', false, 'moved'],
      ['porch', true, undefined],
      ['hall', true, undefined],
      ['porch', true, undefined],
    ])
    expect(feeds).toEqual([
      ['hall', 'moved'],
      ['porch', 'live'],
      ['hall', 'live'],
      ['porch', 'live'],
    ])
    // Whoever judges what a camera did not see hears the same.
    expect(looks).toEqual(feeds)
  })

  it('of a feed makes the hub look whether it is ready', () => {
    const house = new Listeners()
    house.relay.events.feed(feed)
    house.connect()
    house.relay.events.feed(feed)
    house.relay.events.live(piece)
    expect(house.changes).toBe(2)
  })
})
