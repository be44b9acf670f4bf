/** Makes ids for requests: a prefix that is this process's own, and a count. */
export function requestIds(prefix: string): () => string {
  let count = 0;
  return () => {
    count += 1;
    return prefix + count.toString(36);
  };
}
