// Writes docs/api/openapi.json and docs/api/asyncapi.json as a running hub describes itself. What would break a program
// that is written already is told and not written, unless `--breaking` says that it is meant.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { breakingChanges } from '../test/support/api-changes.ts'
import {
  askDocuments,
  documentNames,
  documentPath,
  documentText,
  keptDocument,
} from '../test/support/api-documents.ts'

const documents = await askDocuments()
const breaks = breakingChanges(keptDocument('openapi'), documents.openapi)
for (const words of breaks) console.error(words)
if (breaks.length > 0 && !process.argv.includes('--breaking')) {
  console.error('This breaks programs: leave it as it was, or say --breaking and raise the version.')
  process.exitCode = 1
} else
  for (const name of documentNames) {
    mkdirSync(dirname(documentPath(name)), { recursive: true })
    writeFileSync(documentPath(name), documentText(documents[name]))
    console.log(documentPath(name))
  }
