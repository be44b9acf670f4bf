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
         * @description On the server's own machine no token is needed.
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
        /** List runs, newest first */
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
    "/v1/runs/{runId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Read a run with its steps, waits, attempts and hooks */
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
         *       "reason": "The order was withdrawn."
         *     }
         */
        CancelRunRequest: {
            /** @description Kept with the run. */
            reason?: string;
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
        ClosingEntry: {
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
        /** @description Why something failed. */
        Failure: {
            code?: string;
            message: string;
            name: string;
            stack?: string;
        };
        /** @description Header fields: pairs of name and value. */
        HeaderPairs: [
            string,
            string
        ][];
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
        JournalPage: {
            entries: components["schemas"]["EntryView"][];
            /** @description `from` of the next page. */
            next: number | null;
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
            /** @description Instead of the run's own number. */
            retries?: number;
            /** @description Try again no sooner than after this time. */
            retryAfterMs?: number;
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
            headers?: components["schemas"]["HeaderPairs"];
            method: string;
            /** @constant */
            op: "call";
            retries?: number;
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
        };
        Problem: {
            /**
             * @description Stable: a code is never renamed.
             * @enum {string}
             */
            code: "run_not_found" | "run_finished" | "idempotency_mismatch" | "stale_invocation" | "step_conflict" | "hook_not_found" | "hook_closed" | "inbox_full" | "limit_exceeded" | "call_not_found" | "unauthorized" | "forbidden" | "host_not_allowed" | "origin_not_allowed" | "not_found" | "method_not_allowed" | "upgrade_not_supported" | "invalid_host" | "invalid_body" | "invalid_json" | "invalid_cursor" | "payload_too_large" | "unsupported_media_type" | "headers_too_large" | "validation_failed" | "invalid_id" | "url_not_allowed" | "invalid_header" | "storage_full" | "unavailable" | "internal";
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
            /** @description Given to the workflow as the run's headers. */
            headers?: {
                [key: string]: string;
            };
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description To find the run by. */
            labels?: string[];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
            /**
             * @description The workflow endpoint: an absolute http or https URL.
             * @example https://app.example.com/api/order
             */
            url: string;
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
        RunDetails: {
            attempts: components["schemas"]["AttemptView"][];
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            failure: components["schemas"]["Failure"] | null;
            /** @description Epoch ms. */
            finishedAt: number | null;
            hooks: components["schemas"]["HookView"][];
            /** @description What the run was started with; null when that was nothing. */
            input: unknown;
            /** @description How many entries the run's journal has. */
            journalLength: number;
            labels: string[];
            /** @description What the workflow returned; null while there is none. */
            output: unknown;
            retries: number;
            /**
             * @description A run: made by the server, or chosen by whoever starts the run.
             * @example order-4711
             */
            runId: string;
            status: components["schemas"]["RunStatus"];
            /** @description In the order in which they were recorded. */
            steps: components["schemas"]["StepView"][];
            /** @description There are more steps: read the journal. */
            stepsTruncated: boolean;
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
         *       "createdAt": 1760000000000,
         *       "finishedAt": 1760000001000,
         *       "journalLength": 8,
         *       "labels": [
         *         "vip"
         *       ],
         *       "retries": 3,
         *       "runId": "run_01k0000000000000000000000a",
         *       "status": "succeeded",
         *       "url": "https://app.example.com/api/order"
         *     }
         */
        RunSummary: {
            /** @description When the run was started, epoch ms. */
            createdAt: number;
            /** @description Epoch ms. */
            finishedAt: number | null;
            /** @description How many entries the run's journal has. */
            journalLength: number;
            labels: string[];
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
        SigningKey: {
            /** @description Whether new requests are signed with it. */
            current: boolean;
            id: string;
            /** @description `whpk_` and the base64 of an Ed25519 public key. */
            publicKey: string;
        };
        SigningKeyList: {
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
            /** @description Given to the workflow as the run's headers. */
            headers?: {
                [key: string]: string;
            };
            /** @description Given to the workflow. */
            input?: unknown;
            /** @description To find the run by. */
            labels?: string[];
            /** @description How often an invocation or step is tried again; 3 by default. */
            retries?: number;
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
        StepView: {
            /** @description Attempts that ended so far. */
            attempts: number;
            /** @description Bytes of the result or response. */
            bodySize?: number;
            /** @description The call that the wait got. */
            callId?: string;
            closedAt: number | null;
            /** @description When the sleep or wait ends, epoch ms. */
            dueAt?: number;
            failure?: components["schemas"]["Failure"];
            hookId?: string;
            /**
             * @description `hook` makes a hook, `wait` waits for one to be called.
             * @enum {string}
             */
            kind: "run" | "sleep" | "call" | "hook" | "wait";
            name: string;
            occurrence: number;
            openedAt: number | null;
            /** @description HTTP status that a call got. */
            responseStatus?: number;
            /** @description Of a `run` step that succeeded, unless it is large. */
            result?: unknown;
            /** @description When it is tried again, epoch ms. */
            retryAt?: number;
            /** @enum {string} */
            status: "pending" | "retrying" | "succeeded" | "failed" | "timed_out";
            /** @description `<name>#<occurrence>` */
            step: string;
        };
        /** @description Something the run waits for now. */
        WaitView: {
            attempt?: number;
            /** @description When it resolves at the latest, or is looked at again. */
            dueAt: number;
            hookId?: string;
            /** @enum {string} */
            kind: "hook" | "sleep" | "call" | "retry";
            step: string;
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
            /** @description `inbox_full`: The hook holds as many unread calls as it may. */
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
            /** @description `inbox_full`: The hook holds as many unread calls as it may. */
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
            /** @description `inbox_full`: The hook holds as many unread calls as it may. */
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
            /** @description `inbox_full`: The hook holds as many unread calls as it may. */
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
            /** @description `inbox_full`: The hook holds as many unread calls as it may. */
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
            /** @description `forbidden`: This token may only read. */
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
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - */
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
            /** @description `forbidden`: This token may only read. */
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
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - */
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
            /** @description `forbidden`: This token may only read. */
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
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - */
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
            /** @description `forbidden`: This token may only read. */
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
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : -
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
                /** @description Only runs of this endpoint. */
                url?: string;
                /** @description Only runs with this label. */
                label?: string;
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
            /** @description `forbidden`: This token may only read. */
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
             * @description `forbidden`: This token may only read.
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
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : -
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
    getRun: {
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
            /** @description Read a run with its steps, waits, attempts and hooks */
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
            /** @description `forbidden`: This token may only read. */
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
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - */
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
             * @description `forbidden`: This token may only read.
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
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : -
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
             * @description `forbidden`: This token may only read.
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
             *     `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : -
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
            /** @description `forbidden`: This token may only read. */
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
            /** @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : - */
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
            /** @description `forbidden`: This token may only read. */
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
             * @description `invalid_id`: Ids are 1 to 128 characters of A-Z a-z 0-9 _ . : -
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
             * @description `forbidden`: This token may only read.
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
            /** @description `forbidden`: This token may only read. */
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
}
