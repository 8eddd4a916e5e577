import * as runtime from './cell-runtime.js';
import type { Step } from './schedule.js';

/** What a module does, over its state. */
export interface Program {
  /** From inputs, registers and memories to everything that follows them. */
  readonly settle: (state: Int32Array) => void;
  /** Writes the memories with what `settle` staged. */
  readonly commit: (state: Int32Array) => void;
  /** JavaScript of both, for a look at it. */
  readonly text: string;
}

/** Characters. V8 optimises short functions sooner, and very long ones not at all: an array of 16 x 16 MACs runs ten times as fast as with 40,000. */
const longestFunction = 4_000;

/**
 * Compiles steps in their order. The words are local variables where they can be; `kept` words and those that another function reads are
 * stored in the state, too.
 */
export function programOf(steps: readonly Step[], kept: ReadonlySet<number>, commits: readonly string[]): Program {
  const parts = partsOf(steps);
  const stored = new Set(kept);
  for (const part of parts) for (const word of foreignWords(part)) stored.add(word);
  const bodies = parts.map((part) => [
    ...[...foreignWords(part)].map((word) => `const v${word} = s[${word}];`),
    ...part.flatMap(({ lines, writes }) => [...lines, ...writes.filter((word) => stored.has(word)).map((word) => `s[${word}] = v${word};`)]),
  ].join('\n'));
  const settle = bodies.length === 1 ? `function settle(s) {\n${bodies[0]!}\n}` : [
    ...bodies.map((body, i) => `function settle${i}(s) {\n${body}\n}`),
    `function settle(s) {\n${bodies.map((_, i) => `settle${i}(s);`).join('\n')}\n}`,
  ].join('\n');
  const text = `"use strict";\nconst { ${Object.keys(runtime).join(', ')} } = runtime;\n${settle}\nfunction commit(s) {\n${commits.join('\n')}\n}\nreturn { settle, commit };`;
  // The text is made of numbers and of the constructs in this folder; no name of the netlist gets into it.
  // eslint-disable-next-line @typescript-eslint/no-implied-eval
  const make = new Function('runtime', text) as (library: typeof runtime) => Omit<Program, 'text'>;
  return { ...make(runtime), text };
}

/** Steps in groups whose text is not too long for a function. */
function partsOf(steps: readonly Step[]): Step[][] {
  const parts: Step[][] = [[]];
  let length = 0;
  for (const step of steps) {
    const more = step.lines.reduce((sum, line) => sum + line.length, 0);
    if (length > 0 && length + more > longestFunction) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)!.push(step);
    length += more;
  }
  return parts;
}

/** Words that a group reads and does not make. */
function foreignWords(part: readonly Step[]): Set<number> {
  const made = new Set(part.flatMap((step) => step.writes));
  return new Set(part.flatMap((step) => [...step.reads].filter((word) => !made.has(word))));
}
