// Size budgets: files, functions and parameters.
import { budget } from './rules.ts'
import type { SourceFile } from './sources.ts'

interface Node {
  readonly type: string
  readonly start: number
  readonly end: number
  readonly params?: unknown
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value

const functionTypes = new Set(['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'])

function* functionsIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) {
    for (const item of value) yield* functionsIn(item)
    return
  }
  if (typeof value !== 'object' || value === null) return
  if (isNode(value) && functionTypes.has(value.type)) yield value
  for (const [key, child] of Object.entries(value)) if (key !== 'parent') yield* functionsIn(child)
}

const isSource = (path: string): boolean => /(^|\/)src\//.test(path)

export function oversized(file: SourceFile): string[] {
  const faults: string[] = []
  if (file.lines > budget.fileLines && !file.path.endsWith('.data.ts'))
    faults.push(
      `${file.path}: ${file.lines} lines, over ${budget.fileLines}: split it by what its parts mean`,
    )
  if (!isSource(file.path)) return faults
  for (const node of functionsIn(file.program)) {
    const at = file.text.slice(0, node.start).split('\n').length
    const lines = file.text.slice(node.start, node.end).split('\n').length
    if (lines > budget.functionLines)
      faults.push(
        `${file.path}:${at}: function of ${lines} lines, over ${budget.functionLines}: move leaves out`,
      )
    const count = Array.isArray(node.params) ? node.params.length : 0
    if (count > budget.parameters)
      faults.push(
        `${file.path}:${at}: ${count} parameters, over ${budget.parameters}: use one options object`,
      )
  }
  return faults
}

/** The spread of file lengths against the budget for median and 90th percentile. */
export function spread(files: readonly SourceFile[]): { median: number; p90: number; faults: string[] } {
  const lengths = files
    .filter((file) => isSource(file.path) && !file.path.endsWith('.data.ts'))
    .map((file) => file.lines)
    .toSorted((a, b) => a - b)
  const at = (share: number): number => lengths[Math.floor((lengths.length - 1) * share)] ?? 0
  const faults: string[] = []
  const [median, p90] = [at(0.5), at(0.9)]
  if (median > budget.fileLinesMedian)
    faults.push(`median file is ${median} lines, over ${budget.fileLinesMedian}`)
  if (p90 > budget.fileLinesP90)
    faults.push(`one file in ten is over ${p90} lines; the limit is ${budget.fileLinesP90}`)
  return { median, p90, faults }
}
