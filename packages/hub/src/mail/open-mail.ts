// The process of the mailboxes, where the home has any.
import type { HomeRuntime } from '@portico/runtime'
import { writeDeviceSecret } from '../config/device-secrets.ts'
import type { CheckedMailbox, CheckedPlugin, CheckedSettings } from '../config/checked-settings.ts'
import type { ComposeOrder } from '../start/compose-order.ts'
import { startProcess } from '../start/start-plugin.ts'
import { MailDesk } from './mail-desk.ts'

export interface OpenMail extends AsyncDisposable {
  readonly desk: MailDesk
}

/** Where there is no mailbox there is no process. @throws HubError as `startProcess` does */
export function openMail(order: ComposeOrder, runtime: HomeRuntime, hubKey: string): OpenMail {
  const { settings, places, log } = order
  const desk = new MailDesk({
    mailboxes: settings.mailboxes,
    report: (report) => runtime.deliveries.report(report),
    notice: (what, data) => runtime.notice(what, data),
    keepSecret: (mailbox, secret) => void writeDeviceSecret(places.keys, mailbox, secret),
    log,
  })
  if (settings.mailboxes.length === 0) return { desk, [Symbol.asyncDispose]: () => Promise.resolve() }
  const plugin = mailPlugin(settings)
  const child = startProcess({ ...order, plugin, hubKey, events: desk.events, rights: 'threads' })
  desk.attach(child)
  return { desk, [Symbol.asyncDispose]: () => child[Symbol.asyncDispose]() }
}

/** Mailboxes belong to a real home and to a simulated one alike, as carriers do. */
const mailPlugin = ({ mailboxes, timeZone }: CheckedSettings): CheckedPlugin => ({
  name: 'mail-intake',
  module: '@portico/plugin-mail-intake',
  kind: 'real',
  devices: mailboxes.map((mailbox) => ({
    id: mailbox.id,
    kind: 'mailbox',
    options: optionsOf(mailbox, timeZone),
  })),
})

/** Without what is null: the plugin has its own default for that. */
const optionsOf = (
  { id: _id, askFor: _askFor, ...options }: CheckedMailbox,
  timeZone: string,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries({ ...options, timeZone }).filter(([, value]) => value !== null))
