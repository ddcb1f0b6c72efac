// Receivers of webhooks that the hub sends, as the faces see them.
import type { ActorId } from '@portico/core'
import type { WebhookRequest, WebhookTest, WebhookView } from '@portico/protocol'

/** A secret that is told this once. */
export interface ToldSecret {
  readonly secret: string
  readonly webhook: WebhookView
}

/** Receivers of webhooks that the hub sends. */
export interface Webhooks extends AsyncDisposable {
  readonly all: readonly WebhookView[]
  /** @throws HubError `HUB_WEBHOOK_URL`, `HUB_WEBHOOK_ADDRESS`, `HUB_WEBHOOK_LIMIT` */
  add(order: WebhookRequest, by: ActorId): Promise<ToldSecret>
  /** Nothing is sent to it from this moment on. @throws HubError `HUB_HTTP_NOT_FOUND` */
  revoke(id: string, by: ActorId): Promise<void>
  /** Another secret; the one before signs for a day besides. @throws HubError `HUB_HTTP_NOT_FOUND` */
  rotate(id: string, by: ActorId): Promise<ToldSecret>
  /**
   * One that was disabled is told again, of what happens from now on; nothing of what waited is sent any more.
   * @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_WEBHOOK_RUNS`, `HUB_WEBHOOK_URL`, `HUB_WEBHOOK_ADDRESS`
   */
  resume(id: string, by: ActorId): Promise<WebhookView>
  /** Whether a message that says nothing is taken. @throws HubError `HUB_HTTP_NOT_FOUND`, `HUB_HTTP_QUOTA` */
  test(id: string): Promise<WebhookTest>
}
