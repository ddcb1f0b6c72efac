// The table of who may import whom, and the budgets. Everything the tidy test judges by stands here.

export interface Row {
  /** Workspace folders this folder may import; `*` at the end stands for any name. */
  readonly workspace: readonly string[]
  /** Packages and `node:` modules its source may import; `node:*` allows them all. */
  readonly outside: readonly string[]
}

/** By workspace folder; the longest matching key rules. */
export const table: Readonly<Record<string, Row>> = {
  'packages/core': { workspace: [], outside: [] },
  // The judge knows the format of the export and nothing else.
  'packages/checker': { workspace: [], outside: [] },
  'packages/rtp': {
    workspace: [],
    outside: ['node:net', 'node:dgram', 'node:crypto', 'node:events', 'node:http', 'node:https'],
  },
  'packages/ports': { workspace: ['packages/core'], outside: [] },
  'packages/protocol': { workspace: ['packages/core'], outside: ['typebox'] },
  'packages/world': { workspace: ['packages/core', 'packages/plugin-api'], outside: [] },
  'packages/evidence': { workspace: ['packages/core', 'packages/ports'], outside: ['node:crypto'] },
  'packages/plugin-api': {
    workspace: ['packages/core', 'packages/ports', 'packages/protocol'],
    outside: ['pino'],
  },
  'packages/edge': { workspace: ['packages/core', 'packages/plugin-api'], outside: ['node:crypto'] },
  'packages/store-sqlite': { workspace: ['packages/core', 'packages/ports'], outside: ['node:*'] },
  'packages/client': { workspace: ['packages/protocol'], outside: ['socket.io-client'] },
  // What runs in a browser; of protocol and core it takes the types alone, of the evidence the verifier.
  'packages/web': {
    workspace: ['packages/client', 'packages/core', 'packages/evidence', 'packages/protocol'],
    outside: ['preact', '@preact/signals', 'uqr', 'vite', 'zxing-wasm'],
  },
  'packages/media': {
    workspace: [
      'packages/core',
      'packages/ports',
      'packages/plugin-api',
      'packages/rtp',
      'packages/evidence',
    ],
    outside: ['node:*', 'sharp', 'tinyh264', 'werift', 'zxing-wasm'],
  },
  'packages/runtime': {
    workspace: ['packages/core', 'packages/ports', 'packages/plugin-api', 'packages/evidence'],
    outside: ['pino', 'node:crypto'],
  },
  'packages/testing': {
    workspace: [
      'packages/core',
      'packages/ports',
      'packages/plugin-api',
      'packages/protocol',
      'packages/world',
    ],
    outside: ['vitest', 'fast-check', 'node:crypto', 'node:dgram', 'node:http', 'node:fs', 'node:path'],
  },
  'packages/simulator': {
    workspace: [
      'packages/core',
      'packages/ports',
      'packages/plugin-api',
      'packages/evidence',
      'packages/runtime',
      'packages/testing',
      'packages/world',
      'packages/checker',
    ],
    outside: ['node:*', 'vitest'],
  },
  // Of the plugins that come with it the hub loads data and pure functions; drivers run in processes of their own.
  'packages/hub': {
    workspace: [
      'packages/*',
      'plugins/bridge-matter',
      'plugins/bridge-mqtt',
      'plugins/voice-alexa',
      'plugins/carriers',
      'plugins/homekit-managed',
      'plugins/mail-intake',
      'plugins/onvif',
      'plugins/snapshot-camera',
      'plugins/virtual-home',
    ],
    outside: [
      'node:*',
      'fastify',
      '@fastify/*',
      '@node-oauth/oauth2-server',
      'socket.io',
      'pino',
      'ajv',
      'typebox',
      'yaml',
    ],
  },
  'plugins/*': { workspace: ['packages/plugin-api'], outside: ['node:*'] },
  'plugins/bridge-matter': {
    workspace: ['packages/client', 'packages/plugin-api', 'packages/protocol'],
    outside: ['node:*', '@matter/main', '@matter/nodejs'],
  },
  // Faces reach the hub as any client does.
  'plugins/bridge-mqtt': {
    workspace: ['packages/plugin-api', 'packages/client', 'packages/protocol'],
    outside: ['node:*', 'mqtt'],
  },
  // It runs in a Homebridge and is a client of the hub like any other program.
  'plugins/homebridge-portico': {
    workspace: ['packages/client', 'packages/protocol', 'packages/rtp'],
    outside: ['node:*', 'homebridge', 'opusscript', 'vite'],
  },
  'plugins/mail-intake': {
    workspace: ['packages/plugin-api'],
    outside: ['node:*', 'imapflow', 'postal-mime'],
  },
  'plugins/onvif': {
    workspace: ['packages/plugin-api', 'packages/rtp'],
    outside: ['node:*', 'fast-xml-parser'],
  },
  'plugins/virtual-home': {
    workspace: ['packages/plugin-api', 'packages/edge', 'packages/rtp', 'packages/world'],
    outside: ['node:*', 'h264-mp4-encoder', 'uqr'],
  },
  // The forwarder runs in somebody else's cloud and has Node alone.
  'plugins/voice-alexa': {
    workspace: ['packages/plugin-api', 'packages/client', 'packages/protocol'],
    outside: ['node:*'],
  },
  test: { workspace: ['packages/*', 'plugins/*'], outside: ['*'] },
  bench: { workspace: ['packages/*', 'plugins/*', 'test'], outside: ['*'] },
}

/** Benches play the same people against the same processes as the tests: they import this folder by its path. */
export const shared = { by: 'bench', folder: 'test/support/' }

/** What tests and shared test code of a folder may import besides. */
export const testRow: Row = {
  workspace: ['packages/testing', 'packages/core', 'packages/ports'],
  outside: ['*'],
}

export const budget = {
  /** Lines of one file; data tables (`*.data.ts`) are exempt. */
  fileLines: 500,
  fileLinesP90: 300,
  fileLinesMedian: 120,
  /** Lines of one function in source (test bodies and bench mains are stories and may be longer). */
  functionLines: 70,
  parameters: 3,
  /** Folders below `src`. */
  depth: 2,
}

/** Names that say nothing: no file or class may be called so. */
export const emptyNames = new Set([
  'utils',
  'util',
  'helpers',
  'helper',
  'common',
  'misc',
  'types',
  'manager',
  'service',
  'data',
  'info',
  'handler',
])

export interface Banned {
  readonly where: (path: string) => boolean
  readonly pattern: RegExp
  readonly cure: string
}

const isTest = (path: string): boolean => /(^|\/)test\//.test(path)
const inCore = (path: string): boolean => path.startsWith('packages/core/src/')

export const banned: readonly Banned[] = [
  {
    where: inCore,
    pattern:
      /\b(?:new Date|Date\.now|Math\.random|setTimeout|setInterval|process\.|Promise\b|async |await |console\.|globalThis|crypto\.)/,
    cure: 'the core is pure: time, chance and results come in with the command',
  },
  {
    where: (path) => path.startsWith('packages/evidence/src/verify/'),
    pattern: /\bnode:|@portico\/ports|\bBuffer\b|\bprocess\.|from '\.\.\//,
    cure: 'the verifier runs in a browser: the core and plain code only',
  },
  {
    where: (path) => isTest(path) || path.startsWith('packages/testing/'),
    pattern: /\bvi\.mock\(/,
    cure: 'use a fake that behaves, from packages/testing',
  },
  {
    where: () => true,
    pattern: /\b(?:it|test|describe)\.only\(/,
    cure: 'remove .only',
  },
  {
    where: (path) => !isTest(path) && !path.startsWith('packages/hub/src/config'),
    pattern: /process\.env\b(?!\)|\s*\})/,
    cure: 'only packages/hub/src/config reads the environment; pass the value in',
  },
  {
    where: (path) => path.endsWith('.ts'),
    pattern: /@ts-(?:ignore|nocheck)|\bas any\b|:\s*any\s*(?=[,;)=\]}|>])|<any>/,
    cure: 'give it a type, or `unknown` and a check',
  },
  {
    where: (path) => /(^|\/)src\//.test(path),
    pattern: /^\s*(?:export\s+)?(?:const\s+)?(?:enum|namespace)\s/m,
    cure: 'use a union of literals',
  },
  {
    where: () => true,
    pattern: /\b(?:TODO|FIXME|XXX)\b/,
    cure: 'do it now or write down why not',
  },
]
