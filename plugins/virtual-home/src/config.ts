// Options of the virtual home in the settings file, as data: the hub checks settings with it and runs no driver.
// JSON Schema 2020-12, one per kind of device.

const door = {
  type: 'string',
  minLength: 1,
  maxLength: 32,
  pattern: '^[a-z][a-z0-9-]*$',
  description: 'The simulated door it belongs to',
} as const

export const configSchema = {
  lock: {
    type: 'object',
    additionalProperties: false,
    required: ['door'],
    properties: {
      door,
      travelMs: {
        type: 'integer',
        minimum: 100,
        maximum: 10_000,
        default: 900,
        description: 'Time of the motor from thrown to withdrawn, ms',
      },
      reportLagMs: {
        type: 'integer',
        minimum: 0,
        maximum: 10_000,
        default: 150,
        description: 'Time from a change to its report, ms',
      },
      autoRelockMs: {
        type: ['integer', 'null'],
        minimum: 5_000,
        maximum: 240_000,
        default: null,
        description: 'The lock throws its bolt by itself this long after unlocking, ms; null: never',
      },
      sensesLeaf: {
        type: 'boolean',
        default: true,
        description: 'Its own timer waits for a closed leaf',
      },
      keypad: {
        type: 'boolean',
        default: true,
        description: 'It has a keypad and ends each PIN itself, after one use and at its time',
      },
      outsideHandle: {
        type: 'string',
        enum: ['lever', 'knob'],
        default: 'lever',
        description:
          'A lever outside retracts the latch; with a knob only the lock does, for 5 s after unlocking',
      },
    },
  },
  contact: {
    type: 'object',
    additionalProperties: false,
    required: ['door'],
    properties: {
      door,
      reportLagMs: {
        type: 'integer',
        minimum: 0,
        maximum: 10_000,
        default: 50,
        description: 'Time from a change to its report, ms',
      },
    },
  },
  edge: {
    type: 'object',
    additionalProperties: false,
    required: ['door'],
    properties: { door },
  },
  bell: {
    type: 'object',
    additionalProperties: false,
    required: ['door'],
    properties: { door },
  },
  camera: {
    type: 'object',
    additionalProperties: false,
    required: ['door', 'view'],
    properties: {
      door,
      view: {
        type: 'string',
        enum: ['outside', 'inside'],
        description: 'Before the door, or the hall with the leaf in view',
      },
      width: {
        type: 'integer',
        enum: [320, 640, 960, 1280],
        default: 640,
        description: 'Pixels; the picture is 16:9',
      },
      framesPerSecond: { type: 'integer', minimum: 5, maximum: 15, default: 10 },
      signed: {
        type: 'boolean',
        default: true,
        description: 'It signs its pictures, so that it can be proved live',
      },
      hears: {
        type: 'boolean',
        default: true,
        description: 'It can be spoken through',
      },
    },
  },
} as const
