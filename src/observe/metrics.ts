import { assert } from "../core/assert.ts";
import { labelText, sampleLine } from "./exposition.ts";
import { Counter, Histogram } from "./instruments.ts";

/** The media type of `expose()`: Prometheus text format 0.0.4. */
export const METRICS_CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

/** Label sets of one metric: each is a series in every scrape and in every memory behind it. */
export const LABEL_SETS_MAX = 1_000;

const METRIC_NAME = /^[a-zA-Z_:][a-zA-Z0-9_:]*$/;
const LABEL_NAME = /^(?!__)[a-zA-Z_][a-zA-Z0-9_]*$/;

/** Stands in for label values of sets beyond `LABEL_SETS_MAX`. */
const OTHER = "other";

export interface MetricOptions {
  readonly name: string;
  readonly help: string;
}

export interface LabelledOptions<Label extends string> extends MetricOptions {
  /** Values must come from small closed sets: never ids, URLs, or what strangers send. */
  readonly labels: readonly Label[];
}

export interface GaugeOptions extends MetricOptions {
  /** Read at every scrape. When it fails the metric is left out of this scrape. */
  readonly read: () => GaugeReading | Promise<GaugeReading>;
}

/** One value, or one for each label set. */
export type GaugeReading = number | readonly GaugeSample[];

export interface GaugeSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A family of metrics that differ in their labels. */
export interface Labelled<Label extends string, Child> {
  /**
   * The member with these label values, made on first use. Keep it: its methods cost an addition,
   * looking it up costs a string and a map.
   */
  with(values: Readonly<Record<Label, string>>): Child;
}

interface Family {
  readonly options: MetricOptions;
  readonly type: "counter" | "gauge" | "histogram";
  /** The sample lines, each with its newline. */
  readonly lines: () => string | Promise<string>;
}

/** The metrics of one server and their text for a scrape. Names are unique in it. */
export class Metrics {
  readonly #families = new Map<string, Family>();
  readonly #onError: (error: unknown) => void;

  /** `onError` is told of gauges that could not be read. */
  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  counter(options: MetricOptions): Counter {
    const counter = new Counter();
    this.#add({ options, type: "counter", lines: () => counter.lines(options.name, "") });
    return counter;
  }

  counters<Label extends string>(options: LabelledOptions<Label>): Labelled<Label, Counter> {
    const children = new Children(options, () => new Counter());
    this.#add({ options, type: "counter", lines: () => children.lines() });
    return children;
  }

  gauge(options: GaugeOptions): void {
    const { name, read } = options;
    this.#add({ options, type: "gauge", lines: async () => gaugeLines(name, await read()) });
  }

  /** `buckets` are upper bounds (inclusive), rising; the one for everything is added. */
  histogram(options: MetricOptions, buckets: readonly number[]): Histogram {
    const histogram = new Histogram(buckets);
    this.#add({ options, type: "histogram", lines: () => histogram.lines(options.name, "") });
    return histogram;
  }

  histograms<Label extends string>(
    options: LabelledOptions<Label>,
    buckets: readonly number[],
  ): Labelled<Label, Histogram> {
    assert(!options.labels.some((label) => label === "le"), "`le` is the histogram's own label");
    const children = new Children(options, () => new Histogram(buckets));
    this.#add({ options, type: "histogram", lines: () => children.lines() });
    return children;
  }

  /** The text for one scrape. A gauge that fails is left out and reported; the others are there. */
  async expose(): Promise<string> {
    const parts = await Promise.all([...this.#families.values()].map((one) => this.#text(one)));
    return parts.join("");
  }

  async #text({ options, type, lines }: Family): Promise<string> {
    const { name, help } = options;
    try {
      const text = await lines();
      const escaped = help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
      return `# HELP ${name} ${escaped}\n# TYPE ${name} ${type}\n${text}`;
    } catch (error) {
      this.#onError(error);
      return "";
    }
  }

  #add(family: Family): void {
    const { name } = family.options;
    assert(METRIC_NAME.test(name), `${name} is a metric name`);
    assert(!this.#families.has(name), `the metric ${name} is added once`);
    this.#families.set(name, family);
  }
}

class Children<Label extends string, Child extends Counter | Histogram>
  implements Labelled<Label, Child>
{
  readonly #options: LabelledOptions<Label>;
  readonly #make: () => Child;
  /** By rendered labels. */
  readonly #children = new Map<string, Child>();

  constructor(options: LabelledOptions<Label>, make: () => Child) {
    for (const label of options.labels) assert(LABEL_NAME.test(label), `${label} is a label name`);
    this.#options = options;
    this.#make = make;
  }

  with(values: Readonly<Record<Label, string>>): Child {
    const labels = this.#render((label) => values[label]);
    const known = this.#children.get(labels);
    if (known !== undefined) return known;
    const isFull = this.#children.size >= LABEL_SETS_MAX;
    return this.#child(isFull ? this.#render(() => OTHER) : labels);
  }

  lines(): string {
    let text = "";
    for (const [labels, child] of this.#children) text += child.lines(this.#options.name, labels);
    return text;
  }

  #child(labels: string): Child {
    const known = this.#children.get(labels);
    if (known !== undefined) return known;
    const child = this.#make();
    this.#children.set(labels, child);
    return child;
  }

  #render(valueFor: (label: Label) => string): string {
    return labelText(this.#options.labels.map((label) => [label, valueFor(label)]));
  }
}

function gaugeLines(name: string, reading: GaugeReading): string {
  if (typeof reading === "number") return sampleLine(name, "", reading);
  return reading
    .map(({ labels, value }) => sampleLine(name, labelText(Object.entries(labels)), value))
    .join("");
}
