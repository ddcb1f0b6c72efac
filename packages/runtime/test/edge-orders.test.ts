// Goal: an order to the edge that is still being tried never overtakes what was decided after it.
import { type Effect, op } from '@portico/core'
import { expect, test } from 'vitest'
import { EdgeOrders } from '../src/edge-orders.ts'

const [first, second] = [op('s_1#0'), op('s_1#1')]
const arm = (of = first): Effect => ({ type: 'ArmDeadman', op: of })
const disarm = (of = first): Effect => ({ type: 'DisarmDeadman', op: of })
const release = (of = first): Effect => ({ type: 'ReleaseEdge', op: of })

test.each([
  ['arming', arm, disarm],
  ['arming', arm, release],
  ['disarming', disarm, arm],
  ['releasing', release, arm],
])('%s is over once the opposite was ordered', (_, before, after) => {
  const orders = new EdgeOrders()
  const place = orders.note(before())
  expect(orders.isOver(before(), place)).toBe(false)
  orders.note(after(second))
  expect(orders.isOver(before(), place)).toBe(false)
  const next = orders.note(after())
  expect([orders.isOver(before(), place), orders.isOver(after(), next)]).toEqual([true, false])
})

test('disarming and releasing go on beside each other', () => {
  const orders = new EdgeOrders()
  const place = orders.note(disarm())
  orders.note(release())
  expect(orders.isOver(disarm(), place)).toBe(false)
})

test('whatever concerns no edge is never over', () => {
  const orders = new EdgeOrders()
  const query: Effect = { type: 'QueryDoor', q: 1 }
  expect(orders.isOver(query, orders.note(query))).toBe(false)
})

test('of ops long past nothing is tried any more', () => {
  const orders = new EdgeOrders()
  const place = orders.note(arm())
  for (let n = 0; n < 64; n++) orders.note(arm(op(`s_2#${n}`)))
  expect(orders.isOver(arm(), place)).toBe(true)
})
