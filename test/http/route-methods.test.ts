import { expect, test } from "bun:test";
import { routeMethods } from "../../src/http/route-methods.ts";

const methodsOf = routeMethods(() => [
  { method: "GET", path: "/a" },
  { method: "POST", path: "/a" },
  { method: "PUT", path: "/a/:id" },
  { method: "DELETE", path: "/a/:id/*" },
  { method: "GET", path: "/b.json" },
]);

test.each([
  ["/a", ["GET", "HEAD", "POST"]],
  ["/a/", ["GET", "HEAD", "POST"]],
  ["/a/1", ["PUT"]],
  ["/a/1/2/3", ["DELETE"]],
  ["/a//", []],
  ["/b.json", ["GET", "HEAD"]],
  ["/bxjson", []],
  ["/", []],
])("%p has %p", (path, methods) => {
  expect(methodsOf(path)).toEqual(methods);
});
