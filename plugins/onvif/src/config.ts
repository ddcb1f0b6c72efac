// Options of ONVIF devices in the settings file, as data: the hub checks settings with it and runs no driver.
// JSON Schema 2020-12, one per kind of device.

const token = { type: 'string', minLength: 1, maxLength: 64 } as const

export const configSchema = {
  camera: {
    type: 'object',
    additionalProperties: false,
    required: ['address'],
    properties: {
      address: {
        type: 'string',
        maxLength: 255,
        pattern: '^(https?://)?[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._/-]*)?$',
        description: 'host, host:port, or the address of its device service',
      },
      username: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        description: 'a user of the camera; its password comes from elsewhere: portico secret --help',
      },
      profile: { ...token, description: 'token of the profile to film; the best one unless named' },
      secondProfile: {
        ...token,
        description: 'token of the smaller profile, for viewers that cannot show the first',
      },
      preserveAddress: {
        type: 'boolean',
        default: true,
        description: 'reach everything by the host above, whatever the camera calls itself',
      },
      transport: { type: 'string', enum: ['tcp', 'udp'], default: 'tcp', description: 'how pictures travel' },
    },
  },
  bell: {
    type: 'object',
    additionalProperties: false,
    required: ['camera'],
    properties: {
      camera: {
        type: 'string',
        pattern: '^[a-z][a-z0-9-]{0,31}$',
        description: 'id of the onvif camera that the button belongs to',
      },
      input: { ...token, description: 'token of a digital input that a button is wired to' },
    },
  },
} as const

/** Kinds of devices that have a password. */
export const secretKinds = ['camera'] as const
