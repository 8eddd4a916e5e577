import { problem, type Problem } from '../sim/core/diagnostics.js';
import { nearName, suggestion } from '../sim/core/near-name.js';
import { quote } from '../sim/core/quote.js';

const maxShown = 80;
const maxName = 200;

function near(wrong: string, known: readonly string[]): string {
  return suggestion(wrong.slice(0, 64), known);
}

export function noCommand(word: string): Problem {
  return problem('usage/no-command', `the command comes first, got ${quote(word, maxShown)}`, { remedy: 'write for example archsim run flightllm.json --json; archsim --help lists the commands' });
}

export function unknownCommand(word: string, known: readonly string[]): Problem {
  const isFile = /\.jsonc?$/i.test(word);
  return problem('usage/unknown-command', `there is no command ${quote(word, maxShown)}`, { remedy: isFile ? `to simulate a file, write archsim run ${quote(word, maxShown)}` : near(word, known) });
}

export function unknownOption(command: string, word: string, known: readonly string[]): Problem {
  return problem('usage/unknown-option', `archsim ${command} has no option ${quote(word, maxShown)}`, { remedy: near(word, known) });
}

export function valueMissing(option: string, example: string): Problem {
  return problem('usage/no-value', `${option} needs a value`, { remedy: `write for example ${example}` });
}

export function valueNotTaken(option: string): Problem {
  return problem('usage/value-not-taken', `${option} takes no value`, { remedy: `write ${option} alone` });
}

export function givenTwice(option: string): Problem {
  return problem('usage/given-twice', `${option} is given more than once`, { remedy: 'keep one of them' });
}

export function notAChoice(option: string, value: string, choices: readonly string[]): Problem {
  const remedy = nearName(value.slice(0, 64), choices);
  return problem('usage/not-one-of', `${option} must be ${choices.length > 1 ? 'one of ' : ''}${choices.join(', ')}, got ${quote(value, maxShown)}`, remedy === undefined ? {} : { remedy: `did you mean "${remedy}"?` });
}

export function argumentMissing(usage: string, example: string): Problem {
  return problem('usage/missing-argument', `too few arguments for archsim ${usage}`, { remedy: `write for example ${example}` });
}

export function tooManyArguments(usage: string, words: string): Problem {
  return problem('usage/too-many-arguments', `archsim ${usage} takes no more arguments, got ${quote(words, maxShown)}`, { remedy: 'leave it out' });
}

export function noAssignment(given: string): Problem {
  return problem('set/no-value', `--set takes path=value, got ${quote(given, maxShown)}`, { remedy: 'write for example --set workload.scenario.batch=4' });
}

export function noAxis(given: string): Problem {
  return problem('sweep/no-values', `--over takes path=a,b,c, got ${quote(given, maxShown)}`, { remedy: 'write for example --over workload.scenario.batch=1,8,64' });
}

export function noGrid(file: string): Problem {
  return problem('sweep/no-grid', `${quote(file, maxShown)} is an experiment, and no value is varied`, { remedy: 'add for example --over workload.scenario.batch=1,8,64, or give a sweep' });
}

export function noMeasurements(): Problem {
  return problem('calibrate/no-data', 'a calibration needs measurements', { remedy: 'write for example --data measurements-flightllm-u280.json' });
}

export function calibratedFileExists(path: string): Problem {
  return problem('file/exists', `${quote(path, maxName)} exists already`, { remedy: 'choose another name after -o: nothing is ever overwritten' });
}

export function wrongDepth(given: string): Problem {
  return problem('usage/wrong-depth', `--depth must be a whole number from 1, got ${quote(given, maxShown)}`, { remedy: 'write for example --depth 4' });
}

/** `files` are those in the same folder. */
export function fileNotFound(name: string, files: readonly string[], examples: readonly string[]): Problem {
  const short = /\.\w+$/.test(name) ? [] : examples.map((file) => file.replace(/\.json$/, ''));
  const meant = nearName(name.slice(0, 64), [...files, ...examples, ...short]);
  const remedy = meant === undefined ? `bundled examples: ${examples.join(', ')}` : `did you mean ${quote(meant, maxName)}?`;
  return problem('file/not-found', `there is no file ${quote(name, maxName)}, and no bundled example of that name`, { remedy });
}

export function severalDocuments(file: string, count: number): Problem {
  return problem('file/several', `one experiment is wanted, and this has ${count}`, { file, remedy: 'give one of them' });
}

export function isFolder(path: string): Problem {
  return problem('file/folder', `${quote(path, maxName)} is a folder`, { remedy: 'name a file' });
}

export function unreadable(path: string, reason: string): Problem {
  return problem('file/unreadable', `${quote(path, maxName)} cannot be read: ${reason}`, { remedy: 'check the path and its permissions' });
}

export function unwritable(path: string, reason: string): Problem {
  return problem('file/unwritable', `${quote(path, maxName)} cannot be written: ${reason}`, { remedy: 'choose another place' });
}

export function fileExists(path: string): Problem {
  return problem('file/exists', `${quote(path, maxName)} exists already`, { remedy: 'choose another name: archsim init other.json' });
}

export function folderExists(name: string): Problem {
  return problem('folder/exists', `${quote(name, maxName)} exists and is not empty`, { remedy: 'choose another folder, or remove that one: nothing is ever overwritten' });
}

export function noOutputFolder(): Problem {
  return problem('export/no-folder', 'an export needs a folder to write to', { remedy: 'write for example -o my-tile' });
}

export function noRtl(family: string, known: readonly string[]): Problem {
  return problem('export/no-rtl', `the family ${quote(family, maxShown)} has no Verilog`, { remedy: `families with Verilog: ${known.join(', ')}` });
}

export function noTopModule(name: string, modules: readonly string[]): Problem {
  const listed = modules.slice(0, 8).join(', ');
  return problem('rtl/no-top', `the folder has no module ${quote(name, maxShown)}`, { remedy: `it has ${listed}${modules.length > 8 ? ', …' : ''}: name the one to judge with --top` });
}

export function noVerilog(folder: string): Problem {
  return problem('export/no-verilog', `${quote(folder, maxName)} has no Verilog files`, { remedy: 'give a folder with .v files' });
}

export function folderTooLarge(folder: string, files: number, bytes: number): Problem {
  return problem('folder/too-large', `${quote(folder, maxName)} has more than ${files} files or ${bytes} bytes`, { remedy: 'give the exported folder itself' });
}

export function designDoesNotFit(name: string, reasons: readonly { readonly resource: string; readonly used: number; readonly available: number }[]): Problem {
  const first = reasons.map((r) => `${r.resource}: ${r.used} needed, ${r.available} available`).join('; ');
  return problem('export/does-not-fit', `${quote(name, maxShown)} does not fit, and nothing was written: ${first}`);
}

export function outputLost(reason: string): Problem {
  return problem('file/unwritable', `standard output cannot be written: ${reason}`, { remedy: 'choose another place' });
}

export function unknownList(kind: string, known: readonly string[]): Problem {
  return problem('usage/unknown-list', `there is no list of ${quote(kind, maxShown)}`, { remedy: near(kind, known) });
}

export function unknownName(kind: string, name: string, known: readonly string[]): Problem {
  return problem('usage/unknown-name', `there is no ${quote(name, maxShown)} among ${kind}`, { remedy: near(name, known) });
}

export function unknownSchema(name: string, known: readonly string[]): Problem {
  return problem('usage/unknown-schema', `there is no schema ${quote(name, maxShown)}`, { remedy: near(name, known) });
}

export function unexplained(metric: string, known: readonly string[]): Problem {
  return problem('explain/unknown-metric', `${quote(metric, maxShown)} is no metric that can be explained`, { remedy: near(metric, known) });
}

export function notModelledHere(metric: string, reason: string): Problem {
  return problem('explain/not-modelled', `${quote(metric, maxShown)} is not modelled here${reason === '' ? '' : `: ${reason}`}`, { remedy: 'archsim run shows what is' });
}

export function unknownSystem(name: string, known: readonly string[]): Problem {
  return problem('validate/unknown-system', `there is no system ${quote(name, maxShown)}`, { remedy: near(name, known) });
}

export function noSection(file: string, sections: readonly string[]): Problem {
  return problem('validate/no-section', 'the file has no section that these systems are judged by', { file, remedy: `give an object with ${sections.map((s) => `"${s}"`).join(' or ')}: a list of rows` });
}

export function setOnResult(file: string): Problem {
  return problem('report/set-on-result', 'a result stays as it is: --set and --fidelity change experiments', { file, remedy: 'give the experiment instead' });
}

export function requirementSyntax(text: string, message: string): Problem {
  return problem('require/syntax', `${quote(text, maxName)} is not a formula: ${message}`, { remedy: requirementExample });
}

export function requirementTooLong(limit: number): Problem {
  return problem('require/too-long', `a requirement has at most ${limit} characters`, { remedy: 'give several: --require A --require B' });
}

/** `part` is what cannot be used in a requirement. */
export function requirementPart(text: string, part: string): Problem {
  return problem('require/formula', `${quote(text, maxName)} uses ${part}`, { remedy: 'use numbers, metrics, + - * / ^, comparisons, and, or, not, min, max, abs' });
}

export function notACondition(text: string): Problem {
  return problem('require/not-a-condition', `${quote(text, maxName)} is not true or false`, { remedy: 'compare with <, <=, >, >= or ==' });
}

export function requirementMetric(text: string, metric: string, known: readonly string[]): Problem {
  return problem('require/unknown-metric', `${quote(text, maxName)} names ${quote(metric, maxShown)}, which is no metric of a result`, { remedy: near(metric, known) });
}

export function noDatatype(): Problem {
  return problem('quantize/no-datatype', 'archsim quantize needs --datatype', { remedy: 'write for example --datatype bitmod4; archsim list datatypes has the names' });
}

export function unknownScales(given: string): Problem {
  return problem('quantize/unknown-scales', `--scales must be exact, stored, or int2 to int16, got ${quote(given, maxShown)}`, { remedy: 'write for example --scales int8' });
}

export function unknownTensor(file: string, name: string, known: readonly string[]): Problem {
  return problem('quantize/unknown-tensor', `there is no tensor ${quote(name, maxShown)}`, { file, remedy: near(name, known) });
}

export function packsOneTensor(file: string, names: readonly string[]): Problem {
  return problem('quantize/packs-one-tensor', `--packed writes one tensor, and the file has ${names.length}`, { file, remedy: `write for example --tensor ${quote(names[0] ?? '', maxShown)}` });
}

export function tooManyToPrint(file: string, count: number, limit: number): Problem {
  return problem('quantize/too-many-to-print', `--json prints at most ${limit} weights, and there are ${count}`, { file, remedy: 'leave --json out for a summary, write the codes with --packed FILE, or choose a tensor with --tensor NAME' });
}

export function inputTooLong(file: string, limit: number): Problem {
  return problem('file/too-large', `more than ${limit} bytes are not read from standard input`, { file, remedy: 'give a file: its tensors are read one at a time' });
}

const requirementExample = 'write for example totals.firstTokenSeconds < 0.02';
