// What people do that nobody wished: couriers, owners, carriers and whoever found a link. F44–F66 of the safety design.
import { plainPolicy } from '@portico/core'
import type { HomeRuntime } from '@portico/runtime'
import type { CarrierMessage } from '../people/carrier.ts'
import { FRONT } from '../run/life.ts'
import type { Fault } from './fault.ts'
import type { FaultRoom } from './fault-room.ts'

/** Somebody of the house comes with an own key: opens from outside, goes in, shuts and locks. */
function ownKey(room: FaultRoom): void {
  const { door, lock } = room.house
  room.tell('resident', 'comes with an own key')
  room.parts.hand('resident')
  if (room.draw.unit() < 0.4) lock.credential = 'c_1'
  door.do({ type: 'turn', to: 'unlock' })
  room.parts.later(600, () => door.do({ type: 'open', from: 'outside', wide: true }))
  room.parts.later(room.between(3000, 9000), () => door.do({ type: 'close' }))
  room.parts.later(11_000, () => {
    door.do({ type: 'turn', to: 'lock' })
    lock.credential = null
  })
}

const message = (room: FaultRoom, what: Omit<CarrierMessage, 'number'>): void =>
  room.parts.carrier.send({ number: room.parts.label, ...what })

const say = (room: FaultRoom, what: Omit<CarrierMessage, 'number' | 'eventId'>): void =>
  message(room, { ...what, eventId: room.parts.carrier.newId() })

/** Numbers on the labels of parcels that nobody here waits for. */
const STRANGE = ['1Z0000000000000018', '1Z0000000000000027', '1Z0000000000000036', '1Z0000000000000045']

/** Somebody whose parcel is announced by whom it may be scans the code, so that the owner is asked. */
function ask(room: FaultRoom, number: string): void {
  const { carrier, later, tell } = room.parts
  carrier.send({ number, status: 'out-for-delivery', eventId: carrier.newId(), signed: false })
  later(2000, () => {
    const runtime = room.hub.life?.runtime
    if (!runtime) return
    tell('stranger', 'scans the code, with a parcel of his own')
    const { code } = runtime.codes.mint(FRONT)
    const come = async (): Promise<void> => {
      const begun = await runtime.desk.beginByLabel({ door: FRONT, code, label: number })
      if (begun.refused === null) await runtime.desk.arrive({ pass: begun.pass, code, phone: number })
    }
    // A page that hears no answer says so; he tries with the next parcel.
    come().catch(() => {})
  })
}

/** Somebody tells the house to be more careful; once it has answered, the household counts on being asked. */
function heard(room: FaultRoom, tell: (runtime: HomeRuntime) => Promise<void>): void {
  const runtime = room.hub.life?.runtime
  if (runtime) void tell(runtime).then(room.parts.wantsToBeAsked, () => {})
}

const courier = (room: FaultRoom): FaultRoom['parts']['script']['courier'] => room.parts.script.courier
const owner = (room: FaultRoom): FaultRoom['parts']['script']['owner'] => room.parts.script.owner

export const peopleFaults: readonly Fault[] = [
  {
    id: 'F44',
    words: 'the courier leaves the door open',
    inject: (room) => (courier(room).leavesOpen = true),
  },
  {
    id: 'F45',
    words: 'the courier opens the door again',
    inject: (room) => (courier(room).keepsTrying = room.between(3000, 60_000)),
  },
  { id: 'F46', words: 'the courier tries again and again', inject: (room) => (courier(room).tries = 9) },
  {
    id: 'F47',
    words: 'a second person slips in',
    inject: (room) => (courier(room).second = room.between(3000, 90_000)),
  },
  {
    id: 'F48',
    words: 'the courier turns the thumbturn, or shuts himself in',
    inject: (room) => {
      if (room.draw.unit() < 0.5) courier(room).turnsThumbturn = true
      else courier(room).shutsHimselfIn = true
    },
  },
  { id: 'F49', words: 'the courier stays 200 s', inject: (room) => (courier(room).stays = 200_000) },
  {
    id: 'F50',
    words: 'somebody else uses the courier’s link first',
    inject: (room) => (courier(room).token = 'stolen-link'),
  },
  { id: 'F51', words: 'a code is used twice', inject: (room) => (courier(room).token = 'replayed') },
  {
    id: 'F52',
    words: 'the courier is somewhere else and shows a code that is none of this door',
    inject: (room) => (courier(room).token = room.draw.pick(['invented', 'other-door'] as const)),
  },
  {
    id: 'F53',
    words: 'the PIN is passed on and typed again',
    inject: (room) => (courier(room).sharesPin = true),
  },
  {
    id: 'F54',
    words: 'a photographed code is shown later',
    inject: (room) => (courier(room).token = 'stale'),
  },
  {
    id: 'F55',
    words: 'somebody of the house comes with an own key',
    inject: (room) => room.sometime(() => ownKey(room)),
  },
  {
    id: 'F56',
    words: 'the owner stops the visit',
    inject: (room) => room.sometime(() => room.parts.owner.stop('AbortSession')),
  },
  {
    id: 'F57',
    words: 'the owner stops the visit between the mark and the unlock',
    inject: (room) => {
      let done = false
      room.hub.onPoint(({ what, batch }) => {
        const marked = batch?.lines.some(
          ({ type, data }) => type === 'EffectStarted' && data['effect'] === 'UnlockDoor',
        )
        if (done || what !== 'written' || !marked) return
        done = true
        room.parts.owner.stopNow()
      })
    },
  },
  { id: 'F58', words: 'the owner never answers', inject: (room) => (owner(room).approvesAfter = null) },
  { id: 'F59', words: 'the owner says no', inject: (room) => (owner(room).denies = true) },
  {
    id: 'F60',
    words: 'the owner never answers an alarm and never comes',
    inject: (room) => {
      owner(room).acknowledgesAfter = null
      owner(room).comesAfter = null
    },
  },
  {
    id: 'F61',
    words: 'a message of the carrier is replayed',
    inject: (room) =>
      room.sometime(() => message(room, { status: 'out-for-delivery', eventId: 'evt_0', age: 3_600_000 })),
  },
  {
    id: 'F62',
    words: 'the courier comes before the window opens',
    inject: (room) => (room.parts.script.carrier.opensIn = room.between(20_000, 200_000)),
  },
  {
    id: 'F63',
    words: 'messages of the carrier come in the wrong order',
    inject: (room) => room.sometime(() => say(room, { status: 'in-transit', age: 7_200_000 })),
  },
  {
    id: 'F64',
    words: 'the carrier says everything twice',
    inject: (room) => room.later(room.between(1000, 20_000), () => say(room, { status: 'out-for-delivery' })),
  },
  {
    id: 'F65',
    words: 'the carrier says delivered, and it is not',
    inject: (room) => room.sometime(() => say(room, { status: 'delivered' })),
  },
  {
    id: 'F66',
    words: 'a forged message says that a parcel comes',
    inject: (room) =>
      room.later(room.between(0, 30_000), () => {
        const { carrier } = room.parts
        carrier.send({
          number: '1Z0000000000000000',
          status: 'out-for-delivery',
          eventId: carrier.newId(),
          signed: false,
        })
      }),
  },
  {
    id: 'F75',
    words: 'somebody of the house goes out by hand',
    inject: (room) => (room.parts.script.household.goesOutAt = room.between(0, 120_000)),
  },
  {
    id: 'F76',
    words: 'another witness of the leaf disagrees',
    inject: (room) => {
      room.parts.script.household.thirdWitness ??= 'leaf-picture'
      room.parts.script.household.thirdSticks = true
    },
  },
  {
    id: 'F77',
    words: 'a person opens through the hub',
    inject: (room) =>
      room.sometime(() => {
        const times = room.draw.integer(1, 6)
        for (let n = 0; n < times; n++)
          room.later(n * room.between(2000, 60_000), () => room.parts.owner.open(room.draw))
      }),
  },
  {
    id: 'F78',
    words: 'a person locks through the hub',
    inject: (room) => room.sometime(() => room.parts.owner.lock(room.draw)),
  },
  {
    id: 'F79',
    words: 'a person takes over',
    inject: (room) => room.sometime(() => room.parts.owner.takeOver()),
  },
  {
    id: 'F80',
    words: 'a person calls the alarm',
    inject: (room) => room.sometime(() => room.parts.owner.callAlarm()),
  },
  {
    id: 'F81',
    words: 'the rules of the house are tightened',
    inject: (room) =>
      room.sometime(() => heard(room, (runtime) => runtime.rules.change(plainPolicy('owner'), 'u_1'))),
  },
  {
    id: 'F82',
    words: 'the count of people does not come out even',
    inject: (room) =>
      room.sometime(() =>
        room.hub.report({
          type: 'ReportPeople',
          in: room.draw.integer(0, 3),
          out: room.draw.integer(0, 2),
          confidence: room.between(0.3, 1),
        }),
      ),
  },
  {
    id: 'F84',
    words: 'the owner answers too late',
    inject: (room) => (owner(room).approvesAfter = room.between(55_000, 75_000)),
  },
  {
    id: 'F86',
    words: 'another witness of the leaf says nothing',
    inject: (room) => (room.parts.script.household.thirdMute = true),
  },
  {
    id: 'F89',
    words: 'somebody asks for rules that let everybody in',
    inject: (room) => {
      const loosen = (): void =>
        void room.hub.life?.runtime?.rules.change(plainPolicy('auto'), 'u_1').catch(() => {})
      // Before the parcel is announced: later ones would not be loosened in any case.
      room.later(room.between(0, 4000), loosen)
      room.sometime(loosen)
    },
  },
  {
    id: 'F90',
    words: 'somebody says that a child is alone',
    inject: (room) =>
      room.sometime(() => heard(room, (runtime) => runtime.presence.say('child-alone', 'u_1'))),
  },
  {
    id: 'F91',
    words: 'somebody says that nobody is at home',
    inject: (room) =>
      room.later(
        room.between(0, 4000),
        () => void room.hub.life?.runtime?.presence.say('nobody', 'u_1').catch(() => {}),
      ),
  },
  {
    id: 'F85',
    words: 'strangers ask to come in, one after another, and are told no',
    inject: (room) => {
      owner(room).denies = true
      owner(room).approvesAfter = room.between(900, 4000)
      let at = room.between(5000, 12_000)
      for (const number of [...STRANGE, ...STRANGE]) {
        room.later(at, () => ask(room, number))
        at += room.between(5000, 12_000)
      }
    },
  },
]
