// Options of the Alexa bridge in the settings file, as data: the hub checks settings with it and runs no bridge.
// JSON Schema 2020-12.

export const alexaRegions = ['na', 'eu', 'fe'] as const
export type AlexaRegion = (typeof alexaRegions)[number]

/** What the settings say once they are checked against the schema below. */
export interface AlexaOptions {
  readonly clientId: string
  readonly redirects: readonly string[]
  readonly region: AlexaRegion
  readonly messagingClientId?: string
}

export const configSchema = {
  type: 'object',
  additionalProperties: false,
  required: ['clientId', 'redirects', 'region'],
  properties: {
    clientId: {
      type: 'string',
      pattern: '^[A-Za-z0-9._-]{1,128}$',
      description: 'the client ID that stands in the account linking of the skill',
    },
    redirects: {
      type: 'array',
      minItems: 1,
      maxItems: 8,
      uniqueItems: true,
      items: {
        type: 'string',
        pattern:
          '^https://(?:pitangui\\.amazon\\.com|layla\\.amazon\\.com|alexa\\.amazon\\.co\\.jp)/api/skill/link/[A-Za-z0-9]{1,64}$',
      },
      description: 'the redirect URLs that the account linking of the skill shows, each as it stands there',
    },
    region: {
      type: 'string',
      enum: alexaRegions,
      description: 'where the language of the skill is served: na, eu (India too) or fe',
    },
    messagingClientId: {
      type: 'string',
      pattern: '^[A-Za-z0-9._-]{1,256}$',
      description: 'client ID of Send Alexa Events; without it Alexa hears no ring and no change',
    },
  },
} as const
