// Every unlock that truly left the hub against what the lines say of it.
import { type Line, text } from '../line.ts'
import type { Rule, Watch } from '../rule.ts'

const isUnlock = (line: Line): boolean => text(line, 'what') === 'unlock'

/** Judges every unlock on the wire when the run is over and all that the log says of it is known. */
function eachUnlock(judge: (line: Line) => void): Watch {
  const wire: Line[] = []
  return {
    World: (line) => {
      if (isUnlock(line)) wire.push(line)
    },
    end: () => wire.forEach(judge),
  }
}

export const wireRules: readonly Rule[] = [
  {
    name: 'S2',
    rule: 'every unlock seen on the wire has its durable commit and mark in the same epoch, and goes out once',
    meaning: 'no opening that the log does not know',
    watch: (scene) => {
      const wire: Line[] = []
      return {
        World: (line) => {
          if (isUnlock(line)) wire.push(line)
        },
        end: () => {
          const seen = new Set<string>()
          for (const line of wire) {
            const name = text(line, 'op') ?? ''
            const op = scene.op(name)
            const isMarked = [...op.started.values()].some(({ epoch }) => epoch === line.epoch)
            if (seen.has(name)) scene.say(line, `${name} left twice`)
            else if (!op.commit) scene.say(line, `${name} left and was never committed`)
            else if (op.commit.epoch !== line.epoch)
              scene.say(line, `${name} left in a later life of the hub`)
            else if (!isMarked) scene.say(line, `${name} left without its mark`)
            else if (op.sends.length === 0 && !op.unknown && op.voided)
              scene.say(line, `${name} left, and the log calls it void`)
            seen.add(name)
          }
        },
      }
    },
  },
  {
    name: 'S4',
    rule: 'every unlock on the wire leaves no later than the notAfter of its commit',
    meaning: 'no late opening, whatever the log says of its time',
    watch: (scene) =>
      eachUnlock((line) => {
        const { commit, notAfter } = scene.op(text(line, 'op') ?? '')
        if (commit && commit.boot === line.boot && line.mono > notAfter)
          scene.say(line, `left ${line.mono - notAfter} ms after its last moment`)
      }),
  },
  {
    name: 'S35',
    rule: 'every unlock on the wire belongs to a visit or to a ManualOpenGranted',
    meaning: 'nobody opens beside the gate',
    watch: (scene) =>
      eachUnlock((line) => {
        const op = scene.op(text(line, 'op') ?? '')
        if (!op.granted && !op.isVisit) scene.say(line, 'an unlock of nobody: no visit, no grant')
      }),
  },
]
