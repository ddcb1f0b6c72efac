// Rings, motion and tampering, as a device tells them over a subscription that it may lose, leak or refuse.
import { afterEach, expect, test } from 'vitest'
import { Started, type StartedOptions, seconds } from './started.ts'

const VISITOR = 'tns1:RuleEngine/MyRuleDetector/Visitor'
const open: Started[] = []
afterEach(async () => {
  for (const started of open.splice(0)) await started[Symbol.asyncDispose]()
})

async function start(options: StartedOptions = {}): Promise<Started> {
  const started = await Started.open({ bell: {}, ...options })
  open.push(started)
  return started
}

test('a press of the button rings once', async () => {
  const started = await start()
  const host = await started.listening()
  started.device.press()
  await host.until(() => host.rings.length > 0)
  await started.clock.advance(seconds(4))
  started.device.press()
  await host.until(() => host.rings.length > 1)
  expect(host.rings).toEqual(['bell', 'bell'])
})

test('how the button stood when we subscribed is no ring', async () => {
  const started = await start()
  started.device.happen({ topic: VISITOR, value: 'true', operation: 'Initialized' })
  const host = await started.listening()
  // The answer after the one that told how things stand.
  started.device.happen({ topic: 'tns1:VideoSource/MotionAlarm', value: 'true' })
  await host.until(() => host.notes.length > 0)
  expect(host.rings).toEqual([])
})

test('a button that is never let go rings once', async () => {
  const started = await start()
  const host = await started.listening()
  started.device.happen({ topic: VISITOR, value: 'true' }, { topic: VISITOR, value: 'true' })
  await host.until(() => host.rings.length > 0)
  await started.clock.advance(seconds(1))
  started.device.happen(
    { topic: VISITOR, value: 'true' },
    { topic: 'tns1:VideoSource/MotionAlarm', value: '1' },
  )
  await host.until(() => host.notes.length > 0)
  expect(host.rings).toEqual(['bell'])
})

test('a button that is wired to an input rings where the settings name the input', async () => {
  const started = await start({ bell: { input: 'DI_1' } })
  const host = await started.listening()
  const topic = 'tns1:Device/Trigger/DigitalInput'
  started.device.happen({ topic, value: 'true', source: 'DI_2' }, { topic, value: 'true', source: 'DI_1' })
  await host.until(() => host.rings.length > 0)
  expect(host.rings).toEqual(['bell'])
})

test('tampering is told when it begins and when it ends, whoever of its detectors says so', async () => {
  const started = await start()
  const host = await started.listening()
  const moved = 'tns1:VideoSource/GlobalSceneChange/ImagingService'
  const dark = 'tns1:VideoSource/ImageTooDark/ImagingService'
  started.device.happen(
    { topic: moved, value: 'true' },
    { topic: dark, value: 'true', time: '0000-00-00T00:00:00Z' },
  )
  await host.until(() => host.notes.length > 0)
  started.device.happen({ topic: moved, value: 'false' }, { topic: dark, value: 'true' })
  started.device.happen({ topic: dark, value: 'false' })
  await host.until(() => host.notes.length > 1)
  expect(host.notes).toEqual([
    { what: 'tamper', on: true },
    { what: 'tamper', on: false },
  ])
})

test('a device that was tampered with before we listened says so', async () => {
  const started = await start()
  started.device.happen({ topic: 'tns1:RuleEngine/TamperDetector/Tamper', value: 'true' })
  const host = await started.listening()
  await host.until(() => host.notes.length > 0)
  expect(host.notes).toEqual([{ what: 'tamper', on: true }])
})

test('a device that was restarted is subscribed to again, and rings', async () => {
  const started = await start()
  const host = await started.listening()
  started.device.restart()
  await host.until(() => host.reachable.includes('porch lost'))
  const { pulls } = started
  await started.clock.advance(seconds(1))
  await started.device.until(() => started.pulls > pulls)
  started.device.press()
  await host.until(() => host.rings.length > 0)
  expect(host.reachable).toEqual(['porch back', 'porch lost', 'porch back'])
})

test('a device that is away is looked for with growing patience, told once, and found again', async () => {
  const started = await start()
  const host = await started.listening()
  started.device.setAway(true)
  await host.until(() => host.reachable.includes('porch lost'))
  for (let wait = 0; wait < 10; wait += 1) await started.clock.advance(seconds(5))
  started.device.setAway(false)
  const { pulls } = started
  await started.clock.advance(seconds(30))
  await started.device.until(() => started.pulls > pulls)
  expect(host.reachable).toEqual(['porch back', 'porch lost', 'porch back'])
  expect(host.logged.filter((line) => line.startsWith('onvif device does not serve'))).toHaveLength(1)
})

test('a device that sets its clock is asked for the time again, and no password is called wrong', async () => {
  const started = await start({ device: { clockOffsetMs: -3_600_000 } })
  const host = await started.listening()
  started.device.setClock(0)
  started.device.happen({ topic: 'tns1:VideoSource/MotionAlarm', value: 'true' })
  await host.until(() => host.reachable.includes('porch lost'))
  const { pulls } = started
  await started.clock.advance(seconds(1))
  await started.device.until(() => started.pulls > pulls)
  expect(host.reachable).toEqual(['porch back', 'porch lost', 'porch back'])
  expect(host.logged.join()).not.toContain('wrong password')
})

test('a device that does not wait for news is asked twice a second at most', async () => {
  const started = await start({ device: { isHasty: true } })
  const host = await started.listening()
  started.device.press()
  for (let half = 0; half < 4; half += 1) {
    const { pulls } = started
    await started.clock.advance(seconds(0.5))
    await started.device.until(() => started.pulls > pulls)
  }
  expect(host.rings).toEqual(['bell'])
  expect(started.pulls).toBeLessThanOrEqual(6)
})

test('a device without events is looked at each half minute, and missed when it is gone', async () => {
  const started = await start({ device: { isSilent: true } })
  const host = await started.host()
  await host.until(() => host.reachable.includes('porch back'))
  const clocks = (): number => started.device.asked.filter((each) => each === 'GetSystemDateAndTime').length
  await started.clock.advance(seconds(30))
  await started.device.until(() => clocks() > 1)
  expect(host.sources).toHaveLength(1)
  started.device.setAway(true)
  await started.clock.advance(seconds(30))
  await host.until(() => host.reachable.includes('porch lost'))
})

test('a subscription is renewed every minute', async () => {
  const started = await start()
  await started.listening()
  for (let minute = 0; minute < 4; minute += 1) {
    const { pulls } = started
    await started.clock.advance(seconds(20))
    await started.device.until(() => started.pulls > pulls)
  }
  expect(started.device.asked.filter((operation) => operation === 'Renew')).toHaveLength(1)
  expect(started.device.subscriptions).toBe(1)
})

test('it is ended when the plugin ends', async () => {
  const started = await start()
  const host = await started.listening()
  expect(started.device.subscriptions).toBe(1)
  await host.end()
  expect(started.device.subscriptions).toBe(0)
})

test('one that a killed plugin left behind is ended by the next, on a device that has only one', async () => {
  const started = await start({ device: { subscriptionsMax: 1 } })
  await started.listening()
  // The first life is not told to end: it was killed.
  const next = await started.listening()
  started.device.press()
  await next.until(() => next.rings.length > 0)
  expect(started.device.subscriptions).toBe(1)
})

test('a device that has no subscription left is told of once, and its pictures are there all the same', async () => {
  const started = await start({ device: { subscriptionsMax: 0 } })
  const host = await started.host()
  await host.until(() => host.reachable.includes('porch lost'))
  expect(host.sources).toHaveLength(1)
  expect(host.logged).toEqual([expect.stringContaining('too many subscriptions')])
  const tries = (): number =>
    started.device.asked.filter((operation) => operation === 'CreatePullPointSubscription').length
  const before = tries()
  await started.clock.advance(seconds(1))
  await started.device.until(() => tries() > before)
  expect(host.logged).toHaveLength(1)
  expect(host.reachable).toEqual(['porch lost'])
})
