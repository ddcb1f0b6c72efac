// Options of the bridge in the settings file, as data: the hub checks settings with it and runs no bridge.
// JSON Schema 2020-12.

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['url'],
  properties: {
    url: {
      type: 'string',
      maxLength: 300,
      pattern: '^mqtts?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?/?$',
      description: 'mqtts://host:port with TLS, or mqtt://host:port; no user name and no password in it',
    },
    username: {
      type: 'string',
      minLength: 1,
      maxLength: 128,
      description: 'a user of the broker; its password comes from elsewhere: portico secret --help',
    },
    ca: {
      type: 'string',
      minLength: 1,
      maxLength: 1_000,
      description:
        'file with the certificate of your own authority, PEM; without it those of the system count',
    },
    discoveryPrefix: {
      type: 'string',
      maxLength: 64,
      pattern: '^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$',
      default: 'homeassistant',
      description: 'where Home Assistant looks for devices',
    },
    pictures: {
      type: 'boolean',
      default: false,
      description: 'pictures of who rings go over the broker, to everybody who may read there',
    },
  },
} as const

export interface MqttOptions {
  readonly url: string
  readonly username: string | null
  /** Path of a PEM file; null: the authorities of the system. */
  readonly ca: string | null
  readonly discoveryPrefix: string
  readonly pictures: boolean
}

/** `given` was checked against the schema; what is left out has its default. */
export function mqttOptions(given: Readonly<Record<string, unknown>>): MqttOptions {
  const text = (name: string): string | null => {
    const value = given[name]
    return typeof value === 'string' ? value : null
  }
  return {
    url: text('url') ?? '',
    username: text('username'),
    ca: text('ca'),
    discoveryPrefix: text('discoveryPrefix') ?? configSchema.properties.discoveryPrefix.default,
    pictures: given['pictures'] === true,
  }
}
