// No statement walks a whole table: a missing index once made a journal seven times slower.
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { SCHEMA_STEPS } from '../src/schema.ts'
import { READ, WRITE } from '../src/sql.ts'

test.for(Object.entries({ ...READ, ...WRITE }))('%s finds its rows by an index', ([, sql]) => {
  using db = new DatabaseSync(':memory:')
  for (const step of SCHEMA_STEPS) db.exec(step)
  const plan = db
    .prepare(`EXPLAIN QUERY PLAN ${sql}`)
    .all()
    .map((row) => String(row['detail']))
  // A table-valued function (the list of types) is not a table.
  expect(plan.filter((step) => step.startsWith('SCAN') && !step.includes('VIRTUAL TABLE'))).toEqual([])
})

test.for([
  ['lines', 'line_by_seq (home=? AND seq>?)'],
  ['linesByDoor', 'line_by_door (home=? AND door=? AND seq>?)'],
  ['linesByType', 'line_by_type (home=? AND type=? AND seq>?)'],
  ['linesBySession', 'line_by_session (home=? AND session=? AND seq>?)'],
  ['sweepBlobs', 'blob_by_expiry (expires<?)'],
] as const)('%s walks exactly the rows it asks for, in their order', ([name, index]) => {
  using db = new DatabaseSync(':memory:')
  for (const step of SCHEMA_STEPS) db.exec(step)
  const sql = { ...READ, ...WRITE }[name]
  const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
  const details = plan.map((row) => String(row['detail'])).join('\n')
  expect(details).toContain(index)
  expect(details).not.toContain('TEMP B-TREE')
})
