// Webhooks of a real hub to a real receiver that looks at signatures with the package of the specification: what happened
// is told although the hub is killed in the moment between the event and its sending, once and under the same id.
import type { WebhookSecretReply, WebhookView } from '@portico/protocol'
import { expect, test } from 'vitest'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Owner, postHook } from '../support/people.ts'
import { until } from '../support/until.ts'
import { Receiver, verified } from '../support/webhook-receiver.ts'

test('a hub that is killed between an event and its sending tells it when it is back, once taken never again', async () => {
  await using receiver = await Receiver.open()
  await using hub = await HubProcess.start({
    settings: `${calmHome}\nnetwork: { webhookHosts: ['127.0.0.1'] }\n`,
  })
  await using owner = await Owner.signIn(hub)
  const events = ['io.portico.parcel.observed.v1', 'io.portico.delivery.expected.v1']
  const { requests } = owner.home
  const added = await requests.post<WebhookSecretReply>('/api/v1/webhooks', { url: receiver.url, events })
  receiver.isMute = true
  expect((await postHook(hub, 'in-transit')).status).toBe(200)
  await until('it to be on its way', () => receiver.came.length === 1)
  await hub.kill()
  receiver.isMute = false
  await hub.begin()
  await until('it to be told again', () => receiver.came.length === 2)
  const [first, second] = receiver.came.map((came) => verified(added.secret, came))
  expect(second).toEqual(first)
  expect(second?.type).toBe('io.portico.parcel.observed.v1')
  expect(second?.data).toMatchObject({
    parcel: expect.stringMatching(/^p_/),
    status: 'in-transit',
    simulated: true,
  })
  expect(receiver.came[1]?.headers['webhook-id']).toBe(receiver.came[0]?.headers['webhook-id'])

  await owner.connect()
  const taken = await until('it to be noted', async () => {
    const [view] = await owner.get<WebhookView[]>('/api/v1/webhooks')
    return view?.last?.status === 204 ? view : null
  })
  expect(taken).toMatchObject({ state: 'good', waiting: 0, nextTry: null })
  await hub.kill()
  await hub.begin()
  await owner.connect()
  // The next one, and nothing before it.
  await owner.claim()
  await until('the next one', () => receiver.came.length === 3)
  const third = receiver.came[2]
  expect(third && verified(added.secret, third).type).toBe('io.portico.parcel.observed.v1')
  expect(third?.headers['webhook-id']).not.toBe(receiver.came[1]?.headers['webhook-id'])

  // Two secrets sign for a day, and each of them is good to whoever still has it.
  const rotated = await owner.home.requests.post<WebhookSecretReply>(
    `/api/v1/webhooks/${added.webhook.id}/rotate`,
  )
  expect(await owner.home.requests.post(`/api/v1/webhooks/${added.webhook.id}/test`)).toEqual({
    good: true,
    status: 204,
    words: 'taken',
  })
  const tested = receiver.came.at(-1)
  if (!tested) throw new Error('no test came')
  for (const secret of [added.secret, rotated.secret])
    expect(verified(secret, tested).type).toBe('io.portico.webhook.test.v1')
  expect(hub.output).not.toContain(added.secret)

  const figures = await (await owner.home.requests.ask('/metrics')).text()
  expect(figures).toContain(`portico_webhook_waiting{webhook="${added.webhook.id}"} 0`)
  expect(figures).toContain('portico_doors{state="locked-proved"} 1')
  expect(Number(/portico_camera_age_seconds\{camera="porch"\} (\S+)/.exec(figures)?.[1])).toBeLessThan(30)
})
