// The cameras of the virtual home, signed and unsigned, held to the contract that is published for plugins: a real house,
// watched through the RTSP client.
import { createHash } from 'node:crypto'
import type { StreamSource } from '@portico/plugin-api'
import { type CameraUnderTest, type SeenPicture, cameraContract } from '@portico/testing'
import { type HouseConnection, connectHouse } from '../src/house-client.ts'
import { Started } from './started.ts'
import { frontDoor } from './test-house.ts'
import { type Seen, Viewer } from './viewer.ts'

const pictureOf = ({ unit, signature }: Seen): SeenPicture => ({
  sha256: createHash('sha256').update(Buffer.concat(unit.nals)).digest('hex'),
  captured: unit.capturedWallMs,
  signature: signature.verdict === 'signed' ? { counter: signature.counter, nonce: signature.nonce } : null,
})

class VirtualCamera implements CameraUnderTest {
  readonly source: StreamSource
  readonly #started: Started
  readonly #house: HouseConnection
  readonly #viewer: Viewer

  private constructor(started: Started, house: HouseConnection, source: StreamSource) {
    this.source = source
    this.#started = started
    this.#house = house
    this.#viewer = new Viewer(source)
  }

  static async open(signed: boolean): Promise<VirtualCamera> {
    const started = new Started()
    const storage = started.storage()
    const devices = [
      ...frontDoor().filter(({ kind }) => kind !== 'camera'),
      {
        id: 'hall',
        kind: 'camera' as const,
        options: { door: 'front', view: 'inside', framesPerSecond: 5, signed },
      },
    ]
    const test = await started.plugin(storage, devices)
    const source = test.cameras.get('hall')
    if (!source) throw new Error('the plugin offered no camera')
    const camera = new VirtualCamera(started, await connectHouse(storage), source)
    await camera.pictures(1)
    return camera
  }

  async pictures(count: number): Promise<readonly SeenPicture[]> {
    return (await this.#viewer.next(count)).map(pictureOf)
  }
  async challenge(nonce: string): Promise<void> {
    // A camera that does not sign knows no such parameter.
    await this.#viewer.follower.setParameter('portico-nonce', nonce).catch(() => undefined)
  }
  async tamper(how: 'freeze' | 'loop' | 'off'): Promise<void> {
    await this.#house.act('freeze', 'hall', { how })
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#viewer[Symbol.asyncDispose]()
    await this.#house[Symbol.asyncDispose]()
    await this.#started[Symbol.asyncDispose]()
  }
}

cameraContract('a signing camera of the virtual home', () => VirtualCamera.open(true))
cameraContract('a plain camera of the virtual home', () => VirtualCamera.open(false))
