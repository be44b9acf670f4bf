const utf8 = new TextEncoder();

const base64 = (bytes: ArrayBuffer) => Buffer.from(bytes).toString("base64");

/** Signs as a Hookline server does, with its own clock. */
export async function createSigner() {
  const pair = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as {
    readonly privateKey: CryptoKey;
    readonly publicKey: CryptoKey;
  };
  const secretBytes = crypto.getRandomValues(new Uint8Array(32));
  const hmac = { name: "HMAC", hash: "SHA-256" };
  const secret = await crypto.subtle.importKey("raw", secretBytes, hmac, false, ["sign"]);
  return {
    publicKey: `whpk_${base64(await crypto.subtle.exportKey("raw", pair.publicKey))}`,
    signingSecret: `whsec_${base64(secretBytes.buffer)}`,
    async sign(id: string, body: string, { offsetS = 0, only = "" } = {}) {
      const timestamp = String(Math.floor(Date.now() / 1_000) + offsetS);
      const content = utf8.encode(`${id}.${timestamp}.${body}`);
      const signatures = [
        `v1a,${base64(await crypto.subtle.sign("Ed25519", pair.privateKey, content))}`,
        `v1,${base64(await crypto.subtle.sign("HMAC", secret, content))}`,
      ];
      return {
        "webhook-id": id,
        "webhook-timestamp": timestamp,
        "webhook-signature": signatures.filter((one) => one.startsWith(only)).join(" "),
      };
    },
  };
}
