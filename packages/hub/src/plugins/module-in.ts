// Whether what was imported is a plugin or a bridge for this hub, as far as both are alike.
import { HubError } from '@portico/plugin-api'

const makers = { plugin: 'definePlugin', bridge: 'defineBridge' } as const

export interface FoundModule {
  readonly api: 1
  readonly kind: unknown
  readonly start: unknown
}

export const wrongModule = (what: string): HubError => new HubError('HUB_PLUGIN_START', `the module ${what}`)

/** @throws HubError `HUB_PLUGIN_START` */
export function moduleIn(found: unknown, what: keyof typeof makers): FoundModule {
  if (typeof found !== 'object' || found === null || !('default' in found))
    throw wrongModule('has no default export')
  const made = found.default
  if (typeof made !== 'object' || made === null || !('start' in made && 'api' in made && 'kind' in made))
    throw wrongModule(`is no ${what}: export what ${makers[what]} returns`)
  const { api, start } = made
  if (api !== 1) throw wrongModule(`is made for another version of Portico: this one speaks ${what} API 1`)
  if (typeof start !== 'function') throw wrongModule('has no start')
  return made as FoundModule
}
