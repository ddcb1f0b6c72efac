// Whether the hub's addresses are free, or answer when it runs, and whether the public one leads here.
import { once } from 'node:events'
import { createServer } from 'node:net'
import { codeOf } from '@portico/ports'
import type { StatusAnswer } from '../control/desk-messages.ts'
import type { CheckedSettings, Listener } from '../config/checked-settings.ts'
import { type Finding, bad, good, warning } from './finding.ts'

const ANSWER_WITHIN_MS = 5_000

/** `running`: null when no hub runs on this data. */
export async function lookAtNetwork(
  { house, street, publicUrl }: CheckedSettings,
  running: StatusAnswer | null,
): Promise<readonly Finding[]> {
  const sides = [
    { name: 'house', listener: house, url: running?.house ?? null },
    ...(street ? [{ name: 'street', listener: street, url: running?.street ?? null }] : []),
  ]
  return [
    ...(await Promise.all(
      sides.map(({ name, listener, url }) =>
        url === null ? lookAtPort(name, listener) : lookAtUrl(`port ${name}`, url),
      ),
    )),
    ...(publicUrl === null ? [] : [await lookAtPublicUrl(publicUrl, running)]),
  ]
}

async function lookAtPort(name: string, { host, port }: Listener): Promise<Finding> {
  const about = `port ${name}`
  if (port === 0) return good(about, 'the system chooses one')
  const server = createServer()
  try {
    server.listen({ host, port, exclusive: true })
    await once(server, 'listening')
    return good(about, `${host} port ${port} is free`)
  } catch (error) {
    return codeOf(error) === 'EADDRINUSE'
      ? bad(about, `another program listens on ${host} port ${port}`, `choose another: network.${name}.port`)
      : bad(about, `${host} port ${port} cannot be opened (${codeOf(error)})`, `check network.${name}`)
  } finally {
    server.close()
  }
}

async function isHealthy(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })).ok
  } catch {
    return false
  }
}

async function lookAtUrl(about: string, url: string): Promise<Finding> {
  return (await isHealthy(url))
    ? good(about, `the hub answers at ${url}`)
    : bad(about, `the hub runs, but ${url} does not answer`, 'look into its log')
}

async function lookAtPublicUrl(url: string, running: StatusAnswer | null): Promise<Finding> {
  const about = 'public address'
  if (running === null) return warning(about, `${url} was not tried`, 'start the hub, then ask again')
  return (await isHealthy(url))
    ? good(about, `${url} leads to a hub`)
    : bad(
        about,
        `${url} does not answer from here`,
        'check the tunnel or proxy; it must lead to the street listener',
      )
}
