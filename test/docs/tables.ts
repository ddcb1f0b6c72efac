// The tables of a page in Markdown: each row with the headings it stands under and its cells by the name of their column.

export interface Row {
  /** From 1. */
  readonly line: number
  /** The heading of the second level above it; empty above the first. */
  readonly section: string
  /** The heading of the third level above it within its section; empty when there is none. */
  readonly group: string
  readonly cells: Readonly<Record<string, string>>
}

const isTableLine = (line: string): boolean => line.startsWith('|')
const cellsOf = (line: string): readonly string[] =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())

export function rowsIn(page: string): readonly Row[] {
  const rows: Row[] = []
  let [section, group] = ['', '']
  let columns: readonly string[] | null = null
  for (const [place, line] of page.split('\n').entries()) {
    if (line.startsWith('## ')) [section, group] = [line.slice(3).trim(), '']
    else if (line.startsWith('### ')) group = line.slice(4).trim()
    if (!isTableLine(line)) columns = null
    else if (columns === null) columns = cellsOf(line)
    else if (!/^[|\s:-]+$/.test(line)) {
      const names = columns
      const cells = Object.fromEntries(cellsOf(line).map((cell, at) => [names[at] ?? `column ${at}`, cell]))
      rows.push({ line: place + 1, section, group, cells })
    }
  }
  return rows
}

/** What a cell holds without the marks of code. */
export const plain = (cell: string | undefined): string => (cell ?? '').replaceAll('`', '')
