// Mailboxes: notices of carriers and shops, read and held against their signature. A process of its own.
import { type DeviceEntry, type MailboxReporter, type PluginHost, definePlugin } from '@portico/plugin-api'
import { AccessTokens, oauthSecret } from './mailbox/access-tokens.ts'
import { mailboxOptions } from './mailbox/mailbox-options.ts'
import { MailboxPlace } from './mailbox/mailbox-place.ts'
import type { Login } from './mailbox/mailbox-session.ts'
import { MailboxWatch } from './mailbox/mailbox-watch.ts'
import { MailReader } from './read/mail-reader.ts'
import { takeMail } from './take-mail.ts'
import { dnsResolver } from './trust/ask-dns.ts'

export default definePlugin({
  name: 'mail-intake',
  api: 1,
  kind: 'real',
  start(host) {
    const reader = new MailReader()
    reader.warm()
    host.use(reader)
    for (const device of host.devices) watch(host, device, reader)
    return Promise.resolve()
  },
})

function watch(host: PluginHost, device: DeviceEntry, reader: MailReader): void {
  const { clock, log, signal, storage } = host
  const options = mailboxOptions(device)
  const resolve = dnsResolver(clock, options.dns)
  const secret = device.secret ?? ''
  let reporter: MailboxReporter | null = null
  const tokens =
    options.oauth &&
    new AccessTokens({
      client: options.oauth,
      secret: oauthSecret(secret),
      clock,
      signal,
      replaced: (next) => reporter?.secret(next),
    })
  const login = async (): Promise<Login> =>
    tokens ? { accessToken: await tokens.get() } : { password: secret }
  const mailbox = new MailboxWatch({
    options,
    place: new MailboxPlace(storage, device.id),
    reporter: () => reported,
    login,
    refused: () => tokens?.forget(),
    take: (raw, imported) =>
      takeMail(raw, {
        ...options,
        read: (bytes, facts) => reader.read(bytes, facts),
        resolve,
        now: clock.wall(),
        imported,
      }),
    clock,
    log,
    signal,
  })
  const reported = host.addMailbox(device.id, mailbox)
  reporter = reported
  const running = mailbox.run().catch((error: unknown) => {
    log.error({ err: error }, 'mailbox watch broke down')
  })
  host.use({ [Symbol.asyncDispose]: () => running })
}
