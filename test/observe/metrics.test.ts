import { describe, expect, test } from "bun:test";
import { LABEL_SETS_MAX, METRICS_CONTENT_TYPE, Metrics } from "../../src/observe/metrics.ts";

function setUp() {
  const errors: unknown[] = [];
  return { errors, metrics: new Metrics((error) => errors.push(error)) };
}

test("the media type is that of the text format", () => {
  expect(METRICS_CONTENT_TYPE).toBe("text/plain; version=0.0.4; charset=utf-8");
});

describe("a counter", () => {
  test("starts at 0 and adds up", async () => {
    const { metrics } = setUp();
    const counter = metrics.counter({ name: "runs_started_total", help: "Runs started." });

    expect(await metrics.expose()).toBe(
      "# HELP runs_started_total Runs started.\n" +
        "# TYPE runs_started_total counter\n" +
        "runs_started_total 0\n",
    );
    counter.inc();
    counter.inc(2.5);

    expect(await metrics.expose()).toContain("\nruns_started_total 3.5\n");
  });

  test("does not go down", () => {
    const counter = setUp().metrics.counter({ name: "a", help: "" });

    expect(() => counter.inc(-1)).toThrow("go down");
    expect(() => counter.inc(Number.NaN)).toThrow("go down");
  });

  test("with labels is one member per set of values", async () => {
    const { metrics } = setUp();
    const requests = metrics.counters({
      name: "requests_total",
      help: "Requests.",
      labels: ["method", "status"],
    });
    const posts = requests.with({ method: "POST", status: "202" });

    posts.inc();
    requests.with({ status: "202", method: "POST" }).inc();
    requests.with({ method: "GET", status: "404" }).inc(7);

    expect(requests.with({ method: "POST", status: "202" })).toBe(posts);
    expect(await metrics.expose()).toBe(
      "# HELP requests_total Requests.\n" +
        "# TYPE requests_total counter\n" +
        'requests_total{method="POST",status="202"} 2\n' +
        'requests_total{method="GET",status="404"} 7\n',
    );
  });

  test("escapes label values and help", async () => {
    const { metrics } = setUp();
    const family = metrics.counters({ name: "a", help: 'b\\c\nd "e"', labels: ["x"] });

    family.with({ x: 'back\\slash "quote"\nline' }).inc();

    expect(await metrics.expose()).toBe(
      '# HELP a b\\\\c\\nd "e"\n# TYPE a counter\na{x="back\\\\slash \\"quote\\"\\nline"} 1\n',
    );
  });

  test("does not confuse values that look like labels", () => {
    const family = setUp().metrics.counters({ name: "a", help: "", labels: ["x", "y"] });

    const one = family.with({ x: '1",y="2', y: "3" });
    const other = family.with({ x: "1", y: '2",y="3' });

    expect(one).not.toBe(other);
  });

  test("gathers what is beyond the bound in one member", async () => {
    const { metrics } = setUp();
    const family = metrics.counters({ name: "a", help: "", labels: ["id"] });

    for (let id = 0; id < LABEL_SETS_MAX + 20; id += 1) family.with({ id: String(id) }).inc();

    const text = await metrics.expose();
    expect(text).toContain('\na{id="other"} 20\n');
    expect(text.split("\n").length).toBe(LABEL_SETS_MAX + 4);
    expect(family.with({ id: "0" })).not.toBe(family.with({ id: "unseen" }));
  });
});

describe("a gauge", () => {
  test("is read at each scrape, also asynchronously and with labels", async () => {
    const { metrics } = setUp();
    let near = 3;
    metrics.gauge({ name: "timers", help: "t", read: () => near });
    metrics.gauge({
      name: "runs",
      help: "r",
      read: async () => [
        { labels: { status: "running" }, value: 2 },
        { labels: { status: "failed" }, value: 0 },
      ],
    });

    near = 4;

    expect(await metrics.expose()).toBe(
      "# HELP timers t\n# TYPE timers gauge\ntimers 4\n" +
        '# HELP runs r\n# TYPE runs gauge\nruns{status="running"} 2\nruns{status="failed"} 0\n',
    );
  });

  test("that fails is left out and reported; the others are there", async () => {
    const { metrics, errors } = setUp();
    const read = (): number => {
      throw new Error("disk");
    };
    metrics.gauge({ name: "a", help: "", read });
    metrics.gauge({ name: "b", help: "", read: () => Promise.reject(new Error("disk")) });
    metrics.gauge({ name: "c", help: "", read: () => 1 });

    expect(await metrics.expose()).toBe("# HELP c \n# TYPE c gauge\nc 1\n");
    expect(errors.length).toBe(2);
  });

  test("writes numbers as the format has them", async () => {
    const { metrics } = setUp();
    const values = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN, 1e21, 0.1];
    const samples = values.map((value, at) => ({ labels: { at: String(at) }, value }));
    metrics.gauge({ name: "g", help: "", read: () => samples });

    const numbers = (await metrics.expose()).match(/(?<=\} ).+/g);

    expect(numbers).toEqual(["+Inf", "-Inf", "NaN", "1e+21", "0.1"]);
  });
});

describe("a histogram", () => {
  test("counts into cumulated buckets with inclusive bounds", async () => {
    const { metrics } = setUp();
    const histogram = metrics.histogram({ name: "h", help: "H." }, [0.5, 1, 10]);

    for (const value of [0, 0.5, 0.6, 1, 9, 10, 11]) histogram.observe(value);

    expect(await metrics.expose()).toBe(
      "# HELP h H.\n# TYPE h histogram\n" +
        'h_bucket{le="0.5"} 2\nh_bucket{le="1"} 4\nh_bucket{le="10"} 6\nh_bucket{le="+Inf"} 7\n' +
        "h_sum 32.1\nh_count 7\n",
    );
  });

  test("puts its bound after the labels", async () => {
    const { metrics } = setUp();
    const family = metrics.histograms({ name: "h", help: "", labels: ["route"] }, [1]);

    family.with({ route: "/v1" }).observe(3);

    expect(await metrics.expose()).toContain(
      'h_bucket{route="/v1",le="1"} 0\nh_bucket{route="/v1",le="+Inf"} 1\n' +
        'h_sum{route="/v1"} 3\nh_count{route="/v1"} 1\n',
    );
  });

  test("refuses bounds that do not rise", () => {
    const { metrics } = setUp();

    expect(() => metrics.histogram({ name: "h", help: "" }, [1, 1])).toThrow("rise");
    expect(() => metrics.histogram({ name: "h", help: "" }, [2, 1])).toThrow("rise");
    expect(() => metrics.histogram({ name: "h", help: "" }, [Number.NaN])).toThrow("rise");
    expect(() => metrics.histogram({ name: "h", help: "" }, [Infinity])).toThrow("finite");
  });
});

describe("names", () => {
  test("are unique and well-formed", () => {
    const { metrics } = setUp();
    metrics.counter({ name: "a", help: "" });

    expect(() => metrics.counter({ name: "a", help: "" })).toThrow("once");
    for (const name of ["", "1a", "a-b", "a b", "a\n"]) {
      expect(() => metrics.counter({ name, help: "" })).toThrow("metric name");
    }
    for (const label of ["", "1a", "a-b", "__a", "a:b"]) {
      expect(() => metrics.counters({ name: "b", help: "", labels: [label] })).toThrow("label");
    }
    expect(() => metrics.histograms({ name: "c", help: "", labels: ["le"] }, [1])).toThrow("le");
  });
});
