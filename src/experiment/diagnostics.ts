import { problem, type Problem } from '../sim/core/diagnostics.js';
import { nearName, suggestion } from '../sim/core/near-name.js';
import { childPointer } from '../sim/core/pointer.js';
import { excerpt, quote } from '../sim/core/quote.js';
import { fileKinds, type FileKind } from './file-kind.js';

const maxShown = 80;
const maxName = 200;

/** A value as messages show it, at most 80 characters: scalars as JSON, objects and lists by what they are. */
export function shownValue(value: unknown): string {
  if (typeof value === 'string') return quote(value, maxShown);
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `a list of ${value.length}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  return String(value);
}

/** A pointer as messages show it. */
export function shownPointer(pointer: string): string {
  return pointer === '' ? 'the document' : excerpt(pointer, maxShown);
}

function near(wrong: string, known: readonly string[]): string | undefined {
  const name = nearName(wrong.slice(0, 64), known);
  return name === undefined ? undefined : `did you mean "${name}"?`;
}

export function unknownField(parent: string, name: string, known: readonly string[]): Problem {
  const remedy = known.length === 0 ? 'remove it' : suggestion(name.slice(0, 64), known);
  return problem('spec/unknown-field', `unknown field ${quote(name, maxShown)} in ${shownPointer(parent)}`, { pointer: childPointer(parent, name), remedy });
}

/** `example` is JSON text, `description` what the schema says of the field. */
export function missingField(parent: string, name: string, description: string | undefined, example: string | undefined): Problem {
  const meaning = description === undefined ? '' : ` (${description.replace(/\.$/, '')})`;
  return problem('spec/missing-field', `missing field "${name}"${meaning} in ${shownPointer(parent)}`, { pointer: parent, remedy: example === undefined ? `add "${name}"` : `add for example "${name}": ${example}` });
}

/** `expected` is what would be right, e.g. `an integer`. */
export function wrongType(pointer: string, expected: string, value: unknown): Problem {
  return problem('spec/wrong-type', `${shownPointer(pointer)} must be ${expected}, got ${shownValue(value)}`, { pointer });
}

export function outOfRange(pointer: string, range: string, value: unknown): Problem {
  return problem('spec/out-of-range', `${shownPointer(pointer)} must be ${range}, got ${shownValue(value)}`, { pointer });
}

/** `otherwise` is what else it may be, e.g. `an object`; empty for nothing else. */
export function notOneOf(pointer: string, allowed: readonly unknown[], value: unknown, otherwise = ''): Problem {
  const listed = allowed.map((a) => (typeof a === 'string' ? `"${a}"` : String(a))).join(', ') + (otherwise === '' ? '' : ` or ${otherwise}`);
  const remedy = typeof value === 'string' ? near(value, allowed.filter((a) => typeof a === 'string')) : undefined;
  return problem('spec/not-one-of', `${shownPointer(pointer)} must be ${allowed.length > 1 ? 'one of ' : ''}${listed}, got ${shownValue(value)}`, remedy === undefined ? { pointer } : { pointer, remedy });
}

/** `rule` says how much there must be, e.g. `at most 10 items`; `actual` how much there is. */
export function wrongLength(pointer: string, rule: string, actual: string): Problem {
  return problem('spec/wrong-length', `${shownPointer(pointer)} must have ${rule}, got ${actual}`, { pointer });
}

export function tooManyOps(pointer: string, count: number, limit: number): Problem {
  return problem('spec/wrong-length', `the layers in ${shownPointer(pointer)} must have at most ${limit} ops together, got ${count}`, { pointer, remedy: 'write equal layers once, with repeat' });
}

/** A rule of the schema that has no text of its own. */
export function brokenRule(pointer: string, keyword: string, value: unknown): Problem {
  return problem('spec/broken-rule', `${shownPointer(pointer)} breaks the rule "${keyword}", got ${shownValue(value)}`, { pointer });
}

export function moreProblems(count: number): Problem {
  return problem('spec/more-problems', `${count} more ${count === 1 ? 'problem is' : 'problems are'} not shown`, { remedy: 'correct the others first' });
}

export function emptyPath(): Problem {
  return problem('set/empty-path', 'the path to set is empty', { remedy: setExample });
}

export function emptySegment(path: string): Problem {
  return problem('set/empty-segment', `the path ${quote(path, maxShown)} has a part without a name`, { remedy: setExample });
}

export function badIndex(path: string): Problem {
  return problem('set/bad-index', `the path ${quote(path, maxShown)} has an index that is not a number in brackets`, { remedy: 'write for example published[0].value=55' });
}

export function forbiddenSegment(path: string, name: string): Problem {
  return problem('set/forbidden-key', `the path ${quote(path, maxShown)} goes through ${quote(name, maxShown)}, which is not allowed`, { remedy: 'choose another name' });
}

export function pathTooDeep(path: string, limit: number): Problem {
  return problem('set/too-deep', `the path ${quote(path, maxShown)} has more than ${limit} parts`, { remedy: setExample });
}

/** `pointer` is where the path meets `value`, which has no field `name`. */
export function notAnObject(path: string, pointer: string, name: string, value: unknown): Problem {
  const remedy = Array.isArray(value) ? 'choose an item with [0]' : 'set the object as a whole, as JSON';
  return problem('set/not-an-object', `${quote(path, maxShown)} cannot set ${quote(name, maxShown)}: ${shownPointer(pointer)} is ${shownValue(value)}, not an object`, { pointer, remedy });
}

export function notAList(path: string, pointer: string, value: unknown): Problem {
  return problem('set/not-a-list', `${quote(path, maxShown)} cannot set an item: ${shownPointer(pointer)} is ${shownValue(value)}, not a list`, { pointer, remedy: 'set the list as a whole, as JSON' });
}

export function indexOutOfRange(path: string, pointer: string, length: number): Problem {
  return problem('set/index-out-of-range', `${quote(path, maxShown)} leaves a gap: ${shownPointer(pointer)} has ${length} items`, { pointer, remedy: `the next index is ${length}` });
}

/** For readers to report before they read the file. */
export function fileTooLarge(file: string, bytes: number, limit: number): Problem {
  return problem('file/too-large', `${quote(file, maxName)} has ${bytes} bytes; at most ${limit} are read`, { remedy: 'is it the right file? weights and traces do not belong in it' });
}

export function notUtf8(file: string, line: number): Problem {
  return problem('file/not-text', 'the file is not a text in UTF-8', { file, line, remedy: 'save it as UTF-8, or is it the right file?' });
}

export function notUtf16(file: string): Problem {
  return problem('file/not-text', 'the file is a text in UTF-16', { file, line: 1, remedy: 'save it as UTF-8' });
}

export function noFilesHere(path: string): Problem {
  return problem('file/no-files', `${quote(path, maxName)} cannot be opened: no files here`, { remedy: 'give the value itself, or an `open` function' });
}

/** `wanted` is what the file should be; `pointer` is where it says what it is. */
export function wrongKind(pointer: string, kind: FileKind, wanted: 'an experiment' | 'a device' | 'a scheme' | 'a model' | 'a table of measurements'): Problem {
  const { is, remedy } = fileKinds[kind];
  const instead = wanted === 'an experiment' ? remedy : `give ${wanted === 'a model' ? 'a config.json or a graph' : wanted}`;
  return problem('spec/wrong-kind', `this is ${is}, not ${wanted}`, { pointer, remedy: instead });
}

export function unknownModel(pointer: string, name: string, known: readonly string[]): Problem {
  return problem('model/unknown', `no model ${quote(name, maxShown)} in the catalogue`, { pointer, remedy: suggestion(name.slice(0, 64), known) });
}

/** `as-stored` for a model that no file stores. */
export function notAFile(pointer: string): Problem {
  return problem('workload/not-stored', '"as-stored" takes the formats of a model file, and the model is none', { pointer, remedy: 'give the path of a .gguf, .safetensors, .index.json or .onnx file as the model, or name a scheme' });
}

/** A value with a `kind` that no model has. */
export function notAModel(pointer: string, kind: unknown): Problem {
  const remedy = typeof kind === 'string' ? near(kind, ['graph']) : undefined;
  return problem('model/wrong-kind', `${shownPointer(pointer)} is ${shownValue(kind)}, and a model is a graph or a config.json`, { pointer, remedy: remedy ?? 'write "kind": "graph", or give the content of a config.json' });
}

export function unknownScheme(pointer: string, name: string, known: readonly string[]): Problem {
  return problem('scheme/unknown', `no quantisation scheme ${quote(name, maxShown)} in the catalogue`, { pointer, remedy: suggestion(name.slice(0, 64), known) });
}

export function unknownFamily(pointer: string, name: string, known: readonly string[]): Problem {
  return problem('architecture/unknown-family', `no architecture family ${quote(name, maxShown)}`, { pointer, remedy: suggestion(name.slice(0, 64), known) });
}

export function noSuchFidelity(pointer: string, family: string, fidelity: string, known: readonly string[]): Problem {
  return problem('experiment/fidelity', `family "${family}" has no fidelity "${fidelity}"`, { pointer, remedy: `use ${known.join(' or ')}` });
}

export function nothingToMap(pointer: string, family: string): Problem {
  return problem('mapping/no-tiles', `family "${family}" has no tiles to map`, { pointer, remedy: 'leave "mapping" out, or write "rule"' });
}

export function unknownMappedOp(pointer: string, name: string, known: readonly string[]): Problem {
  return problem('mapping/unknown-op', `no op ${quote(name, maxShown)} in the model`, { pointer, remedy: suggestion(name.slice(0, 64), known) });
}

export function unmappedOp(pointer: string, name: string): Problem {
  return problem('mapping/not-a-product', `${quote(name, maxShown)} is no matrix product, and only those are mapped`, { pointer, remedy: 'remove it' });
}

export function unknownMode(pointer: string, mode: string, known: readonly string[]): Problem {
  return problem('mapping/unknown-mode', `no mode ${quote(mode, maxShown)} of the array`, { pointer, remedy: suggestion(mode.slice(0, 64), known) });
}

export function fixedTiles(pointer: string, family: string): Problem {
  return problem('mapping/fixed-tiles', `the tiles of family "${family}" are fixed`, { pointer, remedy: 'give "mode" and "order" alone' });
}

export function unknownMetric(pointer: string, metric: string, known: readonly string[]): Problem {
  return problem('experiment/unknown-metric', `${quote(metric, maxShown)} is no metric of a result`, { pointer, remedy: suggestion(metric.slice(0, 64), known) });
}

export function sweepTooLarge(rows: number, most: number): Problem {
  return problem('sweep/too-large', `the grid has ${rows} points, and a sweep has at most ${most}`, { remedy: 'take fewer values, or search with a budget' });
}

/** `low` and `high` as they were written. */
export function boundsOutOfOrder(pointer: string, low: unknown, high: unknown): Problem {
  return problem('calibrate/bounds', `low must be below high, got ${shownValue(low)} and ${shownValue(high)}`, { pointer, remedy: 'write for example "low": 0.2, "high": 1' });
}

export function boundsWithoutUnit(pointer: string, value: unknown): Problem {
  return problem('calibrate/not-a-number', `${shownPointer(pointer)} must be a number or a text with a unit, got ${shownValue(value)}`, { pointer, remedy: 'write for example 0.2 or "200 MHz"' });
}

export function unlikeUnits(pointer: string, first: string, second: string): Problem {
  return problem('calibrate/unlike-units', `a constant has one unit, and here a ${first} meets a ${second}`, { pointer, remedy: 'write its bounds in the unit that it has in the experiment' });
}

export function constantTwice(pointer: string, path: string): Problem {
  return problem('calibrate/constant-twice', `the constant ${quote(path, maxShown)} is given more than once`, { pointer, remedy: 'keep one of them' });
}

export function rowTwice(pointer: string, id: string): Problem {
  return problem('calibrate/row-twice', `the row ${quote(id, maxShown)} is given more than once`, { pointer, remedy: 'give each row an id of its own' });
}

export function fewerRowsThanConstants(pointer: string, constants: number, rows: number): Problem {
  return problem('calibrate/too-few-rows', `${constants} ${constants === 1 ? 'constant needs' : 'constants need'} at least as many rows to be fitted on, got ${rows}`, { pointer, remedy: 'measure more, write "use": "fit" where it says "test", or fit fewer constants' });
}

/** `index` is that of the row in its file; `path` what it sets. */
export function rowSetsConstant(index: number, id: string, path: string, constant: string): Problem {
  return problem('calibrate/row-sets-constant', `row ${quote(id, maxShown)} sets ${quote(path, maxShown)}, and the constant ${quote(constant, maxShown)} is to be fitted`, { pointer: childPointer(`/rows/${index}/set`, path), remedy: 'leave it out of the row, or out of the constants' });
}

/** A text with a unit for a metric that has none which texts can name. */
export function unitOfNoMetric(pointer: string, metric: string, value: string): Problem {
  return problem('calibrate/no-unit', `no unit is known for ${quote(metric, maxShown)}, got ${quote(value, maxShown)}`, { pointer, remedy: 'is that a metric? if so, give a plain number in its own unit, such as 55 for phases.decode.tokensPerSecond' });
}

/** What the experiment has at the path of a constant. */
export function constantNotANumber(pointer: string, path: string, value: unknown): Problem {
  return problem('calibrate/not-a-number', `the experiment has ${shownValue(value)} at ${quote(path, maxShown)}, and only numbers are fitted`, { pointer, remedy: 'name a number, or a quantity such as "225 MHz"' });
}

/** `reason` is what the experiment says to `value`. */
export function constantRefused(pointer: string, path: string, value: number, reason: string, remedy: string | undefined): Problem {
  return problem('calibrate/constant-refused', `the experiment does not take ${value} at ${quote(path, maxShown)}: ${reason}`, { pointer, remedy: remedy ?? 'name a number of the experiment that may have any value between its bounds' });
}

/** A row whose values the experiment does not take. `reason` is what it says. */
export function rowRefused(pointer: string, id: string, reason: string, remedy: string | undefined): Problem {
  return problem('calibrate/row-refused', `the experiment does not take what row ${quote(id, maxShown)} sets: ${reason}`, { pointer, remedy: remedy ?? setExample });
}

export function rowNotModelled(pointer: string, id: string, metric: string, reason: string): Problem {
  return problem('calibrate/not-modelled', `row ${quote(id, maxShown)}: ${quote(metric, maxShown)} has no value here${reason === '' ? '' : `: ${reason}`}`, { pointer, remedy: 'archsim run --json shows what has' });
}

/** A row whose metric is a text or a truth value. */
export function rowNotANumber(pointer: string, id: string, metric: string, value: unknown): Problem {
  return problem('calibrate/not-a-number', `row ${quote(id, maxShown)}: ${quote(metric, maxShown)} is ${shownValue(value)}, and only numbers are measured`, { pointer, remedy: 'write for example phases.decode.latencySeconds' });
}

/** `reasons` says what is exceeded. */
export function rowDoesNotFit(pointer: string, id: string, reasons: string): Problem {
  return problem('calibrate/does-not-fit', `row ${quote(id, maxShown)}: the design does not fit, so that it has no times: ${reasons}`, { pointer, remedy: 'a board ran it: correct the experiment, or what the row sets' });
}

export function nothingFits(pointer: string): Problem {
  return problem('calibrate/nothing-fits', 'no values between the bounds give every row that is fitted a figure', { pointer, remedy: 'narrow the bounds to values at which the design works' });
}

export function constantWithoutEffect(pointer: string, path: string): Problem {
  return problem('calibrate/no-effect', `no row that is fitted depends on ${quote(path, maxShown)}, so that nothing is learnt of it`, { pointer, remedy: 'measure what it changes, or leave it out of the constants' });
}

/** The rows are met as well by other values around the best one. */
export function constantUndetermined(pointer: string, path: string, value: string): Problem {
  return problem('calibrate/undetermined', `where the rows are met best, around ${value}, none of them depends on ${quote(path, maxShown)}, so that its value stays unknown`, { pointer, remedy: 'measure what it bounds, narrow its bounds, or leave it out of the constants' });
}

/** Constants that only their combination is known of. */
export function constantsNotToldApart(pointer: string, path: string, others: readonly string[]): Problem {
  return problem('calibrate/not-told-apart', `the rows that are fitted do not tell ${quote(path, maxShown)} from ${others.map((other) => quote(other, maxShown)).join(', ')}: a change of one undoes that of the other`, { pointer, remedy: 'measure what only one of them changes, or fit one of them' });
}

const setExample = 'write for example workload.scenario.batch=4';
