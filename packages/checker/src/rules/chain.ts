// The chain itself: gapless, linked, hashed; time and epochs that only rise.
import { sha256Hex } from '../chain/sha-256.ts'
import { spelled } from '../chain/spelling.ts'
import type { CheckOptions } from '../finding.ts'
import { type Line, isTruth } from '../line.ts'
import type { Rule, Scene, Watch } from '../rule.ts'

const FIRST_PREV = '0'.repeat(64)

/** Truth that a simulator writes beside the chain carries no hash. */
const isBeside = (line: Line): boolean => isTruth(line) && line.hash === ''

function recomputed(line: Line, digest: (text: string) => string): string {
  try {
    return digest(spelled(line))
  } catch {
    return ''
  }
}

function chain(scene: Scene, { hashes = true, digest = sha256Hex }: CheckOptions): Watch {
  let last: Line | null = null
  return {
    '*': (line) => {
      if (isBeside(line)) return
      const expected = last === null ? 0 : last.seq + 1
      if (line.seq !== expected) scene.say(line, `seq ${line.seq} where ${expected} should be`)
      if (hashes) {
        if (line.prev !== (last?.hash ?? FIRST_PREV)) scene.say(line, 'does not link to the line before')
        if (recomputed(line, digest) !== line.hash) scene.say(line, 'is not what was hashed')
      }
      last = line
    },
  }
}

function rising(scene: Scene): Watch {
  const newest = new Map<string, number>()
  return {
    '*': (line) => {
      if (isBeside(line)) return
      // Truth is written where it becomes known, and only must not run backwards itself.
      const key = `${line.boot} ${isTruth(line) ? 'world' : line.writer}`
      const before = newest.get(key) ?? -Infinity
      if (line.mono < before) scene.say(line, `mono ${line.mono} after ${before}`)
      newest.set(key, Math.max(before, line.mono))
    },
  }
}

export const chainRules = (options: CheckOptions): readonly Rule[] => [
  {
    name: 'S24',
    rule: 'seq gapless, hashes recompute and link',
    meaning: 'the film is not cut',
    watch: (scene) => chain(scene, options),
  },
  {
    name: 'S24',
    rule: 'mono never falls within a boot and writer (that epoch never falls is S32)',
    meaning: 'the film does not run backwards',
    watch: rising,
  },
  {
    name: 'S32',
    rule: 'after a higher epoch appeared, no line of a lower one',
    meaning: 'no second hub at the door',
    watch: (scene) => {
      let epoch = -Infinity
      return {
        '*': (line) => {
          if (isTruth(line)) return
          if (line.epoch < epoch) scene.say(line, `written by epoch ${line.epoch}, epoch ${epoch} rules`)
          epoch = Math.max(epoch, line.epoch)
        },
      }
    },
  },
]
