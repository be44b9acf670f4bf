-- Flow-control keys: limits that requests of many runs share, and the newest window of the rate. How
-- many requests are under way is not here: after a start nothing is.
CREATE TABLE flow_key (
  project            TEXT    NOT NULL CHECK (length(project) BETWEEN 1 AND 128),
  flow_key           TEXT    NOT NULL CHECK (length(flow_key) BETWEEN 1 AND 128),
  -- NULL: no limit.
  parallelism        INTEGER CHECK (parallelism > 0),
  rate               INTEGER CHECK (rate > 0),
  period_ms          INTEGER NOT NULL CHECK (period_ms > 0),
  pinned_parallelism INTEGER NOT NULL CHECK (pinned_parallelism = 0 OR pinned_parallelism = 1),
  pinned_rate        INTEGER NOT NULL CHECK (pinned_rate = 0 OR pinned_rate = 1),
  paused             INTEGER NOT NULL CHECK (paused = 0 OR paused = 1),
  window_start       INTEGER,
  window_count       INTEGER NOT NULL CHECK (window_count >= 0),
  PRIMARY KEY (project, flow_key)
) STRICT, WITHOUT ROWID;
