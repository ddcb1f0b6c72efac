// Every way in which a home is shown outside of it, one row each: how it is opened, what it shows of the front door, and how
// it asks for it to be locked. Who adds a face adds a row.
import { DisplayClient, type LiveConnection, type LiveListener } from '@portico/client'
import type { DoorView, WebhookMessage, WebhookSecretReply } from '@portico/protocol'
import { Skill } from './alexa-skill.ts'
import { letFaceIn } from './let-in-faces.ts'
import { AppleHome, MatterHome } from './truth-controllers.ts'
import { FRONT, type Shown, type TruthFace, type TruthWorld, facesOf, wordOf } from './truth-face.ts'
import { until } from './until.ts'
import { Receiver, verified } from './webhook-receiver.ts'

async function ownerPage({ visit: { owner } }: TruthWorld): Promise<TruthFace> {
  const { id } = await owner.get<{ readonly id: string }>('/api/v1/me')
  return {
    face: 'owner-page',
    by: id,
    isOutside: false,
    async shown() {
      // A page whose hub is gone shows nothing that it knew.
      const doors = await owner.home.doors().catch(() => null)
      return doors ? wordOf(doors.find((door) => door.id === FRONT)) : 'unknown'
    },
    async lock() {
      await owner.post(`/api/v1/doors/${FRONT}/lock`)
    },
    async [Symbol.asyncDispose]() {},
  }
}

interface Eyes {
  readonly look: () => Promise<{ readonly doors: readonly DoorView[] }>
  readonly live: (listener: LiveListener) => Promise<LiveConnection>
}

/** Looks at the home when its socket tells it to, as the client is meant. */
async function watching({
  look,
  live,
}: Eyes): Promise<Pick<TruthFace, 'shown' | typeof Symbol.asyncDispose>> {
  let shown: Shown = 'unknown'
  let looking: Promise<void> = Promise.resolve()
  const lookAfter = async (before: Promise<void>): Promise<void> => {
    await before
    const home = await look().catch(() => null)
    shown = home ? wordOf(home.doors.find((door) => door.id === FRONT)) : 'unknown'
  }
  const again = (): void => void (looking = lookAfter(looking))
  const line = await live({ onReady: again, onEvent: again, onLost: () => void (shown = 'unknown') })
  again()
  return {
    async shown() {
      await looking
      return shown
    },
    async [Symbol.asyncDispose]() {
      line[Symbol.dispose]()
      await looking
    },
  }
}

async function program({ visit }: TruthWorld): Promise<TruthFace> {
  const { id, client } = await letFaceIn(visit, 'matter')
  const watched = await watching({ look: () => client.home(), live: (listener) => client.live(listener) })
  return { ...watched, face: 'matter', by: id, isOutside: true, lock: () => client.lock(FRONT) }
}

/** On the wall inside: it has no key and no button that locks. */
async function display({ visit: { hub, owner } }: TruthWorld): Promise<TruthFace> {
  const { code, poll } = await new DisplayClient(hub.url).beginPairing()
  const { id } = await owner.home.pairDisplay({ code, name: 'Hall', place: 'inside' })
  const client = await until('the display to be let in', () => DisplayClient.claim(hub.url, poll))
  const watched = await watching({ look: () => client.wall(), live: (listener) => client.live(listener) })
  return { ...watched, face: 'display', by: id, isOutside: false, lock: null }
}

const mqttWords: Readonly<Record<string, Shown>> = {
  LOCKED: 'locked',
  UNLOCKED: 'not-locked',
  OPEN: 'not-locked',
  JAMMED: 'jammed',
  None: 'unknown',
}

async function broker({ house }: TruthWorld): Promise<TruthFace | null> {
  if (house === null) return null
  const { assistant } = house
  const { id } = await house.face()
  return {
    face: 'mqtt',
    by: id,
    isOutside: true,
    async shown() {
      // As Home Assistant reads it: what is not available shows no state.
      if (assistant.at(house.topic('status')) !== 'online') return 'unknown'
      return mqttWords[assistant.at(house.front('lock')) ?? ''] ?? 'other'
    },
    lock: () => assistant.say(house.front('lock/set'), 'LOCK'),
    async [Symbol.asyncDispose]() {},
  }
}

const alexaWords: Readonly<Record<string, Shown>> = {
  LOCKED: 'locked',
  UNLOCKED: 'not-locked',
  JAMMED: 'jammed',
}

async function alexa({ visit }: TruthWorld): Promise<TruthFace> {
  const skill = new Skill(visit.hub.url)
  await until('the bridge of Alexa to run', async () =>
    (await facesOf(visit)).some(
      ({ kind, bridge }) => kind === 'voice' && bridge && bridge.state !== 'starting',
    ),
  )
  await skill.link(visit.owner)
  const link = (await facesOf(visit)).find(({ kind, peer }) => kind === 'voice' && peer !== null)
  return {
    face: 'voice',
    by: link?.id ?? '',
    isOutside: true,
    async shown() {
      // Of a hub that is gone she hears nothing, and says that it does not answer.
      const answer = await skill.say('Alexa ReportState', 'door#front').catch(() => null)
      const state = answer?.context?.properties.find(({ name }) => name === 'lockState')
      return alexaWords[String(state?.value)] ?? 'unknown'
    },
    async lock() {
      await skill.say('Alexa.LockController Lock', 'door#front')
    },
    async [Symbol.asyncDispose]() {},
  }
}

/** Null: the row needs what is not on this machine. */
export const truthFaces: Readonly<Record<string, (world: TruthWorld) => Promise<TruthFace | null>>> = {
  'the owner page': ownerPage,
  'a display on the wall': display,
  'a program by its socket': program,
  'Home Assistant by MQTT': broker,
  'Alexa by a linked account': alexa,
  'a phone by HomeKit and Homebridge': (world) => AppleHome.open(world),
  'a controller by Matter': async (world) => (world.link === null ? null : MatterHome.open(world)),
}

const newsWords: Readonly<Record<string, (data: WebhookMessage['data']) => Shown>> = {
  'io.portico.delivery.opened.v1': () => 'not-locked',
  'io.portico.delivery.proved.v1': () => 'locked',
  'io.portico.door.alarm.v1': ({ code }) => (code === 'BOLT_JAMMED' ? 'jammed' : 'other'),
}

/**
 * Whoever is told by webhooks. They are news of visits and alarms and never the state of a door: what one said last is not
 * asked for later, and it has no command.
 */
export class TruthNews implements AsyncDisposable {
  readonly #receiver: Receiver
  readonly #secret: string

  private constructor(receiver: Receiver, secret: string) {
    this.#receiver = receiver
    this.#secret = secret
  }

  static async open({ visit: { owner } }: TruthWorld): Promise<TruthNews> {
    const receiver = await Receiver.open()
    const order = { url: receiver.url, events: Object.keys(newsWords) }
    const { secret } = await owner.home.requests.post<WebhookSecretReply>('/api/v1/webhooks', order)
    return new TruthNews(receiver, secret)
  }

  /** All that it was told of the front door, oldest first. Throws where one is not signed. */
  get words(): readonly Shown[] {
    return this.#receiver.came.flatMap((came) => {
      const { type, data } = verified(this.#secret, came)
      return data.door === FRONT ? [newsWords[type]?.(data) ?? 'other'] : []
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#receiver[Symbol.asyncDispose]()
  }
}
