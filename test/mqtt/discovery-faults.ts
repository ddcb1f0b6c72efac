// What Home Assistant would not take of a bundle of discovery, by the table of its schema.
import {
  type KeyTable,
  availabilityModes,
  availabilityTable,
  bundleTable,
  componentTables,
  deviceClasses,
  deviceTable,
  entityCategories,
  objectId,
  originTable,
} from '../fixtures/home-assistant-mqtt.data.ts'

type Loose = Readonly<Record<string, unknown>>

const isLoose = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function keyFaults(what: string, value: unknown, { required, optional }: KeyTable): readonly string[] {
  if (!isLoose(value)) return [`${what}: no object`]
  const known = new Set([...required, ...optional])
  return [
    ...required.filter((key) => !(key in value)).map((key) => `${what}: ${key} is missing`),
    ...Object.keys(value)
      .filter((key) => !known.has(key))
      .map((key) => `${what}: no such key ${key}`),
  ]
}

/** Nothing, or one of these words. */
function wordFaults(what: string, word: unknown, known: readonly string[]): readonly string[] {
  if (word === undefined || known.some((each) => each === word)) return []
  return [`${what}: there is no ${JSON.stringify(word)}`]
}

function componentFaults(key: string, component: unknown): readonly string[] {
  if (!isLoose(component)) return [`${key}: no object`]
  const { platform, device_class: deviceClass, entity_category: category, options } = component
  const table = typeof platform === 'string' ? componentTables[platform] : undefined
  if (typeof platform !== 'string' || !table) return [`${key}: no such platform`]
  // Told by its platform alone, it is taken away.
  if (Object.keys(component).length === 1) return []
  return [
    ...keyFaults(key, component, table),
    ...wordFaults(`${key}: device_class`, deviceClass, deviceClasses[platform] ?? []),
    ...wordFaults(`${key}: entity_category`, category, entityCategories),
    ...((deviceClass === 'enum') === Array.isArray(options) ? [] : [`${key}: options go with enum alone`]),
  ]
}

/** Empty: it takes all of it. */
export function discoveryFaults(topic: string, bundle: Loose): readonly string[] {
  const [, id = ''] = /^homeassistant\/device\/([^/]+)\/config$/.exec(topic) ?? []
  const { device, origin, availability, availability_mode: mode, components } = bundle
  const places = Array.isArray(availability) ? availability : []
  return [
    ...(objectId.test(id) ? [] : [`${topic}: no object id`]),
    ...keyFaults('bundle', bundle, bundleTable),
    ...keyFaults('device', device, deviceTable),
    ...keyFaults('origin', origin, originTable),
    ...places.flatMap((place) => keyFaults('availability', place, availabilityTable)),
    ...wordFaults('availability_mode', mode, availabilityModes),
    ...Object.entries(isLoose(components) ? components : {}).flatMap(([key, component]) =>
      componentFaults(key, component),
    ),
  ]
}
