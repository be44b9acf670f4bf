import { expect, test } from "bun:test";
import { createPublicKey, verify } from "node:crypto";
import {
  generateSigningKey,
  parseSigningKey,
  publicKeyText,
  serializeSigningKey,
  sign,
} from "../../src/dispatch/signature.ts";

// The public test vectors of Standard Webhooks.
const VECTOR_KEY = {
  privateKey:
    "whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==",
  hmacSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};
const CONTENT = {
  id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
  timestampSeconds: 1614265330,
  body: new TextEncoder().encode('{"test": 2432232314}'),
};

function vectorKey() {
  const key = parseSigningKey(VECTOR_KEY);
  if (key === null) throw new Error("the vector is a key");
  return key;
}

test("signs as the public vectors of Standard Webhooks say, with both algorithms", () => {
  expect(sign([vectorKey()], CONTENT)).toBe(
    "v1a,hnO3f9T8Ytu9HwrXslvumlUpqtNVqkhqw/enGzPCXe5BdqzCInXqYXFymVJaA7AZ" +
      "dpXwVLPo3mNl8EM+m7TBAg== " +
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

test("publishes the public half only", () => {
  expect(publicKeyText(vectorKey())).toBe("whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=");
});

test("signs with every active key, so that receivers may know the old or the new one", () => {
  const keys = [generateSigningKey(), vectorKey()];

  const [first, , third] = sign(keys, CONTENT).split(" ");

  const content = Buffer.from(`${CONTENT.id}.${CONTENT.timestampSeconds}.{"test": 2432232314}`);
  for (const [index, signature] of [first, third].entries()) {
    const raw = Buffer.from(publicKeyText(keys[index] ?? vectorKey()).slice(5), "base64");
    const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    const bytes = Buffer.from(signature?.slice(4) ?? "", "base64");
    expect(verify(null, content, key, bytes)).toBe(true);
    expect(verify(null, Buffer.concat([content, Buffer.from(" ")]), key, bytes)).toBe(false);
  }
});

test("a generated key comes back from its text, with the same id and signatures", () => {
  const key = generateSigningKey();

  const text = serializeSigningKey(key);
  const again = parseSigningKey(text);

  expect(text.privateKey).toMatch(/^whsk_/);
  expect(text.hmacSecret).toMatch(/^whsec_/);
  expect(key.id).toMatch(/^key_[0-9a-f]{12}$/);
  expect(again?.id).toBe(key.id);
  expect(sign(again === null ? [] : [again], CONTENT)).toBe(sign([key], CONTENT));
});

test.each([
  ["another prefix", { ...VECTOR_KEY, privateKey: VECTOR_KEY.privateKey.replace("whsk", "whpk") }],
  ["a cut key", { ...VECTOR_KEY, privateKey: VECTOR_KEY.privateKey.slice(0, 60) }],
  ["halves that do not fit", { ...VECTOR_KEY, privateKey: flip(VECTOR_KEY.privateKey, 6) }],
  ["a short secret", { ...VECTOR_KEY, hmacSecret: "whsec_c2hvcnQ=" }],
  ["a secret that is not base64", { ...VECTOR_KEY, hmacSecret: `${VECTOR_KEY.hmacSecret}!` }],
])("does not take a stored key with %s", (_, text) => {
  expect(parseSigningKey(text)).toBeNull();
});

function flip(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "A" ? "B" : "A") + text.slice(at + 1);
}
