/** A decode step that sees so many tokens. */
export const stepAt = (context) => ({ 'workload.scenario.promptTokens': context - 1, 'workload.scenario.outputTokens': 2 });

/** What the bundled sweep gives. */
export function lutSweep({ example, parseDocument, runSweep, sweepOf }) {
  const file = 'when-does-lut-win.json';
  const sweep = sweepOf(parseDocument(example(file), file), (path) => {
    const bytes = new TextEncoder().encode(example(path));
    return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  });
  return { ...sweep, rows: [...runSweep(sweep)] };
}
