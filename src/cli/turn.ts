/** Lets what waits happen: a reader that has gone away, for one. */
export function turn(): Promise<void> {
  return new Promise((resolve) => { setImmediate(resolve); });
}
