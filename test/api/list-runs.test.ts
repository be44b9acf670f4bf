import { describe, expect, test } from "bun:test";
import { expectRefused, HttpApp } from "../support/http-app.ts";

async function filled(): Promise<HttpApp> {
  const http = new HttpApp();
  const runs = [
    { runId: "a", url: "https://a.test/x,y", labels: ["red"] },
    { runId: "b", url: "https://a.test/z", labels: ["blue", "red"], flowControl: { key: "k" } },
    { runId: "c", url: "https://b.test/", labels: ["blue"], project: "shop" },
  ];
  for (const body of runs) {
    await http.request("/v1/runs", { method: "POST", body });
    http.clock.advance(10);
  }
  return http;
}

async function ids(http: HttpApp, query: string): Promise<string> {
  const { json } = await http.request(`/v1/runs?${query}`);
  return json.runs.map((run: { runId: string }) => run.runId).join("");
}

const uri = encodeURIComponent;

describe("filters of the list of runs", () => {
  test.each([
    ["a URL with a comma is one URL", `url=${uri("https://a.test/x,y")}`, "a"],
    [
      "a repeated filter is one of them",
      `url=${uri("https://a.test/z")}&url=https://b.test/`,
      "cb",
    ],
    ["a run with both labels is there once", "label=red&label=blue", "cba"],
    ["the beginning of a URL", `urlPrefix=${uri("https://a.test/")}`, "ba"],
    ["both filters must match", "label=red&flowControlKey=k", "b"],
    ["from and to include their instants", "from=1000010&to=1000020", "cb"],
    ["a project", "project=shop", "c"],
    ["an address", "callerIp=203.0.113.7", ""],
    ["dead letters", "deadLetter=true", ""],
    ["dead letters by label", "deadLetter=true&label=red&label=blue", ""],
  ])("%s", async (_, query, expected) => {
    expect(await ids(await filled(), query)).toBe(expected);
  });

  test("pages of a filter with several values go through all once", async () => {
    const http = await filled();
    const query = "label=red&label=blue&limit=1";
    let seen = "";

    let cursor: string | null = "";
    while (cursor !== null) {
      const { json } = await http.request(`/v1/runs?${query}${cursor && `&cursor=${cursor}`}`);
      seen += json.runs.map((run: { runId: string }) => run.runId).join("");
      cursor = json.cursor;
    }

    expect(seen).toBe("cba");
  });

  test.each([
    "label=",
    "label=a&label=",
    "urlPrefix",
    `callerIp=${"a".repeat(2_049)}`,
    `${"label=a&".repeat(21)}limit=1`,
    "from=yesterday",
    "from=-1",
    "deadLetter=false",
    "project=a%20b",
  ])("%p fails validation", async (query) => {
    const http = new HttpApp();

    await expectRefused(http, () => http.request(`/v1/runs?${query}`), [422, "validation_failed"]);
  });
});
