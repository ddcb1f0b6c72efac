// Twelve stories of a door in which the hub is killed at every single write.
import type { Batch } from '@portico/ports'
import type { DiskHome } from './disk-home.ts'
import {
  abort,
  announce,
  answerAlarms,
  arrive,
  deny,
  inside,
  leave,
  openByHand,
  unlocked,
} from './visit-steps.ts'

export interface Story {
  /** Lives before this story begins: it is told until a line of this type is durable, then the hub is killed. */
  readonly after?: { readonly story: StoryName; readonly until: string }
  readonly tell: (home: DiskHome) => Promise<void>
  /** Called with each write before it is handed over: what happens in that very moment. */
  readonly onAsked?: (home: DiskHome, batch: Batch) => void
}

export type StoryName =
  | 'delivery'
  | 'deny'
  | 'abort-unlocked'
  | 'abort-inside-the-gate'
  | 'relock-jam'
  | 'reopening'
  | 'hand-opening'
  | 'camera-lost-inside'
  | 'lock-silent-at-relock'
  | 'left-open-taken-over'
  | 'restart-inside'
  | 'restart-sealing'

const isMark = ({ lines }: Batch): boolean =>
  lines.some(({ type, data }) => type === 'EffectStarted' && data['effect'] === 'UnlockDoor')

export const stories: Readonly<Record<StoryName, Story>> = {
  delivery: {
    tell: async (home) => {
      await inside(home)
      await leave(home)
      await home.pass(12)
    },
  },
  deny: {
    tell: async (home) => {
      await announce(home)
      await arrive(home)
      await deny(home)
      await home.pass(2)
    },
  },
  'abort-unlocked': {
    tell: async (home) => {
      await unlocked(home)
      await abort(home)
      await home.pass(12)
    },
  },
  'abort-inside-the-gate': {
    tell: async (home) => {
      await unlocked(home)
      await home.pass(8)
    },
    // The owner's stop arrives between the durable mark and the last look.
    onAsked: (home, batch) => {
      if (isMark(batch)) void abort(home)
    },
  },
  'relock-jam': {
    tell: async (home) => {
      await inside(home)
      home.door.do({ type: 'jam', at: 0.5 })
      await leave(home)
      await home.pass(7)
      home.door.do({ type: 'jam', at: null })
      await home.pass(8)
      await answerAlarms(home, false)
      await home.pass(2)
    },
  },
  reopening: {
    tell: async (home) => {
      await inside(home)
      await leave(home)
      await home.pass(1)
      home.door.do({ type: 'turn', to: 'unlock' })
      home.door.do({ type: 'open', from: 'inside', wide: true })
      await home.pass(3)
      await leave(home)
      await home.pass(12)
    },
  },
  'hand-opening': {
    tell: async (home) => {
      await openByHand(home)
      await home.pass(2)
      home.door.do({ type: 'open', from: 'outside', wide: true })
      await home.pass(2)
      home.door.do({ type: 'close' })
      await home.pass(12)
    },
  },
  'camera-lost-inside': {
    tell: async (home) => {
      await inside(home)
      home.cameras.how = 'silent'
      await home.pass(4)
      home.cameras.how = 'live'
      await leave(home)
      await home.pass(10)
      await answerAlarms(home, false)
      await home.pass(2)
    },
  },
  'lock-silent-at-relock': {
    tell: async (home) => {
      await inside(home)
      home.door.link.lock = false
      await leave(home)
      await home.pass(20)
      home.door.link.lock = true
      await home.pass(10)
    },
  },
  'left-open-taken-over': {
    tell: async (home) => {
      await inside(home)
      home.cameras.how = 'silent'
      await home.pass(62)
      home.door.do({ type: 'close' })
      await home.pass(0.5)
      await answerAlarms(home, true)
      await home.pass(4)
    },
  },
  'restart-inside': {
    after: { story: 'delivery', until: 'DoorOpened' },
    tell: async (home) => {
      await home.pass(3)
      await leave(home)
      await home.pass(12)
    },
  },
  'restart-sealing': {
    after: { story: 'delivery', until: 'SealStarted' },
    tell: async (home) => {
      await home.pass(12)
    },
  },
}

export function isStory(name: string): name is StoryName {
  return Object.hasOwn(stories, name)
}

// cast: the keys of the table above
export const storyNames = Object.keys(stories) as readonly StoryName[]
