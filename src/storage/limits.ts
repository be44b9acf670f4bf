/**
 * Attempts kept of one run, the newest: a crash loop must not fill the disk. Counted by run and not
 * by step, so that dropping the oldest costs the same however long the log is.
 */
export const ATTEMPTS_KEPT_MAX = 1_000;
