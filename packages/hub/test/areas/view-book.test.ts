// Goal: which word counts where both the settings file and the page have one, and that a restart changes neither it nor
// how long a mask still holds. Method: two books, one after the other, over one journal in virtual time.
import { PLAIN_VIEW } from '@portico/ports'
import { expect, test } from 'vitest'
import { ViewBook } from '../../src/areas/view-book.ts'
import { TestHub } from '../support/test-hub.ts'

const LEAF = [
  [0, 0],
  [0.5, 0],
  [0.5, 0.5],
] as const
const MASK = [
  [0.5, 0.5],
  [1, 0.5],
  [1, 1],
] as const

function bookOf(hub: TestHub): ViewBook {
  const { records, journal } = hub.runtime
  return new ViewBook({
    settings: {
      doors: hub.hub.settings.doors,
      views: { porch: { ...PLAIN_VIEW, leaf: LEAF, masks: [LEAF] } },
    },
    records,
    journal,
    clock: hub.clock,
    log: hub.log,
    onDrawn: () => undefined,
  })
}

test('the file seeds, the page wins, and masks of the file hold always', async () => {
  await using hub = await TestHub.open()
  using book = bookOf(hub)
  expect(book.setup('porch')).toEqual({ ...PLAIN_VIEW, leaf: LEAF, masks: [LEAF] })
  expect(book.view('porch')).toMatchObject({ fromFile: true, fixed: [LEAF], masks: [], leaf: LEAF })
  await book.draw('porch', { leaf: null, drop: LEAF, masks: [MASK] }, 'p_1')
  const drawn = { ...PLAIN_VIEW, leaf: null, drop: LEAF, masks: [LEAF, MASK] }
  expect(book.setup('porch')).toEqual(drawn)
  using again = bookOf(hub)
  expect(again.setup('porch')).toEqual(drawn)
  expect(again.view('porch').fromFile).toBe(false)
})

test('a restart shortens no wait', async () => {
  await using hub = await TestHub.open()
  {
    using book = bookOf(hub)
    await book.draw('porch', { leaf: null, drop: null, masks: [MASK] }, 'p_1')
    await book.draw('porch', { leaf: null, drop: null, masks: [] }, 'p_1')
  }
  await hub.pass(10 * 60)
  using again = bookOf(hub)
  await hub.pass(4 * 60)
  expect(again.setup('porch').masks).toEqual([LEAF, MASK])
  await hub.pass(2 * 60)
  await hub.line(({ data }) => data['what'] === 'unmasked')
  expect(again.setup('porch').masks).toEqual([LEAF])
})
