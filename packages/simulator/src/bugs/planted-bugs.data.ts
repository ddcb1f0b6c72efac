// Section 4 of the safety design: one-line mistakes, each with what must notice it. They are made in memory only, while
// a file is loaded; nothing of them is ever shipped.
import type { Edit, PlantedBug } from './planted-bug.ts'

const core = (file: string, text: string, into: string): Edit => ({
  file: `packages/core/src/door/${file}`,
  text,
  into,
})
const runtime = (file: string, text: string, into: string): Edit => ({
  file: `packages/runtime/src/${file}`,
  text,
  into,
})
const edge = (file: string, text: string, into: string): Edit => ({
  file: `packages/world/src/edge/${file}`,
  text,
  into,
})

const signatures = (text: string, into: string): Edit => ({
  file: 'packages/evidence/src/verify/signature-check.ts',
  text,
  into,
})
/** The lock's process looks at the last moment of an order itself; in the simulator this line stands for it. */
const lateInPlugin: Edit = {
  file: 'packages/simulator/src/run/hub-devices.ts',
  text: "if (machine.mono() > notAfter) return this.#ended('UnlockDoor', op, 'late')",
  into: '',
}

const RUNTIME = ['last-gate', 'slow-mark', 'parts', 'journal-failures', 'bad-input', 'visit'].map(
  (name) => `packages/runtime/test/${name}.test.ts`,
)
const EDGE = ['packages/world/test/edge-state.test.ts']
const VERIFIER = ['verify-lines', 'checkpoints'].map((name) => `packages/evidence/test/${name}.test.ts`)

const proof: readonly PlantedBug[] = [
  {
    id: 'B1',
    what: 'an old answer proves',
    edits: [
      core(
        'permissives.ts',
        'bolt.answers !== q || contact.answers !== q) return null',
        'bolt.answers === null || contact.answers === null) return null',
      ),
    ],
    fires: ['S15', 'S9'],
    seed: 1,
  },
  {
    id: 'B2',
    what: 'the bolt alone proves',
    edits: [
      core(
        'permissives.ts',
        'bolt.answers !== q || contact.answers !== q) return null',
        'bolt.answers !== q) return null',
      ),
    ],
    fires: ['S15', 'S9'],
  },
  {
    id: 'B3',
    what: 'a push "locked" proves',
    edits: [
      core(
        'evolve-gate.ts',
        'const report = { word: event.bolt, q: event.q, at: event.mono }',
        'const report = { word: event.bolt, q: event.q ?? gate.question.q, at: event.mono }',
      ),
    ],
    fires: ['S15', 'S9'],
  },
  {
    id: 'B4',
    what: 'the lock\'s "accepted" is taken for its state',
    edits: [
      runtime(
        'effect-runner.ts',
        'return devices.lock(effect.n)',
        "await devices.lock(effect.n); return this.#parts.tell({ type: 'ReportBolt', bolt: 'locked', q: null, source: 'command', battery: null, credential: null })",
      ),
    ],
    fires: ['S33', 'S15'],
    tables: RUNTIME,
  },
  {
    id: 'B5',
    what: 'a liar is trusted',
    edits: [
      core('judge.ts', '!distrusted && (opened === null || unlockSeen)', '(opened === null || unlockSeen)'),
    ],
    fires: ['S16'],
    faults: ['F8'],
  },
  {
    id: 'B6',
    what: 'nobody need have seen the bolt withdrawn',
    edits: [core('judge.ts', '!distrusted && (opened === null || unlockSeen)', '!distrusted')],
    fires: ['S16'],
    faults: ['F11'],
  },
  {
    id: 'B7',
    what: 'no time to settle',
    edits: [core('judge.ts', 'unlockSeen || sent === null || elapsed(sent, now) >= SETTLE', 'true')],
    fires: ['S27'],
    faults: ['F56'],
  },
  {
    id: 'B8',
    what: 'a crash forgets that an unlock may have left',
    edits: [
      core(
        'decide-runtime.ts',
        "else if (hot.mark === 'started') emit(turn, { type: 'UnlockUnknown', op: hot.op })",
        "else if (hot.mark === 'started') emit(turn, { type: 'UnlockVoided', op: hot.op, code: 'RESTART' })",
      ),
    ],
    fires: ['S27'],
    faults: ['F34'],
  },
]

const once: readonly PlantedBug[] = [
  {
    id: 'B9',
    what: 'the outbox performs an unlock again at boot',
    edits: [
      runtime('outbox.ts', "  'DisarmDeadman',\n", "  'DisarmDeadman',\n  'UnlockDoor',\n"),
      runtime(
        'resume-effects.ts',
        "    case 'DisarmDeadman':\n",
        "    case 'UnlockDoor': return { type: effect, op: of, notAfter: 1e15 }\n    case 'DisarmDeadman':\n",
      ),
      runtime(
        'effect-runner.ts',
        "throw new Error('assertion failed: what opens leaves by the gate alone')",
        'return void devices.unlock(effect)',
      ),
    ],
    fires: ['S2', 'S3'],
    tables: RUNTIME,
    faults: ['F34'],
  },
  {
    id: 'B10',
    what: 'the core issues the unlock anew at a restart',
    edits: [
      core(
        'decide-runtime.ts',
        "  relock(turn, 'restart')\n}\n\nfunction restartedHand",
        "  relock(turn, 'restart')\n  issue(turn, { type: 'UnlockDoor', op: hot.op, notAfter: hot.notAfter })\n}\n\nfunction restartedHand",
      ),
    ],
    fires: ['S3', 'S2'],
    barrier: [runtime('unlock-gate.ts', 'if (!verdict.open) return voided(verdict.code)', '')],
    faults: ['F34'],
  },
  {
    id: 'B11',
    what: 'an unlock is tried again after a second',
    edits: [
      runtime(
        'unlock-gate.ts',
        "if (handed !== 'handed') return voided(handed)",
        "if (handed !== 'handed') return voided(handed)\n  parts.clock.wake(at + 1000, () => handOver(parts))",
      ),
    ],
    fires: ['S1', 'S2'],
    tables: RUNTIME,
  },
  {
    id: 'B12',
    what: 'a command that comes twice is decided twice',
    edits: [
      runtime(
        'door-runner.ts',
        'if (this.#seen.has(id)) return true',
        'if (this.#seen.has(id)) return false',
      ),
    ],
    fires: ['S1'],
    tables: RUNTIME,
  },
  {
    id: 'B13',
    what: 'effects go out before the commit',
    edits: [
      runtime(
        'door-runner.ts',
        'const failure = await this.#commit(decided)',
        'for (const each of decided.effects) if (!isOpening(each)) this.#parts.perform(each)\n    const failure = await this.#commit(decided)',
      ),
    ],
    fires: ['S25', 'S2'],
    tables: RUNTIME,
    seed: 1,
  },
  {
    id: 'B14',
    what: 'no started mark',
    edits: [
      runtime(
        'unlock-gate.ts',
        "if (!(await parts.append({ type: 'EffectStarted', cause: 'runtime', data: named })))\n    return voided('STORAGE')",
        '',
      ),
    ],
    fires: ['S2'],
    tables: RUNTIME,
    seed: 1,
  },
  {
    id: 'B15',
    what: 'the gate is skipped',
    edits: [runtime('unlock-gate.ts', 'if (!verdict.open) return voided(verdict.code)', '')],
    fires: ['S4', 'S5', 'S13', 'S28'],
    tables: RUNTIME,
  },
  {
    id: 'B16',
    what: 'the gate looks before the durable mark only',
    edits: [
      runtime(
        'unlock-gate.ts',
        'const named = { id, effect: type, op }\n',
        'const named = { id, effect: type, op }\n  const early = [clock.mono(), clock.wall()]\n',
      ),
      runtime(
        'unlock-gate.ts',
        'const [at, wall] = [clock.mono(), clock.wall()]',
        'const [at, wall] = early',
      ),
    ],
    fires: ['S4', 'S5'],
    barrier: [lateInPlugin],
    tables: RUNTIME,
    faults: ['F38'],
  },
  {
    id: 'B17',
    what: 'the last moment of an unlock is ignored',
    edits: [runtime('unlock-gate.ts', 'if (look.at > look.notAfter)', 'if (false)')],
    fires: ['S4'],
    barrier: [
      core('permissives.ts', "if (age > FRAME_AGE_MAX) return deny('FRAME_STALE', age, FRAME_AGE_MAX)", ''),
    ],
    tables: RUNTIME,
    faults: ['F38'],
  },
  {
    id: 'B18',
    what: 'the gate is blind to what waits behind it',
    edits: [runtime('unlock-gate.ts', ' ?? codeFor(afterQueue(look), look)', '')],
    fires: ['S13'],
    tables: RUNTIME,
    faults: ['F57', 'F38'],
  },
  {
    id: 'B19',
    what: 'pictures that wait may grant',
    edits: [
      runtime(
        'unlock-gate.ts',
        'codeFor(look.door, look) ?? codeFor(afterQueue(look), look)',
        'codeFor(afterQueue(look), look)',
      ),
    ],
    fires: ['S5', 'S28'],
    tables: RUNTIME,
    faults: ['F38'],
  },
]

const pictures: readonly PlantedBug[] = [
  {
    id: 'B20',
    what: 'the age of a picture counts from its arrival',
    edits: [
      core(
        'frames.ts',
        'newest: event.durable ? later(frames.newest, event.captured) : frames.newest',
        'newest: event.durable ? later(frames.newest, event.mono) : frames.newest',
      ),
    ],
    fires: ['S5'],
    faults: ['F26'],
    seed: 1,
  },
  {
    id: 'B21',
    what: 'pictures of before this try count',
    edits: [core('frames.ts', 'isSeen(event) && event.captured >= since', 'isSeen(event)')],
    fires: ['S5'],
    faults: ['F26', 'F46'],
  },
  {
    id: 'B22',
    what: 'pictures that are on no disk count',
    edits: [
      core('frames.ts', "durable && changed && doubt !== 'covered'", "changed && doubt !== 'covered'"),
      core(
        'frames.ts',
        'newest: event.durable ? later(frames.newest, event.captured) : frames.newest',
        'newest: later(frames.newest, event.captured)',
      ),
      core(
        'frames.ts',
        'lastChanged: event.durable ? event.changed : frames.lastChanged',
        'lastChanged: event.changed',
      ),
    ],
    fires: ['S5'],
    faults: ['F28'],
  },
  {
    id: 'B23',
    what: 'a frozen picture is accepted',
    edits: [core('permissives.ts', "if (!frames.lastChanged) return deny('FRAME_FROZEN')", '')],
    fires: ['S5'],
    faults: ['F22', 'F3'],
  },
  {
    id: 'B132',
    what: 'a covered picture counts as one that shows the door',
    edits: [core('frames.ts', "durable && changed && doubt !== 'covered'", 'durable && changed')],
    fires: ['L3'],
    faults: ['F87'],
  },
  {
    id: 'B133',
    what: 'a picture that is no witness is one',
    edits: [core('permissives.ts', "if (frames.doubt !== null) return deny('FRAME_DOUBTFUL')", '')],
    fires: ['S5'],
    faults: ['F88'],
  },
  {
    id: 'B24',
    what: 'no pictures are needed',
    edits: [
      core(
        'permissives.ts',
        'function deniedByEye({ frames, mode, live }: Ask, at: Instant): Denial | null {\n',
        'function deniedByEye({ frames, mode, live }: Ask, at: Instant): Denial | null {\n  return null\n',
      ),
    ],
    fires: ['S5', 'S28'],
    faults: ['F25'],
    seed: 1,
  },
]

const people: readonly PlantedBug[] = [
  {
    id: 'B25',
    what: 'presence never ages',
    edits: [core('permissives.ts', 'if (age > presenceAgeMax)', 'if (age > 1e9)')],
    fires: ['S6'],
  },
  {
    id: 'B26',
    what: 'a token may be used again',
    edits: [
      core('decide-intake.ts', "if (gate.tokens.includes(command.token)) return { code: 'TOKEN_USED' }", ''),
    ],
    fires: ['S6'],
    barrier: [runtime('presence-codes.ts', "if (known.used) return { fault: 'TOKEN_USED', token }", '')],
    faults: ['F51', 'F22'],
  },
  {
    id: 'B27',
    what: 'mode owner opens without a yes',
    edits: [
      core('decide-intake.ts', 'if (!asks) return startProof(turn, nonce)', 'return startProof(turn, nonce)'),
    ],
    fires: ['S7'],
  },
  {
    id: 'B28',
    what: 'the window is ignored',
    edits: [
      core(
        'permissives.ts',
        "if (now.wall < ask.from) return deny('OUTSIDE_WINDOW', now.wall, ask.from)",
        '',
      ),
      core('permissives.ts', "if (now.wall > ask.to) return deny('OUTSIDE_WINDOW', now.wall, ask.to)", ''),
    ],
    fires: ['S8'],
    barrier: [
      core(
        'decide-intake.ts',
        "if (wall < session.from) return { code: 'OUTSIDE_WINDOW', value: wall, limit: session.from }",
        '',
      ),
      core(
        'decide-intake.ts',
        "if (wall > session.to) return { code: 'OUTSIDE_WINDOW', value: wall, limit: session.to }",
        '',
      ),
    ],
    faults: ['F62'],
  },
  {
    id: 'B29',
    what: 'an untrusted clock is trusted',
    edits: [core('permissives.ts', "if (!door.gate.clockOk) return deny('CLOCK_UNTRUSTED')", '')],
    fires: ['S8'],
    barrier: [core('decide-intake.ts', "if (!gate.clockOk) return { code: 'CLOCK_UNTRUSTED' }", '')],
    faults: ['F42'],
    seed: 1,
  },
]

const net: readonly PlantedBug[] = [
  {
    id: 'B30',
    what: 'the start is not proved',
    edits: [
      core(
        'permissives.ts',
        'deniedByThird(door, ask.mode) ??\n    deniedByStart(gate, at)',
        'deniedByThird(door, ask.mode)',
      ),
    ],
    fires: ['S9'],
  },
  {
    id: 'B31',
    what: 'nobody waits for the dead-man',
    edits: [
      core(
        'permissives.ts',
        "if (gate.deadman?.op !== op || gate.deadman.state !== 'armed') return deny('DEADMAN_UNARMED')\n  const edgeAge",
        'const edgeAge',
      ),
    ],
    fires: ['S10'],
    faults: ['F29'],
  },
  {
    id: 'B32',
    what: 'the dead-man is disarmed when the door closes',
    edits: [
      core(
        'decide-witness.ts',
        "emit(turn, { type: 'DoorClosed', why: command.q === null ? 'report' : 'answer' })",
        "emit(turn, { type: 'DoorClosed', why: command.q === null ? 'report' : 'answer' })\n    issue(turn, { type: 'DisarmDeadman', op: session.hot.op })",
      ),
    ],
    fires: ['S10'],
    seed: 1,
  },
  {
    id: 'B33',
    what: 'an edge may be silent for ever',
    edits: [
      core('permissives.ts', 'if (edgeAge === null || edgeAge > EDGE_AGE_MAX)', 'if (edgeAge === null)'),
    ],
    fires: ['S11', 'S28'],
    faults: ['F33', 'F20', 'F5'],
  },
  {
    id: 'B34',
    what: 'an empty battery is ignored',
    edits: [
      core(
        'permissives.ts',
        'if (gate.battery === null || gate.battery < BATTERY_MIN)',
        'if (gate.battery === null)',
      ),
    ],
    fires: ['S12'],
    faults: ['F14'],
  },
  {
    id: 'B35',
    what: 'tamper is ignored',
    edits: [core('permissives.ts', "if (gate.tamper) return deny('TAMPER')", '')],
    fires: ['S12'],
    barrier: [
      core('decide-surroundings.ts', "raiseAlarm(turn, 'TAMPER')\n", 'void 0\n'),
      core(
        'decide-surroundings.ts',
        "if (phase === 'authorising' || phase === 'proving') back(turn, 'TAMPER')\n  else",
        '',
      ),
    ],
    faults: ['F67'],
  },
  {
    id: 'B36',
    what: 'a standing alarm is ignored',
    edits: [
      core(
        'permissives.ts',
        "if (gate.alarms.some(({ acknowledged }) => !acknowledged)) return deny('ALARM_STANDING')",
        '',
      ),
    ],
    fires: ['S12'],
    faults: ['F80', 'F60', 'F46'],
  },
  {
    id: 'B37',
    what: 'a webhook opens',
    edits: [
      core(
        'decide-intake.ts',
        "emit(turn, { type: 'CarrierNoted', sid, status })\n",
        "emit(turn, { type: 'CarrierNoted', sid, status })\n  if (session?.phase === 'proving') { emit(turn, { type: 'UnlockCommitted', op: session.op, notAfter: turn.command.at + 2000, mode: session.mode }); return issue(turn, { type: 'UnlockDoor', op: session.op, notAfter: turn.command.at + 2000 }) }\n",
      ),
    ],
    fires: ['S17', 'S9'],
    faults: ['F61', 'F64', 'F65', 'F20'],
  },
  {
    id: 'B38',
    what: '"delivered" closes',
    edits: [
      core(
        'decide-intake.ts',
        "emit(turn, { type: 'CarrierNoted', sid, status })\n",
        "emit(turn, { type: 'CarrierNoted', sid, status })\n  if (session?.sid === sid && status === 'delivered') return emit(turn, { type: 'SessionClosed', outcome: 'delivered', secured: false, unexercised: false })\n",
      ),
    ],
    fires: ['S17', 'S21', 'S22'],
    faults: ['F65'],
  },
]

const bolt: readonly PlantedBug[] = [
  {
    id: 'B39',
    what: 'the bolt is thrown at an open or unknown leaf',
    edits: [core('relock.ts', "door.gate.closedSeen && door.gate.contact.word === 'closed' && ", '')],
    fires: ['S18'],
  },
  {
    id: 'B40',
    what: 'the bolt is thrown in a fire',
    edits: [core('relock.ts', '!door.gate.fire && ', '')],
    fires: ['S19'],
    faults: ['F68'],
  },
  {
    id: 'B41',
    what: 'the hub fights the hand',
    edits: [core('relock.ts', ' && !handWon(door)', '')],
    fires: ['S20'],
    faults: ['F55', 'F48'],
  },
  {
    id: 'B42',
    what: 'the visit closes when the door closes',
    edits: [
      core(
        'decide-witness.ts',
        "    return relock(turn, 'closed')",
        "    return emit(turn, { type: 'SessionClosed', outcome: 'delivered', secured: false, unexercised: false })",
      ),
    ],
    fires: ['S21'],
    seed: 1,
  },
  {
    id: 'B43',
    what: 'the seal timer survives a reopening',
    edits: [
      core(
        'deadlines.ts',
        "relock: session.phase === 'relocking' ? after(session.since, timers.relock) : null,",
        "relock: session.phase === 'relocking' ? after(session.since, timers.relock) : null,\n        seal: session.hot.closed === null ? null : after(session.hot.closed, SEAL_MAX),",
      ),
      core(
        'sealing.ts',
        "if (session?.phase !== 'sealing') return\n  if (isPinOut",
        "if (!session || !('hot' in session)) return\n  if (isPinOut",
      ),
    ],
    fires: ['S21'],
  },
  {
    id: 'B44',
    what: 'an abort after the commit is ignored',
    edits: [
      core(
        'decide-people.ts',
        "if (session.phase === 'unlocking' || session.phase === 'unlocked') relock(turn, 'abort')",
        '',
      ),
    ],
    fires: ['L16', 'S13'],
    faults: ['F56'],
  },
  {
    id: 'B45',
    what: 'relocking has no end',
    edits: [
      core(
        'deadlines.ts',
        "relock: session.phase === 'relocking' ? after(session.since, timers.relock) : null,",
        'relock: null,',
      ),
    ],
    fires: ['L1'],
    faults: ['F1'],
  },
  {
    id: 'B46',
    what: 'the alarm of a relock without proof is mute',
    edits: [
      core(
        'decide-deadline.ts',
        "emit(turn, { type: 'RelockUnproved' })\n",
        "emit(turn, { type: 'RelockUnproved' })\n    return\n",
      ),
    ],
    fires: ['L1', 'L13'],
    faults: ['F1'],
  },
  {
    id: 'B47',
    what: 'the door is asked every second',
    edits: [
      core(
        'settings.ts',
        'export const QUERY_TIMEOUT = seconds(6)',
        'export const QUERY_TIMEOUT = seconds(1)',
      ),
    ],
    fires: ['L18'],
    faults: ['F3'],
  },
]

const liveness: readonly PlantedBug[] = [
  {
    id: 'B48',
    what: 'nobody checks after a restart',
    edits: [
      core(
        'evolve-gate.ts',
        "boot: event.type === 'HubStarted' ? null : { by: after(mono, BOOT_MAX), at: mono, wasHot }",
        'boot: null',
      ),
    ],
    fires: ['L2', 'L8'],
    faults: ['F34'],
  },
  {
    id: 'B49',
    what: 'the alarm after a restart is mute',
    edits: [
      core(
        'decide-deadline.ts',
        "raiseAlarm(turn, hot ? 'RESTARTED_OPEN' : 'RESTARTED_UNPROVED')",
        'void hot',
      ),
    ],
    fires: ['L2', 'L8'],
    faults: ['F34', 'F30'],
  },
  {
    id: 'B50',
    what: 'a restart extends the outer bound',
    edits: [
      core(
        'evolve-hot.ts',
        'insecureBy: event.rebooted ? bootBy : earlier(hot.insecureBy, bootBy)',
        'insecureBy: after(event.mono, INSECURE_MAX)',
      ),
    ],
    fires: ['L8'],
  },
  {
    id: 'B51',
    what: 'the alarm of a lost camera is mute',
    edits: [core('decide-deadline.ts', "  raiseAlarm(turn, 'CAMERA_LOST_OPEN')\n", '')],
    fires: ['L3'],
    faults: ['F25'],
    seed: 1,
  },
  {
    id: 'B52',
    what: 'one queue for all, and nothing is folded',
    edits: [
      runtime('inbox.ts', 'if (coalesced.has(waiting.body.type)) {', 'if (false) {'),
      runtime(
        'inbox.ts',
        "  if (people.has(type)) return 'people'\n  return urgent.has(type) ? 'urgent' : 'normal'",
        "  return 'normal'",
      ),
      runtime('inbox.ts', 'if (saysNothingNew(queue, waiting)) {', 'if (false) {'),
    ],
    fires: ['L19', 'L3', 'S13', 'L10'],
    tables: RUNTIME,
    faults: ['F72', 'F38'],
  },
  {
    id: 'B53',
    what: 'the alarm of a door held open is mute',
    edits: [
      core(
        'decide-deadline.ts',
        "inside: (turn) => raiseAlarm(turn, 'DOOR_LEFT_OPEN'),",
        'inside: () => {},',
      ),
    ],
    fires: ['L7', 'L8'],
    faults: ['F44', 'F49'],
    seed: 1,
  },
  {
    id: 'B54',
    what: 'a closed door is not locked',
    edits: [core('decide-witness.ts', "    return relock(turn, 'closed')", '    return')],
    fires: ['L7', 'L18', 'L8'],
  },
  {
    id: 'B55',
    what: 'the watch after a visit ends by the clock',
    edits: [
      core(
        'decide-deadline.ts',
        "tail: (turn) => raiseAlarm(turn, 'DOOR_UNANSWERING'),",
        "tail: (turn) => emit(turn, { type: 'TailEnded' }),",
      ),
    ],
    fires: ['S21', 'L8'],
    faults: ['F30'],
  },
  {
    id: 'B56',
    what: 'nobody watches after a visit',
    edits: [core('evolve.ts', "if (event.type === 'SessionClosed' && hot)", 'if (false)')],
    fires: ['L17', 'L8'],
    faults: ['F13', 'F12', 'F45'],
  },
  {
    id: 'B57',
    what: 'an acknowledged alarm never comes back',
    edits: [
      core(
        'evolve-alarms.ts',
        '{ by, until: after(mono, ALARM_SILENCED) }',
        '{ by, until: after(mono, 1e12) }',
      ),
    ],
    fires: ['L13', 'S41'],
    faults: ['F1'],
  },
  {
    id: 'B58',
    what: 'the edge ignores silence',
    edits: [
      edge(
        'edge-step.ts',
        'watches: [...state.watches.filter((other) => other.op !== op), watch],',
        'watches: state.watches,',
      ),
    ],
    fires: ['L9'],
    tables: EDGE,
    faults: ['F36'],
  },
  {
    id: 'B59',
    what: 'the hub gives signs of life that no commit stands behind',
    edits: [
      runtime(
        'door-runner.ts',
        'this.#failed = failure !== null\n',
        'this.#failed = failure !== null\n    if (failure !== null) this.#beat()\n',
      ),
    ],
    fires: ['L9'],
    tables: RUNTIME,
    faults: ['F39'],
  },
  {
    id: 'B60',
    what: 'a stale sign of life counts',
    edits: [edge('edge-step.ts', 'at - sent > BEAT_AGE_MAX_MS || ', '')],
    fires: ['L9'],
    tables: EDGE,
  },
  {
    id: 'B61',
    what: 'a visit that comes too early loses the next one',
    edits: [
      runtime(
        'door-runner.ts',
        'if (due === null || this.#stopped) return',
        'if (due === null || this.#stopped || !moved) return',
      ),
    ],
    fires: ['L14', 'L2', 'L1', 'L10', 'L3', 'L15'],
    tables: RUNTIME,
    faults: ['F5'],
  },
  {
    id: 'B62',
    what: 'sealing has no end',
    edits: [
      core(
        'deadlines.ts',
        'seal: session.pinTold && isPinOut(session.hot) ? null : after(session.since, SEAL_MAX)',
        'seal: null',
      ),
    ],
    fires: ['L12'],
    faults: ['F83'],
  },
]

const record: readonly PlantedBug[] = [
  {
    id: 'B63',
    what: 'the verifier does not follow the links of the chain',
    edits: [
      {
        file: 'packages/evidence/src/verify/chain-check.ts',
        text: 'if (due === undefined || prev === due) return null',
        into: 'return null',
      },
    ],
    fires: [],
    tables: VERIFIER,
  },
  {
    id: 'B64',
    what: 'a checkpoint by any key is accepted',
    edits: [signatures('if (due === null || due === pinOf(key)) return null', 'return null')],
    fires: [],
    tables: VERIFIER,
  },
  {
    id: 'B71',
    what: 'a forged signature under a checkpoint is accepted',
    edits: [
      signatures(
        "if (!this.#isSigned(found.key, checkpointText(found), found.sig))\n      return fault('signature', 'its signature is not one of its key: the checkpoint is forged')",
        '',
      ),
    ],
    fires: [],
    tables: VERIFIER,
  },
  {
    id: 'B65',
    what: 'a hub whose lease is gone still opens',
    edits: [
      runtime('unlock-gate.ts', "if (!look.leads || gate.epoch !== look.epoch) return 'LEASE_LOST'", ''),
    ],
    fires: [],
    tables: RUNTIME,
  },
  {
    id: 'B66',
    what: 'a PIN stays in the lock',
    edits: [
      core('relock.ts', "  issue(turn, { type: 'RevokePin', op })\n", ''),
      core('judge.ts', ' || isPinOut(hot)) return', ') return'),
      core(
        'sealing.ts',
        'if (!isPinOut(session.hot)) closeSealed(turn, session)',
        'closeSealed(turn, session)',
      ),
    ],
    fires: ['S31'],
    faults: ['F56', 'F25'],
  },
  {
    id: 'B67',
    what: 'a PIN stands in a line',
    edits: [
      runtime(
        'unlock-gate.ts',
        'const pin = newPin(chance)\n',
        'const pin = newPin(chance)\n  Object.assign(effect.effect, { pin })\n',
      ),
      runtime(
        'unlock-gate.ts',
        'const data = { ...named, ...verdict.numbers }',
        'const data = { ...named, ...verdict.numbers, pin: effect.pin }',
      ),
    ],
    fires: ['S30'],
    tables: RUNTIME,
  },
  {
    id: 'B68',
    what: 'two visits prove at once',
    edits: [core('decide-intake.ts', "if (turn.door.session) return refuse(turn, 'DOOR_BUSY')", '')],
    fires: ['S14'],
  },
  {
    id: 'B69',
    what: 'a late acknowledgement of nothing ends a visit',
    edits: [
      core(
        'decide-people.ts',
        "if (!named) return refuse(turn, 'NO_ALARM')\n",
        'if (!named) return takeOver(turn, command)\n',
      ),
    ],
    fires: ['S29', 'S21', 'L18'],
    faults: ['F1', 'F6'],
  },
  {
    id: 'B70',
    what: "a late message to the lock's process is obeyed",
    edits: [
      {
        file: 'packages/hub/src/plugins/hosted-plugin.ts',
        text: 'if (!lock || this.#parts.clock.mono() > order.notAfter) {',
        into: 'if (!lock) {',
      },
    ],
    fires: [],
    tables: ['packages/hub/test/plugins/hosted-plugin.test.ts'],
  },
]

const ours: readonly PlantedBug[] = [
  {
    id: 'B100',
    what: 'something contrary does not void the answers',
    edits: [
      core(
        'evolve-gate.ts',
        'return surprises(gate.bolt, report) ? voidAnswers(next) : next\n',
        'return next\n',
      ),
    ],
    fires: ['S15', 'S9'],
  },
  {
    id: 'B101',
    what: 'questions of a new life are numbered as those of the old one',
    edits: [
      core('evolve-gate.ts', 'question: { q: epoch * QUERIES_PER_EPOCH, ', 'question: { q: 1_000_000, '),
    ],
    fires: ['S15', 'S9'],
    faults: ['F34', 'F4'],
  },
  {
    id: 'B102',
    what: 'what a third witness sees is ignored',
    edits: [
      core(
        'judge.ts',
        "if (thirds.some(({ says }) => says === 'open')) return false\n  return",
        'return true\n  return',
      ),
    ],
    fires: ['S39'],
    faults: ['F76'],
  },
  {
    id: 'B103',
    what: "a carrier's contrary word does not demote",
    edits: [
      core(
        'decide-intake.ts',
        "if (ceiling !== session.ceiling) emit(turn, { type: 'SessionDemoted', ceiling })",
        '',
      ),
    ],
    fires: ['S36'],
    faults: ['F65'],
  },
  {
    id: 'B104',
    what: 'automatic opens to a picture that is not proved alive',
    edits: [
      core(
        'permissives.ts',
        "return mode !== 'owner' && !live ? deny('LIVENESS_UNPROVED') : null",
        'return null',
      ),
    ],
    fires: ['S37'],
    faults: ['F23'],
  },
  {
    id: 'B105',
    what: 'an opening by PIN that nobody saw is not told',
    edits: [core('decide-pin.ts', "if (!isSeen) raiseAlarm(turn, 'UNSEEN_OPENING')", '')],
    fires: ['S38'],
    faults: ['F25'],
  },
  {
    id: 'B106',
    what: 'an alarm sounds once a minute',
    edits: [
      core(
        'settings.ts',
        'export const ALARM_REPEAT = seconds(5)',
        'export const ALARM_REPEAT = seconds(60)',
      ),
    ],
    fires: ['L10'],
    faults: ['F1'],
  },
  {
    id: 'B107',
    what: 'a refusal by a limit does not say which',
    edits: [core('decide-deadline.ts', 'back(turn, code, measure)', 'back(turn, code)')],
    fires: ['S23'],
    faults: ['F25'],
  },
  {
    id: 'B108',
    what: 'a sealed visit does not notice that its door opened again',
    edits: [
      core(
        'decide-witness.ts',
        "  } else {\n    raiseAlarm(turn, 'REOPENED')\n    relock(turn, 'reopened')\n  }\n}\n\nfunction contactClosed",
        '  }\n}\n\nfunction contactClosed',
      ),
    ],
    fires: ['S21'],
    faults: ['F45', 'F48'],
  },
  {
    id: 'B109',
    what: 'the film of a hot visit is stopped by an abort',
    edits: [
      core(
        'decide-people.ts',
        "if (session.phase === 'unlocking' || session.phase === 'unlocked') relock(turn, 'abort')",
        "issue(turn, { type: 'StopRecording', sid: session.sid })\n  if (session.phase === 'unlocking' || session.phase === 'unlocked') relock(turn, 'abort')",
      ),
    ],
    fires: ['S26'],
    faults: ['F56'],
  },
  {
    id: 'B110',
    what: 'an owner who is asked never runs out of time',
    edits: [
      core(
        'deadlines.ts',
        'return { ...cold, approve: after(session.since, timers.approve) }',
        'return cold',
      ),
    ],
    fires: ['L15'],
    faults: ['F58'],
  },
  {
    id: 'B111',
    what: 'a proof never runs out of time',
    edits: [
      core('deadlines.ts', 'return { ...cold, prove: after(session.since, timers.prove) }', 'return cold'),
    ],
    fires: ['L14'],
    faults: ['F25'],
  },
  {
    id: 'B112',
    what: 'an unlock that moves nothing is not taken back',
    edits: [
      core(
        'deadlines.ts',
        'unlock: session.hot.pin?.endsAt ?? after(session.since, timers.unlock),',
        'unlock: null,',
      ),
    ],
    fires: ['L5'],
    faults: ['F16'],
  },
  {
    id: 'B113',
    what: 'an unlocked door that nobody opens stays unlocked',
    edits: [core('deadlines.ts', 'open: after(session.since, timers.open) }', 'open: null }')],
    fires: ['L6', 'L8'],
    faults: ['F18'],
  },
  {
    id: 'B114',
    what: 'the outer bound is mute',
    edits: [
      core(
        'decide-deadline.ts',
        "insecure: (turn) => raiseAlarm(turn, 'INSECURE_TOO_LONG'),",
        'insecure: () => {},',
      ),
    ],
    fires: ['L8'],
  },
  {
    id: 'B115',
    what: 'an alarm that nobody acknowledged ends with the door',
    edits: [
      core(
        'evolve-alarms.ts',
        'alarms: gate.alarms.filter(({ quiet }) => !quiet.some(({ until }) => until > mono)),',
        'alarms: [],',
      ),
    ],
    fires: ['L10'],
    faults: ['F1'],
  },
  {
    id: 'B130',
    what: 'the second eye of a door is not asked for',
    edits: [core('permissives.ts', "third === undefined ? deny('THIRD_WITNESS_MISSING') : null", 'null')],
    fires: ['S42'],
    faults: ['F86'],
  },
  {
    id: 'B131',
    what: 'a second eye that was lost still counts',
    edits: [
      core(
        'evolve-watch.ts',
        "return event.device === 'camera' ? { ...gate, thirds: without(gate.thirds, 'leaf-picture') } : gate",
        'return gate',
      ),
    ],
    // The simulated camera engine is never lost as a whole: no line of a seed can show it.
    fires: [],
  },
  {
    id: 'B116',
    what: 'one question more within the hour',
    edits: [core('asking.ts', 'length >= ASKS_MAX', 'length > ASKS_MAX')],
    fires: ['S40'],
    faults: ['F85'],
  },
  {
    id: 'B117',
    what: 'a restart forgets how often people were asked',
    edits: [core('evolve-gate.ts', 'asks: evolveAsks(gate.asks, event),', 'asks: { at: [], told: false },')],
    fires: ['S40'],
    faults: ['F85', 'F34'],
  },
  {
    id: 'B118',
    what: 'the answer of one silences everybody',
    edits: [
      core('evolve-alarms.ts', 'next: nextOf(alarm.next, quiet) }', 'next: after(mono, ALARM_SILENCED) }'),
    ],
    fires: ['L10'],
    faults: ['F1'],
  },
  {
    id: 'B119',
    what: 'whoever has answered hears nothing of what happens anew',
    edits: [core('evolve-alarms.ts', 'const quiet = anew ? [] : alarm.quiet', 'const quiet = alarm.quiet')],
    fires: ['L1'],
    faults: ['F15', 'F55'],
  },
]

/** Mistakes that were truly made, and found late. */
const late: readonly PlantedBug[] = [
  {
    id: 'B144',
    what: 'an answer that was counted and not written proves the door, after a proof was refused',
    edits: [core('evolve.ts', '=> calmed(evolved(door, event))', '=> evolved(door, event)')],
    fires: ['S15'],
    faults: ['F65', 'F78', 'F7'],
  },
  {
    id: 'B145',
    what: 'what was read before the leaf opened shuts it',
    edits: [core('decide-witness.ts', ' || isOutrun(turn, command)) return', ') return')],
    // L18 shows it in one of a hundred thousand seeds.
    fires: [],
  },
  {
    id: 'B146',
    what: 'an answer to an alarm that is over is remembered only until a restart',
    edits: [
      core(
        'evolve-alarms.ts',
        'filter(({ quiet }) => !quiet.some(({ until }) => until > mono))',
        'filter(({ acknowledged }) => !acknowledged)',
      ),
    ],
    // L10 shows it in one of a hundred thousand seeds.
    fires: [],
  },
  {
    id: 'B147',
    what: 'what a witness says by itself makes its answer young again',
    edits: [core('evolve-gate.ts', 'answered: q === null ? belief.answered : at,', 'answered: at,')],
    // S9 shows it in one of a hundred thousand seeds.
    fires: [],
  },
  {
    id: 'B148',
    what: 'a rule that cannot be read stops the loop of its door',
    edits: [
      runtime(
        'visit-desk.ts',
        'if (visit && this.#isInRule(session.mode, visit)) return false',
        'if (visit && !isLooser(session.mode, this.passes.ruled(visit).mode)) return false',
      ),
    ],
    // Needs a hub that dies while such a visit is armed: a seed of some ten thousand.
    fires: [],
    tables: ['packages/runtime/test/ruled-visit.test.ts'],
  },
  {
    id: 'B149',
    what: 'a clock that jumped is trusted again because the hub was started anew',
    edits: [runtime('clock-watch.ts', 'doubted || isBehind || (', 'isBehind || (')],
    // S43 shows it in one of a hundred thousand seeds.
    fires: [],
    tables: ['packages/runtime/test/windows.test.ts'],
  },
  {
    id: 'B150',
    what: 'a clock that jumped ahead while the hub was down is trusted',
    edits: [
      runtime(
        'clock-watch.ts',
        'doubted || isBehind || (mono !== null && isJump({ wall, mono }, reading))',
        'doubted || isBehind',
      ),
    ],
    fires: [],
    tables: ['packages/runtime/test/windows.test.ts'],
  },
  {
    id: 'B151',
    what: 'a stall of one to one and a half seconds is not told',
    edits: [runtime('house-watch.ts', 'milliseconds(1000 - TICK)', 'milliseconds(1000)')],
    // L10 shows it in one of a hundred thousand seeds.
    fires: [],
    tables: ['packages/runtime/test/house-watch.test.ts'],
  },
  {
    id: 'B120',
    what: 'a marked unlock is not reckoned to be on its way',
    edits: [core('evolve-hot.ts', "{ ...hot, mark: 'started', sent: mono }", "{ ...hot, mark: 'started' }")],
    fires: ['S27'],
    faults: ['F39', 'F38'],
  },
  {
    id: 'B121',
    what: 'a report whose write failed is forgotten: a fire that began while the disk was full',
    edits: [runtime('door-runner.ts', 'if (isOfDisk(failure)) await this.#keepTold(group)', '')],
    fires: ['L9', 'L18'],
    tables: ['packages/runtime/test/journal-failures.test.ts'],
    faults: ['F39', 'F68'],
  },
  {
    id: 'B122',
    what: 'the hand that won is forgotten when the visit closes',
    edits: [core('relock.ts', ' && gate.tail !== null && gate.tail.yielded', ' && false')],
    fires: ['S20'],
    faults: ['F55', 'F48'],
  },
  {
    id: 'B123',
    what: 'a reopened visit is not filmed again',
    edits: [
      core(
        'relock.ts',
        "if (session?.phase === 'sealing')\n    issue(turn, { type: 'StartRecording', sid: session.sid, op: session.hot.op, nonce: '' })",
        '',
      ),
    ],
    fires: ['L3', 'L18'],
    faults: ['F45'],
  },
  {
    id: 'B124',
    what: 'a door is secure while its PIN may still open',
    edits: [core('judge.ts', ' || isPinOut(hot)) return', ') return')],
    fires: ['S31'],
    faults: ['F5'],
  },
  {
    id: 'B125',
    what: 'pictures from later than now count as fresh for ever',
    edits: [
      core(
        'frames.ts',
        'if (event.captured > after(event.mono, AHEAD_MAX)) return { ...frames, lastChanged: false }',
        '',
      ),
    ],
    fires: ['S5', 'L3'],
    faults: ['F27'],
  },
  {
    id: 'B126',
    what: 'a question of which no line tells proves the door',
    edits: [core('judge.ts', 'if (gate.question.calm) return askDoor(turn)', '')],
    fires: ['S15'],
    faults: ['F78'],
  },
  {
    id: 'B127',
    what: 'a wish to lock does not take an opening by hand back',
    edits: [core('decide-hand.ts', '  abortHand(turn)\n', '')],
    fires: ['S13'],
    faults: ['F77', 'F78'],
  },
  {
    id: 'B128',
    what: 'after a restart of the machine sealing lasts for ever',
    edits: [
      core(
        'evolve-session.ts',
        '{ ...session, expireAt, failures, since: event.mono }',
        '{ ...session, expireAt, failures }',
      ),
    ],
    fires: ['L12'],
    faults: ['F37'],
  },
  {
    id: 'B134',
    what: 'a carrier whose word ends the third try ends the visit',
    edits: [core('relock.ts', "tries >= TRIES_MAX && code !== 'CARRIER_CONTRARY'", 'tries >= TRIES_MAX')],
    fires: ['S17'],
    faults: ['F65', 'F68'],
  },
  {
    id: 'B135',
    what: 'an unlock that acts after a person took over is told to nobody',
    edits: [core('evolve.ts', 'quiet: hot.takenOver && !isUnlockDue(hot)', 'quiet: hot.takenOver')],
    fires: ['L8'],
    faults: ['F74', 'F79'],
  },
  {
    id: 'B129',
    what: 'a slow lock is taken for a liar',
    edits: [core('decide-witness.ts', 'if (asked === null || asked < session.since) return', '')],
    fires: ['L18'],
    faults: ['F3'],
  },
]

const POLICY = ['decide-policy', 'looser'].map((name) => `packages/core/test/policy/${name}.test.ts`)
const RULED = ['ruled-visit', 'house-rules'].map((name) => `packages/runtime/test/${name}.test.ts`)
const policy = (file: string, text: string, into: string): Edit => ({
  file: `packages/core/src/policy/${file}`,
  text,
  into,
})

/** Sentences of the household: which of them decides, and what limits it. */
const sentences: readonly PlantedBug[] = [
  {
    id: 'B136',
    what: 'of two sentences that look equally closely the looser one is taken',
    edits: [
      policy(
        'decide-policy.ts',
        'others.reduce<Ruling>(bothAllow, start)',
        "others.reduce<Ruling>((a, b) => (b.mode === 'owner' ? a : b), start)",
      ),
    ],
    fires: ['S43'],
    tables: POLICY,
  },
  {
    id: 'B137',
    what: 'a loosening acts at once',
    edits: [runtime('house-rules.ts', 'if (this.loosens(wished)) return this.#ask(wished, by)', '')],
    fires: ['S43'],
    tables: RULED,
    faults: ['F89'],
  },
  {
    id: 'B138',
    what: 'nobody said who is at home, and that is taken for nobody at home',
    edits: [
      policy(
        'decide-policy.ts',
        "fact === wish || fact === 'unsaid') ? 'maybe' : 'no'",
        "fact === wish || fact === 'unsaid') ? 'yes' : 'no'",
      ),
    ],
    fires: ['S43'],
    tables: POLICY,
  },
  {
    id: 'B139',
    what: 'a child alone limits nothing',
    edits: [policy('decide-policy.ts', "fact === 'child-alone' || ", '')],
    fires: ['S43'],
    tables: POLICY,
    faults: ['F90'],
  },
  {
    id: 'B140',
    what: 'a sentence holds in every hour',
    edits: [
      policy(
        'decide-policy.ts',
        'return from < to ? minute >= from && minute < to : minute >= from || minute < to',
        'return true',
      ),
    ],
    fires: ['S43'],
    tables: POLICY,
  },
  {
    id: 'B141',
    what: 'a word that lets in more easily counts at once',
    edits: [
      policy('presence.ts', 'return [...new Set([word.presence, ...word.before])]', 'return [word.presence]'),
    ],
    fires: ['S43'],
    tables: RULED,
    faults: ['F91'],
  },
  {
    id: 'B142',
    what: 'a visit goes by the rules of now, however it was announced',
    edits: [
      runtime('rulings.ts', 'decideCases([pinned, policy()], cases)', 'decideCases([policy()], cases)'),
    ],
    // A loosening takes longer to come true than a story lasts.
    fires: [],
    tables: RULED,
  },
  {
    id: 'B143',
    what: 'a removed sentence that kept out is no loosening',
    edits: [
      policy(
        'looser.ts',
        'if (isWithin(after, before)) return false',
        'if (after.closeness < 0 || isWithin(after, before)) return false',
      ),
    ],
    fires: [],
    tables: POLICY,
  },
]

export const plantedBugs: readonly PlantedBug[] = [
  ...proof,
  ...once,
  ...pictures,
  ...people,
  ...net,
  ...bolt,
  ...liveness,
  ...record,
  ...ours,
  ...late,
  ...sentences,
]
