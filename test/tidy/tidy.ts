// `npm run tidy`: prints what the tidy test would find.
import { resolve } from 'node:path'
import { findFaults } from './find-faults.ts'
import { spread } from './sizes.ts'
import { readWorkspace } from './sources.ts'

const workspace = readWorkspace(resolve(import.meta.dirname, '../..'))
const faults = findFaults(workspace)
for (const fault of faults) console.error(fault)
const { median, p90 } = spread(workspace.files)
console.log(
  `tidy: ${workspace.files.length} files, median ${median} lines, p90 ${p90}, ${faults.length} faults`,
)
process.exitCode = faults.length > 0 ? 1 : 0
