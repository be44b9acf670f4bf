/** Early calls a hook keeps before it pushes back on the caller: a flood must not fill the disk. */
export const INBOX_SIZE_MAX = 1_000;

/** Bytes of early calls a hook keeps. */
export const INBOX_BYTES_MAX = 16 * 1024 * 1024;

/** Open waits of one run: they are part of the state, which is written with every change. */
export const WAITS_MAX = 2_000;

/** Hooks of one run: for the same reason. */
export const HOOKS_MAX = 100;

/** Runs above a run: a workflow that starts itself must come to an end. */
export const CHILD_DEPTH_MAX = 100;

/** Branches of one race: they are part of the state. */
export const RACE_BRANCHES_MAX = 100;

/** Journal entries of one run. The endpoint replays them all. */
export const JOURNAL_LENGTH_MAX = 50_000;

/** Retries one may ask for. */
export const RETRIES_MAX = 100;

/** The longest wait or sleep: one leap year. */
export const WAIT_MS_MAX = 366 * 24 * 60 * 60 * 1_000;

/** The longest single attempt of a call: twelve hours, for slow AI and batch endpoints. */
export const CALL_TIMEOUT_MS_MAX = 12 * 60 * 60 * 1_000;
