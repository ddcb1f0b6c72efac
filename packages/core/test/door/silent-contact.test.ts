// A contact that is not heard any more: its last word is of the past, and the past shuts no door.
import { describe, expect, test } from 'vitest'
import { instant, sealStateOf } from '@portico/core'
import { BRIDGE, Story } from './story.ts'

/** The lock goes on answering, and the contact does not: its radio is cut. */
function cut(story: Story, ms: number): Story {
  const end = story.now + ms
  while (story.now < end) {
    const { q } = story
    story.pass(Math.min(500, end - story.now))
    if (story.q !== q) story.bolt('locked')
  }
  return story
}
const lost = ({ events }: Story): number =>
  events.filter((event) => event.type === 'DeviceLost' && event.device === 'contact').length

describe('a contact that answers no question for 66 s', () => {
  test('is known until then, and not known after', () => {
    const story = cut(new Story().started(), 65_999)
    expect(story.door.gate.contact.word).toBe('closed')
    cut(story, 1)
    expect(story.door.gate.contact.word).toBe('unknown')
    expect(sealStateOf(story.door, instant(story.now))).toBe('locked-claimed')
    expect(lost(story)).toBe(1)
  })
  test('is told as lost once, however long it is away', () => {
    expect(lost(cut(new Story().started(), 600_000))).toBe(1)
  })
  test('that stood open is not known either', () => {
    const story = cut(new Story().started().contact('open', null), 66_000)
    expect(story.door.gate.contact.word).toBe('unknown')
  })
  test('lets no bolt be thrown: the leaf may stand open', () => {
    const story = cut(new Story().started(), 66_000)
    expect(story.tell({ type: 'RequestLock', actor: BRIDGE, right: true }).code).toBe('DOOR_OPEN')
    expect(story.issued).toEqual([])
  })
  test('is believed again with its next word, which is nobody’s hand', () => {
    const story = cut(new Story().started(), 70_000).contact('open', null)
    expect(story.door.gate.contact.word).toBe('open')
    expect(story.types).not.toContain('ManualUse')
    story.contact('closed', null).answers().answers()
    expect(sealStateOf(story.door, instant(story.now))).toBe('locked-proved')
  })
})

test('a hub that comes late throws no bolt at a leaf that was not heard for so long, though a lock was due before', () => {
  const story = cut(new Story().started(), 55_000).bolt('unlocked', { q: null })
  story.tell({ type: 'RequestLock', actor: BRIDGE, right: true })
  expect(story.issued).toContain('LockDoor')
  // It asks again, and then stands still until after the next try to lock and the end of what the contact said.
  story.pass(6_100)
  story.now += 8_000
  story.tell({ type: 'ReachDeadline' })
  expect(lost(story)).toBe(1)
  expect(story.issued).not.toContain('LockDoor')
})

test('a contact that speaks by itself is there', () => {
  const story = new Story().started()
  for (let i = 0; i < 4; i++) cut(story, 40_000).contact('closed', null)
  expect(lost(story)).toBe(0)
})

test('a contact that answers is there, however much its lock talks meanwhile', () => {
  const story = new Story().started()
  const end = story.now + 300_000
  let { q } = story
  while (story.now < end) {
    story.pass(1_000).bolt('locked', { q: null })
    if (story.q === q) continue
    ;({ q } = story)
    story.answers()
  }
  expect(story.events.filter(({ type }) => type === 'DeviceLost')).toEqual([])
  expect(sealStateOf(story.door, instant(story.now))).toBe('locked-proved')
})

test('a hub that slept asks first: only a contact that does not answer then is lost', () => {
  const story = new Story().started()
  story.now += 300_000
  story.tell({ type: 'ReachDeadline' })
  expect(lost(story)).toBe(0)
  story.pass(5_999)
  expect(lost(story)).toBe(0)
  story.pass(1)
  expect(lost(story)).toBe(1)
})
