// All judgements of the tidy test in one list of sentences: path, line, cure.
import { basename } from 'node:path'
import { findCircles } from './circles.ts'
import { importFaults, importGraph } from './imports.ts'
import { banned, budget, emptyNames } from './rules.ts'
import { oversized, spread } from './sizes.ts'
import type { SourceFile, Workspace } from './sources.ts'

const isSource = (path: string): boolean => /(^|\/)src\//.test(path)

/** Files that a process or a person starts, so that nobody imports them. */
const isStarted = (path: string): boolean =>
  /(?:-main|\/main|-worker|\/index|\/cli)\.tsx?$/.test(path) || path.endsWith('/config.ts')

function nameFaults(file: SourceFile): string[] {
  const stem = basename(file.path).replace(/\.(?:test|data)?\.?ts$/, '')
  const faults: string[] = []
  if (emptyNames.has(stem)) faults.push(`${file.path}: the name "${stem}" says nothing: name what it holds`)
  if (!/^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|data|config))?\.tsx?$/.test(basename(file.path)))
    faults.push(`${file.path}: file names are kebab-case`)
  const below = file.path.split('/src/')[1]
  if (below !== undefined && below.split('/').length - 1 > budget.depth)
    faults.push(`${file.path}: deeper than ${budget.depth} folders below src`)
  return faults
}

function wordFaults(file: SourceFile): string[] {
  if (file.path.startsWith('test/tidy/')) return []
  return banned.flatMap(({ where, pattern, cure }) => {
    if (!where(file.path)) return []
    const found = pattern.exec(file.text)
    if (!found) return []
    const line = file.text.slice(0, found.index).split('\n').length
    return [`${file.path}:${line}: "${found[0].trim()}": ${cure}`]
  })
}

function openingFaults(file: SourceFile): string[] {
  if (!isSource(file.path) || file.path.endsWith('/index.ts')) return []
  return /^(?:#!.*\n)?\/\//.test(file.text)
    ? []
    : [`${file.path}:1: open the file with one to three lines on what it is for`]
}

function orphanFaults(workspace: Workspace, graph: ReadonlyMap<string, readonly string[]>): string[] {
  const imported = new Set([...graph.values()].flat())
  const entries = new Set(workspace.entries.values())
  return workspace.files
    .map((file) => file.path)
    .filter((path) => isSource(path) && !imported.has(path) && !entries.has(path) && !isStarted(path))
    .map((path) => `${path}: nobody imports this file: delete it or wire it`)
}

export function findFaults(workspace: Workspace): string[] {
  const graph = importGraph(workspace)
  return [
    ...workspace.files.flatMap((file) => file.errors.map((error) => `${file.path}: ${error}`)),
    ...importFaults(workspace),
    ...findCircles(graph).map((circle) => `circle: ${circle.join(' → ')}: move the shared part down`),
    ...workspace.files.flatMap((file) => [
      ...oversized(file),
      ...nameFaults(file),
      ...wordFaults(file),
      ...openingFaults(file),
    ]),
    ...orphanFaults(workspace, graph),
    ...spread(workspace.files).faults,
  ]
}
