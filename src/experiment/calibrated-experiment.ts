import { isRecord } from '../sim/core/is-record.js';
import { applyEdits, modify } from 'jsonc-parser';
import type { Document } from '../sim/core/document.js';
import type { CalibrationResult } from '../sim/model/calibration.js';
import { pointerInArchitecture } from './constant-bench.js';
import type { RunOptions } from './run.js';
import { setPath } from './set-path.js';

const longestSource = 1000;
const mostNamed = 20;

/** The value of an experiment with what `--set` replaced, its fitted constants, and in `architecture.sources` where these are from. */
export function calibratedValue(experiment: Document, result: CalibrationResult, { set = [], fidelity }: RunOptions = {}): unknown {
  const changes: (readonly [string, string])[] = [
    ...set,
    ...(fidelity === undefined ? [] : [['fidelity', fidelity] as const]),
    ...result.constants.map(({ path, fitted }) => [path, String(fitted)] as const),
  ];
  const value = changes.reduce((changed: unknown, [path, text]) => setPath(changed, path, text), experiment.value) as WithSources;
  const entry = { quality: 'fitted', source: sourceText(result) };
  const fitted = Object.fromEntries(result.constants.flatMap(({ path }) => pointerInArchitecture(path) ?? []).map((pointer) => [pointer, entry]));
  return { ...value, architecture: { ...value.architecture, sources: { ...value.architecture.sources, ...fitted } } };
}

/** What a checked experiment has at least. */
interface WithSources {
  readonly architecture: { readonly sources?: object };
}

function sourceText({ measurements, file, rows }: CalibrationResult): string {
  const ids = (use: 'fit' | 'test'): string => {
    const own = rows.filter((row) => row.use === use).map(({ id }) => id);
    return own.length <= mostNamed ? own.join(', ') : `${own.slice(0, mostNamed).join(', ')} and ${own.length - mostNamed} more`;
  };
  const tested = ids('test');
  const text = `archsim calibrate with "${measurements}" (${file.split(/[/\\]/).at(-1)!}): fitted on ${ids('fit')}${tested === '' ? '' : `, tested on ${tested}`}`;
  return text.length <= longestSource ? text : `${text.slice(0, longestSource - 1)}…`;
}

/** A JSON text with `value` in place of what it holds. Comments and layout of what stays the same are kept. */
export function editedText(text: string, from: unknown, value: unknown): string {
  const options = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };
  return changesOf(from, value, []).reduce((edited, { path, to }) => applyEdits(edited, modify(edited, path, to, options)), text.replace(/^\uFEFF/, ''));
}

interface Change {
  readonly path: (string | number)[];
  /** Undefined for what is taken away. */
  readonly to: unknown;
}

/** The smallest parts that differ. A list that differs in length is one part. */
function changesOf(from: unknown, to: unknown, path: (string | number)[]): Change[] {
  if (Array.isArray(from) && Array.isArray(to) && from.length === to.length) return to.flatMap((item: unknown, i) => changesOf(from[i], item, [...path, i]));
  if (!isRecord(from) || !isRecord(to)) return Object.is(from, to) ? [] : [{ path, to }];
  return [...new Set([...Object.keys(from), ...Object.keys(to)])].flatMap((key) => changesOf(from[key], to[key], [...path, key]));
}
