// Reads every source file of the workspace and what it imports.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

export interface SourceFile {
  /** Path from the root, with forward slashes. */
  readonly path: string
  readonly text: string
  readonly lines: number
  readonly imports: readonly string[]
  readonly program: unknown
  readonly errors: readonly string[]
}

export interface Workspace {
  readonly files: readonly SourceFile[]
  /** `@portico/core/x` → path of the source file it stands for. */
  readonly entries: ReadonlyMap<string, string>
}

const skip = new Set(['node_modules', 'dist', 'pages-built', '.git', 'fixtures'])
const tops = ['packages', 'plugins', 'test', 'bench']

function* walk(dir: string): Generator<string> {
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    if (skip.has(entry.name)) continue
    const path = join(dir, entry.name)
    if (entry.isDirectory()) yield* walk(path)
    else if (/\.[cm]?tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts')) yield path
  }
}

/** The name between the quotes; what is worked out at run time, such as the path of a plugin, names nothing here. */
function literalOf(text: string, { start, end }: { readonly start: number; readonly end: number }): string[] {
  const quoted = /^(['"])(.*)\1$/.exec(text.slice(start, end))
  return quoted?.[2] === undefined ? [] : [quoted[2]]
}

export function parseSource(path: string, text: string): SourceFile {
  const { module, errors, program } = parseSync(path, text)
  const imports = [
    ...module.staticImports.map((item) => item.moduleRequest.value),
    ...module.staticExports.flatMap((item) =>
      item.entries.flatMap((entry) => entry.moduleRequest?.value ?? []),
    ),
    ...module.dynamicImports.flatMap((item) => literalOf(text, item.moduleRequest)),
  ]
  return {
    path,
    text,
    lines: text.split('\n').length,
    imports,
    program,
    errors: errors.map((error) => error.message),
  }
}

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, Readonly<Record<string, string>>>>
}

function readEntries(root: string): Map<string, string> {
  const entries = new Map<string, string>()
  for (const top of ['packages', 'plugins'])
    for (const name of readdirSync(join(root, top))) {
      // cast: the manifests are ours
      const manifest = JSON.parse(readFileSync(join(root, top, name, 'package.json'), 'utf8')) as Manifest
      for (const [key, targets] of Object.entries(manifest.exports ?? {})) {
        const source = targets['@portico/source']
        if (source) entries.set(manifest.name + key.slice(1), join(top, name, source))
      }
    }
  return entries
}

export function readWorkspace(root: string): Workspace {
  const files = tops.flatMap((top) =>
    [...walk(join(root, top))].map((file) => parseSource(relative(root, file), readFileSync(file, 'utf8'))),
  )
  return { files, entries: readEntries(root) }
}

/** The workspace file an import leads to, or undefined when it leaves the workspace. */
export function targetOf(workspace: Workspace, from: string, name: string): string | undefined {
  if (name.startsWith('.')) return relative('/', resolve('/', dirname(from), name))
  return workspace.entries.get(name)
}
