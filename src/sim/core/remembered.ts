/** Results that are kept, at most. */
const most = 4096;

/**
 * `work` with its results kept by a text that tells arguments apart: for closed forms of a few numbers that a search asks for again and again. Nothing else may
 * change what `work` gives. All is forgotten when too much is kept, so that a long search does not fill the memory.
 */
export function remembered<A, R>(work: (argument: A) => R, keyOf: (argument: A) => string = JSON.stringify): (argument: A) => R {
  const known = new Map<string, R>();
  return (argument) => {
    const key = keyOf(argument);
    if (known.has(key)) return known.get(key)!;
    const result = work(argument);
    if (known.size >= most) known.clear();
    known.set(key, result);
    return result;
  };
}
