// The home of the story of one truth: a hub with every bridge that this machine can try, and every face looking at it.
import assert from 'node:assert/strict'
import type { FaceView } from '@portico/protocol'
import { SimulatedAmazon } from '@portico/testing'
import { alexaEnv, alexaLines } from './alexa-skill.ts'
import { freePort } from './homebridge-process.ts'
import { calmHome } from './hub-process.ts'
import { MqttHouse } from './mqtt-house.ts'
import { type Shown, type TruthFace, type TruthWorld, facesOf } from './truth-face.ts'
import { TruthNews, truthFaces } from './truth-faces.ts'
import { until } from './until.ts'
import { Visit } from './visit.ts'

/** From the line in the journal to the last face, ms. */
const WITHIN = 1_000

export interface TruthStage {
  readonly link: string | null
  /** Path of Mosquitto; null: there is none. */
  readonly mosquitto: string | null
}

interface Asked {
  readonly within?: number
  /** It is told by a webhook too: of a visit, or an alarm. */
  readonly isNews?: boolean
}

export class TruthScene implements AsyncDisposable {
  readonly world: TruthWorld
  readonly faces: ReadonlyMap<string, TruthFace>
  readonly news: TruthNews
  readonly #opened: AsyncDisposableStack
  #heard = 0

  private constructor(parts: Pick<TruthScene, 'world' | 'faces' | 'news'>, opened: AsyncDisposableStack) {
    this.world = parts.world
    this.faces = parts.faces
    this.news = parts.news
    this.#opened = opened
  }

  static async begin({ link, mosquitto }: TruthStage): Promise<TruthScene> {
    await using opening = new AsyncDisposableStack()
    const amazon = opening.use(await SimulatedAmazon.start())
    const matter = link === null ? '' : `  matter: { interface: ${link} }\n`
    const lines = `${alexaLines(amazon)}${matter}\nnetwork: { webhookHosts: ['127.0.0.1'] }\n`
    // Started again it is where it was.
    const beside = { lines, env: alexaEnv, args: ['--port', String(await freePort())] }
    const house = mosquitto === null ? null : opening.use(await MqttHouse.open(mosquitto, { beside }))
    const { env, args } = beside
    const settings = `${calmHome}\nbridges:\n${lines}`
    const visit = house?.visit ?? opening.use(await Visit.begin({ settings, env, args }))
    const world = { visit, house, link }
    const faces = new Map<string, TruthFace>()
    for (const [name, open] of Object.entries(truthFaces)) {
      const face = await open(world)
      if (face) faces.set(name, opening.use(face))
    }
    const news = opening.use(await TruthNews.open(world))
    return new TruthScene({ world, faces, news }, opening.move())
  }

  /** Resolves when the page of the owner shows it: from then on it is known. */
  async known(word: Shown): Promise<void> {
    const page = this.faces.get('the owner page')
    await until(`the hub to say ${word}`, async () => (await page?.shown()) === word)
  }

  /** Every face shows it; each is asked for itself, and who does not is named. */
  async all(word: Shown, { within = WITHIN, isNews = false }: Asked = {}): Promise<void> {
    const asked = [...this.faces].map(([name, face]) =>
      lastOf(name, { word, within, shown: () => face.shown() }),
    )
    if (isNews) asked.push(lastOf('a receiver of webhooks', { word, within, shown: () => this.#newest() }))
    const shown = await Promise.all(asked)
    assert.deepEqual(
      shown,
      shown.map(([name]) => [name, word]),
    )
    this.#heard = this.news.words.length
  }

  /** Resolves when the journal's next line of this type is told. */
  next(type: string): () => Promise<void> {
    const { told } = this.world.visit.owner
    const before = told.length
    return async () => void (await until(type, () => told.slice(before).some((event) => event.type === type)))
  }

  listed(): Promise<readonly FaceView[]> {
    return facesOf(this.world.visit)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#opened.disposeAsync()
  }

  /** What the receiver was told since all were asked last; null: nothing. */
  #newest(): Promise<Shown | null> {
    return Promise.resolve(this.news.words.slice(this.#heard).at(-1) ?? null)
  }
}

interface Look {
  readonly word: Shown
  readonly within: number
  readonly shown: () => Promise<Shown | null>
}

async function lastOf(name: string, { word, within, shown }: Look): Promise<readonly [string, Shown | null]> {
  let last: Shown | null = null
  await until('it', async () => (last = await shown()) === word, within).catch(() => undefined)
  return [name, last]
}
