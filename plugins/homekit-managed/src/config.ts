// Options of the managed Homebridge in the settings file, as data: the hub checks settings with it and runs no bridge.
// JSON Schema 2020-12.

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    port: {
      type: 'integer',
      minimum: 1_024,
      maximum: 65_535,
      description:
        'where Apple Home reaches it, on every address of this machine; one that is free unless said',
    },
    name: {
      type: 'string',
      minLength: 1,
      maxLength: 32,
      pattern: '^[A-Za-z0-9](?:[A-Za-z0-9 ]*[A-Za-z0-9])?$',
      description: 'how it is called when it is added; Portico unless said',
    },
  },
} as const

export interface ManagedOptions {
  /** Null: one that is free. */
  readonly port: number | null
  readonly name: string
  /** Path of npm's script, which the hub found; null: there is none. */
  readonly npm: string | null
}

/** `given` was checked against the schema; `npm` comes from the hub. */
export function managedOptions(given: Readonly<Record<string, unknown>>): ManagedOptions {
  const { port, name, npm } = given
  return {
    port: typeof port === 'number' ? port : null,
    name: typeof name === 'string' ? name : 'Portico',
    npm: typeof npm === 'string' ? npm : null,
  }
}
