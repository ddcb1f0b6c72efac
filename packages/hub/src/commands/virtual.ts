// portico virtual play delivery: a whole delivery at the simulated door, in under a minute.
import { setTimeout as later } from 'node:timers/promises'
import { ClientError, HomeClient } from '@portico/client'
import { settingsOf } from '../config/check-settings.ts'
import type { StatusAnswer } from '../control/desk-messages.ts'
import { hubError } from '../errors.ts'
import { askDesk } from './ask-desk.ts'
import type { Command, CommandCall } from './command.ts'
import { type Play, ownersReason, playDelivery } from './delivery-play.ts'
import { exitCodes } from './failure.ts'
import { type HomeOptions, homeHelp, homeOptions, homeOptionsOf, readWords, usage } from './options.ts'
import { freshNumber, newPhone, outForDelivery } from './out-for-delivery.ts'
import { readSettings, shippedCarrier } from './read-settings.ts'

export const command: Command = {
  help: `portico virtual play delivery [--approve] [options]

Plays one delivery at the simulated door of a running hub: the carrier's signed webhook,
the courier with his page, hands and feet. The owner must say yes within two minutes.
Exit 0: delivered and locked. 1: not delivered.

${homeHelp}
  --approve           answer for the owner, too
  --door ID           the door (the first of the settings)
  --number N          the tracking number (a fresh one)`,

  async run(call) {
    const text = { type: 'string' } as const
    const own = { approve: { type: 'boolean' }, door: text, number: text } as const
    const words = readWords(call.args, { ...homeOptions, ...own }, { min: 2, max: 2, what: 'play delivery' })
    if (words.words.join(' ') !== 'play delivery')
      throw usage(`portico virtual has no "${words.words.join(' ')}"; there is play delivery`)
    const home = homeOptionsOf(words)
    const wish = {
      door: words.text('door'),
      number: words.text('number') ?? freshNumber(),
      approve: words.flag('approve'),
    }
    try {
      return await perform(call, await prepare(call, home, wish))
    } catch (error) {
      if (!(error instanceof ClientError)) throw error
      throw hubError('HUB_COMMAND_REFUSED', `${error.message} (${error.code})`, { cause: error })
    }
  },
}

const READY_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 250

interface Wish {
  readonly door: string | null
  readonly number: string
  readonly approve: boolean
}

/** @throws HubError `HUB_COMMAND_OFFLINE`, `HUB_COMMAND_REFUSED`, `HUB_COMMAND_UNKNOWN` */
async function prepare(
  { terminal, environment }: CommandCall,
  home: HomeOptions,
  { door: wished, number, approve }: Wish,
): Promise<Play> {
  const status = await readyStatus(home, environment)
  if (!status.simulated) throw hubError('HUB_COMMAND_REFUSED', 'this home is real: nothing is played here')
  const url = status.house
  const { doors } = settingsOf(await readSettings(home))
  const door = wished === null ? doors[0] : doors.find(({ id }) => id === wished)
  if (!door) throw hubError('HUB_COMMAND_UNKNOWN', `no door ${wished}: see the settings`)
  const [hook] = await askDesk(home, { type: 'hooks' }, environment)
  if (!hook) throw hubError('HUB_COMMAND_UNKNOWN', 'no source of deliveries is on: add one under carriers')
  const carrier = await shippedCarrier(hook.source)
  const began = performance.now()
  return {
    url,
    door: door.id,
    trackingNumber: number,
    phone: newPhone(),
    webhook: outForDelivery(carrier, number, hook.secret),
    scan: async () => (await askDesk(home, { type: 'presence', door: door.id }, environment)).code,
    owner: approve ? await ownerOf(home, url, environment) : null,
    tell: (who, what) => {
      const at = ((performance.now() - began) / 1000).toFixed(1)
      void terminal.print(`${at.padStart(5)} s  ${who.padEnd(9)}${what}`)
    },
    onPass() {},
    // Ctrl-C ends the process, and the play with it.
    signal: new AbortController().signal,
  }
}

/** A hub that has just been started does not know its cameras yet. */
async function readyStatus(
  home: HomeOptions,
  environment: CommandCall['environment'],
): Promise<StatusAnswer> {
  const end = performance.now() + READY_WITHIN_MS
  for (;;) {
    const status = await askDesk(home, { type: 'status' }, environment)
    if (status.ready) return status
    if (performance.now() > end)
      throw hubError('HUB_COMMAND_REFUSED', `the home is not ready: ${status.reasons.join(', ')}`)
    await later(LOOK_EVERY_MS)
  }
}

async function perform({ terminal }: CommandCall, play: Play): Promise<number> {
  try {
    const played = await playDelivery(play)
    if (played.delivered) return exitCodes.OK
    terminal.tell(`portico: not delivered. The courier reads: ${played.why}`)
    const reason = await ownersReason(play)
    if (reason !== null) terminal.tell(`The owner reads: ${reason}`)
    return exitCodes.FAILED
  } finally {
    await play.owner?.signOut()
  }
}

async function ownerOf(
  home: HomeOptions,
  url: string,
  environment: CommandCall['environment'],
): Promise<HomeClient> {
  const { secret } = await askDesk(home, { type: 'owner-link', name: null, role: null }, environment)
  return HomeClient.signIn(url, secret)
}
