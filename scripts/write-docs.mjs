// Writes what the documents take from the product: numbers, tables, the error list and the picture. `node scripts/write-docs.mjs` after a
// build; with `--check` nothing is written, and the exit code is 1 where a document is not what the product says.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Every generated document as a map from its path to its whole text; the parts between markers are new, the rest is as it stands. */
export async function generatedDocuments(compiled = join(root, 'dist')) {
  const product = await loadProduct(compiled);
  const judged = judge(product);
  const blocks = {
    'README.md': { run: runExcerpt(product), validation: validationSummary(judged, product), commands: commandTable(product) },
    'ARCHITECTURE.md': { imports: importTable() },
    'docs/files.md': Object.fromEntries(['experiment', 'device', 'scheme', 'graph', 'mask'].map((name) => [name, schemaTable(product.schemas[name], name)])),
    'docs/calibrate.md': { measurements: schemaTable(product.schemas.measurements, 'measurements') },
    'docs/fidelities.md': { fidelities: fidelityTable(product) },
    'docs/validation.md': { ...validationTables(judged), ratios: ratioTable(product) },
    'docs/when-does-lut-win.md': { sweep: block(['```text', '$ archsim sweep when-does-lut-win.json', product.sweepTable(lutSweep(product)), '```'].join('\n')) },
    'docs/number-formats.md': { datatypes: formatTable(product) },
    'src/arch/dsp-chain/README.md': {
      parameters: schemaTable(await product.families.find((f) => f.name === 'dsp-chain').schema(), 'dsp-chain'),
      constants: constantTable(product),
      board: rowTable(boardRows(judged)),
      steps: boardSteps(product, judged),
      options: optionTable(product),
    },
  };
  const documents = new Map();
  for (const [path, parts] of Object.entries(blocks)) {
    let text = readFileSync(join(root, path), 'utf8').replaceAll('\r\n', '\n');
    for (const [name, body] of Object.entries(parts)) text = withBlock(text, name, body, path);
    documents.set(path, text);
  }
  documents.set('docs/errors.md', errorsPage());
  documents.set('docs/images/when-does-lut-win.svg', `${product.sweepFigure(lutSweep(product), { width: 960 })}\n`);
  documents.set('docs/images/roofline-flightllm.svg', `${product.rooflineFigure(product.run('flightllm.json'), { width: 760 })}\n`);
  return documents;
}

/** The text with everything between `<!-- name -->` and `<!-- /name -->` replaced. */
function withBlock(text, name, body, path) {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(open), text.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`${path} has no part from ${open} to ${close}`);
  return `${text.slice(0, from + open.length)}\n${body}\n${text.slice(to)}`;
}

/** The compiled modules that the documents need, and the bundled examples run by them. */
async function loadProduct(compiled) {
  const load = (path) => import(pathToFileURL(join(compiled, path)).href);
  const { runDocument } = await load('experiment/run.js');
  const { parseDocument } = await load('sim/core/document.js');
  const example = (file) => readFileSync(join(root, 'examples', file), 'utf8');
  return {
    example,
    run: (file, set = {}) => runDocument(parseDocument(example(file), file), { set: Object.entries(set).map(([path, value]) => [path, typeof value === 'string' ? value : JSON.stringify(value)]) }),
    parse: (file) => parseDocument(example(file), file).value,
    ...await load('reports/text/run-table.js'),
    ...await load('reports/figures/roofline.js'),
    ...await load('reports/figures/sweep-lines.js'),
    ...await load('reports/text/sweep-table.js'),
    ...await load('experiment/sweep.js'),
    ...await load('experiment/sweep-input.js'),
    parseDocument,
    ...await load('validation/judge.js'),
    ...await load('validation/systems.js'),
    ...await load('validation/recorded.js'),
    ...await load('validation/fpga/flightllm-ratios.js'),
    ...await load('cli/commands.js'),
    ...await load('arch/registry.js'),
    ...await load('sim/numerics/catalogue.js'),
    ...await load('sim/numerics/codec.js'),
    schemas: { ...(await load('experiment/schema/index.js')).schemas, mask: (await load('experiment/schema/mask.js')).maskSchema },
    formatSi: (await load('sim/core/units.js')).formatSi,
  };
}

// ---- numbers as texts

const percent = (share) => (share === 0 ? '0 %' : share < 1e-5 ? '< 0.001 %' : `${(share * 100).toFixed(share < 0.001 ? 4 : 2)} %`);
const milliseconds = (seconds) => `${(seconds * 1e3).toFixed(3)} ms`;
const figure = (value) => (Number.isInteger(value) && Math.abs(value) < 1e9 ? String(value) : String(Number(value.toPrecision(5))));
const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');
const table = (head, rows) => [`| ${head.join(' | ')} |`, `|${' --- |'.repeat(head.length)}`, ...rows.map((row) => `| ${row.map(cell).join(' | ')} |`)].join('\n');
/** A part between two markers stands between empty lines, so that it is a table and not a paragraph. */
const block = (text) => `\n${text}\n`;

// ---- README

/** The head, the phases and totals, and the published figures of what `archsim run flightllm.json` prints. */
function runExcerpt({ run, runTable }) {
  const parts = runTable(run('flightllm.json'), { colour: false, width: 100 }).split('\n\n');
  const published = parts.find((part) => part.startsWith('Published'));
  return block(['```text', '$ archsim run flightllm.json', parts[0], '', parts[1], '', '[memory, FPGA resources and operators left out here]', '', published, '```'].join('\n'));
}

/** What the bundled sweep gives. */
function lutSweep({ example, parseDocument, runSweep, sweepOf }) {
  const file = 'when-does-lut-win.json';
  const sweep = sweepOf(parseDocument(example(file), file), (path) => {
    const bytes = new TextEncoder().encode(example(path));
    return { name: path, size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
  });
  return { ...sweep, rows: [...runSweep(sweep)] };
}

function commandTable({ commandEntries }) {
  return block(table(['Command', 'What it does'], commandEntries.map((c) => [`\`archsim ${c.usage}\``, c.summary])));
}

function judge({ validationSystems, judgeSystem, example }) {
  const tables = (file) => JSON.parse(readFileSync(join(root, 'reference', file), 'utf8'));
  return validationSystems(example).map((system) => {
    const sections = system.tables.flatMap(({ file, section }) => tables(file)[section] ?? []);
    return { ...judgeSystem(system, tables, system.fidelities[0]), summary: system.summary, references: new Map(sections.map((row) => [String(row.id), row])) };
  });
}

function validationSummary(judged, { recordedMisses }) {
  const rows = judged.map((s) => [`\`${s.system}\``, s.summary, s.agree, s.differ, s.fitted, s.input, s.notModelled,
    s.meanAbsoluteRelativeError === null ? '-' : percent(s.meanAbsoluteRelativeError), s.worst === null ? '-' : `${percent(s.worst.relativeError)} (${s.worst.id.length > 20 ? s.worst.metric : s.worst.id})`]);
  const misses = judged.flatMap((s) => s.rows.filter((r) => r.verdict === 'differs').map((r) => [
    `\`${s.system}\` ${r.id}`, s.references.get(r.id)?.metric ?? r.metric, figure(r.reference), figure(r.simulated), percent(r.relativeError), recordedMisses[s.system]?.[`${r.id} ${r.metric}`] ?? 'not recorded']));
  return block([
    table(['System', 'What it is', 'Agree', 'Differ', 'Fitted', 'Input', 'Not modelled', 'Mean error', 'Worst error'], rows),
    '',
    misses.length === 0 ? 'No row differs.' : table(['Row that differs', 'Metric', 'Reference', 'Ours', 'Error', 'Cause'], misses),
    ...(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).files.includes('reference') ? [] : ['', 'The reference tables are part of a checkout and not of the installed package: run `archsim validate` in a checkout.']),
  ].join('\n'));
}

// ---- validation

/** FlightLLM against GPUs: ours and published. */
function ratioTable({ flightllmRatios, example }) {
  const ratio = (value) => (value === null ? '-' : value.toFixed(2));
  return block(table(['FlightLLM on', 'Against', 'Basis', 'Ours', 'Ours, against the card alone', 'Published', 'Where'], flightllmRatios(example).map((r) => [
    r.fpga, r.gpu, r.basis, ratio(r.ours), ratio(r.oursAgainstCard), ratio(r.published), r.publishedFrom])));
}

/** A part for each system that the page has a chapter of its own for, and one with a chapter for each of the others. */
function validationTables(judged) {
  const page = readFileSync(join(root, 'docs', 'validation.md'), 'utf8');
  const [own, others] = [true, false].map((has) => judged.filter((s) => page.includes(`<!-- ${s.system} -->`) === has));
  const systems = others.map((s) => `## ${s.system}\n\n${s.summary[0].toUpperCase()}${s.summary.slice(1)}.\n${systemPart(s)}`);
  return { ...Object.fromEntries(own.map((s) => [s.system, systemPart(s)])), systems: `\n${systems.join('\n')}` };
}

/** The rows of a system where they fit on a page, else their number and the rows that do not agree; then the known differences. */
function systemPart(s) {
  const shown = s.rows.length <= 100 ? s.rows : s.rows.filter((r) => r.verdict !== 'agrees' && r.verdict !== 'not-modelled');
  return [
    ...(s.rows.length <= 100 ? [] : [block(`${s.rows.length} values: ${s.agree} agree, ${s.differ} differ, ${s.fitted} fitted, ${s.input} input, ${s.notModelled} not modelled. \`archsim validate ${s.system} --rows\` prints every one.`)]),
    ...(shown.length === 0 ? [] : [rowTable({ ...s, rows: shown })]),
    ...(s.differences.length === 0 ? [] : [`Known differences between the reference and our model:\n\n${s.differences.map((d) => `- ${d.what}: ${d.size}.`).join('\n')}\n`]),
  ].join('\n');
}

function boardRows(judged) {
  const board = judged.find((s) => s.system === 'flightllm-board');
  return { ...board, rows: board.rows.filter((r) => r.simulated !== null) };
}

function rowTable({ rows, references }) {
  return block(table(['Row', 'What', 'Metric', 'Unit', 'Reference', 'Ours', 'Error', 'Tolerance', 'Verdict', 'Why'], rows.map((r) => {
    const source = references.get(r.id) ?? {};
    return [r.id, described(source), source.metric ?? r.metric, source.unit ?? '', figure(r.reference), r.simulated === null ? '-' : figure(r.simulated),
      r.relativeError === null ? '-' : percent(r.relativeError), percent(r.tolerance), r.verdict, r.verdict === 'agrees' ? '' : r.reason];
  })));
}

/** What a row is about: its system or device with its configuration. */
function described({ system = '', device = '', config = '', op = '', shape = '' }) {
  const text = typeof config === 'string' ? config : Object.entries(config).map(([key, value]) => `${key} ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(', ');
  const head = device !== '' ? device : system;
  return [text.startsWith(head) ? '' : head, text, op, Array.isArray(shape) ? shape.join(' x ') : shape].filter((part) => part !== '').join(': ');
}

// ---- number formats

function formatTable({ codecs, bitsPerWeightOf }) {
  return block(table(['Name', 'What it is', 'Group', 'Bits a weight', 'Source'], codecs().map((codec) => {
    const group = codec.group.usual === 0 ? 'tensor' : `${codec.group.usual}${codec.group.fixed ? ' (fixed)' : ''}`;
    return [`\`${codec.name}\``, codec.summary, group, figure(bitsPerWeightOf(codec, codec.group.usual)), codec.source];
  })));
}

// ---- numbers of the family page and of the fidelities

const stepAt = (context) => ({ 'workload.scenario.promptTokens': context - 1, 'workload.scenario.outputTokens': 2 });

/** The assumptions that a result of each preset lists. */
function constantTable({ run }) {
  return block(table(['Preset', 'Constant', 'Value', 'Unit', 'Quality', 'Source'], ['flightllm.json', 'flightllm-vhk158.json'].flatMap((file) => (
    run(file).assumptions.map((a) => [`\`${file}\``, `\`${a.name}\``, a.value, a.unit, a.quality, a.source])))));
}

/** Decode steps of the U280 preset over the cached tokens, where their time goes, and their growth against that of the board. */
function boardSteps({ run }, judged) {
  const step = (context) => run('flightllm.json', stepAt(context)).phases.decode;
  const rows = [128, 256, 512, 1024, 2048].map((context) => {
    const decode = step(context);
    return [context, milliseconds(decode.latencySeconds), milliseconds(decode.busySeconds['hbm load']), milliseconds(decode.busySeconds['matrix-vector unit']), percent(decode.dramUtilization), milliseconds(decode.lowerBoundSeconds)];
  });
  const ours = ((step(512).latencySeconds - step(128).latencySeconds) / 384) * 1e6;
  const { references } = judged.find((s) => s.system === 'flightllm-board');
  const board = ((references.get('fpga-077').value - references.get('fpga-076').value) / 225e6 / 384) * 1e6;
  return block([
    table(['Cached tokens', 'Step', 'Weight and cache load', 'Matrix-vector unit', 'DRAM utilisation', 'Lower bound'], rows),
    '',
    `From 128 to 512 cached tokens our step grows by ${ours.toFixed(2)} µs a token, that of the board by ${board.toFixed(2)} µs (rows fpga-076 and fpga-077).`,
  ].join('\n'));
}

/** The VHK158 preset with one of its habits taken away at a time. */
function optionTable({ run, parse }) {
  const file = 'flightllm-vhk158.json';
  const { options } = parse(file).architecture.parameters;
  const changes = [
    ['the preset', {}],
    ...Object.entries(options).map(([name, value]) => [`without \`${name}\``, { [`architecture.parameters.options.${name}`]: typeof value === 'boolean' ? false : 0 }]),
    ['`parallelEfficiency` 1 instead of 0.8', { 'architecture.parameters.parallelEfficiency': 1 }],
    ['819.2 GB/s instead of 819.2 GiB/s', { 'architecture.device': 'vhk158' }],
    ['causal mask instead of block-sparse', { 'workload.attention': { kind: 'causal' } }],
  ];
  const seconds = (set, phase) => milliseconds(run(file, { published: [], ...set }).phases[phase].latencySeconds);
  const loads = (set) => milliseconds(run(file, { published: [], ...set, ...stepAt(144) }).phases.decode.busySeconds['hbm load']);
  return block(table(['Change', 'Prefill, 128 tokens', 'Prefill, 2048 tokens', 'Decode step, 144 tokens', 'its loads', 'Decode step, 2048 tokens'], changes.map(([what, set]) => [what,
    ...[128, 2048].map((n) => seconds({ ...set, 'workload.scenario.promptTokens': n, 'workload.scenario.outputTokens': 1 }, 'prefill')),
    seconds({ ...set, ...stepAt(144) }, 'decode'), loads(set), seconds({ ...set, ...stepAt(2048) }, 'decode'),
  ])));
}

/** Lower bound and the fidelities of the bundled examples. */
function fidelityTable({ run, parse }) {
  const files = readdirSync(join(root, 'examples')).filter((file) => file.endsWith('.json') && parse(file).kind === 'experiment').sort();
  const rows = files.flatMap((file) => {
    const [own, roofline] = [run(file), run(file, { fidelity: 'roofline' })];
    const event = own.fidelity === 'analytic' ? run(file, { fidelity: 'event' }) : undefined;
    return ['prefill', 'decode'].map((phase) => [`\`${file}\``, phase, milliseconds(own.phases[phase].lowerBoundSeconds), milliseconds(roofline.phases[phase].latencySeconds),
      ...event === undefined ? ['not modelled', 'not modelled'] : [milliseconds(own.phases[phase].latencySeconds), milliseconds(event.phases[phase].latencySeconds)]]);
  });
  return block(table(['Experiment', 'Phase', 'Lower bound', '`roofline`', '`analytic`', '`event`'], rows));
}

// ---- import rules

/** The rules that `npm run lint` enforces, read from the rule file itself. */
function importTable() {
  const { forbidden } = createRequire(import.meta.url)(join(root, 'dependency-rules.cjs'));
  const foldersIn = (pattern) => [...pattern.matchAll(/\^src\/([\w/-]+)\//g)].map(([, name]) => name);
  const rows = forbidden.filter((rule) => rule.name.endsWith('-imports') && rule.from.path !== undefined && rule.to.pathNot?.startsWith('^src/')).map((rule) => {
    const [folder] = foldersIn(rule.from.path);
    const group = /^\^src\/\(([^)]*)\)/.exec(rule.to.pathNot);
    const allowed = (group === null ? foldersIn(rule.to.pathNot) : group[1].split('|')).filter((name) => name !== folder);
    return [`\`${folder}/\`${hasSources(join(root, 'src', folder)) ? '' : ' (planned)'}`, allowed.length === 0 ? 'nothing' : allowed.map((name) => `\`${name}\``).join(', ')];
  });
  return block(table(['Folder', 'May import, beside itself'], rows));
}

/** Empty folders do not count: a checkout does not have them. */
function hasSources(folder) {
  return existsSync(folder) && sourceFiles(folder).length > 0;
}

// ---- schemas

/** The fields of a schema as a table: path, type, whether it is needed, meaning. */
function schemaTable(schema, name) {
  const rows = [];
  const plain = JSON.parse(JSON.stringify(schema));
  if (plain.oneOf === undefined) addFields(rows, plain, '', name, ['$schema']);
  else addBranches(rows, plain.oneOf, '', name);
  return block(table(['Field', 'Type', 'Needed', 'Meaning'], rows));
}

/** Schemas that have a table of their own, by their title. */
const ownTables = new Map([['Quantization scheme', 'scheme'], ['Device', 'device'], ['Attention mask', 'mask']]);
const anchors = { scheme: 'quantisation-scheme', device: 'device', mask: 'attention-mask' };

/** The rows of an object's fields; neighbours that are alike share theirs. */
function addFields(rows, schema, prefix, owner, skipped = []) {
  const groups = [];
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    if (skipped.includes(name)) continue;
    const needed = (schema.required ?? []).includes(name);
    const key = JSON.stringify([field, needed]);
    const last = groups.at(-1);
    if (last?.key === key) last.names.push(name);
    else groups.push({ key, names: [name], field, needed });
  }
  for (const { names, field, needed } of groups) {
    const path = prefix + (names.length === 1 ? names[0] : `{${names.join(', ')}}`);
    const fallback = field.default === undefined ? '' : ` Default: \`${JSON.stringify(field.default)}\`.`;
    rows.push([`\`${path}\``, typeText(field) + linkFor(field, owner), needed ? 'yes' : '', `${sentence(field.description ?? field.title ?? '')}${fallback}`]);
    if (linkFor(field, owner) === '') addInner(rows, field, path, owner);
  }
}

function addBranches(rows, branches, path, owner) {
  for (const branch of branches) {
    const kinds = branch.properties.kind.enum ?? [branch.properties.kind.const];
    rows.push([`${path === '' ? '' : `\`${path}\` with `}\`kind\` ${kinds.map((kind) => `\`"${kind}"\``).join(', ')}`, 'object', '', sentence(branch.description ?? '')]);
    addFields(rows, branch, path === '' ? '' : `${path}.`, owner, ['kind']);
  }
}

function addInner(rows, field, path, owner) {
  if (field.properties !== undefined) addFields(rows, field, `${path}.`, owner);
  else if (field.items?.oneOf !== undefined) addBranches(rows, field.items.oneOf, `${path}[]`, owner);
  else if (field.items?.properties !== undefined) addFields(rows, field.items, `${path}[].`, owner);
  else if (typeof field.additionalProperties === 'object') addFields(rows, field.additionalProperties, `${path}.*.`, owner);
  else {
    // A choice between a name and an object that says it all; small objects stand in the type already, and equal ones are not repeated.
    const object = field.anyOf?.find((branch) => branch.properties !== undefined);
    if (object === undefined || Object.keys(object.properties).length < 3 || rows.some((row) => row.holds === object.title)) return;
    rows.at(-1).holds = object.title;
    addFields(rows, object, `${path}.`, owner);
  }
}

/** Where the fields of a part are listed, when it has a table of its own. */
function linkFor(field, owner) {
  const titles = [field.title, ...(field.anyOf ?? []).map((branch) => branch.title)];
  const name = titles.map((title) => ownTables.get(title)).find((found) => found !== undefined);
  return name === undefined || name === owner ? '' : ` ([${name}](#${anchors[name]}))`;
}

function typeText(field) {
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeText))].join(' or ');
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) return field.enum.length > 8 ? 'name of a data type' : field.enum.map((v) => `\`${JSON.stringify(v)}\``).join(' or ');
  switch (field.type) {
    case 'integer': return `integer${rangeText(field)}`;
    case 'number': return `number${rangeText(field)}`;
    case 'string': return 'text';
    case 'boolean': return '`true` or `false`';
    case 'array': return 'list';
    default: return field.properties !== undefined && Object.keys(field.properties).length < 3 ? `{ ${Object.entries(field.properties).map(([key, value]) => `${key}: ${typeText(value)}`).join('; ')} }` : 'object';
  }
}

function rangeText({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }) {
  if (minimum !== undefined && maximum !== undefined) return `, ${minimum} to ${maximum}`;
  const parts = [[minimum, 'at least'], [exclusiveMinimum, 'above'], [maximum, 'at most'], [exclusiveMaximum, 'below']].flatMap(([limit, word]) => (limit === undefined ? [] : [`${word} ${limit}`]));
  return parts.length === 0 ? '' : `, ${parts.join(' and ')}`;
}

function sentence(text) {
  return text === '' || text.endsWith('.') ? text : `${text}.`;
}

// ---- error codes

/** The list of every public code, from the sources. */
function errorsPage() {
  const problems = [];
  const reasons = [];
  for (const file of sourceFiles(join(root, 'src'))) {
    const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true);
    const path = relative(root, file).split(sep).join('/');
    visit(source, (node) => {
      // One argument: the `reject` of a promise.
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && ['problem', 'reject'].includes(node.expression.text) && node.arguments.length > 1) problems.push(...problemsOf(node, source, path));
      if (ts.isTemplateExpression(node)) problems.push(...printedProblem(node, path));
      if (ts.isObjectLiteralExpression(node)) reasons.push(...reasonOf(node, path));
    });
  }
  const areas = [...new Set(problems.map(({ code }) => code.split('/')[0]))].sort();
  return [
    '# Error codes',
    '',
    'Written by `scripts/write-docs.mjs` from the sources: do not edit.',
    '',
    'A problem is printed on the error stream as `file:line:column code: what is wrong; what to do`. All problems of a file are reported at once,',
    'and the exit code is 2. Codes are public: a code keeps its meaning. `{name}` stands for a part that depends on the input.',
    ...areas.flatMap((area) => ['', `## ${area}`, '', table(['Code', 'What is wrong', 'What to do', 'Where'], rowsByCode(problems.filter(({ code }) => code.startsWith(`${area}/`))))]),
    '',
    '## Reasons why a design does not fit',
    '',
    'These are answers, not errors: they stand in `reasons[]` of a result with `feasible: false`, each with what is needed and what there is.',
    'The exit code is 1.',
    '',
    table(['Code', 'Resource', 'Where'], rowsByCode(reasons)),
    '',
  ].join('\n');
}

/** Rows by code; a code that says several things stands once, in front of the first. */
function rowsByCode(entries) {
  const sorted = entries.map((entry, i) => ({ ...entry, i })).sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : a.i - b.i));
  let last = '';
  return sorted.map(({ code, texts, path }) => {
    const row = [code === last ? '' : `\`${code}\``, ...texts, `[${path.replace(/^src\//, '')}](../${path})`];
    last = code;
    return row;
  });
}

/** What a call of `problem` or `reject` says: one entry for each pair of texts that its callers can give it. */
function problemsOf(call, source, path) {
  const [code, message, details] = call.arguments;
  // `reject` hands its own code on to `problem`.
  if (path === 'src/sim/core/diagnostics.ts') return [];
  if (code === undefined || !ts.isStringLiteral(code)) throw new Error(`${path}: the code of a problem must be written out: ${call.getText().slice(0, 80)}`);
  const remedies = remediesOf(details);
  const owner = functionOf(call);
  const index = ts.isIdentifier(message) ? parameterIndex(owner, message.text) : -1;
  if (index < 0) return [{ code: code.text, path, texts: [textOf(message, call), remedies.map((r) => textOf(r, call)).filter((t) => t !== '').join('; or ')] }];
  const name = owner.name?.getText() ?? owner.parent.name.getText();
  const found = [];
  visit(source, (other) => {
    if (!ts.isCallExpression(other) || other.expression.getText() !== name) return;
    const remedy = remedies.map((r) => (ts.isIdentifier(r) && parameterIndex(owner, r.text) >= 0 ? other.arguments[parameterIndex(owner, r.text)] : r)).map((r) => textOf(r, other)).join('; or ');
    found.push({ code: code.text, path, texts: [textOf(other.arguments[index], other), remedy] });
  });
  return found;
}

/** The expressions after `remedy` in the details of a problem. */
function remediesOf(details) {
  const found = [];
  if (details !== undefined) visit(details, (node) => {
    if (ts.isPropertyAssignment(node) && node.name.getText() === 'remedy') found.push(node.initializer);
    if (ts.isShorthandPropertyAssignment(node) && node.name.text === 'remedy') found.push(node.name);
  });
  return found;
}

/** A code that is printed as text, `area/rule: ...`. */
function printedProblem(node, path) {
  const match = /^([a-z]+\/[a-z-]+): /.exec(node.head.text);
  return match === null ? [] : [{ code: match[1], path, texts: [templateText(node).slice(match[0].length).trim(), ''] }];
}

function reasonOf(node, path) {
  const property = (name) => node.properties.find((p) => ts.isPropertyAssignment(p) && p.name.getText() === name)?.initializer;
  const [code, resource] = [property('code'), property('resource')];
  return code === undefined || resource === undefined || !ts.isStringLiteral(code) ? [] : [{ code: code.text, path, texts: [textOf(resource, node)] }];
}

/** What an expression says, with `{name}` for what is put in. */
function textOf(node, at) {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return templateText(node);
  if (ts.isConditionalExpression(node)) return [textOf(node.whenTrue, at), textOf(node.whenFalse, at)].filter((text) => text !== '').join('; or ');
  if (ts.isCallExpression(node) && ['suggestion', 'near'].includes(node.expression.getText())) return 'the nearest known name is shown, or a list';
  if (!ts.isIdentifier(node)) return placeholder(node);
  if (node.text === 'undefined') return '';
  if (parameterIndex(functionOf(at), node.text) >= 0) return '';
  const constant = constantNamed(node.text, functionOf(at) ?? at.getSourceFile()) ?? constantNamed(node.text, at.getSourceFile());
  return constant === undefined ? `{${node.text}}` : textOf(constant, at);
}

function constantNamed(name, within) {
  let found;
  visit(within, (node) => {
    if (found === undefined && ts.isVariableDeclaration(node) && node.name.getText() === name) found = node.initializer;
  });
  return found;
}

function parameterIndex(owner, name) {
  return owner?.parameters.findIndex((p) => p.name.getText() === name) ?? -1;
}

/** The named function that a node stands in. */
function functionOf(node) {
  let at = node.parent;
  while (at !== undefined && !ts.isFunctionDeclaration(at) && !(ts.isArrowFunction(at) && ts.isVariableDeclaration(at.parent))) at = at.parent;
  return at;
}

/** A string as it reads, with `{name}` for what is put in. */
function templateText(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  return node.head.text + node.templateSpans.map((span) => placeholder(span.expression) + span.literal.text).join('');
}

function placeholder(node) {
  if (ts.isIdentifier(node)) return `{${node.text}}`;
  if (ts.isPropertyAccessExpression(node)) return `{${node.getText().replaceAll('?.', '.')}}`;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNonNullExpression(node) || ts.isParenthesizedExpression(node)) return placeholder(node.expression);
  if (ts.isCallExpression(node)) {
    if (ts.isPropertyAccessExpression(node.expression) && node.expression.expression.getText() !== 'JSON') return placeholder(node.expression.expression);
    return placeholder(node.arguments[0] ?? node.expression);
  }
  if (ts.isConditionalExpression(node)) {
    const texts = [placeholder(node.whenTrue), placeholder(node.whenFalse)].filter((text) => text !== '');
    return texts.join('/');
  }
  if (ts.isTemplateExpression(node)) return templateText(node);
  if (ts.isBinaryExpression(node) && ['??', '/', '||'].includes(node.operatorToken.getText())) return placeholder(node.left);
  return '{…}';
}

function visit(node, body) {
  body(node);
  ts.forEachChild(node, (child) => visit(child, body));
}

function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return sourceFiles(path);
    return path.endsWith('.ts') && !path.endsWith('.d.ts') ? [path] : [];
  });
}

// ---- the command

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const compiled = process.argv.slice(2).find((word) => !word.startsWith('--'));
  let stale = 0;
  for (const [path, text] of await generatedDocuments(compiled)) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, 'utf8').replaceAll('\r\n', '\n') === text) continue;
    stale++;
    process.stderr.write(`${path} ${check ? 'is not what the product says: node scripts/write-docs.mjs' : 'written'}\n`);
    if (check) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  if (check && stale > 0) process.exitCode = 1;
}
