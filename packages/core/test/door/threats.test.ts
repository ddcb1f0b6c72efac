// Rules of the threat model that the core holds by itself, each named after its rule.
import {
  type DoorCommandBody,
  type Effect,
  type Face,
  type PhaseName,
  actorId,
  classOf,
  instant,
  op,
} from '@portico/core'
import { describe, expect, test } from 'vitest'
import { OWNER, SID, Story, into } from './story.ts'

describe('T8: a credential that a device names', () => {
  const named = (story: Story): Story =>
    story.bolt('unlocked', { q: null, credential: 'code of somebody who moved out' })

  test('ends the hub’s own hand and no alarm: a door left open by it is told within the time inside', () => {
    const story = named(new Story().sent())
    expect(story.types).toContain('ActuationYielded')
    story.contact('open', null)
    // Film and edge go on; nobody closes.
    for (let s = 0; s < 70 && !story.alarms.includes('DOOR_LEFT_OPEN'); s++) {
      story.frame()
      story.tell({ type: 'ReportEdge' })
      story.pass(1_000)
    }
    expect(story.alarms).toContain('DOOR_LEFT_OPEN')
  })

  test.each(['relocking', 'unproved', 'inside'] as const)(
    'while the door is %s still has its alarm within 20 s of the last word that it is not secure',
    (phase) => {
      const story = named(into[phase]())
      if (phase === 'inside') story.contact('closed', null)
      const began = story.now
      while (!story.alarms.includes('RELOCK_UNPROVED') && story.now - began < 30_000) {
        story.frame()
        story.tell({ type: 'ReportEdge' })
        story.pass(500)
      }
      expect(story.alarms).toContain('RELOCK_UNPROVED')
      expect(story.now - began).toBeLessThanOrEqual(20_000)
      expect(story.effects.filter(({ type }) => type === 'UnlockDoor')).toHaveLength(1)
    },
  )

  test('takes nothing over: only an adult through the hub does', () => {
    const story = named(new Story().inside())
    expect(story.events.map(({ type }) => type)).not.toContain('OwnerTookOver')
    expect(story.tell({ type: 'TakeOver', actor: OWNER }).types).toContain('OwnerTookOver')
  })
})

/** Everything a door can ask of the world; the type holds the list complete. */
const hinders: { readonly [Type in Effect['type']]: false } = {
  StartRecording: false,
  StopRecording: false,
  ArmDeadman: false,
  DisarmDeadman: false,
  ReleaseEdge: false,
  UnlockDoor: false,
  GrantPin: false,
  RevokePin: false,
  LockDoor: false,
  QueryDoor: false,
  RaiseAlarm: false,
  NotifyOwner: false,
  TellCourier: false,
  TakePhoto: false,
  SendPhoto: false,
  SealEvidence: false,
  OfferFallback: false,
}

describe('T26: nothing that a door can ask of the world hinders exit', () => {
  test('the list of effects is closed: the normal bolt, and nothing for a deadlock, child lock or privacy mode', () => {
    // cast: the keys of the table above
    for (const type of Object.keys(hinders) as readonly Effect['type'][])
      expect([type, typeof classOf(type)]).toEqual([type, 'string'])
    const locking: Extract<Effect, { readonly type: 'LockDoor' }> = { type: 'LockDoor', n: 1, mode: 'normal' }
    // @ts-expect-error the normal bolt is the only one there is
    const deadlock: typeof locking = { ...locking, mode: 'deadlock' }
    expect([locking.mode, deadlock.mode]).toEqual(['normal', 'deadlock'])
  })

  test.each(Object.keys(into) as readonly PhaseName[])('in a fire nothing locks: %s', (phase) => {
    const story = into[phase]().tell({ type: 'ReportFire', on: true })
    story.effects.length = 0
    for (let s = 0; s < 60; s++) {
      story.answers('unlocked', 'closed')
      story.tell({ type: 'RequestLock', actor: OWNER, right: true })
      story.pass(1_000)
    }
    expect(story.effects.map(({ type }) => type)).not.toContain('LockDoor')
    expect(story.effects.map(({ type }) => type)).not.toContain('UnlockDoor')
  })
})

describe('T4: through a bridge, display, token or voice', () => {
  const faces: readonly Face[] = [
    'display',
    'homekit',
    'matter',
    'mqtt',
    'voice',
    'token',
    'street',
    'console',
  ]
  const ask = (face: Face, more: { readonly right?: boolean; readonly assurance?: number | null }): Story => {
    const story = new Story().started()
    const { right = true, assurance = story.now } = more
    return story.tell({
      type: 'RequestOpen',
      actor: { by: actorId('x'), face },
      right,
      assurance: assurance === null ? null : instant(assurance),
      op: op('h_1'),
    })
  }

  test.each(faces)('%s: without the right refused, whatever its assurance', (face) => {
    const story = ask(face, { right: false })
    expect([story.code, story.issued]).toEqual(['RIGHT_MISSING', []])
  })

  test.each(faces)('%s: with the right and no fresh proof of the person refused', (face) => {
    for (const assurance of [null, -60_001]) {
      const story = ask(face, { assurance })
      expect([story.code, story.issued]).toEqual(['ASSURANCE_MISSING', []])
    }
  })

  test.each(faces)('%s: no way to open a door that a visit has hot, and no take-over', (face) => {
    const story = new Story().inside()
    const body: DoorCommandBody = {
      type: 'RequestOpen',
      actor: { by: actorId('x'), face },
      right: true,
      assurance: instant(story.now),
      op: op('h_1'),
    }
    expect([story.tell(body).code, story.phase]).toEqual(['DOOR_BUSY', 'inside'])
  })
})

describe('T12: a yes', () => {
  test('names the session, the try and a picture of at most 3 s; each wrong one is refused by name', () => {
    for (const [age, code] of [
      [3_000, undefined],
      [3_001, 'PICTURE_STALE'],
      [null, 'PICTURE_STALE'],
    ] as const)
      expect(new Story().authorising().approve({ age }).code).toBe(code)
    expect(new Story().authorising().approve({ try: 1 }).code).toBe('OTHER_TRY')
  })

  test('is worth nothing against the no of any adult, in every phase before the door is open', () => {
    const no = { type: 'DenyEntry', sid: SID, actor: { by: actorId('u_2'), face: 'owner-page' } } as const
    for (const story of [new Story().authorising(), new Story().almost(), new Story().committed()]) {
      story.tell(no)
      story.answers().frames()
      story.pass(60_000)
      expect(story.effects.filter(({ type }) => type === 'UnlockDoor').length).toBeLessThanOrEqual(1)
      expect(story.events.map(({ type }) => type)).not.toContain('UnlockSent')
    }
  })
})

describe('T7: a third witness', () => {
  test.each(['leaf-picture', 'lock-door-sensor'] as const)(
    '%s may withdraw: no proof within 5 s of its word',
    (source) => {
      const story = new Story().inside().tell({ type: 'ReportWitness', source, says: 'open' })
      story.contact('closed', null)
      for (let s = 0; s < 12; s++) {
        story.frame()
        story.pass(500)
        story.answers()
      }
      expect(story.alarms).toEqual(['WITNESSES_DISAGREE'])
      expect(story.events.map(({ type }) => type)).not.toContain('DoorSecured')
    },
  )

  test('grants nothing, whatever it says: alone it opens, secures and closes no door', () => {
    for (const says of ['open', 'closed'] as const) {
      for (const story of [new Story().armed(), new Story().authorising(), new Story().relocking()]) {
        const { phase } = story
        for (let n = 0; n < 5; n++) story.tell({ type: 'ReportWitness', source: 'leaf-picture', says })
        const types = story.events.map(({ type }) => type)
        expect([story.phase, types.includes('DoorSecured')]).toEqual([phase, false])
        if (phase !== 'relocking') expect(types).not.toContain('UnlockCommitted')
      }
    }
  })

  test('a count of people raises alarms and lets nobody in', () => {
    const story = new Story().armed('auto')
    story.tell({ type: 'ReportPeople', in: 0, out: 9, confidence: 1 })
    expect([story.phase, story.effects.filter(({ type }) => type === 'UnlockDoor')]).toEqual(['armed', []])
  })
})

describe('T25: the first opening from inside of an empty house after a visit', () => {
  const visited = (): Story => {
    const story = new Story().inside().tell({ type: 'ReportHousehold', in: 0 })
    story.contact('closed', null)
    story.answers()
    story.tell({ type: 'EvidenceSealed', sid: SID })
    expect(story.phase).toBe('idle')
    // The watch after the visit ends, and ten minutes pass.
    for (let s = 0; s < 780; s += 2) {
      story.answers()
      story.tell({ type: 'ReportEdge' })
      story.pass(2_000)
    }
    expect(story.door.gate.tail).toBeNull()
    return story
  }

  test('is an alarm, without a limit of time', () => {
    const story = visited()
    story.bolt('unlocked', { q: null, source: 'manual' })
    story.contact('open', null)
    expect(story.alarms).toContain('OPENED_FROM_INSIDE')
  })

  test('is household use when somebody of the house is in', () => {
    const story = visited().tell({ type: 'ReportHousehold', in: 1 })
    story.bolt('unlocked', { q: null, source: 'manual' })
    story.contact('open', null)
    expect(story.alarms).not.toContain('OPENED_FROM_INSIDE')
  })
})
