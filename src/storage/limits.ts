/** Attempts kept of one invocation or call: a crash loop must not fill the disk. */
export const ATTEMPTS_KEPT_MAX = 100;
