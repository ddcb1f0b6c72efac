// Goal: portico doctor finds out whether others at the broker can read, lie or command, and says what to do (threats T5).
// Method: the command itself against real Mosquittos, open, half open and shut; skipped with the reason on stderr without.
import { describe, expect, it } from 'vitest'
import { HubProcess, calmHome } from '../support/hub-process.ts'
import { Mosquitto, type MosquittoOptions, findMosquitto } from '../support/mosquitto.ts'

const program = findMosquitto()
if (program === null)
  process.stderr.write('SKIPPED: no Mosquitto on this machine: the doctor tries no broker\n')

interface Finding {
  readonly about: string
  readonly verdict: string
  readonly words: string
  readonly next: string | null
}

async function found(options: MosquittoOptions, scheme?: string): Promise<readonly Finding[]> {
  await using broker = await Mosquitto.start(program ?? '', options)
  const url = scheme === undefined ? broker.url : broker.url.replace(/^mqtts?/, scheme)
  const settings = `${calmHome}\nbridges:\n  mqtt:\n    url: ${url}\n${options.tls ? `    ca: ${broker.ca}\n` : ''}`
  await using hub = await HubProcess.rest({ settings })
  const { out } = hub.command('doctor', '--json', '--config', `${hub.folder}/portico.yaml`)
  // cast: the command's own findings
  return (JSON.parse(out) as readonly Finding[]).filter(({ about }) => about === 'MQTT broker')
}

const portico = { name: 'portico', password: 'letters', acl: ['topic readwrite portico/#'] }

describe.skipIf(program === null)('the doctor at a broker', () => {
  it('that is open to everybody', async () => {
    expect(await found({})).toEqual([
      {
        about: 'MQTT broker',
        verdict: 'bad',
        words:
          'lets anybody in without a name: to say that a door is locked, and to send commands, and to read when somebody comes',
        next: expect.stringContaining('allow_anonymous false'),
      },
    ])
  })

  it('that lets anybody in and keeps this home apart', async () => {
    expect(await found({ users: [portico], anonymous: ['topic readwrite sugar/#'] })).toMatchObject([
      { verdict: 'warning', words: expect.stringContaining('though not to the topics of this home') },
    ])
  })

  it('that lets nobody in without a name', async () => {
    expect(await found({ users: [portico], tls: true })).toMatchObject([
      { verdict: 'good', words: 'lets nobody in without a name' },
    ])
  })

  it('that has a certificate and is asked without one', async () => {
    expect(await found({ users: [portico], tls: true }, 'mqtt')).toMatchObject([{ verdict: 'bad' }])
  })
})
