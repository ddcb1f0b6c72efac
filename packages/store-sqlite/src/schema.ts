// The tables of journal.db, as steps from one version to the next. A step that was ever released is never changed.

/**
 * The n-th step (from 1) leads to `user_version` n. A line's text is exactly the JSON that was appended, so that an
 * export repeats it byte for byte; the columns beside it only find it. Every look-up has its index.
 */
export const SCHEMA_STEPS: readonly string[] = [
  `
  CREATE TABLE line (
    home TEXT NOT NULL,
    seq INTEGER NOT NULL,
    door TEXT,
    session TEXT,
    type TEXT NOT NULL,
    text TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX line_by_seq ON line (home, seq);
  CREATE INDEX line_by_door ON line (home, door, seq) WHERE door IS NOT NULL;
  CREATE INDEX line_by_session ON line (home, session, seq) WHERE session IS NOT NULL;
  CREATE INDEX line_by_type ON line (home, type, seq);

  CREATE TABLE outbox (
    place INTEGER PRIMARY KEY,
    home TEXT NOT NULL,
    id TEXT NOT NULL,
    door TEXT,
    session TEXT,
    effect TEXT NOT NULL,
    op TEXT,
    state TEXT NOT NULL,
    wall REAL NOT NULL,
    payload TEXT NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX outbox_by_id ON outbox (home, id);

  CREATE TABLE record (
    home TEXT NOT NULL,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    value BLOB NOT NULL
  ) STRICT;
  CREATE UNIQUE INDEX record_by_id ON record (home, kind, id);

  CREATE TABLE blob (
    home TEXT NOT NULL,
    hash TEXT NOT NULL,
    value BLOB NOT NULL,
    expires REAL
  ) STRICT;
  CREATE UNIQUE INDEX blob_by_hash ON blob (home, hash);
  CREATE INDEX blob_by_expiry ON blob (expires) WHERE expires IS NOT NULL;

  CREATE TABLE opening (one INTEGER PRIMARY KEY CHECK (one = 1), epoch INTEGER NOT NULL) STRICT;
  INSERT INTO opening VALUES (1, 0);
  `,
]
