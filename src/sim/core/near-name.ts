/** The known name that a misspelt one most likely meant, or undefined when none is near (more than a third of it wrong). */
export function nearName(wrong: string, known: readonly string[]): string | undefined {
  if (wrong.length > longestName) return undefined;
  let best: string | undefined;
  let bestDistance = Math.max(1, Math.floor(wrong.length / 3)) + 1;
  for (const name of known) {
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

/** Longer texts are no misspelt names. */
const longestName = 64;

/** Levenshtein distance with adjacent swaps counted once (optimal string alignment). Long texts are cut at 64 characters. */
export function editDistance(a: string, b: string): number {
  const left = a.slice(0, 64);
  const right = b.slice(0, 64);
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: right.length + 1 }, (_, j) => j);
  for (let i = 1; i <= left.length; i++) {
    const row = [i];
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1];
      let cost = Math.min(row[j - 1]! + 1, previous[j]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1]) cost = Math.min(cost, beforePrevious[j - 2]! + 1);
      row.push(cost);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[right.length]!;
}

/** `did you mean "x"?`, or the list of what is known when nothing is near. */
export function suggestion(wrong: string, known: readonly string[]): string {
  const near = nearName(wrong, known);
  if (near !== undefined) return `did you mean "${near}"?`;
  const shown = known.slice(0, 12).join(', ');
  return `known: ${shown}${known.length > 12 ? `, … (${known.length} in all)` : ''}`;
}
