// How a receiver of webhooks fares, in words: one that fails is never told as good, and its address is not spelled out.
import { type WebhookView, webhookEvents } from '@portico/protocol'
import { expect, test } from 'vitest'
import { allEvents, fareWords, hostIn } from '../../src/webhooks/webhook-words.ts'

const view: WebhookView = {
  id: 'h_1',
  url: 'https://hook.example/secret-path',
  events: [...webhookEvents],
  since: 0,
  state: 'good',
  last: null,
  waiting: 0,
  nextTry: null,
  olderUntil: null,
}

test('every event has words, in the order of a delivery', () => {
  expect(allEvents).toEqual([...webhookEvents])
})

test('how it fares', () => {
  const last = { at: 0, status: 500, words: 'it answered 500' }
  expect(fareWords(view)).toBe('Told as it happens.')
  expect(fareWords({ ...view, state: 'retrying', last, waiting: 3 })).toBe(
    'Tried again. Last: it answered 500. 3 events wait.',
  )
  expect(fareWords({ ...view, state: 'failing', last, waiting: 1_000 })).toContain(
    '1,000 or more events wait',
  )
  expect(fareWords({ ...view, state: 'disabled', waiting: 1 })).toBe(
    'Given up: nothing is sent any more. 1 event was not sent.',
  )
  expect(fareWords({ ...view, state: 'disabled', waiting: 2 })).toContain('2 events were not sent')
})

test('only its host is shown', () => {
  expect(hostIn(view.url)).toBe('hook.example')
})
