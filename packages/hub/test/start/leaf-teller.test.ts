// Goal: a camera learns how the shut leaf looks only while bolt and contact agree, and is told of each change once.
import { expect, test } from 'vitest'
import { LeafTeller, type LeafTellerParts } from '../../src/start/leaf-teller.ts'
import { frontDoor } from '../support/home-settings.ts'

type State = NonNullable<ReturnType<LeafTellerParts['stateOf']>>

test('a leaf is shut while bolt and contact say so, for cameras in whose view it was drawn', () => {
  const told: (readonly [string, boolean])[] = []
  let words = { bolt: 'unknown', contact: 'closed' }
  const teller = new LeafTeller({
    settings: { doors: [frontDoor] },
    hasLeaf: (camera) => camera === 'hall',
    // cast: nothing else of a door is looked at
    stateOf: () =>
      ({ gate: { bolt: { word: words.bolt }, contact: { word: words.contact } } }) as unknown as State,
    tell: (camera, shut) => void told.push([camera, shut]),
  })
  const says = (bolt: string, contact: string): void => {
    words = { bolt, contact }
    teller.look()
  }
  teller.look()
  says('locked', 'closed')
  says('locked', 'closed')
  says('locked', 'open')
  says('unlocked', 'closed')
  says('locked', 'closed')
  expect(told).toEqual([
    ['hall', false],
    ['hall', true],
    ['hall', false],
    ['hall', true],
  ])
})
