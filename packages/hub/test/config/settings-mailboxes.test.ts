// Goal: mailboxes are read as they are meant, and nothing that would send a password in the clear starts. Method: the text
// of a settings file.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { missingSecrets, secretOwners, writeDeviceSecret } from '../../src/config/device-secrets.ts'
import { check, faultsOf, homeAnd } from './home-text.ts'

const post = (more: string): string =>
  homeAnd(`mailboxes:\n  post: { host: imap.example.net, username: mara@example.net${more} }`)

describe('mailboxes', () => {
  it('are none where nothing is said', async () => {
    expect((await check(homeAnd(''))).settings?.mailboxes).toEqual([])
  })

  it('are whole with host and user name, and then want a password', async () => {
    const { settings, warnings } = await check(post(''))
    if (!settings) throw new Error('no settings')
    expect(warnings).toEqual([])
    expect(settings.mailboxes).toEqual([
      {
        id: 'post',
        host: 'imap.example.net',
        port: null,
        security: 'tls',
        username: 'mara@example.net',
        folder: 'INBOX',
        receivers: [],
        addresses: [],
        askFor: [],
        oauth: null,
        dns: null,
      },
    ])
    expect(secretOwners(settings)).toContain('post')
    const keys = mkdtempSync(join(tmpdir(), 'portico-keys-'))
    try {
      const places = { keys, environment: () => undefined }
      expect(missingSecrets(settings, places)).toEqual([
        'mailbox post has a user name and no password: portico secret post keeps one',
      ])
      writeDeviceSecret(keys, 'post', 'letters')
      expect(missingSecrets(settings, places)).toEqual([])
    } finally {
      rmSync(keys, { recursive: true })
    }
  })

  it.each([
    [post(', security: plain'), /plain sends the password in the clear/],
    [post(', oauth: { tokenUrl: "http://login.example.net/token", clientId: me }'), /must begin with https/],
    [post(', password: letters'), /unknown key/],
    [post(', port: 0'), /port/],
    [post(', addresses: [mara]'), /addresses/],
    [homeAnd('mailboxes:\n  porch: { host: imap.example.net, username: a@example.net }'), /is a device too/],
    [homeAnd('mailboxes:\n  post: { host: imap.example.net }'), /username/],
  ])('%#: is refused with what to do', async (text, words) => {
    const faults = await faultsOf(text)
    expect(faults.join('\n')).toMatch(words)
    expect(faults.join('\n')).not.toContain('letters')
  })

  it('a user name that is no address is warned about: nothing would be announced', async () => {
    const { warnings } = await check(
      homeAnd('mailboxes:\n  post: { host: imap.example.net, username: mara }'),
    )
    expect(warnings.join()).toMatch(/names no address of the household/)
  })
})
