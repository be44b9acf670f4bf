-- API tokens. Who holds a token proves it by a text whose SHA-256 this is: a copy of the database
-- opens nothing.
CREATE TABLE token (
  token_key    INTEGER PRIMARY KEY,
  token_id     TEXT    NOT NULL UNIQUE CHECK (length(token_id) BETWEEN 1 AND 128),
  digest       BLOB    NOT NULL UNIQUE CHECK (length(digest) = 32),
  name         TEXT    NOT NULL,
  access       TEXT    NOT NULL CHECK (access = 'full' OR access = 'read'),
  -- NULL: all projects.
  project      TEXT    CHECK (length(project) BETWEEN 1 AND 128),
  created_at   INTEGER NOT NULL,
  last_used_at INTEGER,
  revoked_at   INTEGER
) STRICT;

CREATE TRIGGER token_is_revoked_for_good BEFORE UPDATE ON token
WHEN OLD.revoked_at IS NOT NULL AND NEW.revoked_at IS NOT OLD.revoked_at
BEGIN SELECT RAISE(ABORT, 'a token is revoked for good'); END;

CREATE TRIGGER token_never_gains BEFORE UPDATE ON token
WHEN NEW.token_id <> OLD.token_id OR NEW.digest <> OLD.digest OR NEW.access <> OLD.access
  OR NEW.project IS NOT OLD.project
BEGIN SELECT RAISE(ABORT, 'what a token allows never changes'); END;
