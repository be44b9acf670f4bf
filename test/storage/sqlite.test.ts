import { afterAll } from "bun:test";
import { openSqliteStorage } from "../../src/storage/sqlite/open.ts";
import { describeStorage } from "./conformance.ts";
import { temporaryDirectory } from "./temporary.ts";

const directory = temporaryDirectory();
afterAll(directory.remove);

describeStorage("sqlite storage", () => openSqliteStorage({ file: directory.path() }));
