import { defined } from "../defined.ts";
import { type Duration, durationMs } from "../duration.ts";
import { type Answer, type Api, type Body, type Query, unwrap } from "./api.ts";

/** A flow-control key: its limits, and how much is under way and waits. */
export type FlowKey = Answer<"getFlowKey">;

/** Whose key is meant. Default: the token's own project. */
export type FlowKeyScope = Query<"getFlowKey">;

/** Limits that new runs and calls do not change. What is not given stays; null: no limit. */
export interface FlowPin {
  readonly parallelism?: number | null;
  readonly rate?: number | null;
  /** Of `rate`. Default: a second. */
  readonly period?: Duration;
}

/** `client.flowControl`: the keys that limit how much is under way. */
export class FlowKeys {
  readonly #api: Api;

  constructor(api: Api) {
    this.#api = api;
  }

  /** Keys, a page at a time: pass the answer's `cursor` for the next page. */
  list(query: Query<"listFlowKeys"> = {}): Promise<Answer<"listFlowKeys">> {
    return unwrap(this.#api.GET("/v1/flow-control", { params: { query } }));
  }

  /** One key. */
  get(key: string, query: FlowKeyScope = {}): Promise<FlowKey> {
    const params = { path: { key }, query };
    return unwrap(this.#api.GET("/v1/flow-control/{key}", { params }));
  }

  /** Nothing begins any more; what is under way ends. */
  pause(key: string, query: FlowKeyScope = {}): Promise<FlowKey> {
    const params = { path: { key }, query };
    return unwrap(this.#api.POST("/v1/flow-control/{key}/pause", { params }));
  }

  /** Lets a paused key go on, in the order of its line. */
  resume(key: string, query: FlowKeyScope = {}): Promise<FlowKey> {
    const params = { path: { key }, query };
    return unwrap(this.#api.POST("/v1/flow-control/{key}/resume", { params }));
  }

  /** Sets limits that hold whatever new runs and calls say; without any, pins those there are. */
  pin(key: string, limits: FlowPin = {}, query: FlowKeyScope = {}): Promise<FlowKey> {
    const { parallelism, rate, period } = limits;
    const periodMs = period === undefined ? undefined : durationMs(period);
    const body = defined({ parallelism, rate, periodMs });
    const params = { path: { key }, query };
    return unwrap(this.#api.POST("/v1/flow-control/{key}/pin", { params, body }));
  }

  /** Lets new runs and calls set the limits again: both, or those named. */
  unpin(key: string, parts: Body<"unpinFlowKey"> = {}, query: FlowKeyScope = {}): Promise<FlowKey> {
    const params = { path: { key }, query };
    return unwrap(this.#api.POST("/v1/flow-control/{key}/unpin", { params, body: parts }));
  }

  /** Ends the window of the rate at once: what has begun in it does not count any more. */
  reset(key: string, query: FlowKeyScope = {}): Promise<FlowKey> {
    const params = { path: { key }, query };
    return unwrap(this.#api.POST("/v1/flow-control/{key}/reset", { params }));
  }

  /** How much is under way on the whole server. Needs a token for all projects. */
  global(): Promise<Answer<"getGlobalParallelism">> {
    return unwrap(this.#api.GET("/v1/global-parallelism", {}));
  }
}
