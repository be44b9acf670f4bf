// Generated from openapi/openapi.json by `npm run generate`. Do not edit.

export interface paths {
    "/hooks/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Call a hook with GET
         * @description Any path and query may follow the token; the workflow gets them with the request. A `webhook-id` or `idempotency-key` header makes a repeated delivery a `duplicate`. The answer comes when the call is on disk.
         */
        get: operations["callHookGet"];
        /**
         * Call a hook with PUT
         * @description Any path and query may follow the token; the workflow gets them with the request. A `webhook-id` or `idempotency-key` header makes a repeated delivery a `duplicate`. The answer comes when the call is on disk.
         */
        put: operations["callHookPut"];
        /**
         * Call a hook with POST
         * @description Any path and query may follow the token; the workflow gets them with the request. A `webhook-id` or `idempotency-key` header makes a repeated delivery a `duplicate`. The answer comes when the call is on disk.
         */
        post: operations["callHookPost"];
        /**
         * Call a hook with DELETE
         * @description Any path and query may follow the token; the workflow gets them with the request. A `webhook-id` or `idempotency-key` header makes a repeated delivery a `duplicate`. The answer comes when the call is on disk.
         */
        delete: operations["callHookDelete"];
        options?: never;
        head?: never;
        /**
         * Call a hook with PATCH
         * @description Any path and query may follow the token; the workflow gets them with the request. A `webhook-id` or `idempotency-key` header makes a repeated delivery a `duplicate`. The answer comes when the call is on disk.
         */
        patch: operations["callHookPatch"];
        trace?: never;
    };
    "/livez": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the process runs */
        get: operations["livez"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Metrics in the Prometheus text format
         * @description On the server's own machine no token is needed, elsewhere one of all projects.
         */
        get: operations["metrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Whether the server accepts work */
        get: operations["readyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read one call of a hook, without its body */
        get: operations["getHookCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/body": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Download the body of a call, byte for byte */
        get: operations["getHookCallBody"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the runs that have failed, newest first */
        get: operations["listDeadLetters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/delete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give failed runs up
         * @description Say which: `runIds`, or filters, or `all`. Done in one transaction; the answer says for each what became of it. Repeat the request while it says `more`.
         */
        post: operations["discardDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/failure-callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the endpoints of failures once more
         * @description Say which: `runIds`, or filters, or `all`. Done in one transaction; the answer says for each what became of it. Repeat the request while it says `more`. Without `failureCallback` and `runIds` only of those that could not be told.
         */
        post: operations["retryFailureCallbacks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start failed runs anew
         * @description Say which: `runIds`, or filters, or `all`. Done in one transaction; the answer says for each what became of it. Repeat the request while it says `more`.
         */
        post: operations["restartDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume failed runs
         * @description Say which: `runIds`, or filters, or `all`. Done in one transaction; the answer says for each what became of it. Repeat the request while it says `more`.
         */
        post: operations["resumeDeadLetters"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read why a run has failed */
        get: operations["getDeadLetter"];
        put?: never;
        post?: never;
        /**
         * Give a failed run up
         * @description The run stays, but cannot be resumed and receives nothing any more.
         */
        delete: operations["discardDeadLetter"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{runId}/failure-callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Tell the endpoint of the failure once more
         * @description Calls the workflow's failure function, or the failure URL, again.
         */
        post: operations["retryFailureCallback"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{runId}/restart": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a failed run anew
         * @description Starts another run with the same input, headers, labels and options, and takes the failed one out of the dead letters, both in one transaction.
         */
        post: operations["restartDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dead-letters/{runId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a failed run
         * @description The same run goes on from the step that failed, with everything it has recorded. What came for it meanwhile (hook calls, events, ends of child runs) is there.
         */
        post: operations["resumeDeadLetter"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch all runs
         * @description Begins now, unless told where. `event` is the type of a journal entry, `data` is JSON: `runId`, `seq`, `at`, `type`, `step` and `data`, without bodies. Connect again with the last `id` as `Last-Event-ID`: nothing is missed and nothing comes twice.
         */
        get: operations["streamEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Notify everybody who waits for an event
         * @description Wakes every run of the project that waits for the event, once, and says which. Without any, the event is lost: what is meant for one run, and may come before it waits, goes to `POST /v1/runs/{runId}/events/{eventId}`.
         */
        post: operations["notifyEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{eventId}/waiters": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the steps that wait for an event */
        get: operations["listWaiters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the flow-control keys */
        get: operations["listFlowKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control/{key}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a flow-control key: its limits, and how much is under way and waits
         * @description The key of the project that is named, or of the token's own.
         */
        get: operations["getFlowKey"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control/{key}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let nothing of a key begin
         * @description What is under way ends. It may be one that nothing has used yet.
         */
        post: operations["pauseFlowKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control/{key}/pin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set limits of a key that new runs and calls do not change
         * @description Without any, the limits are pinned as they are. It may be one that nothing has used yet.
         */
        post: operations["pinFlowKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control/{key}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End the window of the rate at once
         * @description What begins next begins a new one; until then nothing has been counted.
         */
        post: operations["resetFlowKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control/{key}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let a paused key go on
         * @description The key of the project that is named, or of the token's own.
         */
        post: operations["resumeFlowKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/flow-control/{key}/unpin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let new runs and calls change the limits of a key again
         * @description Until they do, the limits stay. Without a body all are unpinned.
         */
        post: operations["unpinFlowKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/global-parallelism": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read how much is under way on this server
         * @description The limits are settings of the server: its concurrency.
         */
        get: operations["getGlobalParallelism"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hooks/{hookId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a hook, with its URL */
        get: operations["getHook"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/hooks/{hookId}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the calls that a hook received */
        get: operations["listHookCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List runs, newest first
         * @description All filters must match; of one that is repeated, any value will do. A cursor stands for a place in the list: runs that are started meanwhile do not move the pages.
         */
        get: operations["listRuns"];
        put?: never;
        /**
         * Start a run
         * @description With a `runId` of your own the request can be repeated safely: the second one answers `200` with `deduplicated: true`.
         */
        post: operations["startRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start many runs
         * @description All are checked first: one that is invalid has the whole request refused, and `field` says which. Then all are started in one transaction. One whose `runId` is taken by a run with other content is `refused` in its place of the answer, and the others are started all the same: so the request can be repeated safely, as can each of them.
         */
        post: operations["startRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel many runs
         * @description Say which: `runIds`, or filters, or `all`. All filters must match; of several values for one, any will do. Repeat the request while the answer says `more`.
         */
        post: operations["cancelRuns"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run with its steps, waits, attempts, hooks and child runs */
        get: operations["getRun"];
        /** Start a run under an id of your own */
        put: operations["putRun"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a run
         * @description Repeating it changes nothing. A run that ended otherwise is `run_finished`.
         */
        post: operations["cancelRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check whether an endpoint's code still matches a run
         * @description A dry replay: the endpoint replays the run's journal, executes nothing and registers nothing, and the run does not change. For running runs and dead letters; a dead letter is replayed as if it were resumed. A run with `redact` is checked at its own origin only, and shows of what the endpoint says no more than names of steps.
         */
        post: operations["checkRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a run
         * @description Begins with the run's start, unless told where, and ends when the run has: the last event is `end`, with its `status`. `event` is the type of a journal entry, `data` is JSON: `runId`, `seq`, `at`, `type`, `step` and `data`, without bodies. Connect again with the last `id` as `Last-Event-ID`: nothing is missed and nothing comes twice.
         */
        get: operations["streamRunEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/events/{eventId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Notify one run of an event
         * @description If the run does not wait for it, it is kept until the run does.
         */
        post: operations["notifyRun"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read a page of the journal of an invocation
         * @description For endpoints, with the capability token of their invocation. The pages are the journal as of the invocation's start: what was recorded later is not among them.
         */
        get: operations["getHistory"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/hooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a run's hooks */
        get: operations["listRunHooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/journal": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run's journal, oldest entry first */
        get: operations["getJournal"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Register steps of a running invocation
         * @description For endpoints, with the capability token of their invocation. All operations are applied or none; repeating the request changes nothing and gives the same answer.
         */
        post: operations["registerSteps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/runs/{runId}/waits/{step}/expire": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * End a wait now, as if its time had come
         * @description A sleep is over, a wait for a webhook or an event times out, a pause before a retry ends, and of a race the earliest sleep wins. For tests, and when nobody will call.
         */
        post: operations["expireWait"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List schedules, newest first */
        get: operations["listSchedules"];
        put?: never;
        /**
         * Make a schedule
         * @description With a `scheduleId` of your own the request can be repeated safely: the second one answers `200`. Other content under the same id is `schedule_exists`.
         */
        post: operations["createSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{scheduleId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a schedule */
        get: operations["getSchedule"];
        /**
         * Make or replace a schedule
         * @description Repeating it changes nothing. A replaced schedule keeps its history, and its place if it fires at the same times as before.
         */
        put: operations["putSchedule"];
        post?: never;
        /**
         * Remove a schedule
         * @description Its runs stay, also those that are active.
         */
        delete: operations["removeSchedule"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{scheduleId}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause a schedule
         * @description It fires no more until it is resumed. Repeating it changes nothing.
         */
        post: operations["pauseSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{scheduleId}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume a paused schedule
         * @description What the pause has missed is caught up as `catchUp` says.
         */
        post: operations["resumeSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/schedules/{scheduleId}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a run of a schedule now
         * @description Also of a paused one. The schedule itself does not change.
         */
        post: operations["runSchedule"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/signing-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the public keys that requests to endpoints are signed with */
        get: operations["listSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/signing-keys/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make the next signing key the current one
         * @description The key of before goes on signing until the next rotation. Say which key you take for the current one, and repeating the request does no harm.
         */
        post: operations["rotateSigningKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the tokens, without their texts
         * @description The token that the operator chose, or that the first start made, is not among them.
         */
        get: operations["listTokens"];
        put?: never;
        /**
         * Make a token
         * @description The answer is the only place where its text is ever shown.
         */
        post: operations["createToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/tokens/{tokenId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a token
         * @description From the answer on it is refused, for good. Repeating it changes nothing.
         */
        delete: operations["revokeToken"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Alive: {
            /** @constant */
            status: "ok";
        };
        /** @description One outgoing request: what to debug with. */
        AttemptView: {
            /** @description The start of an unexpected answer. */
            answer: string | null;
            /** @description From 1. */
            attempt: number;
            durationMs: number;
            errorCode: string | null;
            errorMessage: string | null;
            /** @enum {string} */
            kind: "invocation" | "call";
            /** @description Number of the invocation, or the step of the call. */
            ref: string;
            startedAt: number;
            /** @description HTTP status, if any came. */
            status: number | null;
        };
        /**
         * @example {
         *       "failureCallback": "pending",
         *       "runId": "run_01k0000000000000000000000a"
         *     }
         */
        CallbackRequested: {
            /** @constant */
            failureCallback: "pending";
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
        };
        /**
         * @description What became of telling the failure, to the workflow's failure function or the failure URL.
         * @enum {string}
         */
        CallbackStatus: "pending" | "handled" | "no_handler" | "failed";
        /**
         * @example {
         *       "reason": "The order was withdrawn."
         *     }
         */
        CancelRunRequest: {
            /** @description Kept with the run. */
            reason?: string;
        };
        /**
         * @example {
         *       "count": 100,
         *       "labels": [
         *         "vip"
         *       ],
         *       "urlPrefix": "https://app.example.com/"
         *     }
         */
        CancelRunsRequest: {
            /**
             * @description Every running run. Not together with filters.
             * @constant
             */
            all?: true;
            /** @description Only runs that were started from this address. */
            callerIp?: string | string[];
            /** @description At most so many, the newest first; 100 by default. */
            count?: number;
            /** @description Only runs with this flow-control key. */
            flowControlKey?: string | string[];
            /** @description Only runs started at or after this instant, epoch ms. */
            from?: number;
            /** @description Only runs with this label, or one of these. */
            labels?: string | string[];
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            /** @description Kept with the runs. */
            reason?: string;
            /** @description These runs. Not together with filters. */
            runIds?: string[];
            /** @description Only runs started at or before this instant, epoch ms. */
            to?: number;
            /** @description Only runs of this endpoint, or one of these. */
            url?: string | string[];
            /** @description Only runs whose endpoint's URL begins with this. */
            urlPrefix?: string | string[];
        };
        /**
         * @example {
         *       "runId": "run_01k0000000000000000000000a",
         *       "status": "canceled"
         *     }
         */
        CanceledRun: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @constant */
            status: "canceled";
        };
        /**
         * @example {
         *       "canceled": 100,
         *       "more": true
         *     }
         */
        CanceledRuns: {
            /** @description How many. Unknown runs and those that had ended do not count. */
            canceled: number;
            /** @description There are more runs of the kind: repeat the request. */
            more: boolean;
        };
        /**
         * @example {
         *       "url": "https://preview.example.com/api/order"
         *     }
         */
        CheckRunRequest: {
            /** @description The endpoint to ask: a new deployment, say. Default: the run's own. */
            url?: string;
        };
        /**
         * @example {
         *       "detail": "step \"charge#1\" is recorded and the code has not come to it, but to \"pay#1\"",
         *       "recorded": "charge#1",
         *       "requested": "pay#1",
         *       "status": "differs"
         *     }
         */
        CheckedRun: {
            /** @description For people: what differs, or went wrong. */
            detail?: string;
            /** @description `matches`: the steps that the code would do now. */
            next?: string[];
            /** @description `differs`: the step of the journal. */
            recorded?: string;
            /** @description `differs`: the step that the code asks for, or what it does. */
            requested?: string;
            /** @enum {string} */
            status: "matches" | "differs" | "unreachable";
        };
        /** @description A run that a step of this page has invoked. */
        ChildView: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @description Null when it could not be started. */
            status: components["schemas"]["RunStatus"] | null;
            /** @description The step that has invoked it. */
            step: string;
            url: string;
        };
        ClosingEntry: {
            /** @description Epoch ms. */
            at: number;
            /** @description Left out where the reader has just sent it. A string that holds a JSON document. */
            result?: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "step_completed";
        } | {
            /** @description Epoch ms. */
            at: number;
            attempts: number;
            failure: components["schemas"]["Failure"];
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "step_failed";
        } | {
            /** @description Epoch ms. */
            at: number;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "sleep_completed";
        } | {
            /** @description Epoch ms. */
            at: number;
            /** @description Base64. */
            body: string;
            headers: components["schemas"]["HeaderPairs"];
            seq: number;
            status: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "call_completed";
        } | {
            /** @description Epoch ms. */
            at: number;
            hookId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "hook_created";
            url: string;
        } | {
            /** @description Epoch ms. */
            at: number;
            callId: string;
            hookId: string;
            request: {
                /** @description Base64. */
                body: string;
                headers: components["schemas"]["HeaderPairs"];
                method: string;
                url: string;
            };
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "hook_received";
        } | {
            /** @description Epoch ms. */
            at: number;
            hookId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "wait_timed_out";
        } | {
            /** @description Epoch ms. */
            at: number;
            data: string | null;
            eventId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "event_received";
        } | {
            /** @description Epoch ms. */
            at: number;
            eventId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "event_wait_timed_out";
        } | {
            /** @description Epoch ms. */
            at: number;
            eventId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @description Runs that were told; `waiters` lists the first 1,000. */
            total: number;
            /** @constant */
            type: "event_notified";
            waiters: {
                kept: boolean;
                runId: string;
            }[];
        } | {
            /** @description Epoch ms. */
            at: number;
            childRunId: string;
            failure?: components["schemas"]["Failure"];
            output: string | null;
            seq: number;
            /** @enum {string} */
            status: "succeeded" | "failed" | "canceled";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "child_completed";
        } | {
            /** @description Epoch ms. */
            at: number;
            callId: string;
            hookId: string;
            key: string;
            /** @constant */
            on: "hook";
            request: {
                /** @description Base64. */
                body: string;
                headers: components["schemas"]["HeaderPairs"];
                method: string;
                url: string;
            };
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "race_won";
        } | {
            /** @description Epoch ms. */
            at: number;
            data: string | null;
            eventId: string;
            key: string;
            /** @constant */
            on: "event";
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "race_won";
        } | {
            /** @description Epoch ms. */
            at: number;
            key: string;
            /** @constant */
            on: "sleep";
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "race_won";
        } | {
            /** @description Epoch ms. */
            at: number;
            childRunId: string;
            failure?: components["schemas"]["Failure"];
            key: string;
            /** @constant */
            on: "child";
            output: string | null;
            seq: number;
            /** @enum {string} */
            status: "succeeded" | "failed" | "canceled";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "race_won";
        };
        /**
         * @description Either `cron` or `everyMs`, and how its runs are started.
         * @example {
         *       "cron": "0 2 * * *",
         *       "input": {
         *         "format": "pdf"
         *       },
         *       "overlap": "skip",
         *       "scheduleId": "nightly-report",
         *       "timeZone": "Europe/Berlin",
         *       "url": "https://app.example.com/api/report"
         *     }
         */
        CreateScheduleRequest: {
            /**
             * @description What to do with fires that a downtime or a pause has missed: nothing, fire once for the latest, or fire all of them, the newest 1,000 at most. `latest` by default.
             * @enum {string}
             */
            catchUp?: "none" | "latest" | "all";
            /**
             * @description A cron expression of 5 fields, or of 6 with seconds first, or `@daily` and such.
             * @example 0 2 * * *
             */
            cron?: string;
            /** @description In place of `cron`: fire every so many ms, first after one interval. */
            everyMs?: number;
            /** @description Told when the run has failed, in place of the workflow's failure function. */
            failureUrl?: string;
            flowControl?: components["schemas"]["FlowControl"];
            /** @description Given to the workflow as the run's headers. */
            headers?: {
                [key: string]: string;
            };
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description To find the run by. */
            labels?: string[];
            /**
             * @description What to do while the previous run is active: start the next one anyway, leave this fire out, or cancel the previous run and start the next one. `allow` by default.
             * @enum {string}
             */
            overlap?: "allow" | "skip" | "cancel";
            /** @description Absent leaves it as it is; a new schedule is not paused. */
            paused?: boolean;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            redact?: components["schemas"]["RedactRequest"];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
            /**
             * @description The pause before the next try, as an expression in ms of `retried` (0, 1, 2, …), with `+ - * / %` and pow, sqrt, abs, exp, floor, ceil, round, min, max.
             * @example pow(2, retried) * 1000
             */
            retryDelay?: string;
            /**
             * @description A schedule: made by the server, or chosen by whoever makes the schedule.
             * @example nightly-report
             */
            scheduleId?: string;
            /**
             * @description Of the cron expression: a name of the IANA database; `UTC` by default.
             * @example Europe/Berlin
             */
            timeZone?: string;
            /**
             * @description The workflow endpoint: an absolute http or https URL.
             * @example https://app.example.com/api/order
             */
            url: string;
        };
        /**
         * @example {
         *       "access": "full",
         *       "name": "Deploy of the shop",
         *       "project": "shop"
         *     }
         */
        CreateTokenRequest: {
            /**
             * @description `read` looks and changes nothing.
             * @enum {string}
             */
            access: "full" | "read";
            /** @description What it is for. */
            name: string;
            /** @description The only project it is for; null: all of them. */
            project?: string | null;
        };
        CreatedToken: {
            /**
             * @description `read` looks and changes nothing.
             * @enum {string}
             */
            access: "full" | "read";
            /** @description Epoch ms. */
            createdAt: number;
            /** @description Epoch ms; null: never. After a crash up to a minute of use is missing. */
            lastUsedAt: number | null;
            name: string;
            /** @description The only project it is for; null: all of them. */
            project: string | null;
            /** @description Epoch ms; null while the token is valid. */
            revokedAt: number | null;
            /** @description The secret. Shown only now: keep it. */
            token: string;
            /** @description Names the token. Not secret. */
            tokenId: string;
        };
        /** @description A failed run that can be resumed or restarted. */
        DeadLetter: {
            /** @description The address that the start came from. */
            callerIp: string | null;
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            /** @description It has failed and can be resumed or restarted. */
            deadLetter: boolean;
            /** @description The step whose failure the workflow did not catch: a resume begins with it. */
            failedStep: string | null;
            failure: components["schemas"]["Failure"];
            failureCallback: components["schemas"]["CallbackStatus"];
            /** @description Epoch ms. */
            finishedAt: number | null;
            /** @description The key whose limits hold for its invocations. */
            flowControlKey: string | null;
            /** @description How many entries the run's journal has. */
            journalLength: number;
            labels: string[];
            /** @description The request that failed last: an invocation, or a call of the failed step. */
            lastAttempt: components["schemas"]["AttemptView"] | null;
            /** @description When its first invocation is due, if it was delayed. */
            notBefore: number | null;
            /** @description The run that has invoked this one, and the step it did it with. */
            parent: {
                /**
                 * @description A run: made by the server, or chosen by whoever starts the run.
                 * @example order-4711
                 */
                runId: string;
                step: string;
            } | null;
            project: string;
            retries: number;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            status: components["schemas"]["RunStatus"];
            /** @description The workflow endpoint. */
            url: string;
        };
        DeadLetterList: {
            /** @description For the next page, if any. With filters a page may be shorter than its limit. */
            cursor: string | null;
            /** @description Newest run first. */
            deadLetters: components["schemas"]["DeadLetterSummary"][];
        };
        DeadLetterResult: {
            /**
             * @description Why it was not done.
             * @example not_a_dead_letter
             */
            code?: string;
            done: boolean;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            restartedAs?: string;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
        };
        /**
         * @example {
         *       "more": false,
         *       "runs": [
         *         {
         *           "done": true,
         *           "runId": "run_01k0000000000000000000000a"
         *         }
         *       ]
         *     }
         */
        DeadLetterResults: {
            /** @description There are more of the kind: repeat the request. */
            more: boolean;
            runs: components["schemas"]["DeadLetterResult"][];
        };
        /**
         * @example {
         *       "count": 100,
         *       "urlPrefix": "https://app.example.com/"
         *     }
         */
        DeadLetterSelection: {
            /**
             * @description Every dead letter. Not together with filters.
             * @constant
             */
            all?: true;
            /** @description Only runs that were started from this address. */
            callerIp?: string | string[];
            /** @description At most so many, the newest first; 100 by default. */
            count?: number;
            failureCallback?: components["schemas"]["CallbackStatus"];
            /** @description Only runs with this flow-control key. */
            flowControlKey?: string | string[];
            /** @description Only runs started at or after this instant, epoch ms. */
            from?: number;
            /** @description Only runs with this label, or one of these. */
            labels?: string | string[];
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            /** @description These. Not together with filters. */
            runIds?: string[];
            /** @description Only runs started at or before this instant, epoch ms. */
            to?: number;
            /** @description Only runs of this endpoint, or one of these. */
            url?: string | string[];
            /** @description Only runs whose endpoint's URL begins with this. */
            urlPrefix?: string | string[];
        };
        DeadLetterSummary: {
            /** @description The address that the start came from. */
            callerIp: string | null;
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            /** @description It has failed and can be resumed or restarted. */
            deadLetter: boolean;
            /** @description The step whose failure the workflow did not catch: a resume begins with it. */
            failedStep: string | null;
            failure: components["schemas"]["Failure"];
            failureCallback: components["schemas"]["CallbackStatus"];
            /** @description Epoch ms. */
            finishedAt: number | null;
            /** @description The key whose limits hold for its invocations. */
            flowControlKey: string | null;
            /** @description How many entries the run's journal has. */
            journalLength: number;
            labels: string[];
            /** @description When its first invocation is due, if it was delayed. */
            notBefore: number | null;
            /** @description The run that has invoked this one, and the step it did it with. */
            parent: {
                /**
                 * @description A run: made by the server, or chosen by whoever starts the run.
                 * @example order-4711
                 */
                runId: string;
                step: string;
            } | null;
            project: string;
            retries: number;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            status: components["schemas"]["RunStatus"];
            /** @description The workflow endpoint. */
            url: string;
        };
        /**
         * @example {
         *       "runId": "run_01k0000000000000000000000a"
         *     }
         */
        DiscardedRun: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
        };
        /** @description One entry of a run's journal. */
        EntryView: {
            /** @description Epoch ms. */
            at: number;
            /** @description The payload, if it has one. */
            body: {
                /** @description If it is bytes, and not many. */
                base64?: string;
                /** @description If it is JSON, and not large. */
                json?: unknown;
                /** @description `REDACTED:<sha256>`, if the run hides its payloads. */
                redacted?: string;
                /** @description Bytes. */
                size: number;
            } | null;
            /** @description What this type of entry carries. */
            data: {
                [key: string]: unknown;
            };
            seq: number;
            step: string | null;
            /** @example step_completed */
            type: string;
        };
        /**
         * @example {
         *       "runId": "run_01k0000000000000000000000a",
         *       "step": "approve#1"
         *     }
         */
        ExpiredWait: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @description The step whose wait has ended. */
            step: string;
        };
        /** @description Why something failed. */
        Failure: {
            code?: string;
            message: string;
            name: string;
            stack?: string;
        };
        /** @description What became of telling the failure. */
        FailureCallback: {
            /** @description Why it could not be told, when that `failed`. */
            failure: components["schemas"]["Failure"] | null;
            /** @description What the failure function returned, if anything. */
            result: unknown;
            /**
             * @description `no_handler`: the workflow has no failure function.
             * @enum {string}
             */
            status: "pending" | "handled" | "no_handler" | "failed";
            /** @description Who is told: the failure URL, or the workflow itself. */
            url: string;
        };
        /**
         * @description Limits by key. The newest values given for a key count.
         * @example {
         *       "key": "shop",
         *       "parallelism": 10,
         *       "periodMs": 60000,
         *       "rate": 100
         *     }
         */
        FlowControl: {
            /** @description Requests with the same key share its limits. */
            key: string;
            /** @description How many may be under way at once. */
            parallelism?: number;
            /** @description The period of the rate; a second by default. */
            periodMs?: number;
            /** @description How many may begin within `periodMs`. */
            rate?: number;
        };
        /** @description As asked for; null: nothing was said. */
        FlowControlView: {
            key: string;
            parallelism: number | null;
            periodMs: number | null;
            rate: number | null;
        };
        /**
         * @example {
         *       "key": "shop",
         *       "parallelismCount": 10,
         *       "parallelismMax": 10,
         *       "paused": false,
         *       "periodMs": 60000,
         *       "pinnedParallelism": false,
         *       "pinnedRate": true,
         *       "project": "default",
         *       "rateCount": 12,
         *       "rateMax": 100,
         *       "waiting": 3,
         *       "windowStartedAt": 1760000000000
         *     }
         */
        FlowKey: {
            /**
             * @description A flow-control key.
             * @example shop
             */
            key: string;
            /** @description How many are under way. */
            parallelismCount: number;
            /** @description How many may be under way at once; null: no limit. */
            parallelismMax: number | null;
            /** @description Nothing begins. */
            paused: boolean;
            /** @description The length of a window. */
            periodMs: number;
            /** @description New runs and calls do not change it. */
            pinnedParallelism: boolean;
            /** @description The same for rate and period. */
            pinnedRate: boolean;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project: string;
            /** @description How many have begun in the open window. */
            rateCount: number;
            /** @description How many may begin within a period; null: no limit. */
            rateMax: number | null;
            /** @description Invocations and calls that are due and wait. */
            waiting: number;
            /** @description When the open window began, epoch ms; null: none is open. */
            windowStartedAt: number | null;
        };
        FlowKeyList: {
            /** @description For the next page, if any. */
            cursor: string | null;
            keys: components["schemas"]["FlowKey"][];
        };
        /**
         * @example {
         *       "parallelismCount": 17,
         *       "parallelismMax": 224
         *     }
         */
        GlobalParallelism: {
            /** @description Places that are taken. */
            parallelismCount: number;
            /** @description Places for invocations and calls. */
            parallelismMax: number;
        };
        /** @description Header fields: pairs of name and value. */
        HeaderPairs: [
            string,
            string
        ][];
        /**
         * @example {
         *       "journal": [
         *         {
         *           "at": 1760000000000,
         *           "seq": 2000,
         *           "step": "nap#7",
         *           "type": "sleep_completed"
         *         }
         *       ],
         *       "journalNext": null
         *     }
         */
        HistoryPage: {
            /** @description Entries that open or close steps, in order of `seq`. */
            journal: (components["schemas"]["OpeningEntry"] | components["schemas"]["ClosingEntry"])[];
            /** @description `from` of the next page; null at the end. */
            journalNext: number | null;
        };
        /**
         * @example {
         *       "callId": "hook_01k0000000000000000000000b.0",
         *       "outcome": "consumed"
         *     }
         */
        HookCallAccepted: {
            callId: string;
            /**
             * @description Whether a wait got it, it waits for one, or it was here before.
             * @enum {string}
             */
            outcome: "consumed" | "stored" | "duplicate";
        };
        HookCallList: {
            /** @description In order of arrival. */
            calls: components["schemas"]["HookCallView"][];
            /** @description `from` of the next page. */
            next: number | null;
        };
        /**
         * @example {
         *       "bodySize": 13,
         *       "callId": "hook_01k0000000000000000000000b.0",
         *       "consumedBy": 5,
         *       "deliveryId": null,
         *       "headers": [
         *         [
         *           "content-type",
         *           "application/json"
         *         ]
         *       ],
         *       "hookId": "hook_01k0000000000000000000000b",
         *       "method": "POST",
         *       "path": "",
         *       "query": "",
         *       "receivedAt": 1760000000500,
         *       "remoteAddress": "203.0.113.7",
         *       "seq": 0
         *     }
         */
        HookCallView: {
            bodySize: number;
            /** @description One call of a hook: `<hookId>.<seq>`. */
            callId: string;
            /** @description The journal entry that consumed it; null while it is stored. */
            consumedBy: number | null;
            deliveryId: string | null;
            headers: components["schemas"]["HeaderPairs"];
            /** @description A hook. */
            hookId: string;
            method: string;
            /** @description What followed the hook's URL: empty, or from its slash. */
            path: string;
            /** @description Raw, with its question mark, or empty. */
            query: string;
            receivedAt: number;
            remoteAddress: string | null;
            seq: number;
        };
        HookList: {
            hooks: components["schemas"]["HookView"][];
        };
        /**
         * @example {
         *       "consumed": 1,
         *       "createdAt": 1760000000000,
         *       "hookId": "hook_01k0000000000000000000000b",
         *       "received": 1,
         *       "runId": "run_01k0000000000000000000000a",
         *       "step": "create webhook#1"
         *     }
         */
        HookView: {
            /** @description Calls that waits got so far. */
            consumed: number;
            createdAt: number;
            /** @description A hook. */
            hookId: string;
            /** @description Calls received so far. */
            received: number;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @description The step that made it. */
            step: string;
            /** @description What third parties call. Secret; only `getHook` shows it. */
            url?: string;
        };
        /** @description The request to the endpoint that comes next. */
        InvocationView: {
            /** @description Epoch ms. */
            at: number;
            /** @description Which try this is or will be, from 1. */
            attempt: number;
            /** @description `ref` of its attempts. */
            number: number;
            /**
             * @description `due`: to be sent at `at`; `leased`: the endpoint has it, until `at`.
             * @enum {string}
             */
            phase: "due" | "leased";
        };
        JournalPage: {
            entries: components["schemas"]["EntryView"][];
            /** @description `from` of the next page. */
            next: number | null;
        };
        /**
         * @example {
         *       "lost": false,
         *       "waiters": [
         *         {
         *           "runId": "run_01k0000000000000000000000a",
         *           "step": "wait for payment#1",
         *           "url": "https://app.example.com/api/order"
         *         }
         *       ]
         *     }
         */
        Notified: {
            /** @description Nobody waited: the event is gone. */
            lost: boolean;
            /** @description The steps that the event has ended. */
            waiters: components["schemas"]["NotifiedWaiter"][];
        };
        /**
         * @example {
         *       "outcome": "kept",
         *       "runId": "run_01k0000000000000000000000a"
         *     }
         */
        NotifiedRun: {
            /**
             * @description `kept`: the run does not wait for it yet, and will get it when it does.
             * @enum {string}
             */
            outcome: "delivered" | "kept";
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
        };
        NotifiedWaiter: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @description The step that waits: `<name>#<occurrence>`. */
            step: string;
            /** @description The workflow endpoint. */
            url: string;
        };
        /**
         * @example {
         *       "data": {
         *         "amount": 30
         *       }
         *     }
         */
        NotifyRequest: {
            /** @description Given to the workflow; absent for none. */
            data?: unknown;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
        };
        /**
         * @example {
         *       "data": {
         *         "amount": 30
         *       }
         *     }
         */
        NotifyRunRequest: {
            /** @description Given to the workflow; absent for none. */
            data?: unknown;
        };
        OpeningEntry: {
            /** @description Epoch ms. */
            at: number;
            dueAt: number;
            requested: {
                durationMs: number;
            } | {
                until: number;
            };
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "sleep_started";
        } | {
            /** @description Epoch ms. */
            at: number;
            method: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "call_started";
            url: string;
        } | {
            /** @description Epoch ms. */
            at: number;
            hookId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            timeoutAt: number;
            timeoutMs: number;
            /** @constant */
            type: "wait_started";
        } | {
            /** @description Epoch ms. */
            at: number;
            eventId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            timeoutAt: number;
            timeoutMs: number;
            /** @constant */
            type: "event_wait_started";
        } | {
            /** @description Epoch ms. */
            at: number;
            childRunId: string;
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "child_started";
            url: string;
        } | {
            /** @description Epoch ms. */
            at: number;
            branches: {
                key: string;
                /** @enum {string} */
                on: "hook" | "event" | "sleep" | "child";
            }[];
            seq: number;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @constant */
            type: "race_started";
        };
        /** @description What an endpoint asks for one step. */
        Operation: {
            /** @constant */
            op: "complete_step";
            /** @description What the step returned. A string that holds a JSON document. */
            result: string;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
        } | {
            failure: components["schemas"]["Failure"];
            /** @constant */
            op: "fail_step";
            /** @description Instead of the run's own. */
            retries?: number;
            /** @description Try again no sooner than after this time. */
            retryAfterMs?: number;
            retryDelay?: string | null;
            retryable: boolean;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
        } | {
            /** @description Either this or `until`. */
            durationMs?: number;
            /** @constant */
            op: "sleep";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @description Epoch ms. */
            until?: number;
        } | {
            /** @description Base64. */
            body?: string;
            flowControl?: components["schemas"]["FlowControl"] | null;
            headers?: components["schemas"]["HeaderPairs"];
            method: string;
            /** @constant */
            op: "call";
            retries?: number;
            retryDelay?: string | null;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @description Of each attempt. */
            timeoutMs?: number;
            url: string;
        } | {
            /** @constant */
            op: "create_hook";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
        } | {
            hookId: string;
            /** @constant */
            op: "wait_for_hook";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @description How long to wait. */
            timeoutMs: number;
        } | {
            /** @description The name of an event. */
            eventId: string;
            /** @constant */
            op: "wait_for_event";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @description How long to wait. */
            timeoutMs: number;
        } | {
            data?: string | null;
            /** @description The name of an event. */
            eventId: string;
            /** @constant */
            op: "notify";
            runId?: string | null;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
        } | {
            flowControl?: components["schemas"]["FlowControl"] | null;
            headers?: components["schemas"]["HeaderPairs"];
            input?: string | null;
            labels?: string[];
            /** @constant */
            op: "invoke";
            /** @description Instead of the run's own. */
            retries?: number;
            retryDelay?: string | null;
            runId?: string | null;
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
            /** @description The workflow endpoint of the child run. */
            url: string;
        } | {
            branches: components["schemas"]["RaceBranchRequest"][];
            /** @constant */
            op: "race";
            /**
             * @description `<name>#<occurrence>`, occurrence from 1.
             * @example charge#1
             */
            step: string;
        };
        /**
         * @example {
         *       "parallelism": 5,
         *       "periodMs": 60000,
         *       "rate": 50
         *     }
         */
        PinFlowKeyRequest: {
            /** @description How many may be under way at once; null: no limit. */
            parallelism?: number | null;
            /** @description The period of the rate; a second by default. */
            periodMs?: number;
            /** @description How many may begin within `periodMs`; null: no limit. */
            rate?: number | null;
        };
        Problem: {
            /**
             * @description Stable: a code is never renamed.
             * @enum {string}
             */
            code: "run_not_found" | "run_finished" | "idempotency_mismatch" | "stale_invocation" | "step_conflict" | "hook_not_found" | "not_a_dead_letter" | "not_waiting" | "hook_closed" | "inbox_full" | "limit_exceeded" | "call_not_found" | "too_many_streams" | "schedule_not_found" | "schedule_exists" | "invalid_cron" | "invalid_time_zone" | "flow_key_not_found" | "token_not_found" | "unauthorized" | "forbidden" | "host_not_allowed" | "origin_not_allowed" | "not_found" | "method_not_allowed" | "upgrade_not_supported" | "invalid_host" | "invalid_body" | "invalid_json" | "invalid_cursor" | "payload_too_large" | "unsupported_media_type" | "headers_too_large" | "validation_failed" | "invalid_id" | "url_not_allowed" | "invalid_header" | "storage_full" | "unavailable" | "internal";
            detail: string;
            /** @description Which part of the request, e.g. `/retries` in the body. */
            field?: string;
            /** @description Also in the `x-request-id` header. */
            requestId: string;
            status: number;
            title: string;
            /** @description A page about this kind of problem: `/errors/<code>`. */
            type: string;
        };
        /**
         * @example {
         *       "input": {
         *         "order": 4711
         *       },
         *       "url": "https://app.example.com/api/order"
         *     }
         */
        PutRunRequest: {
            /** @description The first invocation is sent so much later. Not together with `notBefore`. */
            delayMs?: number;
            /** @description Told when the run has failed, in place of the workflow's failure function. */
            failureUrl?: string;
            flowControl?: components["schemas"]["FlowControl"];
            /** @description Given to the workflow as the run's headers. */
            headers?: {
                [key: string]: string;
            };
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description To find the run by. */
            labels?: string[];
            /** @description The first invocation is not sent before, epoch ms. */
            notBefore?: number;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            redact?: components["schemas"]["RedactRequest"];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
            /**
             * @description The pause before the next try, as an expression in ms of `retried` (0, 1, 2, …), with `+ - * / %` and pow, sqrt, abs, exp, floor, ceil, round, min, max.
             * @example pow(2, retried) * 1000
             */
            retryDelay?: string;
            /**
             * @description The workflow endpoint: an absolute http or https URL.
             * @example https://app.example.com/api/order
             */
            url: string;
        };
        /**
         * @description Either `cron` or `everyMs`, and how its runs are started.
         * @example {
         *       "cron": "0 2 * * *",
         *       "input": {
         *         "format": "pdf"
         *       },
         *       "overlap": "skip",
         *       "timeZone": "Europe/Berlin",
         *       "url": "https://app.example.com/api/report"
         *     }
         */
        PutScheduleRequest: {
            /**
             * @description What to do with fires that a downtime or a pause has missed: nothing, fire once for the latest, or fire all of them, the newest 1,000 at most. `latest` by default.
             * @enum {string}
             */
            catchUp?: "none" | "latest" | "all";
            /**
             * @description A cron expression of 5 fields, or of 6 with seconds first, or `@daily` and such.
             * @example 0 2 * * *
             */
            cron?: string;
            /** @description In place of `cron`: fire every so many ms, first after one interval. */
            everyMs?: number;
            /** @description Told when the run has failed, in place of the workflow's failure function. */
            failureUrl?: string;
            flowControl?: components["schemas"]["FlowControl"];
            /** @description Given to the workflow as the run's headers. */
            headers?: {
                [key: string]: string;
            };
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description To find the run by. */
            labels?: string[];
            /**
             * @description What to do while the previous run is active: start the next one anyway, leave this fire out, or cancel the previous run and start the next one. `allow` by default.
             * @enum {string}
             */
            overlap?: "allow" | "skip" | "cancel";
            /** @description Absent leaves it as it is; a new schedule is not paused. */
            paused?: boolean;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            redact?: components["schemas"]["RedactRequest"];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
            /**
             * @description The pause before the next try, as an expression in ms of `retried` (0, 1, 2, …), with `+ - * / %` and pow, sqrt, abs, exp, floor, ceil, round, min, max.
             * @example pow(2, retried) * 1000
             */
            retryDelay?: string;
            /**
             * @description Of the cron expression: a name of the IANA database; `UTC` by default.
             * @example Europe/Berlin
             */
            timeZone?: string;
            /**
             * @description The workflow endpoint: an absolute http or https URL.
             * @example https://app.example.com/api/order
             */
            url: string;
        };
        RaceBranch: {
            childRunId?: string;
            dueAt?: number;
            eventId?: string;
            hookId?: string;
            /** @description The workflow's name for it. */
            key: string;
            /** @enum {string} */
            on: "hook" | "event" | "sleep" | "child";
            url?: string;
        };
        RaceBranchRequest: {
            hookId: string;
            /** @description The workflow's name for the branch. */
            key: string;
            /** @constant */
            on: "hook";
        } | {
            /** @description The name of an event. */
            eventId: string;
            /** @description The workflow's name for the branch. */
            key: string;
            /** @constant */
            on: "event";
        } | {
            /** @description Either this or `until`. */
            durationMs?: number;
            /** @description The workflow's name for the branch. */
            key: string;
            /** @constant */
            on: "sleep";
            /** @description Epoch ms. */
            until?: number;
        } | {
            flowControl?: components["schemas"]["FlowControl"] | null;
            headers?: components["schemas"]["HeaderPairs"];
            input?: string | null;
            /** @description The workflow's name for the branch. */
            key: string;
            labels?: string[];
            /** @constant */
            on: "child";
            /** @description Instead of the run's own. */
            retries?: number;
            retryDelay?: string | null;
            runId?: string | null;
            /** @description The workflow endpoint of the child run. */
            url: string;
        };
        /** @description What the API shall show as `REDACTED:<sha256>` of this run. */
        RedactRequest: {
            /** @description Hide payloads. */
            body?: boolean;
            /** @description Hide the values of all header fields, or of those named. */
            headers?: true | string[];
        };
        /** @description What of the run is not shown. */
        RedactView: {
            body: boolean;
            headers: true | string[];
        };
        RefusedRun: {
            refused: {
                /**
                 * @description As in a problem.
                 * @example idempotency_mismatch
                 */
                code: string;
                detail: string;
                /** @description As if it had been started by itself. */
                status: number;
            };
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
        };
        /**
         * @example {
         *       "operations": [
         *         {
         *           "op": "complete_step",
         *           "result": "{\"ok\":true}",
         *           "step": "charge#1"
         *         }
         *       ]
         *     }
         */
        RegisterStepsRequest: {
            operations: components["schemas"]["Operation"][];
        };
        /**
         * @example {
         *       "runId": "run_01k0000000000000000000000a",
         *       "steps": [
         *         {
         *           "status": "pending",
         *           "step": "nap#1"
         *         }
         *       ]
         *     }
         */
        RegisteredSteps: {
            /**
             * @description Something happened that this invocation has not seen: suspend soon.
             * @constant
             */
            again?: true;
            runId: string;
            /** @description In the order of the operations. */
            steps: ({
                /** @constant */
                status: "pending";
                /**
                 * @description `<name>#<occurrence>`, occurrence from 1.
                 * @example charge#1
                 */
                step: string;
            } | {
                entry: components["schemas"]["ClosingEntry"];
                /** @constant */
                status: "closed";
                /**
                 * @description `<name>#<occurrence>`, occurrence from 1.
                 * @example charge#1
                 */
                step: string;
            })[];
        };
        RemovedSchedule: {
            /** @constant */
            removed: true;
            /**
             * @description A schedule: made by the server, or chosen by whoever makes the schedule.
             * @example nightly-report
             */
            scheduleId: string;
        };
        /**
         * @example {
         *       "count": 100,
         *       "urlPrefix": "https://app.example.com/"
         *     }
         */
        RestartManyRequest: {
            /**
             * @description Every dead letter. Not together with filters.
             * @constant
             */
            all?: true;
            /** @description Only runs that were started from this address. */
            callerIp?: string | string[];
            /** @description At most so many, the newest first; 100 by default. */
            count?: number;
            /** @description The first invocation is sent so much later. */
            delayMs?: number;
            failureCallback?: components["schemas"]["CallbackStatus"];
            flowControl?: components["schemas"]["FlowControl"];
            /** @description Only runs with this flow-control key. */
            flowControlKey?: string | string[];
            /** @description Only runs started at or after this instant, epoch ms. */
            from?: number;
            /** @description Only runs with this label, or one of these. */
            labels?: string | string[];
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            /** @description From now on, in place of the run's own. */
            retries?: number;
            /** @description These. Not together with filters. */
            runIds?: string[];
            /** @description Only runs started at or before this instant, epoch ms. */
            to?: number;
            /** @description Only runs of this endpoint, or one of these. */
            url?: string | string[];
            /** @description Only runs whose endpoint's URL begins with this. */
            urlPrefix?: string | string[];
        };
        /**
         * @example {
         *       "delayMs": 60000
         *     }
         */
        RestartRequest: {
            /** @description The first invocation is sent so much later. */
            delayMs?: number;
            flowControl?: components["schemas"]["FlowControl"];
            /** @description From now on, in place of the run's own. */
            retries?: number;
        };
        /**
         * @example {
         *       "restartedAs": "run_01k0000000000000000000000d",
         *       "runId": "run_01k0000000000000000000000a"
         *     }
         */
        RestartedRun: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            restartedAs: string;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
        };
        /**
         * @example {
         *       "count": 100,
         *       "urlPrefix": "https://app.example.com/"
         *     }
         */
        ResumeManyRequest: {
            /**
             * @description Every dead letter. Not together with filters.
             * @constant
             */
            all?: true;
            /** @description Only runs that were started from this address. */
            callerIp?: string | string[];
            /** @description At most so many, the newest first; 100 by default. */
            count?: number;
            failureCallback?: components["schemas"]["CallbackStatus"];
            /** @description Only runs with this flow-control key. */
            flowControlKey?: string | string[];
            /** @description Only runs started at or after this instant, epoch ms. */
            from?: number;
            /** @description Only runs with this label, or one of these. */
            labels?: string | string[];
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            /** @description From now on, in place of the run's own. */
            retries?: number;
            /** @description These. Not together with filters. */
            runIds?: string[];
            /** @description Only runs started at or before this instant, epoch ms. */
            to?: number;
            /** @description Only runs of this endpoint, or one of these. */
            url?: string | string[];
            /** @description Only runs whose endpoint's URL begins with this. */
            urlPrefix?: string | string[];
        };
        /**
         * @example {
         *       "retries": 5
         *     }
         */
        ResumeRequest: {
            /** @description From now on, in place of the run's own. */
            retries?: number;
        };
        /**
         * @example {
         *       "runId": "run_01k0000000000000000000000a",
         *       "status": "running"
         *     }
         */
        ResumedRun: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @constant */
            status: "running";
        };
        /**
         * @example {
         *       "current": "key_0123456789ab"
         *     }
         */
        RotateSigningKeysRequest: {
            /** @description The id of the key that you take for the current one. If it is not: no change. */
            current?: string;
        };
        RunDetails: {
            /** @description The newest first. */
            attempts: components["schemas"]["AttemptView"][];
            /** @description The address that the start came from. */
            callerIp: string | null;
            /** @description Why it was canceled, if that was said. */
            cancelReason: string | null;
            children: components["schemas"]["ChildView"][];
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            /** @description It has failed and can be resumed or restarted. */
            deadLetter: boolean;
            /** @description The step whose failure the workflow did not catch. */
            failedStep: string | null;
            /** @description Why it has failed. */
            failure: components["schemas"]["Failure"] | null;
            /** @description Of a run that has failed. */
            failureCallback: components["schemas"]["FailureCallback"] | null;
            /** @description Told of a failure in place of the workflow. */
            failureUrl: string | null;
            /** @description Epoch ms. */
            finishedAt: number | null;
            /** @description Limits of its invocations. */
            flowControl: components["schemas"]["FlowControlView"] | null;
            /** @description The key whose limits hold for its invocations. */
            flowControlKey: string | null;
            /** @description The steps of this page, grouped: one after the other, or open at the same time. */
            groups: components["schemas"]["StepGroup"][];
            headers: components["schemas"]["HeaderPairs"];
            hooks: components["schemas"]["HookView"][];
            /** @description What the run was started with; null when that was nothing. */
            input: unknown;
            /** @description What the server sends next, or has sent. */
            invocation: components["schemas"]["InvocationView"] | null;
            /** @description How many entries the run's journal has. */
            journalLength: number;
            labels: string[];
            /** @description When its first invocation is due, if it was delayed. */
            notBefore: number | null;
            /** @description What the workflow returned; null while there is none. */
            output: unknown;
            /** @description The run that has invoked this one, and the step it did it with. */
            parent: {
                /**
                 * @description A run: made by the server, or chosen by whoever starts the run.
                 * @example order-4711
                 */
                runId: string;
                step: string;
            } | null;
            project: string;
            /** @description What is shown as `REDACTED:<sha256>`. */
            redact: components["schemas"]["RedactView"] | null;
            retries: number;
            /** @description The expression for pauses, if one was given. */
            retryDelay: string | null;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            status: components["schemas"]["RunStatus"];
            /** @description In the order in which they were recorded. */
            steps: components["schemas"]["StepView"][];
            /** @description There are more steps: `stepsFrom` of the next page. */
            stepsNext: number | null;
            /** @description The workflow endpoint. */
            url: string;
            waits: components["schemas"]["WaitView"][];
        };
        RunList: {
            /** @description For the next page, if any. */
            cursor: string | null;
            runs: components["schemas"]["RunSummary"][];
        };
        /** @enum {string} */
        RunStatus: "running" | "succeeded" | "failed" | "canceled";
        /**
         * @example {
         *       "callerIp": "203.0.113.7",
         *       "createdAt": 1760000000000,
         *       "deadLetter": false,
         *       "finishedAt": 1760000001000,
         *       "flowControlKey": null,
         *       "journalLength": 8,
         *       "labels": [
         *         "vip"
         *       ],
         *       "notBefore": null,
         *       "parent": null,
         *       "project": "default",
         *       "retries": 3,
         *       "runId": "run_01k0000000000000000000000a",
         *       "status": "succeeded",
         *       "url": "https://app.example.com/api/order"
         *     }
         */
        RunSummary: {
            /** @description The address that the start came from. */
            callerIp: string | null;
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            /** @description It has failed and can be resumed or restarted. */
            deadLetter: boolean;
            /** @description Epoch ms. */
            finishedAt: number | null;
            /** @description The key whose limits hold for its invocations. */
            flowControlKey: string | null;
            /** @description How many entries the run's journal has. */
            journalLength: number;
            labels: string[];
            /** @description When its first invocation is due, if it was delayed. */
            notBefore: number | null;
            /** @description The run that has invoked this one, and the step it did it with. */
            parent: {
                /**
                 * @description A run: made by the server, or chosen by whoever starts the run.
                 * @example order-4711
                 */
                runId: string;
                step: string;
            } | null;
            project: string;
            retries: number;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            status: components["schemas"]["RunStatus"];
            /** @description The workflow endpoint. */
            url: string;
        };
        ScheduleDetails: {
            /**
             * @description What to do with fires that a downtime or a pause has missed: nothing, fire once for the latest, or fire all of them, the newest 1,000 at most. `latest` by default.
             * @enum {string}
             */
            catchUp: "none" | "latest" | "all";
            counts: {
                /** @description Fires that have started a run. */
                fired: number;
                /** @description Fires left out because of `catchUp`. */
                missed: number;
                /** @description Fires whose run could not be started. */
                refused: number;
                /** @description Fires left out because of `overlap`. */
                skipped: number;
            };
            /** @description When it was made, epoch ms. */
            createdAt: number;
            /** @description Null for an interval. */
            cron: string | null;
            /** @description Null for a cron expression. */
            everyMs: number | null;
            /** @description Told when the run has failed, in place of the workflow's failure function. */
            failureUrl?: string;
            flowControl?: components["schemas"]["FlowControl"];
            headers: components["schemas"]["HeaderPairs"];
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description Of its runs. */
            labels: string[];
            /** @description The last fire that has started a run: when it was due, epoch ms. */
            lastFireAt: number | null;
            /** @description The last fire whose run could not be started. */
            lastRefusal: {
                /** @description As in a problem. */
                code: string;
                /** @description Epoch ms. */
                fireAt: number;
            } | null;
            /** @description The run that the last fire has started. */
            lastRunId: string | null;
            /** @description When it fires next, epoch ms; null while it is paused. */
            nextFireAt: number | null;
            /**
             * @description What to do while the previous run is active: start the next one anyway, leave this fire out, or cancel the previous run and start the next one. `allow` by default.
             * @enum {string}
             */
            overlap: "allow" | "skip" | "cancel";
            paused: boolean;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project: string;
            redact?: components["schemas"]["RedactRequest"];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
            /**
             * @description The pause before the next try, as an expression in ms of `retried` (0, 1, 2, …), with `+ - * / %` and pow, sqrt, abs, exp, floor, ceil, round, min, max.
             * @example pow(2, retried) * 1000
             */
            retryDelay?: string;
            /**
             * @description A schedule: made by the server, or chosen by whoever makes the schedule.
             * @example nightly-report
             */
            scheduleId: string;
            /** @description Of the cron expression. */
            timeZone: string | null;
            /** @description The workflow endpoint. */
            url: string;
        };
        ScheduleList: {
            /** @description For the next page, if any. */
            cursor: string | null;
            schedules: components["schemas"]["ScheduleSummary"][];
        };
        /**
         * @example {
         *       "runId": "nightly-report.now.01k0000000000000000000000a",
         *       "scheduleId": "nightly-report"
         *     }
         */
        ScheduleRun: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /**
             * @description A schedule: made by the server, or chosen by whoever makes the schedule.
             * @example nightly-report
             */
            scheduleId: string;
        };
        /**
         * @example {
         *       "catchUp": "latest",
         *       "counts": {
         *         "fired": 1,
         *         "missed": 0,
         *         "refused": 0,
         *         "skipped": 0
         *       },
         *       "createdAt": 1760000000000,
         *       "cron": "0 2 * * *",
         *       "everyMs": null,
         *       "labels": [],
         *       "lastFireAt": 1759968000000,
         *       "lastRefusal": null,
         *       "lastRunId": "nightly-report.1759968000000",
         *       "nextFireAt": 1760054400000,
         *       "overlap": "skip",
         *       "paused": false,
         *       "project": "default",
         *       "scheduleId": "nightly-report",
         *       "timeZone": "Europe/Berlin",
         *       "url": "https://app.example.com/api/report"
         *     }
         */
        ScheduleSummary: {
            /**
             * @description What to do with fires that a downtime or a pause has missed: nothing, fire once for the latest, or fire all of them, the newest 1,000 at most. `latest` by default.
             * @enum {string}
             */
            catchUp: "none" | "latest" | "all";
            counts: {
                /** @description Fires that have started a run. */
                fired: number;
                /** @description Fires left out because of `catchUp`. */
                missed: number;
                /** @description Fires whose run could not be started. */
                refused: number;
                /** @description Fires left out because of `overlap`. */
                skipped: number;
            };
            /** @description When it was made, epoch ms. */
            createdAt: number;
            /** @description Null for an interval. */
            cron: string | null;
            /** @description Null for a cron expression. */
            everyMs: number | null;
            /** @description Of its runs. */
            labels: string[];
            /** @description The last fire that has started a run: when it was due, epoch ms. */
            lastFireAt: number | null;
            /** @description The last fire whose run could not be started. */
            lastRefusal: {
                /** @description As in a problem. */
                code: string;
                /** @description Epoch ms. */
                fireAt: number;
            } | null;
            /** @description The run that the last fire has started. */
            lastRunId: string | null;
            /** @description When it fires next, epoch ms; null while it is paused. */
            nextFireAt: number | null;
            /**
             * @description What to do while the previous run is active: start the next one anyway, leave this fire out, or cancel the previous run and start the next one. `allow` by default.
             * @enum {string}
             */
            overlap: "allow" | "skip" | "cancel";
            paused: boolean;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project: string;
            /**
             * @description A schedule: made by the server, or chosen by whoever makes the schedule.
             * @example nightly-report
             */
            scheduleId: string;
            /** @description Of the cron expression. */
            timeZone: string | null;
            /** @description The workflow endpoint. */
            url: string;
        };
        SigningKey: {
            id: string;
            /** @description `whpk_` and the base64 of an Ed25519 public key. */
            publicKey: string;
            /**
             * @description Requests are signed with the `current` and the `previous` key. The `next` one signs nothing yet: endpoints can know it before the next rotation.
             * @enum {string}
             */
            state: "next" | "current" | "previous";
        };
        SigningKeyList: {
            /** @description All that endpoints should accept. */
            keys: components["schemas"]["SigningKey"][];
        };
        /**
         * @example {
         *       "input": {
         *         "order": 4711
         *       },
         *       "url": "https://app.example.com/api/order"
         *     }
         */
        StartRunRequest: {
            /** @description The first invocation is sent so much later. Not together with `notBefore`. */
            delayMs?: number;
            /** @description Told when the run has failed, in place of the workflow's failure function. */
            failureUrl?: string;
            flowControl?: components["schemas"]["FlowControl"];
            /** @description Given to the workflow as the run's headers. */
            headers?: {
                [key: string]: string;
            };
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description To find the run by. */
            labels?: string[];
            /** @description The first invocation is not sent before, epoch ms. */
            notBefore?: number;
            /**
             * @description A project: it keeps the runs of one token from those of another.
             * @example default
             */
            project?: string;
            redact?: components["schemas"]["RedactRequest"];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
            /**
             * @description The pause before the next try, as an expression in ms of `retried` (0, 1, 2, …), with `+ - * / %` and pow, sqrt, abs, exp, floor, ceil, round, min, max.
             * @example pow(2, retried) * 1000
             */
            retryDelay?: string;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId?: string;
            /**
             * @description The workflow endpoint: an absolute http or https URL.
             * @example https://app.example.com/api/order
             */
            url: string;
        };
        /**
         * @example {
         *       "runs": [
         *         {
         *           "input": {
         *             "order": 4711
         *           },
         *           "runId": "order-4711",
         *           "url": "https://app.example.com/api/order"
         *         },
         *         {
         *           "url": "https://app.example.com/api/order"
         *         }
         *       ]
         *     }
         */
        StartRunsRequest: {
            runs: components["schemas"]["StartRunRequest"][];
        };
        /**
         * @example {
         *       "createdAt": 1760000000000,
         *       "deduplicated": false,
         *       "runId": "run_01k0000000000000000000000a",
         *       "status": "running"
         *     }
         */
        StartedRun: {
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            /** @description The run existed already, with the same content. */
            deduplicated: boolean;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            status: components["schemas"]["RunStatus"];
        };
        /**
         * @example {
         *       "runs": [
         *         {
         *           "refused": {
         *             "code": "idempotency_mismatch",
         *             "detail": "A run with this id was started before with different content.",
         *             "status": 409
         *           },
         *           "runId": "order-4711"
         *         },
         *         {
         *           "createdAt": 1760000000000,
         *           "deduplicated": false,
         *           "runId": "run_01k0000000000000000000000a",
         *           "status": "running"
         *         }
         *       ]
         *     }
         */
        StartedRuns: {
            /** @description In the order of the request. */
            runs: (components["schemas"]["StartedRun"] | components["schemas"]["RefusedRun"])[];
        };
        StepGroup: {
            /** @description `step` of each, in order. */
            steps: string[];
            /**
             * @description `parallel`: steps that were open at the same time.
             * @enum {string}
             */
            type: "sequential" | "parallel";
        };
        /** @description An attempt that failed, and was repeated. */
        StepRetry: {
            at: number;
            /** @description The attempt that failed, from 1. */
            attempt: number;
            failure: components["schemas"]["Failure"];
            retryAt: number;
        };
        StepView: {
            /** @description Attempts that ended so far. */
            attempts: number;
            /** @description Bytes of the result or response. */
            bodySize?: number;
            /** @description Of a race. */
            branches?: components["schemas"]["RaceBranch"][];
            /** @description The call that the wait got. */
            callId?: string;
            childRunId?: string;
            closedAt: number | null;
            /** @description The entry it ended by. */
            closedSeq: number | null;
            /** @description When the sleep or wait ends, epoch ms. */
            dueAt?: number;
            eventId?: string;
            failure?: components["schemas"]["Failure"];
            hookId?: string;
            /**
             * @description `hook` makes a hook, `wait` waits for one to be called; `event` waits for an event.
             * @enum {string}
             */
            kind: "run" | "sleep" | "call" | "hook" | "wait" | "event" | "notify" | "child" | "race";
            method?: string;
            name: string;
            /** @description How many runs the event was told to. */
            notified?: number;
            occurrence: number;
            openedAt: number | null;
            /** @description HTTP status that a call got. */
            responseStatus?: number;
            /** @description Of a `run`; the data of an event; the output of a child run. Not when it is large, or when the event was kept before the wait began: the journal has it. */
            result?: unknown;
            /** @description The last ones, in order. */
            retries?: components["schemas"]["StepRetry"][];
            /** @description When it is tried again, epoch ms. */
            retryAt?: number;
            /** @description Its first entry in the journal. */
            seq: number;
            /** @enum {string} */
            status: "pending" | "retrying" | "succeeded" | "failed" | "timed_out" | "canceled";
            /** @description `<name>#<occurrence>` */
            step: string;
            /** @description What is called, or invoked. */
            url?: string;
            /** @description The key of the branch that won. */
            winner?: string;
        };
        TokenList: {
            /** @description Oldest first, revoked ones too. */
            tokens: components["schemas"]["TokenView"][];
        };
        /**
         * @example {
         *       "access": "full",
         *       "createdAt": 1760000000000,
         *       "lastUsedAt": null,
         *       "name": "Deploy of the shop",
         *       "project": "shop",
         *       "revokedAt": null,
         *       "tokenId": "token_01k0000000000000000000000c"
         *     }
         */
        TokenView: {
            /**
             * @description `read` looks and changes nothing.
             * @enum {string}
             */
            access: "full" | "read";
            /** @description Epoch ms. */
            createdAt: number;
            /** @description Epoch ms; null: never. After a crash up to a minute of use is missing. */
            lastUsedAt: number | null;
            name: string;
            /** @description The only project it is for; null: all of them. */
            project: string | null;
            /** @description Epoch ms; null while the token is valid. */
            revokedAt: number | null;
            /** @description Names the token. Not secret. */
            tokenId: string;
        };
        /**
         * @example {
         *       "rate": true
         *     }
         */
        UnpinFlowKeyRequest: {
            parallelism?: boolean;
            /** @description Rate and period. */
            rate?: boolean;
        };
        /** @description Something the run waits for now. */
        WaitView: {
            attempt?: number;
            /** @description The keys of a race's branches. */
            branches?: string[];
            childRunId?: string;
            /** @description When it ends at the latest, or is looked at again; null: when something happens. */
            dueAt: number | null;
            eventId?: string;
            hookId?: string;
            /** @enum {string} */
            kind: "hook" | "event" | "sleep" | "call" | "retry" | "child" | "race";
            step: string;
        };
        WaiterList: {
            /** @description For the next page, if any. */
            cursor: string | null;
            /** @description Those that wait the longest come first. */
            waiters: components["schemas"]["WaiterView"][];
        };
        /** @description A step that waits for an event. */
        WaiterView: {
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            /** @description When the wait began, epoch ms. */
            since: number;
            /** @description The step that waits: `<name>#<occurrence>`. */
            step: string;
            /** @description When it ends at the latest, epoch ms; null for a race without a sleep. */
            timeoutAt: number | null;
            /** @description The workflow endpoint. */
            url: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    callHookGet: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Call a hook with GET */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallAccepted"];
                };
            };
            /**
             * @description `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `upgrade_not_supported`: This path speaks plain HTTP only.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_closed`: The run that made this hook has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `inbox_full`: As many unread calls or events are kept as may be. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request has too many headers. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callHookPut: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Call a hook with PUT */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallAccepted"];
                };
            };
            /**
             * @description `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `upgrade_not_supported`: This path speaks plain HTTP only.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_closed`: The run that made this hook has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `inbox_full`: As many unread calls or events are kept as may be. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request has too many headers. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callHookPost: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Call a hook with POST */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallAccepted"];
                };
            };
            /**
             * @description `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `upgrade_not_supported`: This path speaks plain HTTP only.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_closed`: The run that made this hook has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `inbox_full`: As many unread calls or events are kept as may be. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request has too many headers. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callHookDelete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Call a hook with DELETE */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallAccepted"];
                };
            };
            /**
             * @description `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `upgrade_not_supported`: This path speaks plain HTTP only.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_closed`: The run that made this hook has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `inbox_full`: As many unread calls or events are kept as may be. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request has too many headers. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    callHookPatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "*/*": unknown;
            };
        };
        responses: {
            /** @description Call a hook with PATCH */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallAccepted"];
                };
            };
            /**
             * @description `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `upgrade_not_supported`: This path speaks plain HTTP only.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_closed`: The run that made this hook has ended. */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `inbox_full`: As many unread calls or events are kept as may be. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `headers_too_large`: The request has too many headers. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    livez: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the process runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
        };
    };
    metrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description All metrics. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    readyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Whether the server accepts work */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Alive"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHookCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One call of a hook: `<hookId>.<seq>`. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read one call of a hook, without its body */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallView"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call_not_found`: There is no such hook call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHookCallBody: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description One call of a hook: `<hookId>.<seq>`. */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The body as received. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/octet-stream": string;
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `call_not_found`: There is no such hook call. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listDeadLetters: {
        parameters: {
            query?: {
                /** @description Only runs of this endpoint, or one of these. */
                url?: string[];
                /** @description Only runs whose endpoint's URL begins with this. */
                urlPrefix?: string[];
                /** @description Only runs with this label, or one of these. */
                label?: string[];
                /** @description Only runs that were started from this address. */
                callerIp?: string[];
                /** @description Only runs with this flow-control key. */
                flowControlKey?: string[];
                /** @description Only runs started at or after this instant, epoch ms. */
                from?: number;
                /** @description Only runs started at or before this instant, epoch ms. */
                to?: number;
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
                /** @description What became of telling the failure, to the workflow's failure function or the failure URL. */
                failureCallback?: components["schemas"]["CallbackStatus"];
                /** @description How many dead letters. */
                limit?: number;
                /** @description Continues an earlier page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the runs that have failed, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterList"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadLetterSelection"];
            };
        };
        responses: {
            /** @description Give failed runs up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterResults"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryFailureCallbacks: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeadLetterSelection"];
            };
        };
        responses: {
            /** @description Tell the endpoints of failures once more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterResults"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restartDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RestartManyRequest"];
            };
        };
        responses: {
            /** @description Start failed runs anew */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterResults"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeDeadLetters: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ResumeManyRequest"];
            };
        };
        responses: {
            /** @description Resume failed runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetterResults"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A failed run that can be resumed or restarted. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeadLetter"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_dead_letter`: The run has not failed, or is no longer among the dead letters. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    discardDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Give a failed run up */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DiscardedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_dead_letter`: The run has not failed, or is no longer among the dead letters. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryFailureCallback: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Tell the endpoint of the failure once more */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallbackRequested"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_dead_letter`: The run has not failed, or is no longer among the dead letters. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    restartDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RestartRequest"];
            };
        };
        responses: {
            /** @description Start a failed run anew */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RestartedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_dead_letter`: The run has not failed, or is no longer among the dead letters. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeDeadLetter: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ResumeRequest"];
            };
        };
        responses: {
            /** @description Resume a failed run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResumedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `not_a_dead_letter`: The run has not failed, or is no longer among the dead letters. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamEvents: {
        parameters: {
            query?: {
                /** @description The `id` of the last event seen. A `Last-Event-ID` header goes before it. */
                after?: number;
                /** @description Only entries of these types, separated by commas. */
                types?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, as they happen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_streams`: As many live streams are open as this server allows. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    notifyEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The event: any text of 1 to 256 characters that can be shown, except `.` and `..`, percent-encoded. */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NotifyRequest"];
            };
        };
        responses: {
            /** @description Notify everybody who waits for an event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Notified"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWaiters: {
        parameters: {
            query?: {
                /** @description How many waiters. */
                limit?: number;
                /** @description Continues an earlier page. */
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description The event: any text of 1 to 256 characters that can be shown, except `.` and `..`, percent-encoded. */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the steps that wait for an event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WaiterList"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFlowKeys: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
                /** @description How many keys. */
                limit?: number;
                /** @description Continues an earlier page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the flow-control keys */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKeyList"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFlowKey: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description A flow-control key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a flow-control key: its limits, and how much is under way and waits */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKey"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow_key_not_found`: Nothing has used this flow-control key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseFlowKey: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description A flow-control key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let nothing of a key begin */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKey"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow_key_not_found`: Nothing has used this flow-control key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pinFlowKey: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description A flow-control key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["PinFlowKeyRequest"];
            };
        };
        responses: {
            /** @description Set limits of a key that new runs and calls do not change */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKey"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow_key_not_found`: Nothing has used this flow-control key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resetFlowKey: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description A flow-control key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End the window of the rate at once */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKey"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow_key_not_found`: Nothing has used this flow-control key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeFlowKey: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description A flow-control key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Let a paused key go on */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKey"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow_key_not_found`: Nothing has used this flow-control key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unpinFlowKey: {
        parameters: {
            query?: {
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
            };
            header?: never;
            path: {
                /** @description A flow-control key. */
                key: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["UnpinFlowKeyRequest"];
            };
        };
        responses: {
            /** @description Let new runs and calls change the limits of a key again */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowKey"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `flow_key_not_found`: Nothing has used this flow-control key. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getGlobalParallelism: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read how much is under way on this server */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GlobalParallelism"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHook: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A hook. */
                hookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a hook, with its URL */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookView"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listHookCalls: {
        parameters: {
            query?: {
                /** @description The first `seq` wanted. */
                from?: number;
                /** @description How many calls. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A hook. */
                hookId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the calls that a hook received */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookCallList"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `hook_not_found`: There is no such hook. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRuns: {
        parameters: {
            query?: {
                status?: components["schemas"]["RunStatus"];
                /** @description Only failed runs that can be resumed or restarted. */
                deadLetter?: "true";
                /** @description Only runs of this endpoint, or one of these. */
                url?: string[];
                /** @description Only runs whose endpoint's URL begins with this. */
                urlPrefix?: string[];
                /** @description Only runs with this label, or one of these. */
                label?: string[];
                /** @description Only runs that were started from this address. */
                callerIp?: string[];
                /** @description Only runs with this flow-control key. */
                flowControlKey?: string[];
                /** @description Only runs started at or after this instant, epoch ms. */
                from?: number;
                /** @description Only runs started at or before this instant, epoch ms. */
                to?: number;
                /** @description A project: it keeps the runs of one token from those of another. */
                project?: string;
                /** @description How many runs. */
                limit?: number;
                /** @description Continues an earlier page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List runs, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunList"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRun: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunRequest"];
            };
        };
        responses: {
            /** @description Start a run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Start a run */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_mismatch`: A run with this id was started before with different content. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `invalid_header`: A header has a name or a value that cannot be sent, or a name that is reserved.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    startRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartRunsRequest"];
            };
        };
        responses: {
            /** @description Start many runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRuns"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `invalid_header`: A header has a name or a value that cannot be sent, or a name that is reserved.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRuns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelRunsRequest"];
            };
        };
        responses: {
            /** @description Cancel many runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanceledRuns"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRun: {
        parameters: {
            query?: {
                /** @description Steps that were recorded from this `seq` on: `stepsNext` of an earlier answer. */
                stepsFrom?: number;
                /** @description How many steps. */
                stepsLimit?: number;
            };
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a run with its steps, waits, attempts, hooks and child runs */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RunDetails"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutRunRequest"];
            };
        };
        responses: {
            /** @description Start a run under an id of your own */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /** @description Start a run under an id of your own */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StartedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `idempotency_mismatch`: A run with this id was started before with different content. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `invalid_header`: A header has a name or a value that cannot be sent, or a name that is reserved.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CancelRunRequest"];
            };
        };
        responses: {
            /** @description Cancel a run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CanceledRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_finished`: The run has already finished. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    checkRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["CheckRunRequest"];
            };
        };
        responses: {
            /** @description Check whether an endpoint's code still matches a run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_finished`: The run has already finished. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    streamRunEvents: {
        parameters: {
            query?: {
                /** @description The `id` of the last event seen. A `Last-Event-ID` header goes before it. */
                after?: number;
                /** @description Only entries of these types, separated by commas. */
                types?: string;
            };
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Events, as they happen. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `too_many_streams`: As many live streams are open as this server allows. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    notifyRun: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
                /** @description The event: any text of 1 to 256 characters that can be shown, except `.` and `..`, percent-encoded. */
                eventId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["NotifyRunRequest"];
            };
        };
        responses: {
            /** @description Notify one run of an event */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NotifiedRun"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_finished`: The run has already finished. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `inbox_full`: As many unread calls or events are kept as may be. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHistory: {
        parameters: {
            query?: {
                /** @description The first `seq` wanted: `journalNext` of what came before. */
                from?: number;
            };
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a page of the journal of an invocation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `run_finished`: The run has already finished.
             *
             *     `stale_invocation`: Another invocation of this run has taken over. Stop this one.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRunHooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List a run's hooks */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HookList"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJournal: {
        parameters: {
            query?: {
                /** @description The first `seq` wanted. */
                from?: number;
                /** @description How many entries. */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a run's journal, oldest entry first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JournalPage"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    registerSteps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                runId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RegisterStepsRequest"];
            };
        };
        responses: {
            /** @description Register steps of a running invocation */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RegisteredSteps"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `run_not_found`: No run has this id.
             *
             *     `hook_not_found`: There is no such hook.
             */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `run_finished`: The run has already finished.
             *
             *     `stale_invocation`: Another invocation of this run has taken over. Stop this one.
             *
             *     `step_conflict`: The step is already recorded with other content or as another kind of step.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    expireWait: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A run: made by the server, or chosen by whoever starts the run. */
                runId: string;
                /** @description The id of the step that waits, `<name>#<occurrence>`. */
                step: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description End a wait now, as if its time had come */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ExpiredWait"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `run_not_found`: No run has this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `run_finished`: The run has already finished.
             *
             *     `not_waiting`: The step is not waiting for a time to come.
             */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `validation_failed`: The request does not match its schema.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSchedules: {
        parameters: {
            query?: {
                /** @description How many schedules. */
                limit?: number;
                /** @description Continues an earlier page. */
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List schedules, newest first */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleList"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_cursor`: Use a cursor exactly as this server returned it.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateScheduleRequest"];
            };
        };
        responses: {
            /** @description Make a schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /** @description Make a schedule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_exists`: There is another schedule with this id. PUT replaces one of your project. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `invalid_cron`: This is no cron expression of 5 or 6 fields, or it never fires.
             *
             *     `invalid_time_zone`: Use a name of the IANA time zone database, such as Europe/Berlin.
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `invalid_header`: A header has a name or a value that cannot be sent, or a name that is reserved.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A schedule: made by the server, or chosen by whoever makes the schedule. */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Read a schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A schedule: made by the server, or chosen by whoever makes the schedule. */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PutScheduleRequest"];
            };
        };
        responses: {
            /** @description Make or replace a schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /** @description Make or replace a schedule */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_exists`: There is another schedule with this id. PUT replaces one of your project. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `invalid_cron`: This is no cron expression of 5 or 6 fields, or it never fires.
             *
             *     `invalid_time_zone`: Use a name of the IANA time zone database, such as Europe/Berlin.
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `invalid_header`: A header has a name or a value that cannot be sent, or a name that is reserved.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A schedule: made by the server, or chosen by whoever makes the schedule. */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Remove a schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RemovedSchedule"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pauseSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A schedule: made by the server, or chosen by whoever makes the schedule. */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Pause a schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    resumeSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A schedule: made by the server, or chosen by whoever makes the schedule. */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Resume a paused schedule */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleDetails"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runSchedule: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A schedule: made by the server, or chosen by whoever makes the schedule. */
                scheduleId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Start a run of a schedule now */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScheduleRun"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `schedule_not_found`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or ..
             *
             *     `url_not_allowed`: The server may not send requests to this URL.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the public keys that requests to endpoints are signed with */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["RotateSigningKeysRequest"];
            };
        };
        responses: {
            /** @description Make the next signing key the current one */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeyList"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `validation_failed`: The request does not match its schema. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listTokens: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description List the tokens, without their texts */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenList"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `forbidden`: This token may not do this. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createToken: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateTokenRequest"];
            };
        };
        responses: {
            /** @description Make a token */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedToken"];
                };
            };
            /**
             * @description `invalid_host`: The request needs exactly one well-formed Host header.
             *
             *     `invalid_body`: The request body could not be read to its end.
             *
             *     `invalid_json`: The body must be one JSON text in UTF-8: at most 64 levels deep, at most 10,000 keys, and no number beyond the range of a double.
             */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `payload_too_large`: The request body is over the limit. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unsupported_media_type`: Send application/json in UTF-8, without a content encoding. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `validation_failed`: The request does not match its schema.
             *
             *     `limit_exceeded`: The run would exceed one of its limits.
             */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A token's id: `token_…`. Never the token itself. */
                tokenId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoke a token */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenView"];
                };
            };
            /** @description `invalid_host`: The request needs exactly one well-formed Host header. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unauthorized`: A valid bearer token is needed. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /**
             * @description `forbidden`: This token may not do this.
             *
             *     `origin_not_allowed`: Requests from this origin are refused.
             */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `token_not_found`: There is no token with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `host_not_allowed`: This server does not answer for this host. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - and not . or .. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `internal`: Something unexpected happened. The request id finds it. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `unavailable`: The server cannot do this now. Nothing was stored. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description `storage_full`: There is no space left. Nothing was stored. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
