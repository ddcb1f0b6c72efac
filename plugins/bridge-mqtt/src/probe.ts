// Tries whether a broker is open to others (threats T5): whether anybody comes in without a name, reads what stands there
// of this home, and writes where its commands and its words stand. Under a name of its own: it commands nothing.
import { randomBytes } from 'node:crypto'
import { setTimeout as later } from 'node:timers/promises'
import { codeOf } from '@portico/plugin-api'
import { BrokerSession, type BrokerOrder, type MqttVersion } from './broker/broker-session.ts'
import { isLoginRefused, wantsOtherVersion } from './broker/broker-words.ts'

export interface BrokerVerdict {
  /** `shut`: nobody comes in without a name. `away`: nothing answers, or not with a certificate that is trusted. */
  readonly way: 'open' | 'shut' | 'away'
  /** Why it is away; null: it is not. */
  readonly code: string | null
  /** Without a name: hears what is said under `portico/`. */
  readonly reads: boolean
  /** Without a name: says that a door is locked. */
  readonly writesState: boolean
  /** Without a name: sends commands. */
  readonly writesCommands: boolean
}

/** A home that there is none of. */
const NOBODY = 'portico/doctor-probe'
const STATE = `${NOBODY}/door/probe/lock`
const COMMAND = `${NOBODY}/door/probe/lock/set`
/** What the broker passes on comes within this, ms. */
const HEARD_WITHIN_MS = 1_000

const SHUT: BrokerVerdict = {
  way: 'shut',
  code: null,
  reads: false,
  writesState: false,
  writesCommands: false,
}

/** `ca`: as in the settings. Never rejects. */
export async function probeBroker(place: Pick<BrokerOrder, 'url' | 'ca'>): Promise<BrokerVerdict> {
  const heard = new Set<string>()
  try {
    await using session = await openAny({
      ...place,
      username: null,
      password: null,
      clientId: `portico-doctor-${randomBytes(4).toString('hex')}`,
      will: null,
      onMessage: ({ topic }) => void heard.add(topic),
    })
    await tried(session.subscribe(['portico/#'], 'everything'))
    const canState = await tried(session.publish(STATE, 'None', { retain: false }))
    const canCommand = await tried(session.publish(COMMAND, 'NONE', { retain: false }))
    await later(HEARD_WITHIN_MS)
    // A broker of 3.1.1 takes what it keeps back: there only what comes round was let through.
    const saysNo = session.version === 5
    return {
      way: 'open',
      code: null,
      reads: heard.size > 0,
      writesState: saysNo ? canState : heard.has(STATE),
      writesCommands: saysNo ? canCommand : heard.has(COMMAND),
    }
  } catch (error) {
    return isLoginRefused(error) ? SHUT : { ...SHUT, way: 'away', code: codeOf(error) ?? 'HUB_MQTT_BROKER' }
  }
}

async function tried(act: Promise<void>): Promise<boolean> {
  try {
    await act
    return true
  } catch {
    return false
  }
}

async function openAny(order: Omit<BrokerOrder, 'version'>): Promise<BrokerSession> {
  const open = (version: MqttVersion): Promise<BrokerSession> => BrokerSession.open({ ...order, version })
  try {
    return await open(5)
  } catch (error) {
    if (wantsOtherVersion(error) || codeOf(error) === 'HUB_MQTT_BROKER') return open(4)
    throw error
  }
}
