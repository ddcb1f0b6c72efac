// Goal: servers that help viewers from outside are read as they are meant, and their secret never stands in the file.
// Method: the text of a settings file, and an environment.
import { describe, expect, it } from 'vitest'
import { iceServersOf } from '../../src/config/ice-checks.ts'
import { check, faultsOf, homeAnd } from './home-text.ts'

const withServers = (servers: string): string => homeAnd(`network:\n  ice:\n    servers:\n${servers}`)

const turn = `      - { urls: ['stun:stun.example', 'turn:turn.example:3479'], username: house }`

describe('STUN and TURN servers', () => {
  it('are none where nothing is said', async () => {
    expect((await check(homeAnd(''))).settings?.ice).toEqual([])
  })

  it('are complete with the credential of the environment, and without it help as far as they can', async () => {
    const { settings, warnings } = await check(withServers(turn))
    if (!settings) throw new Error('no settings')
    expect(warnings).toEqual([])
    const urls = ['stun:stun.example', 'turn:turn.example:3479']
    expect(settings.ice).toEqual([{ urls, username: 'house' }])
    const known = {
      logLevel: 'info',
      value: (name: string) => (/^PORTICO_TURN/.test(name) ? 'open' : undefined),
    } as const
    expect(iceServersOf(settings, known)).toEqual([{ urls, username: 'house', credential: 'open' }])
    expect(iceServersOf(settings, { ...known, value: () => undefined })).toEqual([
      { urls: ['stun:stun.example'], username: null, credential: null },
    ])
  })

  it.each([
    [`      - { urls: ['turn:turn.example'], username: house, credential: secret }`, /unknown key/],
    [
      `      - { urls: ['turn:turn.example'] }`,
      /a TURN server needs a username here, and its credential by PORTICO_TURN/,
    ],
    [`      - { urls: ['https://turn.example'] }`, /must be like stun:/],
    [`      - { urls: [] }`, /must have from 1 to 4 entries/],
    [`      - { urls: 'stun:stun.example' }`, /must be a list/],
  ])('%s is refused with what to do', async (text, words) => {
    const faults = await faultsOf(withServers(text))
    expect(faults.join('\n')).toMatch(words)
    expect(faults.join('\n')).not.toContain('secret')
  })
})
