// Whether pictures reach phones by WebRTC: in the house, and from outside. Where they do not, the page shows the stream
// over its own connection instead, which is said too.
import { isLoopback } from '../config/network-checks.ts'
import { TURN_CREDENTIAL } from '../config/ice-checks.ts'
import type { CheckedSettings, IceServer } from '../config/checked-settings.ts'
import { readIceUrl } from '../live/ice-servers.ts'
import { meetingAddresses } from '../live/meeting-addresses.ts'
import { type IceVerdict, askIceServer } from './ask-ice-server.ts'
import { type Finding, bad, good, warning } from './finding.ts'

const ABOUT = 'live view'
const INSTEAD = 'wherever the page opens it shows the stream over its own connection instead'

/** `servers`: complete, with their credential; those of the settings that are missing in them cannot be used. */
export async function lookAtLive(
  settings: Pick<CheckedSettings, 'house' | 'ice'>,
  servers: readonly IceServer[],
): Promise<readonly Finding[]> {
  const asked = await Promise.all(
    servers.flatMap((server) => server.urls.map((url) => lookAtServer(url, server))),
  )
  return [
    lookInHouse(settings.house.host),
    ...asked.map(({ finding }) => finding),
    ...lookOutside(settings, asked),
  ]
}

function lookInHouse(host: string): Finding {
  if (isLoopback(host))
    return warning(
      ABOUT,
      `phones in the house: no, because the house listens on ${host} alone; ${INSTEAD}`,
      'set network.house.host when phones are to reach it without a proxy',
    )
  const addresses = meetingAddresses(host).filter((address) => !isLoopback(address))
  if (addresses.length === 0)
    return bad(
      ABOUT,
      'phones in the house: no, because this machine has no address',
      'connect it to the network',
    )
  return good(ABOUT, `phones in the house: yes, by UDP from ${addresses.join(', ')}`)
}

interface Asked {
  readonly finding: Finding
  readonly relays: boolean
}

async function lookAtServer(url: string, { username, credential }: IceServer): Promise<Asked> {
  const about = `ICE server ${url}`
  const server = readIceUrl(url)
  if (!server)
    return {
      relays: false,
      finding: bad(about, 'this is no address of a server', 'check network.ice.servers'),
    }
  const login = username !== null && credential !== null ? { username, credential } : null
  const verdict = await askIceServer({ server, login })
  const isRelay = server.scheme !== 'stun' && login !== null
  return { relays: isRelay && verdict.type === 'helps', finding: findingOf(about, verdict, isRelay) }
}

function findingOf(about: string, verdict: IceVerdict, isRelay: boolean): Finding {
  switch (verdict.type) {
    case 'helps':
      return good(about, isRelay ? `relays through ${verdict.at}` : `sees this house as ${verdict.at}`)
    case 'unknown-name':
      return bad(about, 'nobody knows this name', 'check network.ice.servers')
    case 'silent':
      return bad(about, 'does not answer', 'check its address and port, and that the network lets UDP out')
    case 'refuses':
      return verdict.code === 401
        ? bad(
            about,
            'refuses the username or the credential',
            `check them: the credential is ${TURN_CREDENTIAL}`,
          )
        : bad(about, `refuses with ${verdict.code}`, 'look into its log')
  }
}

function lookOutside({ ice }: Pick<CheckedSettings, 'ice'>, asked: readonly Asked[]): readonly Finding[] {
  const isSet = ice.some(({ urls }) => urls.some((url) => /^turn/i.test(url)))
  if (!isSet) return [warning(ABOUT, `phones outside: no, because no TURN server is set; ${INSTEAD}`, null)]
  if (asked.some(({ relays }) => relays)) return [good(ABOUT, 'phones outside: yes, through the TURN server')]
  const isKnown = asked.some(({ finding }) => /turn/i.test(finding.about))
  return [
    isKnown
      ? bad(ABOUT, `phones outside: no, because no TURN server relays; ${INSTEAD}`, 'see above')
      : bad(
          ABOUT,
          `phones outside: no, because the TURN server has no credential; ${INSTEAD}`,
          `set ${TURN_CREDENTIAL} or ${TURN_CREDENTIAL}_FILE`,
        ),
  ]
}
