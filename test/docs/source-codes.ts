// Codes as the sources write them: which literals look like one, which are used at all, and the close codes of sockets.
import { globSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export interface Source {
  readonly path: string
  readonly text: string
}

export const readSources = (): readonly Source[] =>
  globSync('{packages,plugins}/*/src/**/*.ts', { cwd: root })
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))

/** First words of codes: whatever begins with one in quotes, or is given to an error, is taken for a code. */
const areas = [
  'HUB',
  'CAMERA',
  'CARRIER',
  'CLIENT',
  'COMMAND',
  'CONTROL',
  'CORE',
  'DEVICE',
  'DOOR',
  'EVIDENCE',
  'HOOK',
  'HTTP',
  'JOURNAL',
  'KEYS',
  'LOCK',
  'MEDIA',
  'ONVIF',
  'PASS',
  'PEOPLE',
  'PLUGIN',
  'PRESENCE',
  'RTSP',
  'RUNTIME',
  'SEAL',
  'SETTINGS',
  'STORE',
  'TOKEN',
  'VIRTUAL',
] as const

const quoted = new RegExp(`['"\`]((?:${areas.join('|')})(?:_[A-Z0-9]+)+)['"\`]`, 'g')
const thrown = /\b\w*Error\(\s*['"`]([A-Z][A-Z0-9_]+)['"`]/g

const lineOf = (text: string, index: number): number => text.slice(0, index).split('\n').length

/** Literals that look like a code and are in no list, comments included. */
export function unlisted(sources: readonly Source[], known: ReadonlySet<string>): string[] {
  return sources.flatMap(({ path, text }) =>
    [...text.matchAll(quoted), ...text.matchAll(thrown)]
      .filter(([, code = '']) => !known.has(code))
      .map(({ 1: code, index }) => `${path}:${lineOf(text, index)}: no list of codes has ${code}`),
  )
}

/** The list of all refusals and alarms: naming a code there is not using it. */
const LIST = 'packages/core/src/codes.ts'

/** How often a code stands in single quotes. */
export const usesOf = (sources: readonly Source[], code: string): number =>
  sources
    .filter(({ path }) => path !== LIST)
    .reduce((sum, { text }) => sum + text.split(`'${code}'`).length - 1, 0)

/** With which an open WebSocket is ended. */
export function closeCodes(sources: readonly Source[]): readonly string[] {
  const named = /\bCLOSE_[A-Z_]+ = (\d{4})\b|\.close\((\d{4}),/g
  const found = sources.flatMap(({ text }) => [...text.matchAll(named)].map(([, one, other]) => one ?? other))
  return [...new Set(found.filter((code) => code !== undefined))].toSorted()
}
