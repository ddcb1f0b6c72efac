// The whole visit, and what is issued when: from arming to the sealed evidence.
import { describe, expect, test } from 'vitest'
import { OP, SID, Story, into } from './story.ts'
import { type PhaseName, sessionId } from '@portico/core'

test('every phase can be reached by the commands of a house', () => {
  for (const [name, lead] of Object.entries(into)) expect(lead().phase, name).toBe(name)
})

describe('a visit that the owner approves', () => {
  test('goes from armed to delivered, one step after the other', () => {
    const story = new Story().armed()
    const seen: PhaseName[] = [story.phase]
    const note = (): void => void seen.push(story.phase)
    story.presence()
    note()
    story.approve()
    note()
    const { q } = story.frames()
    story.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' })
    story.bolt('locked', { q }).contact('closed', q)
    note()
    story.mark().tellSent().bolt('unlocked', { q: null })
    note()
    story.contact('open', null).frame()
    note()
    story.contact('closed', null)
    note()
    story.answers()
    note()
    story.tell({ type: 'EvidenceSealed', sid: SID })
    note()
    expect(seen).toEqual([
      'armed',
      'authorising',
      'proving',
      'unlocking',
      'unlocked',
      'inside',
      'relocking',
      'sealing',
      'idle',
    ])
    expect(story.events.at(-1)).toMatchObject({ type: 'SessionClosed', outcome: 'delivered', secured: true })
    expect(story.alarms).toEqual([])
  })

  test('asks the owner once the courier is at the door, and films only then', () => {
    const story = new Story().authorising()
    expect(story.types).toEqual(['PresenceProved', 'ApprovalAsked'])
    expect(story.issued).toContain('NotifyOwner')
    expect(story.effects.some(({ type }) => type === 'StartRecording')).toBe(false)
    story.approve()
    expect(story.issued).toEqual(['StartRecording', 'ArmDeadman', 'TellCourier', 'QueryDoor'])
  })

  test('commits in the moment the last permissive holds, and unlocks once', () => {
    const story = new Story().committed()
    expect(story.types).toEqual(['ContactObserved', 'UnlockCommitted'])
    expect(story.issued).toEqual(['UnlockDoor'])
    story.mark().tellSent().answers('unlocked').frames(5)
    expect(story.effects.filter(({ type }) => type === 'UnlockDoor')).toHaveLength(1)
  })

  test('takes and sends the photo when the leaf shuts, whatever the relock does', () => {
    const story = new Story().relocking()
    expect(story.issued.slice(0, 2)).toEqual(['TakePhoto', 'SendPhoto'])
    expect(story.issued).toContain('LockDoor')
  })

  test('ends the film and the dead-man only when the door is proved secure', () => {
    const story = new Story().relocking()
    expect(story.effects.some(({ type }) => type === 'StopRecording' || type === 'DisarmDeadman')).toBe(false)
    story.answers()
    expect(story.types).toEqual(['ContactObserved', 'DoorSecured', 'SealStarted'])
    expect(story.issued).toEqual(['StopRecording', 'DisarmDeadman', 'SealEvidence'])
  })
})

test('T6: in mode automatic nobody is asked, but liveness must be proved in this try', () => {
  const story = new Story().proving('auto').frames()
  story.tell({ type: 'ReportEdge' }).tell({ type: 'ReportDeadman', op: OP, what: 'armed' }).answers()
  expect(story.phase).toBe('proving')
  story.live()
  expect(story.phase).toBe('unlocking')
})

test('a second visit waits until the door is free', () => {
  const story = new Story().armed().arm({ sid: 's_2' })
  expect(story.code).toBe('DOOR_BUSY')
  story.tell({ type: 'StandBack', sid: SID }).arm({ sid: 's_2' })
  expect(story.types).toEqual(['SessionArmed'])
})

test('another courier who comes while the door is in use hears that it is busy', () => {
  const story = new Story().authorising()
  const asked = story.door.session
  story.tell({
    type: 'ProvePresence',
    sid: sessionId('s_2'),
    method: 'door-code',
    token: 'other',
    fault: null,
    localDate: '2026-11-23',
    nonce: 'cc',
  })
  expect(story.code).toBe('DOOR_BUSY')
  expect(story.door.session).toEqual(asked)
})

test('a ceiling below the policy wins', () => {
  expect(new Story().started().arm({ mode: 'auto', ceiling: 'owner' }).door.session?.mode).toBe('owner')
  expect(new Story().started().arm({ ceiling: 'porch' }).code).toBe('CEILING_PORCH')
})

test('the tail watch ends with the first proof after its time, not by the clock', () => {
  const story = new Story().closed()
  while (story.now < 1_000 + 110_000) story.pass(5_000).answers()
  story.answers()
  expect(story.door.gate.tail).not.toBeNull()
  story.pass(20_000)
  expect(story.door.gate.tail).not.toBeNull()
  story.answers()
  expect(story.types).toContain('TailEnded')
  expect(story.issued).toContain('ReleaseEdge')
})

test('a visit that stood back keeps its count of tries: no op twice, and three tries are three', () => {
  const story = new Story().proving().tell({ type: 'ReportDeadman', op: OP, what: 'refused' })
  expect(story.door.session).toMatchObject({ phase: 'armed', tries: 1 })
  story.tell({ type: 'StandBack', sid: SID }).arm({ tries: 1 }).presence().approve()
  expect(story.door.session).toMatchObject({ phase: 'proving', op: 's_1#1' })
})
