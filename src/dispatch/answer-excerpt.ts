/** How much of an unexpected answer is kept, in bytes: enough for an error page's first lines. */
export const ANSWER_EXCERPT_BYTES_MAX = 4 * 1024;

const utf8 = new TextDecoder("utf-8");

/** The start of an answer as text; bytes that are not UTF-8 become U+FFFD. */
export function answerExcerpt(body: Uint8Array): string {
  if (body.byteLength <= ANSWER_EXCERPT_BYTES_MAX) return fit(utf8.decode(body));
  let end = ANSWER_EXCERPT_BYTES_MAX;
  // Not in the middle of a character: back over continuation bytes, at most three.
  for (let step = 0; step < 3 && ((body[end] ?? 0) & 0xc0) === 0x80; step += 1) end -= 1;
  return fit(utf8.decode(body.subarray(0, end)));
}

/** Each replaced byte takes three bytes as U+FFFD: the limit holds for what is stored. */
function fit(text: string): string {
  if (text.length * 3 <= ANSWER_EXCERPT_BYTES_MAX) return text;
  const bytes = Buffer.from(text);
  if (bytes.byteLength <= ANSWER_EXCERPT_BYTES_MAX) return text;
  let end = ANSWER_EXCERPT_BYTES_MAX;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.toString("utf8", 0, end);
}
