/** Every n-th of what is added, n a power of two, so that at most `most` are kept. */
export function evenSample<T>(most: number): { add(item: T): void; items(): readonly T[] } {
  let [step, seen] = [1, 0];
  let kept: T[] = [];
  return {
    add: (item) => {
      if (seen++ % step !== 0) return;
      if (kept.length === most) {
        kept = kept.filter((_, i) => i % 2 === 0);
        step *= 2;
        if ((seen - 1) % step !== 0) return;
      }
      kept.push(item);
    },
    items: () => kept,
  };
}
