// What whoever made a pass is told of it, once: its secret, its id, and the address of its page.
import type { PassReply } from '@portico/protocol'
import type { Hub } from '../hub.ts'
import { streetUrl } from './street-url.ts'

export const passReply = (
  { settings, runtime }: Pick<Hub, 'settings' | 'runtime'>,
  host: string | undefined,
  pass: string,
): PassReply => ({
  pass,
  id: runtime.visits.passOf(pass)?.id ?? '',
  url: streetUrl(settings, host, `/c/${pass}`),
})
