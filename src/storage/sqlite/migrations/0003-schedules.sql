-- Schedules: what starts runs at given times. `last_refusal` is JSON text.
CREATE TABLE schedule (
  schedule_key INTEGER PRIMARY KEY,
  schedule_id  TEXT    NOT NULL UNIQUE CHECK (length(schedule_id) BETWEEN 1 AND 80),
  project      TEXT    NOT NULL CHECK (length(project) BETWEEN 1 AND 128),
  version      INTEGER NOT NULL CHECK (version > 0),
  paused       INTEGER NOT NULL CHECK (paused = 0 OR paused = 1),
  created_at   INTEGER NOT NULL,
  next_fire_at INTEGER,
  last_fire_at INTEGER,
  last_run_id  TEXT,
  last_refusal TEXT,
  fired        INTEGER NOT NULL CHECK (fired >= 0),
  skipped      INTEGER NOT NULL CHECK (skipped >= 0),
  missed       INTEGER NOT NULL CHECK (missed >= 0),
  refused      INTEGER NOT NULL CHECK (refused >= 0),
  CHECK ((last_fire_at IS NULL) = (last_run_id IS NULL))
) STRICT;

CREATE INDEX schedule_due ON schedule (next_fire_at, schedule_id)
WHERE paused = 0 AND next_fire_at IS NOT NULL;
CREATE INDEX schedule_created ON schedule (created_at, schedule_id);
CREATE INDEX schedule_project ON schedule (project, created_at, schedule_id);

-- What changes with a new definition only, apart from `schedule`, so that a fire's update stays
-- cheap. `start` is the JSON text of a request to start a run, with a checksum like a body's.
CREATE TABLE schedule_definition (
  schedule_key INTEGER PRIMARY KEY REFERENCES schedule ON DELETE CASCADE,
  cron         TEXT,
  time_zone    TEXT,
  every_ms     INTEGER CHECK (every_ms >= 1000),
  overlap      TEXT    NOT NULL CHECK (overlap = 'allow' OR overlap = 'skip' OR overlap = 'cancel'),
  catch_up     TEXT    NOT NULL CHECK (catch_up = 'none' OR catch_up = 'latest' OR catch_up = 'all'),
  digest       TEXT    NOT NULL,
  checksum     BLOB    NOT NULL CHECK (length(checksum) = 16),
  start        BLOB    NOT NULL,
  CHECK ((cron IS NULL) <> (every_ms IS NULL)),
  CHECK ((cron IS NULL) = (time_zone IS NULL))
) STRICT;

-- A change that was decided on an older version fails here, whoever makes it.
CREATE TRIGGER schedule_version_grows BEFORE UPDATE ON schedule
WHEN NEW.version <> OLD.version + 1
BEGIN SELECT RAISE(ABORT, 'every change raises the version of a schedule by one'); END;
