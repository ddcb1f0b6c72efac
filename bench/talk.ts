// A voice into a camera: how long from the press of the button until the door hears something, and how old a word is when
// it gets there. By the socket alone, whose words are marked; and by the page in a real browser with its microphone, where
// there is one.
import { WebSocket } from 'ws'
import { noBrowser } from '../test/support/browser.ts'
import { HubProcess } from '../test/support/hub-process.ts'
import { Phone, linkOf } from '../test/support/owner-phone.ts'
import { Owner } from '../test/support/people.ts'
import { talkingHome } from '../test/support/talking-home.ts'
import { HOUSE_NAME, noTrust, trustingBrowser } from '../test/support/trusting-browser.ts'
import { until } from '../test/support/until.ts'
import { figure, median, quantile } from './support/figures.ts'
import { closeBench, openBench } from './support/opening.ts'
import { printTable } from './support/table.ts'

const { quick } = openBench('talk: press until heard, and how old a word is at the door')
/** Each word of all presses is another byte. */
const PRESSES = quick ? 3 : 20
const WORDS = quick ? 3 : 10
const FRAME_MS = 20
const FRAME_BYTES = 160
const SILENCE = 0xff
/** From one marked word to the next. */
const FRAMES_BETWEEN = 10

interface Heard {
  readonly sound?: string
  readonly camera?: { readonly heardMs: number }
}

type House = Awaited<ReturnType<HubProcess['house']>>

const listen = (house: House): Promise<Heard> => house.act('listen', 'porch')

interface Press {
  /** Until the camera listens, ms. */
  readonly opened: number
  /** Age of each marked word when it was heard, ms. */
  readonly ages: readonly number[]
}

interface Speaking {
  readonly url: string
  readonly cookie: string
  readonly house: House
}

/** Null: the camera still speaks the last words of the press before. */
async function open({ url, cookie }: Speaking): Promise<{ socket: WebSocket; opened: number } | null> {
  const began = performance.now()
  const headers = { cookie, origin: url }
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws/talk/porch`, { headers })
  const isOpen = await new Promise<boolean>((resolve, reject) => {
    socket.once('message', () => resolve(true))
    socket.once('error', reject)
    socket.once('close', () => resolve(false))
  })
  return isOpen ? { socket, opened: performance.now() - began } : null
}

/** One press; its words are those that follow `before`. */
async function speak(speaking: Speaking, before: number): Promise<Press> {
  const { house } = speaking
  const { socket, opened } = await until('the camera to listen', () => open(speaking))
  const sentAt = new Map<number, number>()
  let frames = 0
  const start = performance.now()
  const voice = setInterval(() => {
    for (; frames * FRAME_MS <= performance.now() - start; frames += 1) {
      const isWord = frames % FRAMES_BETWEEN === FRAMES_BETWEEN - 1
      const word = isWord ? before + Math.ceil(frames / FRAMES_BETWEEN) : SILENCE
      if (isWord) sentAt.set(word, performance.now())
      socket.send(Buffer.alloc(FRAME_BYTES, word))
    }
  }, FRAME_MS / 4)
  const ages: number[] = []
  for (let word = before + 1; word <= before + WORDS;) {
    const { sound = '' } = await listen(house)
    const at = sentAt.get(word)
    if (at === undefined || !Buffer.from(sound, 'base64').includes(word)) continue
    ages.push(performance.now() - at)
    word += 1
  }
  clearInterval(voice)
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.close()
  await closed
  return { opened, ages }
}

/** Nobody speaks any more: how much was heard in all, ms. */
async function untilStill(house: House): Promise<number> {
  let last = -1
  await until('silence', async () => {
    const now = (await listen(house)).camera?.heardMs ?? 0
    const isStill = now === last
    last = now
    return isStill
  })
  return last
}

/** By the page: from the key until the camera has heard something, ms. */
async function press(phone: Phone, house: House): Promise<number> {
  const before = await untilStill(house)
  const began = performance.now()
  await phone.page.keyboard.press('Enter')
  while (((await listen(house)).camera?.heardMs ?? 0) <= before);
  const heard = performance.now() - began
  await phone.shows('You are heard at the door')
  await phone.page.keyboard.press('Enter')
  await phone.shows('Hold to talk')
  return heard
}

async function byPage(hub: HubProcess, house: House): Promise<readonly number[]> {
  await using trusting = await trustingBrowser(hub)
  await using phone = await Phone.blank(trusting)
  await phone.page.goto(`https://${HOUSE_NAME}:${new URL(hub.url).port}${await linkOf(hub)}`)
  await phone.shows('Front door: locked', 60_000)
  await untilStill(house)
  await phone.goTo('#/door/front')
  await phone.button('Hold to talk').focus()
  const heard: number[] = []
  for (let n = 0; n < PRESSES; n += 1) heard.push(await press(phone, house))
  return heard
}

await using hub = await HubProcess.start({ settings: talkingHome })
await using house = await hub.house()
await using owner = await Owner.signIn(hub)
const { credential } = owner.home.requests
if (credential?.kind !== 'cookie') throw new Error('an owner without a cookie')
const presses: Press[] = []
const speaking = { url: hub.url, cookie: credential.cookie, house }
for (let n = 0; n < PRESSES; n += 1) presses.push(await speak(speaking, n * WORDS))
const skips = noBrowser ?? noTrust
const pressed = skips === null ? await byPage(hub, house) : []
if (skips !== null) console.log(`by page: not measured, ${skips}`)
const row = (what: string, values: readonly number[]): readonly string[] => [
  what,
  String(values.length),
  figure(median(values)),
  figure(quantile(values, 0.95)),
]
printTable(
  ['', 'n', 'p50 ms', 'p95 ms'],
  [
    row(
      'socket: opened until the camera listens',
      presses.map(({ opened }) => opened),
    ),
    row(
      'socket: age of a word at the door',
      presses.flatMap(({ ages }) => ages),
    ),
    row('page: press until something is heard', pressed),
  ],
)
closeBench()
