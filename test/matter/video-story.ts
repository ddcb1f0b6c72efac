// What happens between a real hub with its video doorbell and two controllers that look; played inside of a private network
// by `video-doorbell.test.ts`. Each step prints one line; the first that fails ends the story.
import assert from 'node:assert/strict'
import { type MatterController, type Told, clusters } from '../support/matter-controller.ts'
import { MatterScene } from '../support/matter-scene.ts'
import { OfferViewer } from '../support/offer-viewer.ts'
import { step } from '../support/story-step.ts'
import { until } from '../support/until.ts'

const [link = ''] = process.argv.slice(2)

const status = {
  unsupportedAccess: 0x7e,
  invalidCommand: 0x85,
  notFound: 0x8b,
  invalidInState: 0xcb,
  dynamicConstraint: 0xcf,
} as const
const deviceTypes = { camera: 0x142, videoDoorbell: 0x143, doorbell: 0x148 } as const
/** Attributes by number. */
const attributes = {
  deviceTypeList: '0',
  partsList: '3',
  currentSessions: '0',
  allocatedVideoStreams: '15',
} as const
const LIVE_VIEW = 3
const USER_HANGUP = 2
const MEDIA_TIMEOUT = 9

/** Endpoint of the camera. */
let camera = 0

const at = (all: readonly Told[], endpoint: number, cluster: number, name: string): unknown =>
  all.find((told) => told.endpoint === endpoint && told.cluster === cluster && told.name === name)?.value

async function sessions(by: MatterController): Promise<readonly { readonly id: number }[]> {
  const found = at(await by.read(), camera, clusters.videoProvider, attributes.currentSessions)
  // cast: of this attribute
  return found as readonly { readonly id: number }[]
}

/** A change is told once the command that made it has ended. */
const untilSessions = (by: MatterController, ids: readonly number[]): Promise<true> =>
  until(`sessions ${ids.join(', ')}`, async () => {
    const found = (await sessions(by)).map(({ id }) => id)
    return found.length === ids.length && found.every((id, n) => id === ids[n])
  })

const offered = (
  sdp: string,
  more: Readonly<Record<string, unknown>> = {},
): Readonly<Record<string, unknown>> => ({
  webRtcSessionId: null,
  sdp,
  streamUsage: LIVE_VIEW,
  videoStreams: [1],
  ...more,
})

interface Looking {
  readonly session: number
  readonly viewer: OfferViewer
}

/** From the offer until the first picture that stands alone. */
async function look(by: MatterController, more: Readonly<Record<string, unknown>> = {}): Promise<Looking> {
  const viewer = await OfferViewer.open()
  const from = by.told.length
  // cast: what this command returns
  const { webRtcSessionId: session } = (await by.command(
    camera,
    'provideOffer',
    offered(viewer.offer, more),
  )) as {
    readonly webRtcSessionId: number
  }
  const answer = await until('an answer', () =>
    by.told.slice(from).find(({ cluster, name }) => cluster === clusters.videoRequestor && name === 'answer'),
  )
  // cast: the shape that our own child gives
  const { id, sdp } = answer.value as { readonly id: number; readonly sdp: string }
  assert.equal(id, session)
  await viewer.accept(sdp)
  const iceCandidates = viewer.candidates.map((candidate) => ({ candidate, sdpMid: '0', sdpmLineIndex: 0 }))
  assert.ok(iceCandidates.length > 0)
  assert.equal(
    await by.status(camera, 'provideIceCandidates', { webRtcSessionId: session, iceCandidates }),
    0,
  )
  await until('a key picture', () => viewer.keys > 0)
  return { session, viewer }
}

async function pairing(scene: MatterScene): Promise<void> {
  const { one, two } = scene
  await step('two controllers pair; one of them may not look', async () => {
    await one.ask({ do: 'pair', code: await scene.code() })
    const [first] = await scene.peers(1)
    assert.ok(first)
    assert.ok(first.rights.includes('camera'))
    await scene.openPairing()
    await two.ask({ do: 'pair', code: await scene.code() })
    const second = (await scene.peers(2)).find(({ id }) => id !== first.id)
    assert.ok(second)
    await scene.give(second.id, ['see', 'lock'])
  })

  await step('a door with a camera is a video doorbell, with a camera and its bell below it', async (say) => {
    const all = await one.read()
    const typed = (type: number): number | undefined =>
      all.find(
        ({ cluster, name, value }) =>
          cluster === clusters.descriptor &&
          name === attributes.deviceTypeList &&
          JSON.stringify(value).includes(`"deviceType":${type}`),
      )?.endpoint
    const doorbell = typed(deviceTypes.videoDoorbell)
    camera = typed(deviceTypes.camera) ?? 0
    assert.ok(doorbell !== undefined && camera !== 0)
    // cast: of this attribute
    const parts = at(all, doorbell, clusters.descriptor, attributes.partsList) as readonly number[]
    assert.deepEqual(new Set(parts), new Set([camera, typed(deviceTypes.doorbell)]))
    const streams = at(all, camera, clusters.cameraStreams, attributes.allocatedVideoStreams)
    say(JSON.stringify(streams))
    assert.match(JSON.stringify(streams), /"videoStreamId":1,.*"videoCodec":0,.*"referenceCount":0/)
    assert.deepEqual(await sessions(one), [])
  })
}

async function looking(scene: MatterScene): Promise<void> {
  const { one, two } = scene
  await step(
    'an offer is answered by the hub and H.264 comes; the session is seen by its own fabric',
    async (say) => {
      const begun = performance.now()
      const { session, viewer } = await look(one)
      await using _ = viewer
      say(`first key picture ${Math.round(performance.now() - begun)} ms after the offer`)
      await untilSessions(one, [session])
      assert.deepEqual(await sessions(two), [])
      const hangUp = { webRtcSessionId: session, reason: USER_HANGUP }
      assert.equal(await two.status(camera, 'endSession', hangUp), status.notFound)
      const before = viewer.packets
      await until('more packets', () => viewer.packets > before)
      assert.equal(await one.status(camera, 'endSession', hangUp), 0)
      await untilSessions(one, [])
      assert.equal(await one.status(camera, 'endSession', hangUp), status.notFound)
    },
  )

  await step('a picture ends with the right to it, and its controller is told', async () => {
    const from = one.told.length
    const { viewer } = await look(one, { videoStreams: undefined, videoStreamId: null })
    await using _ = viewer
    const [first] = (await scene.peers(2)).filter(({ rights }) => rights.includes('camera'))
    assert.ok(first)
    await scene.give(first.id, ['see', 'lock'])
    const told = await until('the end', () => one.told.slice(from).find(({ name }) => name === 'end'))
    assert.deepEqual(told.value, { reason: MEDIA_TIMEOUT })
    await untilSessions(one, [])
  })
}

async function refusals(scene: MatterScene): Promise<void> {
  const { one, two } = scene
  await step('whoever may not look gets no picture, and what there is not is refused', async () => {
    await using viewer = await OfferViewer.open()
    const offer = viewer.offer
    for (const by of [one, two]) {
      assert.equal(await by.status(camera, 'provideOffer', offered(offer)), status.unsupportedAccess)
      assert.deepEqual(await sessions(by), [])
    }
    assert.equal(
      await one.status(camera, 'provideOffer', offered(offer, { videoStreams: [7] })),
      status.dynamicConstraint,
    )
    assert.equal(
      await one.status(camera, 'provideOffer', offered(offer, { videoStreams: undefined })),
      status.invalidCommand,
    )
    const last = { webRtcSessionId: 77, reason: USER_HANGUP }
    assert.equal(await one.status(camera, 'endSession', last), status.notFound)
  })
}

await using scene = await MatterScene.begin(link, { main: 'matter-viewer-main.ts', videoDoorbell: true })
await pairing(scene)
await looking(scene)
await refusals(scene)
