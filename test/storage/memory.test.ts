import { MemoryStorage } from "../../src/storage/memory/memory-storage.ts";
import { describeStorage } from "./conformance.ts";

describeStorage("memory storage", () => new MemoryStorage());
