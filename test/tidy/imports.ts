// Holds every import to the table of rules.ts.
import { type Row, shared, table, testRow } from './rules.ts'
import { type SourceFile, type Workspace, targetOf } from './sources.ts'

/** `packages/core/src/x.ts` → `packages/core`; everything under `test/` is `test`. */
export function folderOf(path: string): string {
  const [top = '', name = ''] = path.split('/')
  return top === 'test' || top === 'bench' ? top : `${top}/${name}`
}

const fits = (pattern: string, name: string): boolean =>
  pattern === name || (pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1)))

function rowOf(folder: string): Row | undefined {
  const key = Object.keys(table)
    .filter((pattern) => fits(pattern, folder))
    .toSorted((a, b) => b.length - a.length)[0]
  return key === undefined ? undefined : table[key]
}

/** `test` and `bench` are folders, not packages: what both need has no package name to be imported by. */
const isShared = (folder: string, target: string): boolean =>
  folder === shared.by && target.startsWith(shared.folder)

const isTestFile = (path: string): boolean => /^(?:packages|plugins)\/[^/]+\/test\//.test(path)

/** `@scope/name/inner` → `@scope/name`; `node:x` stays. */
const packageOf = (name: string): string =>
  name.startsWith('@') ? name.split('/').slice(0, 2).join('/') : (name.split('/')[0] ?? name)

function judge(workspace: Workspace, file: SourceFile, name: string): string | undefined {
  const folder = folderOf(file.path)
  const row = rowOf(folder)
  if (!row) return `${file.path}: ${folder} has no row in test/tidy/rules.ts: add one`
  const target = targetOf(workspace, file.path, name)
  const rows = isTestFile(file.path) ? [row, testRow] : [row]
  if (name.startsWith('@portico/') && !target) return `${file.path}: no package offers ${name}`
  if (target === undefined) {
    const wanted = name.startsWith('node:') ? name : packageOf(name)
    return rows.some((each) => each.outside.some((pattern) => fits(pattern, wanted)))
      ? undefined
      : `${file.path}: ${folder} may not import ${name}: see the table in test/tidy/rules.ts`
  }
  const to = folderOf(target)
  if (to === folder) {
    // An example is written as a stranger writes it.
    if (name.startsWith('@portico/') && !isTestFile(file.path) && !file.path.includes('/examples/'))
      return `${file.path}: imports its own package's index: import the file itself`
    if (/\/src\/index\.ts$/.test(target) && /\/src\//.test(file.path))
      return `${file.path}: imports its own package's index: import the file itself`
    return undefined
  }
  if (name.startsWith('.') && !isShared(folder, target))
    return `${file.path}: reaches inside ${to}: import from its package name`
  return rows.some((each) => each.workspace.some((pattern) => fits(pattern, to)))
    ? undefined
    : `${file.path}: ${folder} may not import ${to}: arrows point down (test/tidy/rules.ts)`
}

export function importFaults(workspace: Workspace): string[] {
  return workspace.files.flatMap((file) =>
    [...new Set(file.imports)].flatMap((name) => judge(workspace, file, name) ?? []),
  )
}

export function importGraph(workspace: Workspace): Map<string, string[]> {
  const known = new Set(workspace.files.map((file) => file.path))
  return new Map(
    workspace.files.map((file) => [
      file.path,
      [...new Set(file.imports.flatMap((name) => targetOf(workspace, file.path, name) ?? []))].filter(
        (path) => known.has(path),
      ),
    ]),
  )
}
