// What the household means by its sentences, told by whoever made the story and never worked out from them: a mistake in
// reading a sentence cannot hide here.
import { type Line, isTrue, text } from '../line.ts'
import type { Rule, Scene, Watch } from '../rule.ts'
import { onSend } from './unlocking.ts'

function unaskedOnly(scene: Scene): Watch {
  let wantsToBeAsked: Line | null = null
  return {
    World: (line) => {
      if (text(line, 'what') === 'household') wantsToBeAsked = isTrue(line, 'unasked') ? null : line
    },
    ...onSend((line, op, { visit: { commit } }) => {
      const mode = commit === null ? null : text(commit, 'mode')
      if (op.isVisit && wantsToBeAsked && mode !== 'owner')
        scene.say(line, `mode ${mode}, and since line ${wantsToBeAsked.seq} the household wants to be asked`)
    }, scene),
  }
}

export const householdRules: readonly Rule[] = [
  {
    name: 'S43',
    rule: 'send in auto or pin: the household, whose meaning the story tells (World), does not want to be asked now',
    meaning: 'a sentence lets nobody in whom the household did not mean',
    watch: unaskedOnly,
  },
]
