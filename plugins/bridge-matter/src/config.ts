// Options of the Matter bridge in the settings file, as data: the hub checks settings with it and loads no library.
// JSON Schema 2020-12.

/** UDP port of Matter's operational discovery (Core 1.4, section 4.3), used unless the settings name another. */
const MATTER_PORT = 5540

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    port: {
      type: 'integer',
      minimum: 1024,
      maximum: 65_535,
      default: MATTER_PORT,
      description: 'UDP port that controllers speak to',
    },
    interface: {
      type: 'string',
      minLength: 1,
      maxLength: 32,
      pattern: '^[A-Za-z0-9._-]+$',
      description: 'network interface on which the bridge is announced; all of them unless named',
    },
    videoDoorbell: {
      type: 'boolean',
      default: false,
      description:
        'experimental: doors with a camera stand as video doorbells, and the port is heard by TCP too',
    },
  },
} as const

export interface MatterOptions {
  readonly port: number
  readonly interface: string | null
  readonly videoDoorbell: boolean
}

/** Of options that the hub has checked against the schema. */
export function matterOptions(options: Readonly<Record<string, unknown>>): MatterOptions {
  const { port, interface: name, videoDoorbell } = options
  return {
    port: typeof port === 'number' ? port : MATTER_PORT,
    interface: typeof name === 'string' ? name : null,
    videoDoorbell: videoDoorbell === true,
  }
}
