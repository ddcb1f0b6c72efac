// Goal: a mailbox is opened with a token of the owner's own client in place of a password, in both ways that mail servers
// know. Method: a real Dovecot that asks a provider of the test whose token it is; skipped where there is none.
import { describe, expect, it } from 'vitest'
import { findDovecot } from '../support/dovecot.ts'
import { MailPlugin } from '../support/mail-plugin.ts'
import { OAuthProvider } from '../support/oauth-provider.ts'
import { ME, NUMBERS, Post } from '../support/post.ts'
import { until } from '../support/until.ts'

const program = findDovecot()
if (program === null) process.stderr.write('SKIPPED: no Dovecot on this machine: tokens are not tried\n')

const FIRST = 'the-first-refresh-token'

describe.skipIf(program === null).each(['xoauth2', 'oauthbearer'] as const)('by %s', (mechanism) => {
  it('a mailbox is opened by a token that its server finds good, and by no other', async () => {
    await using provider = await OAuthProvider.start(ME, FIRST)
    const { tokenUrl, introspectUrl } = provider
    await using post = await Post.open(program, { mechanism, introspectUrl })
    const options = { ...post.options, oauth: { tokenUrl, clientId: 'portico' } }
    post.deliver(NUMBERS[0])
    {
      await using mailbox = await MailPlugin.start(options, { secret: FIRST })
      await mailbox.listening()
      await until('its mail', () => mailbox.news.length === 1)
      expect(mailbox.news[0]?.parts[0]?.numbers).toEqual([NUMBERS[0]])
      expect(provider.asked).toBeGreaterThan(0)
      // The provider replaced it: what is kept from now on is the new one.
      expect(mailbox.secrets).toEqual([provider.refreshToken])
    }
    provider.isLying = true
    await using refused = await MailPlugin.start(options, { secret: provider.refreshToken })
    await until('the mail server to say no', () => refused.status?.state === 'refused')
    expect(refused.status?.code).toBe('HUB_MAIL_LOGIN')
    expect(refused.news).toEqual([])
  })
})
