// How an unlock leaves: once, written before, in one life of the hub, in time, and from a gate that really looked.
import type { Door } from '../facts/door.ts'
import { type Op, opens } from '../facts/ops.ts'
import { type Line, number, text } from '../line.ts'
import type { Rule, Scene, Watch } from '../rule.ts'

/** Watches every send: the `EffectSent` of an unlock or of a PIN. */
export function onSend(look: (line: Line, op: Op, door: Door) => void, scene: Scene): Watch {
  return {
    EffectSent: (line, door) => {
      if (opens(text(line, 'effect'))) look(line, scene.op(text(line, 'op') ?? ''), door)
    },
  }
}

const idOf = (line: Line): string => text(line, 'id') ?? ''

const FRAMES_MIN = 3
const FRAME_AGE_MAX = 1500
const EDGE_AGE_MAX = 7000

/** Numbers of a gate that never looked are no numbers. */
function gateFault(line: Line, q: number | null): string | null {
  const [frames, frameAge, edgeAge] = [
    number(line, 'frames'),
    number(line, 'frameAge'),
    number(line, 'edgeAge'),
  ]
  if (frames === null || frames < FRAMES_MIN) return `${frames} frames`
  if (frameAge === null || frameAge > FRAME_AGE_MAX) return `a frame of ${frameAge} ms`
  if (edgeAge === null || edgeAge > EDGE_AGE_MAX) return `edge heard ${edgeAge} ms ago`
  return number(line, 'q') === q ? null : `question ${number(line, 'q')}, the newest is ${q}`
}

export const unlockingRules: readonly Rule[] = [
  {
    name: 'S1',
    rule: 'at most one send per op',
    meaning: 'one permission, one opening',
    watch: (scene) =>
      onSend((line, op) => {
        if (op.sends.length > 0) scene.say(line, `op ${text(line, 'op')} was sent before`)
      }, scene),
  },
  {
    name: 'S2',
    rule: 'a send comes after the durable commit, issue and mark of the same op',
    meaning: 'no opening that the log does not know',
    watch: (scene) =>
      onSend((line, op) => {
        if (!op.commit) scene.say(line, 'sent without a commit')
        else if (!op.issued.has(idOf(line))) scene.say(line, 'sent without having been issued')
        else if (!op.started.has(idOf(line))) scene.say(line, 'sent without its mark')
      }, scene),
  },
  {
    name: 'S3',
    rule: 'send and commit have one epoch',
    meaning: 'a reborn hub never opens',
    watch: (scene) =>
      onSend((line, { commit }) => {
        if (commit && commit.epoch !== line.epoch)
          scene.say(line, `committed in epoch ${commit.epoch}, sent in ${line.epoch}`)
      }, scene),
  },
  {
    name: 'S4',
    rule: 'send no later than notAfter',
    meaning: 'no late opening',
    watch: (scene) =>
      onSend((line, op) => {
        if (op.commit && line.mono > op.notAfter)
          scene.say(line, `sent ${line.mono - op.notAfter} ms after its last moment`)
      }, scene),
  },
  {
    name: 'S25',
    rule: 'every EffectSent names an earlier EffectIssued',
    meaning: 'nothing acts before it is written',
    watch: (scene) => {
      const issued = new Set<string>()
      return {
        EffectIssued: (line) => void issued.add(idOf(line)),
        EffectSent: (line) => {
          if (!issued.has(idOf(line))) scene.say(line, `effect ${idOf(line)} was never issued`)
        },
      }
    },
  },
  {
    name: 'S28',
    rule: 'the numbers in the send satisfy P4, P7 and P9 by themselves',
    meaning: 'the gate really looked',
    watch: (scene) =>
      onSend((line, op, door) => {
        const fault = op.isVisit ? gateFault(line, door.witness.q) : null
        if (fault !== null) scene.say(line, `the gate saw ${fault}`)
      }, scene),
  },
  {
    name: 'S35',
    rule: 'a send outside a visit has its ManualOpenGranted',
    meaning: 'nobody opens beside the gate',
    watch: (scene) =>
      onSend((line, op) => {
        if (!op.isVisit && !op.granted) scene.say(line, 'sent by nobody: no visit, no grant')
      }, scene),
  },
]
