// Options of a camera that gives single pictures, as data: the hub checks settings with it and runs no driver.
// JSON Schema 2020-12.

export const configSchema = {
  camera: {
    type: 'object',
    additionalProperties: false,
    required: ['snapshot'],
    properties: {
      snapshot: {
        type: 'string',
        maxLength: 1_024,
        pattern: '^https?://[^\\s/@]+(/\\S*)?$',
        description: 'HTTP address of a JPEG, without user and password',
      },
      username: {
        type: 'string',
        minLength: 1,
        maxLength: 64,
        description: 'a user of the camera; its password comes from elsewhere: portico secret --help',
      },
    },
  },
} as const

/** Kinds of devices that have a password. */
export const secretKinds = ['camera'] as const

/** Its cameras give no stream. */
export const stillsOnly = true
