// Whatever is told in whatever order, some things never happen. fast-check shrinks a failing order to a short story.
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { instant, op } from '@portico/core'
import { BRIDGE, OP, OWNER, SID, Story } from './story.ts'

type Step = (story: Story) => unknown

const bolts = ['locked', 'unlocked', 'jammed', 'moving', 'unknown'] as const
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.constantFrom<Step>(
    (s) => s.arm(),
    (s) => s.arm({ mode: 'auto' }),
    (s) => s.presence(),
    (s) => s.approve(),
    (s) => s.frames(),
    (s) => s.live(),
    (s) => s.mark(),
    (s) => s.tellSent(),
    (s) => s.answers(),
    (s) => s.answers('unlocked'),
    (s) => s.contact('open', null),
    (s) => s.contact('closed', null),
    (s) => s.tell({ type: 'ReportEdge' }),
    (s) => s.tell({ type: 'EvidenceSealed', sid: SID }),
    (s) => s.tell({ type: 'DenyEntry', sid: SID, actor: OWNER }),
    (s) => s.tell({ type: 'AbortSession', sid: SID, actor: OWNER }),
    (s) => s.tell({ type: 'TakeOver', actor: OWNER }),
    (s) => s.tell({ type: 'RequestLock', actor: BRIDGE, right: true }),
    (s) => s.tell({ type: 'CallAlarm', actor: OWNER }),
    (s) =>
      s.tell({ type: 'RequestOpen', actor: OWNER, right: true, assurance: instant(s.now), op: op('h_1') }),
    (s) => s.tell({ type: 'ReportDeadman', op: op('h_1'), what: 'armed' }),
    (s) => s.tell({ type: 'ReportCarrier', sid: SID, status: 'delivered' }),
    (s) => s.tell({ type: 'ReportEffect', effect: 'UnlockDoor', op: OP, result: 'void', code: 'TOO_LATE' }),
    (s) =>
      s.tell({ type: 'Restarted', epoch: s.door.gate.epoch + 1, was: s.door.gate.epoch, rebooted: false }),
    (s) =>
      s.door.gate.alarms.forEach(({ alarm }) =>
        s.tell({ type: 'AcknowledgeAlarm', alarm, actor: OWNER, secureByEye: false }),
      ),
  ),
  fc
    .constantFrom('armed', 'refused', 'disarmed', 'fired')
    .map((what) => (s: Story) => s.tell({ type: 'ReportDeadman', op: OP, what })),
  fc.constantFrom(...bolts).map((bolt) => (s: Story) => s.bolt(bolt, { q: null })),
  fc
    .constantFrom('ReportTamper', 'ReportFire')
    .chain((type) => fc.boolean().map((on) => (s: Story) => s.tell({ type, on }))),
  fc
    .constantFrom('ReportStorage', 'ReportClock')
    .chain((type) => fc.boolean().map((ok) => (s: Story) => s.tell({ type, ok }))),
  fc
    .constantFrom('lock', 'contact', 'edge', 'camera')
    .map((device) => (s: Story) => s.tell({ type: 'ReportLost', device })),
  fc.nat({ max: 70_000 }).map((ms) => (s: Story) => s.pass(ms)),
)

function unlocksOncePerOp(story: Story): void {
  const ops = story.effects.flatMap((effect) => (effect.type === 'UnlockDoor' ? [effect.op] : []))
  const tries = story.events.flatMap((event) => (event.type === 'UnlockCommitted' ? [event.op] : []))
  expect(ops).toEqual(tries)
}

function throwsNoBoltAtAnOpenDoor(story: Story): void {
  let contact = 'unknown'
  let fire = false
  for (const event of story.events) {
    if (event.type === 'ContactObserved') contact = event.contact
    if (event.type === 'HubRestarted' || event.type === 'HubStarted') contact = 'unknown'
    if (event.type === 'DeviceLost' && event.device === 'contact') contact = 'unknown'
    if (event.type === 'FireNoted') fire = event.on
    if (event.type === 'LockIssued') expect([contact, fire]).toEqual(['closed', false])
  }
}

function endsNoVisitInsecure(story: Story): void {
  let hot = false
  for (const event of story.events) {
    if (event.type === 'UnlockCommitted' && event.mode !== 'hand') hot = true
    if (event.type === 'DoorSecured' || event.type === 'OwnerTookOver') hot = false
    if (event.type === 'RelockStarted' || event.type === 'DoorReopened')
      hot = hot || story.door.session !== null
    if (event.type === 'SessionClosed' && event.outcome !== 'unsealed' && hot)
      expect.fail('closed while insecure')
    if (event.type === 'SessionClosed') hot = false
  }
}

function forgetsNoDoor(story: Story): void {
  const { session, gate } = story.door
  if (!session || !('hot' in session)) return
  expect(story.last?.wakeAt !== null || gate.alarms.length > 0).toBe(true)
}

test('no order of commands opens twice, locks at an open leaf, forgets a door or breaks a replay', () => {
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 5, maxLength: 60 }),
      fc.constantFrom('armed', 'almost', 'inside', 'relocking'),
      (steps, lead) => {
        const story = new Story()[lead]()
        for (const take of steps) {
          story.now += 50
          take(story)
          forgetsNoDoor(story)
        }
        unlocksOncePerOp(story)
        throwsNoBoltAtAnOpenDoor(story)
        endsNoVisitInsecure(story)
        expect(JSON.parse(JSON.stringify(story.door))).toEqual(story.door)
      },
    ),
    { numRuns: 400 },
  )
})
