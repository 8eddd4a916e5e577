/**
 * Whether a list of modules, as configurations write it, names a module. A plain text names a module of that path, or one that has it as
 * whole parts (`mlp` in `layers.0.mlp.down_proj`); `re:` begins a regular expression, matched from the start of the path.
 */
export type ModuleMatcher = (module: string) => boolean;

/** One character of a pattern: which it takes, and how often. */
interface Step { readonly takes: (character: string) => boolean; readonly least: 0 | 1; readonly repeats: boolean }

const longestPattern = 500;
const mostAlternatives = 256;

/** The matcher of one entry, undefined where its pattern is none that is understood. */
export function moduleMatcher(entry: string): ModuleMatcher | undefined {
  if (entry.length > longestPattern) return undefined;
  if (entry.startsWith('re:')) return expression(entry.slice(3));
  if (/[*?[\]]/.test(entry)) return wildcard(entry);
  return (module) => `.${module}.`.includes(`.${entry.replace(/\.weight$/, '')}.`);
}

/** Shell wildcards, of which `*` is taken. */
function wildcard(entry: string): ModuleMatcher | undefined {
  if (/[?[\]]/.test(entry)) return undefined;
  const steps = Array.from(entry, (c): Step => (c === '*' ? { takes: () => true, least: 0, repeats: true } : { takes: (x) => x === c, least: 1, repeats: false }));
  return (module) => matches(steps, module, true);
}

/**
 * A regular expression of literals, `.`, `\d`, `\w`, sets, `*`, `+`, `?` on one character, and groups of alternatives; matched by sets of
 * places, so that no pattern takes long. Undefined for anything else.
 */
function expression(pattern: string): ModuleMatcher | undefined {
  const anchored = pattern.startsWith('^') ? pattern.slice(1) : pattern;
  const alternatives = expanded(anchored);
  if (alternatives === undefined) return undefined;
  const branches: (readonly [readonly Step[], boolean])[] = [];
  for (const alternative of alternatives) {
    const toEnd = alternative.endsWith('$') && !alternative.endsWith('\\$');
    const steps = stepsOf(toEnd ? alternative.slice(0, -1) : alternative);
    if (steps === undefined) return undefined;
    branches.push([steps, toEnd]);
  }
  return (module) => branches.some(([steps, toEnd]) => matches(steps, module, toEnd));
}

/** The pattern without groups, one for each choice of alternatives. */
function expanded(pattern: string): readonly string[] | undefined {
  let done: string[] = [];
  let pending = [pattern];
  while (pending.length > 0) {
    if (done.length + pending.length > mostAlternatives) return undefined;
    const next: string[] = [];
    for (const text of pending) {
      // The innermost group, or the alternatives of the whole.
      const group = /(?<!\\)\((?:\?:)?((?:[^()\\]|\\.)*)\)/.exec(text);
      if (group === null) {
        if (/(?<!\\)[()]/.test(text)) return undefined;
        done = done.concat(text.split(/(?<!\\)\|/));
      } else {
        const after = text.slice(group.index + group[0].length);
        if (/^[*+?{]/.test(after)) return undefined;
        for (const choice of group[1]!.split(/(?<!\\)\|/)) next.push(text.slice(0, group.index) + choice + after);
      }
    }
    pending = next;
  }
  return done.length > mostAlternatives ? undefined : done;
}

function stepsOf(text: string): readonly Step[] | undefined {
  const steps: Step[] = [];
  let rest = text;
  while (rest !== '') {
    const token = /^(?:\\[.dw_\-$|()\\/]|\[\^?[\w.\-]+\]|[^\\[\]{}()*+?^$|])([*+?]?)/.exec(rest);
    if (token === null) return undefined;
    const [whole, count = ''] = token;
    const body = whole.slice(0, whole.length - count.length);
    steps.push({ takes: takesOf(body), least: count === '' || count === '+' ? 1 : 0, repeats: count === '*' || count === '+' });
    rest = rest.slice(whole.length);
  }
  return steps;
}

function takesOf(body: string): (character: string) => boolean {
  if (body === '.') return () => true;
  if (body === '\\d') return (c) => c >= '0' && c <= '9';
  if (body === '\\w') return (c) => /\w/.test(c);
  if (body.startsWith('\\')) return (c) => c === body[1];
  if (!body.startsWith('[')) return (c) => c === body;
  const isNot = body[1] === '^';
  const set = body.slice(isNot ? 2 : 1, -1);
  const inSet = (c: string): boolean => {
    for (let i = 0; i < set.length; i++) {
      if (set[i + 1] === '-' && i + 2 < set.length) {
        if (c >= set[i]! && c <= set[i + 2]!) return true;
        i += 2;
      } else if (c === set[i]) return true;
    }
    return false;
  };
  return (c) => inSet(c) !== isNot;
}

/** Runs through the text with the set of steps that may come next. */
function matches(steps: readonly Step[], text: string, toEnd: boolean): boolean {
  let open = new Set<number>();
  const reach = (into: Set<number>, at: number): void => {
    for (let i = at; !into.has(i); i++) {
      into.add(i);
      if (i >= steps.length || steps[i]!.least > 0) return;
    }
  };
  reach(open, 0);
  for (const character of text) {
    if (!toEnd && open.has(steps.length)) return true;
    const next = new Set<number>();
    for (const i of open) {
      if (i >= steps.length || !steps[i]!.takes(character)) continue;
      if (steps[i]!.repeats) {
        reach(next, i);
        reach(next, i + 1);
      } else reach(next, i + 1);
    }
    open = next;
    if (open.size === 0) return false;
  }
  return open.has(steps.length);
}
