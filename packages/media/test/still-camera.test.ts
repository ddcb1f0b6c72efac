// Goal: a camera of single pictures is asked within bounds, shows what is of now, and nothing else becomes of it.
// Method: a simulated device over real HTTP, in virtual time.
import { type Duration, milliseconds } from '@portico/core'
import type { CameraView, FeedState } from '@portico/ports'
import { codeOf } from '@portico/ports'
import { TestClock } from '@portico/testing'
import { type OnvifDeviceOptions, SimulatedOnvifDevice } from '@portico/testing/onvif'
import { afterEach, expect, test } from 'vitest'
import { STILL_BYTES_MAX, StillCamera } from '../src/still/still-camera.ts'

/** A JPEG up to its frame header: 180 × 320. */
const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0001108014000b403011100021101031101ffd9',
  'hex',
)
const ms = (count: number): Duration => milliseconds(count)

class Watched implements AsyncDisposable {
  readonly states: FeedState[] = []
  readonly logged: string[] = []
  readonly clock = new TestClock()
  readonly #looks = new Set<() => void>()
  #camera: StillCamera | null = null
  #device: SimulatedOnvifDevice | null = null

  async open(options: Omit<OnvifDeviceOptions, 'clock'>, view: CameraView = 'outside'): Promise<this> {
    this.#device = await SimulatedOnvifDevice.start({ clock: this.clock, jpeg, ...options })
    const note = (details: object, line: string): void =>
      void this.logged.push(`${line} ${JSON.stringify(details)}`)
    this.#camera = new StillCamera({
      id: 'still',
      view,
      source: {
        rtsp: null,
        snapshot: `http://${this.#device.address}/snapshot.jpg`,
        username: 'portico',
        password: 'sesame',
        liveness: { method: 'none' },
      },
      clock: this.clock,
      log: { debug: note, info: note, warn: note, error: note },
      onState: (state) => {
        this.states.push(state)
        for (const look of this.#looks) look()
      },
    })
    return this
  }

  get device(): SimulatedOnvifDevice {
    if (!this.#device) throw new Error('not open')
    return this.#device
  }
  get asked(): number {
    return this.device.asked.length
  }

  still(): ReturnType<StillCamera['still']> {
    if (!this.#camera) throw new Error('not open')
    return this.#camera.still()
  }

  code(): string | null {
    try {
      this.still()
      return null
    } catch (error) {
      return codeOf(error)
    }
  }

  /** Resolves when so many requests were answered, or given up. */
  async told(count: number): Promise<void> {
    const held = Promise.withResolvers<void>()
    const look = (): void => {
      if (this.states.length >= count) held.resolve()
    }
    this.#looks.add(look)
    look()
    await held.promise
    this.#looks.delete(look)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#camera?.[Symbol.asyncDispose]()
    await this.#device?.[Symbol.asyncDispose]()
  }
}

const open: Watched[] = []
afterEach(async () => {
  for (const each of open.splice(0)) await each[Symbol.asyncDispose]()
})
const watch = async (...how: Parameters<Watched['open']>): Promise<Watched> => {
  const watched = await new Watched().open(...how)
  open.push(watched)
  return watched
}

test.each(['digest-md5', 'digest-sha256'] as const)(
  'a picture behind %s is shown, with its size and age',
  async (auth) => {
    const camera = await watch({ auth })
    await camera.told(1)
    expect(camera.states).toEqual(['stills'])
    expect(camera.still()).toMatchObject({ camera: 'still', grade: 'relative', width: 180, height: 320 })
    expect(Buffer.from(camera.still().jpeg)).toEqual(jpeg)
  },
)

test('it is asked twice a second at most, and of a picture that is older than two seconds nothing is shown', async () => {
  const camera = await watch({ auth: 'digest-md5' })
  await camera.told(1)
  const { asked } = camera
  await camera.clock.advance(ms(499))
  expect(camera.asked).toBe(asked)
  camera.device.setAway(true)
  await camera.clock.advance(ms(1))
  await camera.told(2)
  expect(camera.states.at(-1)).toBe('silent')
  expect(camera.code()).toBeNull()
  await camera.clock.advance(ms(1_501))
  expect(camera.code()).toBe('HUB_CAMERA_NO_PICTURE')
})

test('a wrong password is told and not tried again for five minutes', async () => {
  const camera = await watch({ auth: 'digest-md5', password: 'other' })
  await camera.told(1)
  const { asked } = camera
  await camera.clock.advance(ms(290_000))
  expect(camera.asked).toBe(asked)
  expect(camera.logged).toEqual([expect.stringContaining('does not know this user name and password')])
})

test.each([
  ['a web page', Buffer.from('<html>')],
  ['nothing', Buffer.alloc(0)],
  ['the beginning of a JPEG', jpeg.subarray(0, 10)],
  ['more than two megabytes', Buffer.concat([jpeg, Buffer.alloc(STILL_BYTES_MAX)])],
])('%s is no picture', async (_, answer) => {
  const camera = await watch({ auth: 'digest-md5', jpeg: answer })
  await camera.told(1)
  expect([camera.states, camera.code()]).toEqual([['connecting'], 'HUB_CAMERA_NO_PICTURE'])
})

test('one that never answers is given up after three seconds', async () => {
  const camera = await watch({ auth: 'digest-md5' })
  await camera.told(1)
  camera.device.fail('hang')
  await camera.clock.advance(ms(500))
  await camera.device.until(() => camera.device.asked.length > 2)
  await camera.clock.advance(ms(3_000))
  await camera.told(2)
  expect(camera.states.at(-1)).toBe('silent')
})

test('inside nothing is kept and nothing is shown', async () => {
  const camera = await watch({ auth: 'digest-md5' }, 'inside')
  await camera.told(1)
  expect(camera.code()).toBe('HUB_CAMERA_PRIVATE')
})
