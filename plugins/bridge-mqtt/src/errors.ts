// Every operating failure of the bridge. They stand in its log; a person reads the words of its status.
import { HubError } from '@portico/plugin-api'

export const mqttErrorCodes = [
  /** The broker does not answer, or broke off. */
  'HUB_MQTT_BROKER',
  /** The file with the own authority cannot be read. */
  'HUB_MQTT_CA',
  /** The broker's ACL keeps the bridge from its own topics. */
  'HUB_MQTT_FORBIDDEN',
] as const

export type MqttErrorCode = (typeof mqttErrorCodes)[number]

export const mqttError = (
  code: MqttErrorCode,
  message: string,
  { cause }: { readonly cause?: unknown } = {},
): HubError => new HubError(code, message, { retryable: true, cause })
