// Every statement that reads or writes the journal, in one place, so that a test can see that each one uses an index.

const LINES = 'SELECT seq, text FROM line WHERE home = :home AND seq > :after'
const IN_ORDER = 'ORDER BY seq LIMIT :limit'

export const READ = {
  head: 'SELECT seq, text FROM line WHERE home = ? ORDER BY seq DESC LIMIT 1',
  lines: `${LINES} ${IN_ORDER}`,
  linesByDoor: `${LINES} AND door = :door ${IN_ORDER}`,
  linesByType: `${LINES} AND type = :type AND (:door IS NULL OR door = :door) ${IN_ORDER}`,
  linesBySession: `${LINES} AND session = :session AND (:door IS NULL OR door = :door)
    AND (:types IS NULL OR type IN (SELECT value FROM json_each(:types))) ${IN_ORDER}`,
  openEffects: `SELECT home, id, door, session, effect, op, state, wall, payload FROM outbox
    WHERE home = ? ORDER BY place`,
  record: 'SELECT value FROM record WHERE home = ? AND kind = ? AND id = ?',
  records: 'SELECT id, value FROM record WHERE home = ? AND kind = ? ORDER BY id',
  blob: 'SELECT value FROM blob WHERE home = ? AND hash = ?',
} as const

export const WRITE = {
  insertLine: 'INSERT INTO line (home, seq, door, session, type, text) VALUES (?, ?, ?, ?, ?, ?)',
  // An effect keeps its place (its age) while its state changes.
  putEffect: `INSERT INTO outbox (home, id, door, session, effect, op, state, wall, payload)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (home, id) DO UPDATE SET door = excluded.door, session = excluded.session,
      effect = excluded.effect, op = excluded.op, state = excluded.state, wall = excluded.wall,
      payload = excluded.payload`,
  endEffect: 'DELETE FROM outbox WHERE home = ? AND id = ?',
  putRecord: `INSERT INTO record (home, kind, id, value) VALUES (?, ?, ?, ?)
    ON CONFLICT (home, kind, id) DO UPDATE SET value = excluded.value`,
  removeRecord: 'DELETE FROM record WHERE home = ? AND kind = ? AND id = ?',
  putBlob: `INSERT INTO blob (home, hash, value, expires) VALUES (?, ?, ?, ?)
    ON CONFLICT (home, hash) DO UPDATE SET value = excluded.value, expires = excluded.expires`,
  removeBlob: 'DELETE FROM blob WHERE home = ? AND hash = ?',
  sweepBlobs: 'DELETE FROM blob WHERE rowid IN (SELECT rowid FROM blob WHERE expires <= ? LIMIT ?)',
} as const
