// Receivers of webhooks as a running hub has them: names are asked for as the system asks, and the settings say which
// hosts of the own network may be sent to.
import type { CheckedSettings } from '../config/checked-settings.ts'
import { resolveBySystem } from './public-address.ts'
import { WebhookDesk, type WebhookDeskParts } from './webhook-desk.ts'

export const openWebhooks = (
  { webhookHosts }: Pick<CheckedSettings, 'webhookHosts'>,
  parts: Omit<WebhookDeskParts, 'allowed' | 'resolve'>,
): WebhookDesk => new WebhookDesk({ ...parts, allowed: webhookHosts, resolve: resolveBySystem })
