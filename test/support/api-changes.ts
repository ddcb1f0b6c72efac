// What one description of the API takes away from another: paths, fields and values on which a program may rely. What is
// added breaks nobody. Each break is told by its place and in words.

type Json = unknown
type Fields = Readonly<Record<string, Json>>

const fieldsOf = (value: Json): Fields =>
  // cast: an object of JSON
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}
const listOf = (value: Json): readonly Json[] => (Array.isArray(value) ? value : [])
const textOf = (value: Json): string => JSON.stringify(value) ?? 'nothing'

/** Who writes what the schema describes: a program asks, the hub answers. */
type Way = 'asked' | 'answered'

/** Bounds that may not close in on what is asked: smaller or larger is stricter. */
const bounds = [
  ['maximum', -1],
  ['maxLength', -1],
  ['maxItems', -1],
  ['minimum', 1],
  ['minLength', 1],
  ['minItems', 1],
] as const

function closerBounds(before: Fields, after: Fields, place: string): string[] {
  return bounds.flatMap(([name, stricter]) => {
    const [was, is] = [before[name], after[name]]
    if (typeof is !== 'number') return []
    const isCloser = typeof was !== 'number' || (is - was) * stricter > 0
    return isCloser ? [`${place}: ${name} was ${textOf(was)} and is ${is}`] : []
  })
}

function valueBreaks(before: Fields, after: Fields, { place, way }: Spot): string[] {
  const was = [...listOf(before['enum']), ...('const' in before ? [before['const']] : [])].map(textOf)
  const is = [...listOf(after['enum']), ...('const' in after ? [after['const']] : [])].map(textOf)
  if (is.length === 0) return []
  if (way === 'asked')
    return (was.length === 0 ? ['any value'] : was.filter((value) => !is.includes(value))).map(
      (value) => `${place}: ${value} is taken no more`,
    )
  return []
}

interface Spot {
  readonly place: string
  readonly way: Way
}

function fieldBreaks(before: Fields, after: Fields, { place, way }: Spot): string[] {
  const [was, is] = [fieldsOf(before['properties']), fieldsOf(after['properties'])]
  const [needed, needs] = [listOf(before['required']), listOf(after['required'])]
  const gone = Object.keys(was).filter((name) => !(name in is))
  const kept = Object.keys(was).filter((name) => name in is)
  const demanded = needs.filter((name) => !needed.includes(name))
  const dropped = needed.filter((name) => !needs.includes(name) && kept.includes(String(name)))
  return [
    ...gone.map((name) => `${place}.${name} is gone`),
    ...(way === 'asked' ? demanded.map((name) => `${place}.${String(name)} is needed now`) : []),
    ...(way === 'answered' ? dropped.map((name) => `${place}.${String(name)} may be missing now`) : []),
    ...kept.flatMap((name) => schemaBreaks(was[name], is[name], { place: `${place}.${name}`, way })),
  ]
}

/** Ways one or the other may be: a member counts as kept when it breaks nothing against some new one. */
function eitherBreaks(before: Fields, after: Fields, spot: Spot): string[] {
  const was = alternativesOf(before)
  const is = alternativesOf(after)
  const [from, to] = spot.way === 'asked' ? [was, is] : [is, was]
  return from
    .filter((each) => {
      const fits = (other: Json): boolean =>
        (spot.way === 'asked' ? schemaBreaks(each, other, spot) : schemaBreaks(other, each, spot)).length ===
        0
      return !to.some(fits)
    })
    .map((each) =>
      spot.way === 'asked'
        ? `${spot.place}: ${nameOf(each)} is taken no more`
        : `${spot.place}: may be ${nameOf(each)} now`,
    )
}

const alternativesOf = (schema: Fields): readonly Json[] => {
  const either = schema['anyOf'] ?? schema['oneOf']
  return Array.isArray(either) ? either : [schema]
}
const nameOf = (schema: Json): string => {
  const { type, properties, enum: values, const: value } = fieldsOf(schema)
  return value !== undefined
    ? textOf(value)
    : values !== undefined
      ? textOf(values)
      : properties !== undefined
        ? `{ ${Object.keys(fieldsOf(properties)).join(', ')} }`
        : textOf(type)
}

function schemaBreaks(before: Json, after: Json, spot: Spot): string[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)]
  if (alternativesOf(was).length > 1 || alternativesOf(is).length > 1) return eitherBreaks(was, is, spot)
  const { place, way } = spot
  if (was['type'] !== is['type'] && (is['type'] !== undefined || way === 'answered'))
    return [`${place}: was ${textOf(was['type'])} and is ${textOf(is['type'])}`]
  return [
    ...valueBreaks(was, is, spot),
    ...(way === 'asked' ? closerBounds(was, is, place) : []),
    ...(way === 'asked' && is['pattern'] !== undefined && is['pattern'] !== was['pattern']
      ? [`${place}: must be like ${textOf(is['pattern'])} now`]
      : []),
    ...fieldBreaks(was, is, spot),
    ...(was['items'] === undefined
      ? []
      : schemaBreaks(was['items'], is['items'], { place: `${place}[]`, way })),
  ]
}

const schemaIn = (content: Json): Fields => {
  const [first] = Object.values(fieldsOf(fieldsOf(content)['content']))
  return fieldsOf(fieldsOf(first)['schema'])
}

function parameterBreaks(before: Fields, after: Fields, place: string): string[] {
  const keyed = (operation: Fields): ReadonlyMap<string, Fields> =>
    new Map(
      listOf(operation['parameters']).map((each) => {
        const parameter = fieldsOf(each)
        return [`${String(parameter['in'])} ${String(parameter['name'])}`, parameter]
      }),
    )
  const [was, is] = [keyed(before), keyed(after)]
  const breaks: string[] = []
  for (const [name, parameter] of is)
    if (parameter['required'] === true && was.get(name)?.['required'] !== true)
      breaks.push(`${place}: ${name} is needed now`)
  for (const [name, parameter] of was) {
    const now = is.get(name)
    if (!now) breaks.push(`${place}: ${name} is gone`)
    else
      breaks.push(
        ...schemaBreaks(parameter['schema'], now['schema'], { place: `${place} ${name}`, way: 'asked' }),
      )
  }
  return breaks
}

function bodyBreaks(before: Json, after: Json, place: string): string[] {
  const isNeeded = fieldsOf(after)['required'] === true
  if (isNeeded && fieldsOf(before)['required'] !== true) return [`${place}: a body is needed now`]
  if (before === undefined) return []
  return schemaBreaks(schemaIn(before), schemaIn(after), { place: `${place} body`, way: 'asked' })
}

function operationBreaks(before: Fields, after: Fields, place: string): string[] {
  const [wasRight, isRight] = [before['x-portico-right'], after['x-portico-right']]
  const [was, is] = [fieldsOf(before['responses']), fieldsOf(after['responses'])]
  return [
    ...(textOf(wasRight) === textOf(isRight)
      ? []
      : [`${place}: who may was ${textOf(wasRight)} and is ${textOf(isRight)}`]),
    ...parameterBreaks(before, after, place),
    ...bodyBreaks(before['requestBody'], after['requestBody'], place),
    ...Object.keys(was).flatMap((status) =>
      status in is
        ? schemaBreaks(schemaIn(was[status]), schemaIn(is[status]), {
            place: `${place} ${status}`,
            way: 'answered',
          })
        : [`${place}: ${status} is answered no more`],
    ),
  ]
}

/** What is only pointed at stands in its place. */
function expanded(document: Json): Json {
  const at = (ref: string): Json =>
    ref
      .replace(/^#\//, '')
      .split('/')
      .reduce<Json>((place, part) => fieldsOf(place)[part], document)
  const text = JSON.stringify(document, (_key, value: Json) => {
    const { $ref: ref } = fieldsOf(value)
    return typeof ref === 'string' ? at(ref) : value
  })
  return text === undefined ? null : JSON.parse(text)
}

/** Empty: every program that was written for the one works with the other. */
export function breakingChanges(before: Json, after: Json): string[] {
  const pathsOf = (document: Json): Fields => fieldsOf(fieldsOf(expanded(document))['paths'])
  const [was, is] = [pathsOf(before), pathsOf(after)]
  return Object.keys(was).flatMap((path) =>
    Object.keys(fieldsOf(was[path])).flatMap((method) => {
      const place = `${method.toUpperCase()} ${path}`
      const [then, now] = [fieldsOf(was[path])[method], fieldsOf(is[path])[method]]
      return now === undefined ? [`${place} is gone`] : operationBreaks(fieldsOf(then), fieldsOf(now), place)
    }),
  )
}
