// When a door may be called secure and a visit over.
import { type Line, number, text } from '../line.ts'
import type { Rule } from '../rule.ts'

const SETTLE = 10_000
const CONTRADICTED_FOR = 5000

/** An unlock that left and that nobody saw work: when it left, at the latest known moment. */
export interface Travelling {
  readonly op: string
  readonly mono: number
}

export const securingRules: readonly Rule[] = [
  {
    name: 'S15',
    rule: 'DoorSecured rests on both answers to the latest query, locked and closed, nothing differing since',
    meaning: 'proof, not memory',
    watch: (scene) => ({
      DoorSecured: (line, { witness }) => {
        const q = number(line, 'q')
        if (q !== witness.q) scene.say(line, `secured by question ${q}, the newest is ${witness.q}`)
        else if (witness.unproved !== null) scene.say(line, `secured although ${witness.unproved}`)
      },
    }),
  },
  {
    name: 'S16',
    rule: 'no DoorSecured in a visit after WitnessDistrusted, nor after an opening in which the bolt was never seen unlocked',
    meaning: 'a witness that slept cannot testify',
    watch: (scene) => ({
      DoorSecured: (line, { visit }) => {
        if (!visit.hot) return
        if (visit.distrusted) scene.say(line, 'secured by a distrusted witness')
        else if (visit.opened && !visit.unlockSeen) scene.say(line, 'the bolt was never seen unlocked')
      },
    }),
  },
  {
    name: 'S21',
    rule: 'after a commit a visit closes only when secured with nothing contrary later, or taken over',
    meaning: 'no story ends with an open door',
    watch: (scene) => ({
      SessionClosed: (line, { visit }) => {
        if (visit.commit && !visit.secured && !visit.takenOver)
          scene.say(line, `closed in ${visit.phase}, unproved`)
      },
      // The watch after it ends with a proof, and never by the clock.
      TailEnded: (line, { secured }) => {
        if (secured?.mono !== line.mono || secured.boot !== line.boot)
          scene.say(line, 'the watch ended without a proof')
      },
    }),
  },
  {
    name: 'S22',
    rule: 'delivered: door opened, changing frames while open, secured or taken over, evidence sealed',
    meaning: 'delivered means proved',
    watch: (scene) => ({
      SessionClosed: (line, { visit }) => {
        if (text(line, 'outcome') !== 'delivered') return
        if (!visit.opened) scene.say(line, 'delivered through a door that never opened')
        else if (!visit.changedWhileOpen) scene.say(line, 'delivered unseen')
        else if (!visit.sealed) scene.say(line, 'delivered without sealed evidence')
        else if (!visit.secured && !visit.takenOver) scene.say(line, 'delivered and not secured')
      },
    }),
  },
  {
    name: 'S27',
    rule: 'DoorSecured at least 10 s after a send that nobody saw work; a mark without a send counts as one',
    meaning: 'a packet may still be travelling',
    watch: (scene) => {
      const marks = new Map<string, { line: Line; voided: boolean }>()
      return {
        EffectStarted: (line) => {
          const op = text(line, 'op')
          if (op !== null && scene.op(op).isVisit) marks.set(op, { line, voided: false })
        },
        UnlockVoided: (line) => {
          const mark = marks.get(text(line, 'op') ?? '')
          if (!mark || mark.voided) return
          // A new life cannot know that a marked unlock stayed here.
          if (line.epoch > mark.line.epoch) scene.say(line, 'voided although it may have left')
          else mark.voided = true
        },
        DoorSecured: (line, { visit }) => {
          const mark = marks.get((visit.commit && text(visit.commit, 'op')) ?? '')
          if (!visit.hot || !mark || mark.voided || visit.unlockSeen) return
          const left = visit.send ?? mark.line
          if (left.boot === line.boot && line.mono - left.mono < SETTLE)
            scene.say(line, `secured ${line.mono - left.mono} ms after an unlock that nobody saw work`)
        },
      }
    },
  },
  {
    name: 'S39',
    rule: 'no DoorSecured within 5 s after WitnessContradicted',
    meaning: 'a third eye that sees it open is not overruled',
    watch: (scene) => {
      const seen = new Map<string | null, Line>()
      return {
        WitnessContradicted: (line) => void seen.set(line.door, line),
        DoorSecured: (line) => {
          const last = seen.get(line.door)
          if (last && last.boot === line.boot && line.mono - last.mono < CONTRADICTED_FOR)
            scene.say(line, `secured ${line.mono - last.mono} ms after line ${last.seq} contradicted`)
        },
      }
    },
  },
]
