/** What a reader has set, kept behind the # of the address, so that an address shows the same page again. */
export function readState(key: string): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(key);
}

/** Sets a value, or takes it away where it is empty. Nothing is added to the history, and the page does not move. */
export function writeState(key: string, value: string): void {
  const state = new URLSearchParams(location.hash.slice(1));
  if (value === '') state.delete(key);
  else state.set(key, value);
  const text = state.toString();
  history.replaceState(null, '', text === '' ? location.href.replace(/#.*$/, '') : `#${text}`);
}
