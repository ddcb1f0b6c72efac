// Whether others at the broker of the bridge can read what this home says there, say that a door is locked, or send it
// commands (threats T5, G4).
import type { BrokerVerdict } from '@portico/plugin-bridge-mqtt/probe'
import type { CheckedBridge } from '../bridges/bridges.ts'
import { isLoopback } from '../config/network-checks.ts'
import { type BrokerToAsk, askBroker } from './ask-broker.ts'
import { type Finding, bad, good, warning } from './finding.ts'

const ABOUT = 'MQTT broker'
const SHUT_IT = 'set allow_anonymous false, a password file and an ACL: plugins/bridge-mqtt/README.md has one'

/** Nothing where no bridge goes to a broker. */
export async function lookAtBroker(bridges: readonly CheckedBridge[]): Promise<readonly Finding[]> {
  const broker = brokerOf(bridges)
  if (broker === null) return []
  return [...wireFindings(broker), verdictFinding(await askBroker(broker))]
}

function brokerOf(bridges: readonly CheckedBridge[]): BrokerToAsk | null {
  const bridge = bridges.find(({ name }) => name === 'mqtt')
  const { url, ca } = bridge?.options ?? {}
  return typeof url === 'string' ? { url, ca: typeof ca === 'string' ? ca : null } : null
}

function wireFindings({ url }: BrokerToAsk): readonly Finding[] {
  const { protocol, hostname } = new URL(url)
  if (protocol === 'mqtts:' || isLoopback(hostname)) return []
  return [
    warning(
      ABOUT,
      `${hostname} is reached without TLS: whoever is in the network can read the password and what is said`,
      'let the broker listen with TLS, and use mqtts:// in bridges.mqtt.url',
    ),
  ]
}

/** `verdict`: null when it could not be tried. */
export function verdictFinding(verdict: BrokerVerdict | null): Finding {
  if (verdict === null) return warning(ABOUT, 'could not be tried', 'ask again')
  switch (verdict.way) {
    case 'shut':
      return good(ABOUT, 'lets nobody in without a name')
    case 'away':
      return bad(
        ABOUT,
        `does not answer [${verdict.code ?? ''}]`,
        'check bridges.mqtt.url and bridges.mqtt.ca; House → Faces says how the bridge stands',
      )
    case 'open': {
      const can = [
        ...(verdict.writesState ? ['say that a door is locked'] : []),
        ...(verdict.writesCommands ? ['send commands'] : []),
        ...(verdict.reads ? ['read when somebody comes'] : []),
      ]
      return can.length === 0
        ? warning(ABOUT, 'lets anybody in without a name, though not to the topics of this home', SHUT_IT)
        : bad(ABOUT, `lets anybody in without a name: to ${can.join(', and to ')}`, SHUT_IT)
    }
  }
}
