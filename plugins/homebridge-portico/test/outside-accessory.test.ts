// Goal: an accessory outside of the bridge is there when it is wished and gone when it is not, under one name, whatever comes
// while a step is under way. Method: the hap-nodejs of Homebridge itself on the loopback, published as Homebridge does.
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { HAP, PlatformAccessory } from 'homebridge'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { OutsideAccessory } from '../src/camera/outside-accessory.ts'

type HapAccessory = PlatformAccessory['_associatedHAPAccessory']

// cast: what Homebridge itself hands to plugins
const hap = createRequire(import.meta.resolve('homebridge'))('@homebridge/hap-nodejs') as HAP & {
  readonly HAPStorage: { setCustomStoragePath(path: string): void }
}

const folder = mkdtempSync(join(tmpdir(), 'portico-outside-'))
const username = (): string =>
  ['0E', ...(randomBytes(5).toString('hex').toUpperCase().match(/../g) ?? [])].join(':')

const accessoryOf = (name: string): HapAccessory => new hap.Accessory(name, hap.uuid.generate(name))

/** As Homebridge calls it. */
const publish = (accessory: HapAccessory): Promise<void> =>
  accessory.publish({ username: username(), pincode: '031-45-154', bind: ['127.0.0.1'] })

let bridge: HapAccessory

beforeAll(async () => {
  hap.HAPStorage.setCustomStoragePath(folder)
  // Another of this process that stays: both speak by one voice on the network.
  bridge = accessoryOf('Bridge')
  await publish(bridge)
})
afterAll(async () => {
  await bridge.unpublish()
  rmSync(folder, { recursive: true, force: true })
})

class Outside implements AsyncDisposable {
  readonly hap: HapAccessory
  readonly outside: OutsideAccessory
  readonly faults: string[] = []
  /** How often Homebridge was asked to publish it. */
  asked = 0
  /** Ports that it has listened on. */
  readonly ports: number[] = []
  /** Names that the network knows it by. */
  readonly names: string[] = []

  /** `isPrompt`: Homebridge publishes it at once; else when the test says so. */
  constructor(name: string, { isPrompt = true } = {}) {
    this.hap = accessoryOf(name)
    this.hap.on('listening' as never, (port: number) => void this.ports.push(port)) // cast: the enum has no values here
    this.hap.on('advertised' as never, () => void this.names.push(this.hap.displayName)) // cast: as above
    const accessory = { _associatedHAPAccessory: this.hap, displayName: name }
    this.outside = new OutsideAccessory({
      // cast: what is used of it
      accessory: accessory as unknown as PlatformAccessory,
      api: {
        publishExternalAccessories: () => {
          this.asked += 1
          if (isPrompt) void publish(this.hap)
        },
      },
      log: { error: (words: string) => void this.faults.push(words) },
    })
  }

  async isListening(): Promise<boolean> {
    const socket = connect(this.ports.at(-1) ?? 0, '127.0.0.1')
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    )
    socket.destroy()
    return isThere
  }

  /** It is known to the network for the n-th time. */
  async untilThere(time: number): Promise<void> {
    await vi.waitUntil(async () => this.names.length === time && (await this.isListening()), WITHIN)
  }

  async untilGone(): Promise<void> {
    await vi.waitUntil(async () => !(await this.isListening()), WITHIN)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.hap.unpublish()
  }
}

/** A name is looked for on the network before it is taken. */
const WITHIN = { timeout: 15_000 }

test('is shown, taken away and shown again under its name, published by Homebridge once', async () => {
  await using camera = new Outside('Camera')
  camera.outside.show()
  await camera.untilThere(1)
  camera.outside.hide()
  await camera.untilGone()
  camera.outside.show()
  await camera.untilThere(2)
  expect(camera.asked).toBe(1)
  expect(new Set(camera.names).size).toBe(1)
  expect(camera.faults).toEqual([])
})

test('ends as it was wished last, whatever was under way', async () => {
  await using camera = new Outside('Hasty')
  camera.outside.show()
  camera.outside.hide()
  camera.outside.show()
  camera.outside.show()
  await camera.untilThere(1)
  camera.outside.hide()
  camera.outside.show()
  camera.outside.hide()
  await camera.untilGone()
  expect([camera.asked, camera.faults]).toEqual([1, []])
})

test('is not shown by a Homebridge that comes to publish it when it is wished no longer, but later', async () => {
  await using camera = new Outside('Late', { isPrompt: false })
  camera.outside.show()
  camera.outside.hide()
  await publish(camera.hap)
  expect(camera.ports).toEqual([])
  camera.outside.show()
  await camera.untilThere(1)
})

test('says what went wrong, and is tried again at the next wish', async () => {
  await using camera = new Outside('Broken')
  const service = camera.hap.getService(hap.Service.AccessoryInformation)
  if (service) camera.hap.removeService(service)
  camera.outside.show()
  await expect.poll(() => camera.faults.length).toBe(1)
  camera.hap.addService(hap.Service.AccessoryInformation, 'Broken')
  camera.outside.show()
  await camera.untilThere(1)
})
