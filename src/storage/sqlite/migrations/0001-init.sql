-- The tables guard the invariants of runs themselves: a wrong write fails here, whoever makes it.
-- Runs and hooks have short integer keys inside the database; ids are looked up once per commit.
-- Times are epoch milliseconds. `data`, `state`, `request` and `report` are JSON text.
-- Long lists are chains of OR: for IN, SQLite builds an index of the list at every insert.

CREATE TABLE run (
  run_key        INTEGER PRIMARY KEY,
  run_id         TEXT    NOT NULL UNIQUE CHECK (length(run_id) BETWEEN 1 AND 128),
  status         TEXT    NOT NULL CHECK (
    status = 'running' OR status = 'succeeded' OR status = 'failed' OR status = 'canceled'),
  version        INTEGER NOT NULL CHECK (version > 0),
  journal_length INTEGER NOT NULL CHECK (journal_length >= 0),
  in_flight      INTEGER NOT NULL CHECK (in_flight >= 0),
  wake_at        INTEGER,
  created_at     INTEGER NOT NULL,
  finished_at    INTEGER,
  url            TEXT    NOT NULL,
  project        TEXT    NOT NULL,
  flow_key       TEXT,
  -- A failed run that can be resumed.
  dead_letter    INTEGER NOT NULL DEFAULT 0 CHECK (dead_letter = 0 OR status = 'failed'),
  -- Last, so that reading the other columns never touches the overflow pages of a long state.
  state          TEXT    NOT NULL,
  CHECK ((status = 'running') = (finished_at IS NULL)),
  -- A failed run may still have to tell its endpoint so.
  CHECK (status = 'running' OR status = 'failed' OR (wake_at IS NULL AND in_flight = 0))
) STRICT;

CREATE INDEX run_wake ON run (wake_at, run_id) WHERE wake_at IS NOT NULL;
CREATE INDEX run_in_flight ON run (run_id) WHERE in_flight > 0;
CREATE INDEX run_created ON run (created_at, run_id);
-- Almost every run succeeds: a list of those that did is a list of all, with few left out. So the
-- others are all that this index holds, and it stays small.
CREATE INDEX run_status ON run (status, created_at, run_id) WHERE status <> 'succeeded';
CREATE INDEX run_url ON run (url, created_at, run_id);
CREATE INDEX run_project ON run (project, created_at, run_id) WHERE project <> 'default';
CREATE INDEX run_flow ON run (flow_key, created_at, run_id) WHERE flow_key IS NOT NULL;
CREATE INDEX run_dead_letter ON run (created_at, run_id) WHERE dead_letter = 1;

-- What never changes after the start, apart from `run`, so that its frequent update stays cheap.
CREATE TABLE run_start (
  run_key   INTEGER PRIMARY KEY REFERENCES run,
  caller_ip TEXT,
  options   TEXT    NOT NULL
) STRICT;

-- Runs that wait for an event now: whom a notification wakes.
CREATE TABLE event_wait (
  event_id   TEXT    NOT NULL,
  run_key    INTEGER NOT NULL REFERENCES run,
  step       TEXT    NOT NULL,
  since      INTEGER NOT NULL,
  timeout_at INTEGER,
  PRIMARY KEY (event_id, run_key, step)
) STRICT, WITHOUT ROWID;

CREATE INDEX event_wait_run ON event_wait (run_key);

CREATE TABLE run_label (
  label      TEXT    NOT NULL,
  created_at INTEGER NOT NULL,
  run_id     TEXT    NOT NULL,
  run_key    INTEGER NOT NULL REFERENCES run,
  PRIMARY KEY (label, created_at, run_id)
) STRICT, WITHOUT ROWID;

-- Payloads, apart from what points at them: reading a timeline does not read them. `checksum` is the
-- first 16 bytes of the SHA-256 of `bytes`, verified by every read.
CREATE TABLE body (
  body_key INTEGER PRIMARY KEY,
  checksum BLOB    NOT NULL CHECK (length(checksum) = 16),
  bytes    BLOB    NOT NULL
) STRICT;

-- Rows are appended in order of time, not grouped by run: the writes of one commit then share few
-- pages.
CREATE TABLE journal (
  entry_key INTEGER PRIMARY KEY,
  run_key   INTEGER NOT NULL REFERENCES run,
  seq       INTEGER NOT NULL CHECK (seq >= 0),
  type      TEXT    NOT NULL CHECK (
    type = 'step_completed' OR type = 'run_started' OR type = 'run_succeeded'
    OR type = 'hook_created' OR type = 'wait_started' OR type = 'hook_received'
    OR type = 'sleep_started' OR type = 'sleep_completed'
    OR type = 'call_started' OR type = 'call_completed' OR type = 'wait_timed_out'
    OR type = 'step_retrying' OR type = 'step_failed' OR type = 'call_retrying'
    OR type = 'event_wait_started' OR type = 'event_received' OR type = 'event_wait_timed_out'
    OR type = 'event_kept' OR type = 'event_notified' OR type = 'child_started'
    OR type = 'child_completed' OR type = 'race_started' OR type = 'race_won'
    OR type = 'step_reopened' OR type = 'run_resumed' OR type = 'dead_letter_discarded'
    OR type = 'failure_handled' OR type = 'failure_callback_failed'
    OR type = 'run_failed' OR type = 'run_canceled'),
  at        INTEGER NOT NULL,
  step      TEXT,
  phase     TEXT    CHECK (phase IN ('opened', 'closed')),
  data      TEXT    NOT NULL,
  body_key  INTEGER REFERENCES body,
  UNIQUE (run_key, seq),
  CHECK (phase IS NULL OR step IS NOT NULL)
) STRICT;

-- A step opens at most once and closes at most once.
CREATE UNIQUE INDEX journal_step ON journal (run_key, step, phase) WHERE phase IS NOT NULL;

-- But for one thing: a resumed run opens its failed step again.
CREATE TRIGGER journal_is_append_only BEFORE UPDATE ON journal
WHEN NEW.phase IS NOT NULL OR OLD.type <> 'step_failed' OR NEW.entry_key <> OLD.entry_key
  OR NEW.run_key <> OLD.run_key OR NEW.seq <> OLD.seq OR NEW.type <> OLD.type
  OR NEW.at <> OLD.at OR NEW.step IS NOT OLD.step OR NEW.data <> OLD.data
  OR NEW.body_key IS NOT OLD.body_key
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TABLE hook (
  hook_key   INTEGER PRIMARY KEY,
  hook_id    TEXT    NOT NULL UNIQUE,
  run_key    INTEGER NOT NULL REFERENCES run,
  step       TEXT    NOT NULL,
  token_hash BLOB    NOT NULL UNIQUE CHECK (length(token_hash) = 32),
  created_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX hook_step ON hook (run_key, step);

CREATE TABLE hook_call (
  hook_key    INTEGER NOT NULL REFERENCES hook,
  seq         INTEGER NOT NULL CHECK (seq >= 0),
  run_key     INTEGER NOT NULL REFERENCES run,
  received_at INTEGER NOT NULL,
  consumed_by INTEGER CHECK (consumed_by >= 0),
  body_size   INTEGER NOT NULL CHECK (body_size >= 0),
  delivery_id TEXT,
  request     TEXT    NOT NULL,
  body_key    INTEGER NOT NULL REFERENCES body,
  PRIMARY KEY (hook_key, seq)
) STRICT, WITHOUT ROWID;

CREATE UNIQUE INDEX hook_call_delivery ON hook_call (hook_key, delivery_id)
WHERE delivery_id IS NOT NULL;

-- One journal entry consumes at most one call.
CREATE UNIQUE INDEX hook_call_consumed ON hook_call (run_key, consumed_by)
WHERE consumed_by IS NOT NULL;

CREATE TRIGGER hook_call_is_consumed_once BEFORE UPDATE ON hook_call
WHEN OLD.consumed_by IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'a call is consumed at most once'); END;

CREATE TABLE attempt (
  run_key INTEGER NOT NULL REFERENCES run,
  -- Order of recording in the run.
  ordinal INTEGER NOT NULL CHECK (ordinal > 0),
  kind    TEXT    NOT NULL CHECK (kind IN ('invocation', 'call')),
  ref     TEXT    NOT NULL,
  attempt INTEGER NOT NULL CHECK (attempt > 0),
  report  TEXT    NOT NULL,
  PRIMARY KEY (run_key, ordinal)
) STRICT, WITHOUT ROWID;
