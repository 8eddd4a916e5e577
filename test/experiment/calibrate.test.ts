import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../src/sim/core/diagnostics.js';
import { parseDocument } from '../../src/sim/core/document.js';
import type { CalibrationResult } from '../../src/sim/model/calibration.js';
import { calibrate, mostSimulations } from '../../src/experiment/calibrate.js';
import { calibratedValue, editedText } from '../../src/experiment/calibrated-experiment.js';
import { measurementsOf, numberWithUnit } from '../../src/experiment/measurements-input.js';
import { metricValue } from '../../src/experiment/metric.js';
import { runDocument, type RunOptions } from '../../src/experiment/run.js';
import { calibrationTable } from '../../src/reports/text/calibration-table.js';
import { example, exampleText, referenceTable, runExample, stepAt } from '../kit/fixtures.js';

const efficiency = { path: 'architecture.parameters.memory.efficiency', low: 0.2, high: 1 };
const parallel = { path: 'architecture.parameters.parallelEfficiency', low: 0.2, high: 1 };
const clock = { path: 'clock', low: '100 MHz', high: '400 MHz' };
const step = 'phases.decode.latencySeconds';
const prompt = 'phases.prefill.latencySeconds';

interface Row {
  readonly id: string;
  readonly metric: string;
  readonly value: unknown;
  readonly set?: Readonly<Record<string, unknown>>;
  readonly use?: string;
}

function measured(constants: readonly object[], rows: readonly (Row | object)[]): ReturnType<typeof measurementsOf> {
  return measurementsOf(parseDocument(JSON.stringify({ kind: 'measurements', name: 'board', constants, rows }, null, 1), 'm.json'));
}

function set(path: string, value: unknown): RunOptions {
  return { set: [[path, JSON.stringify(value)]] };
}

/** The problems of a calibration of the bundled U280 example. */
function problemsOf(constants: readonly object[], rows: readonly (Row | object)[], options: RunOptions = {}): InputError['problems'] {
  try {
    calibrate(example('flightllm.json'), measured(constants, rows), options);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return assert.fail('it was accepted');
}

/** The board's own steps: milliseconds at 128 cached tokens, cycles at 512. */
function boardRows(): Row[] {
  const { rows } = referenceTable('fpga.json') as { readonly rows: readonly { readonly id: string; readonly value: number }[] };
  const valueOf = (id: string): number => rows.find((row) => row.id === id)!.value;
  return [
    { id: 'kv-128', use: 'fit', metric: step, value: `${valueOf('fpga-074')} ms`, set: stepAt(128) },
    { id: 'kv-512', use: 'test', metric: 'phases.decode.cycles', value: valueOf('fpga-077'), set: stepAt(512) },
  ];
}

describe('a calibration to the U280 board', () => {
  const board = measured([efficiency], boardRows());
  const results = new Map<number, CalibrationResult>();
  const fittedFrom = (start: number): CalibrationResult => {
    const result = results.get(start) ?? calibrate(example('flightllm.json'), board, set(efficiency.path, start));
    results.set(start, result);
    return result;
  };

  it('gives the efficiency of the bundled example to four digits, wherever it starts', () => {
    const starts = [0.05, 0.3, 1].map((start) => fittedFrom(start).constants[0]!);
    for (const { fitted } of starts) assert.equal(fitted.toFixed(4), '0.5885');
    assert.equal(new Set(starts.map(({ fitted }) => fitted)).size, 1);
    assert.deepEqual(starts.map(({ start }) => start), [0.05, 0.3, 1]);
  });

  it('shows both parts before and after, as runs give them', () => {
    const { constants, rows, fit, test, isTestWorse, notes } = fittedFrom(0.3);
    assert.deepEqual(rows.map(({ use, measured: value }) => [use, value]), [['fit', 0.017506], ['test', 4272339]]);
    for (const [index, context] of [128, 512].entries()) {
      for (const [field, value] of [['before', 0.3], ['after', constants[0]!.fitted]] as const) {
        const result = runExample('flightllm.json', { ...stepAt(context), [efficiency.path]: value });
        assert.equal(rows[index]![field], metricValue(result, rows[index]!.metric));
      }
    }
    assert.ok(fit.meanAfter < 1e-5 && test!.meanAfter > 0.025 && test!.meanAfter < 0.026 && test!.meanBefore > 0.9);
    assert.deepEqual([isTestWorse, test!.worstAfter], [false, Math.abs(rows[1]!.errorAfter)]);
    assert.match(notes.join('\n'), /as many constants as rows/);
  });

  it('does not look at the test part: another figure there changes no constant', () => {
    const [first, second] = boardRows();
    const other = calibrate(example('flightllm.json'), measured([efficiency], [first!, { ...second!, value: 3e6 }]), set(efficiency.path, 0.7));
    assert.equal(other.constants[0]!.fitted, fittedFrom(0.3).constants[0]!.fitted);
    // 0.7 gives about 3.5 million cycles: nearer to 3 million than what the fit gives.
    assert.equal(other.isTestWorse, true);
  });

  it('says how much a constant moves the figures: the step is the weight stream nearly alone', () => {
    const { fitted, sensitivity } = fittedFrom(0.3).constants[0]!;
    const at = (value: number): number => runExample('flightllm.json', { ...stepAt(128), [efficiency.path]: value }).phases.decode!.latencySeconds;
    const expected = (at(fitted * 1.001) - at(fitted * 0.999)) / 0.017506 / 0.002;
    assert.ok(Math.abs(sensitivity - Math.abs(expected)) < 1e-3);
    assert.ok(sensitivity > 0.9 && sensitivity < 1.01);
  });

  it('gives the same result again, and tells how many simulations it took', () => {
    let told = 0;
    const again = calibrate(example('flightllm.json'), board, set(efficiency.path, 0.3), (done) => { told = done; });
    assert.deepEqual(again, fittedFrom(0.3));
    assert.ok(told === again.simulations && told < mostSimulations(board));
  });
});

describe('a calibration to figures that the model made', () => {
  it('gives back the constants that made them, clock with its unit and two at a time', () => {
    const file = 'flightllm-vhk158.json';
    const truth = { [efficiency.path]: 0.61, 'architecture.parameters.clock': 180e6 };
    const rows = [
      ...[128, 512].map((context) => ({ id: `step-${context}`, metric: step, set: stepAt(context) })),
      ...[256, 1024].map((tokens) => ({ id: `prompt-${tokens}`, metric: 'ttft', set: { 'workload.scenario.promptTokens': tokens, 'workload.scenario.outputTokens': 2 } })),
    ].map((row, i) => ({ ...row, use: i % 2 === 0 ? 'fit' : 'test', value: metricValue(runExample(file, { ...row.set, ...truth }), row.metric) }));
    const { constants, fit, test, rows: compared } = calibrate(example(file), measured([efficiency, clock], rows));
    assert.deepEqual(constants.map(({ unit, low, high }) => [unit, low, high]), [['', 0.2, 1], ['Hz', 100e6, 400e6]]);
    assert.ok(Math.abs(constants[0]!.fitted / 0.61 - 1) < 1e-4 && Math.abs(constants[1]!.fitted / 180e6 - 1) < 1e-4, JSON.stringify(constants));
    assert.ok(fit.meanAfter < 1e-5 && test!.meanAfter < 1e-4 && fit.meanBefore > 0.01);
    assert.equal(compared[1]!.metric, step);
    assert.equal(compared[2]!.metric, 'totals.firstTokenSeconds');
  });

  it('minimises the mean of the squared relative errors: nothing on a fine grid is better', () => {
    const rows = [[128, 16], [512, 20]].map(([context, ms]) => ({ id: `kv-${String(context)}`, use: 'fit', metric: step, value: `${ms!} ms`, set: stepAt(context!) }));
    const result = calibrate(example('flightllm.json'), measured([efficiency], rows));
    const cost = (value: number): number => rows.reduce((sum, row, i) => sum + (runExample('flightllm.json', { ...row.set, [efficiency.path]: value }).phases.decode!.latencySeconds / [0.016, 0.02][i]! - 1) ** 2, 0);
    const best = cost(result.constants[0]!.fitted);
    for (let value = 0.4; value <= 0.8; value += 0.02) assert.ok(cost(value) >= best, String(value));
    for (const near of [0.999, 1.001]) assert.ok(cost(result.constants[0]!.fitted * near) > best);
    assert.match(result.notes.join('\n'), /no row tests the fit/);
    assert.equal(result.test, null);
  });

  it('starts from the default of the family where the experiment leaves the constant out', () => {
    const rows = [{ id: 'prompt', metric: prompt, value: 0.5, use: 'fit' }];
    const [fitted] = calibrate(example('flightllm.json'), measured([parallel], rows)).constants;
    assert.equal(fitted!.start, null);
    const at = runExample('flightllm.json', { [parallel.path]: fitted!.fitted }).phases.prefill!.latencySeconds;
    assert.ok(Math.abs(at / 0.5 - 1) < 1e-5);
  });

  it('warns of a fit that ends at a bound, of a start outside the bounds, and of rows that were chosen for the test', () => {
    const rows = [1, 2, 3, 4, 5, 6, 7].map((day) => ({ id: `day-${day}`, metric: step, value: 0.001 * day, set: stepAt(128) }));
    const { constants, rows: compared, notes } = calibrate(example('flightllm.json'), measured([{ ...efficiency, low: 0.6, high: 0.9 }], rows));
    assert.deepEqual([constants[0]!.fitted, constants[0]!.atBound], [0.9, 'high']);
    assert.deepEqual(compared.filter(({ use }) => use === 'test').map(({ id }) => id), ['day-3', 'day-6']);
    assert.match(notes.join('\n'), /every third is for the test: day-3, day-6\n.*ends at its upper bound 0\.9.*\n.*starts at 0\.5885, outside its bounds/);
  });
});

describe('measurements that say nothing of a constant', () => {
  const [first] = boardRows();
  const bandwidth = { path: 'architecture.device.memories.hbm.bandwidth', low: '1 GB/s', high: '900 GB/s' };
  const withBandwidth = set('architecture.device', { name: 'card', extends: 'u280', memories: { hbm: { bandwidth: '460 GB/s' } } });

  it('are refused where no figure depends on it, by its name', () => {
    const ownChannels = { 'architecture.parameters.memory.vector.kvCache.access': 'own-channel', 'architecture.parameters.memory.matrix.kvCache.access': 'own-channel' };
    const [problem, ...others] = problemsOf([efficiency, { path: 'architecture.parameters.memory.crossChannelRatio', low: 0.1, high: 1 }], [
      { id: 'a', use: 'fit', metric: 'memory.weightBytes', value: '3.4 GB' },
      { id: 'b', use: 'fit', metric: step, value: 0.0175, set: { ...stepAt(128), ...ownChannels } },
    ]);
    assert.deepEqual([problem!.code, problem!.pointer, others], ['calibrate/no-effect', '/constants/1/path', []]);
    assert.match(problem!.message, /crossChannelRatio/);
  });

  it('are refused where the best values lie on a plateau', () => {
    // The bound of a prompt is that of the matrix unit as soon as the memory is fast enough.
    const codes = problemsOf([bandwidth], [{ id: 'a', use: 'fit', metric: 'phases.prefill.lowerBoundSeconds', value: '1 ms' }], withBandwidth).map(({ code }) => code);
    assert.deepEqual(codes, ['calibrate/undetermined']);
  });

  it('are refused where two constants undo each other, and the pair is named', () => {
    const rows = [first!, { ...first!, id: 'cycles', metric: 'phases.decode.cycles', value: 3.9e6 }];
    const [problem] = problemsOf([efficiency, { ...bandwidth, low: '300 GB/s' }], rows, withBandwidth);
    assert.equal(problem!.code, 'calibrate/not-told-apart');
    assert.match(problem!.message, /hbm\.bandwidth.* from .*memory\.efficiency/);
  });

  it('are refused where there are fewer rows of the fit part than constants', () => {
    assert.deepEqual(problemsOf([efficiency, clock], boardRows()).map(({ code, line }) => [code, line]), [['calibrate/too-few-rows', 4]]);
    assert.equal(problemsOf([efficiency], [{ ...first!, use: 'test' }])[0]!.code, 'calibrate/too-few-rows');
  });
});

describe('wrong measurements', () => {
  const [first, second] = boardRows();
  const codesOf = (...args: Parameters<typeof problemsOf>): readonly string[] => problemsOf(...args).map(({ code }) => code);

  it('name a path that the experiment does not have, with place and near name', () => {
    const [problem, ...others] = problemsOf([{ ...efficiency, path: 'architecture.parameters.memory.eficiency' }], boardRows());
    assert.deepEqual([problem!.code, problem!.file, problem!.pointer, others.length], ['calibrate/constant-refused', 'm.json', '/constants/0/path', 0]);
    assert.ok(problem!.line! > 1 && problem!.column! > 1);
    assert.equal(problem!.remedy, 'did you mean "efficiency"?');
    for (const path of ['a..b', 'workload.model', 'architecture.device', '__proto__.x', 'architecture.parameters.clock[0]', 'name', 'x[', 'published[0].value.y']) {
      assert.match(codesOf([{ ...efficiency, path }], boardRows()).join(), /^calibrate\/(?:constant-refused|not-a-number)$/, path);
    }
  });

  it('name a bound that the experiment does not take, and a count that has no values between', () => {
    assert.deepEqual(problemsOf([{ ...efficiency, high: 1.5 }], boardRows()).map(({ code, pointer }) => [code, pointer]), [['calibrate/constant-refused', '/constants/0/high']]);
    assert.deepEqual(problemsOf([{ ...efficiency, low: -1 }], boardRows()).map(({ code, pointer }) => [code, pointer]), [['calibrate/constant-refused', '/constants/0/low']]);
    const [count] = problemsOf([{ path: 'architecture.parameters.cores', low: 1, high: 8 }], boardRows());
    assert.deepEqual([count!.code, count!.pointer], ['calibrate/constant-refused', '/constants/0/path']);
    assert.match(count!.message, /must be an integer/);
  });

  it('name bounds that are out of order, of two units, or no numbers', () => {
    assert.deepEqual(codesOf([{ ...efficiency, low: 1, high: 0.2 }], boardRows()), ['calibrate/bounds']);
    assert.deepEqual(codesOf([{ ...efficiency, low: 1, high: 1 }], boardRows()), ['calibrate/bounds']);
    assert.deepEqual(codesOf([{ ...clock, high: '5 GB/s' }], boardRows()), ['calibrate/unlike-units']);
    assert.deepEqual(codesOf([{ ...clock, low: '1 GB/s', high: '5 GB/s' }], boardRows()), ['calibrate/unlike-units']);
    for (const low of ['', 'much', '0.2', '5 kg', 'NaN', null, [], true]) assert.match(codesOf([{ ...efficiency, low }], boardRows()).join(), /^(?:calibrate\/not-a-number|spec\/wrong-(?:type|length))$/, String(low));
  });

  it('name a metric that no result has, that is no number, or that is not modelled, with the reason', () => {
    const metrics = [['typo', 'phases.decode.latencySecond'], ['word', 'architecture.family'], ['truth', 'memory.fits'], ['price', 'totals.tokensPerSecondPerDollar']];
    const problems = problemsOf([efficiency], [first!, ...metrics.map(([id, metric]) => ({ id, metric, value: 1 }))]);
    assert.deepEqual(problems.map(({ code, pointer }) => [code, pointer]), [
      ['experiment/unknown-metric', '/rows/1/metric'], ['calibrate/not-a-number', '/rows/2/metric'],
      ['calibrate/not-a-number', '/rows/3/metric'], ['calibrate/not-modelled', '/rows/4/metric'],
    ]);
    assert.equal(problems[0]!.remedy, 'did you mean "phases.decode.latencySeconds"?');
    assert.match(problems[3]!.message, /row "price": "totals\.tokensPerSecondPerDollar" has no value here: the device has no price/);
    assert.deepEqual(codesOf([efficiency], [{ ...first!, set: { 'workload.scenario.outputTokens': 1 } }]), ['calibrate/not-modelled']);
  });

  it('say why a metric is not modelled where the reason stands for several', () => {
    const rows = [{ id: 'a', metric: 'phases.decode.cycles', value: 5 }];
    assert.throws(() => calibrate(example('gpu.json'), measured([{ path: 'workload.scenario.batch', low: 1, high: 2 }], rows)), (error: InputError) => (
      error.problems[0]!.code === 'calibrate/not-modelled' && error.problems[0]!.message.includes('no cycle model')));
  });

  it('name a row at which the design does not fit', () => {
    const [problem] = problemsOf([efficiency], [first!, { ...second!, set: { 'workload.scenario.batch': 64, 'workload.scenario.promptTokens': 4000 } }]);
    assert.equal(problem!.code, 'calibrate/does-not-fit');
    assert.match(problem!.message, /needed, \d+ available/);
  });

  it('name what a row sets and the experiment does not take, at its place', () => {
    const wrong = { ...second!, set: { 'workload.scenario.batch': 1, 'workload.scenario.promptTokns': 511 } };
    const [problem] = problemsOf([efficiency], [first!, wrong]);
    assert.deepEqual([problem!.code, problem!.file], ['calibrate/row-refused', 'm.json']);
    const text = JSON.stringify({ kind: 'measurements', name: 'board', constants: [efficiency], rows: [first!, wrong] }, null, 1);
    assert.equal(problem!.line, text.split('\n').findIndex((line) => line.includes('promptTokns')) + 1);
    for (const path of ['', 'a..b', '__proto__.x', 'workload.model', 'published[7].value']) assert.match(codesOf([efficiency], [first!, { ...second!, set: { [path]: 5 } }]).join(), /^(?:calibrate\/row-refused(?:,|$))+/, path);
  });

  it('name a row that sets a constant, and what is given twice', () => {
    assert.deepEqual(codesOf([efficiency], [first!, { ...second!, set: { [efficiency.path]: 0.5 } }]), ['calibrate/row-sets-constant']);
    assert.deepEqual(codesOf([efficiency], [first!, { ...second!, set: { 'architecture.parameters.memory': {} } }]), ['calibrate/row-sets-constant']);
    assert.deepEqual(codesOf([efficiency, efficiency], [first!, { ...first!, metric: 'ttft' }]), ['calibrate/constant-twice', 'calibrate/row-twice']);
    assert.deepEqual(codesOf([clock, { ...clock, path: 'architecture.parameters.clock' }], [first!, { ...second!, use: 'fit' }]), ['calibrate/constant-twice']);
  });

  it('name values that are no figures: none, not positive, of another unit, or with a unit where there is none', () => {
    assert.deepEqual(codesOf([efficiency], []), ['spec/wrong-length']);
    assert.deepEqual(codesOf([], boardRows()), ['spec/wrong-length']);
    for (const value of [0, -1, null, {}, true]) assert.match(codesOf([efficiency], [{ ...first!, value }]).join(), /^spec\/(?:out-of-range|wrong-type)$/, JSON.stringify(value));
    for (const value of ['17.5 MB', '17,5 ms', 'fast', '-3 ms', '0 s']) assert.match(codesOf([efficiency], [{ ...first!, value }]).join(), /^unit\//, value);
    assert.deepEqual(codesOf([efficiency], [{ id: 'a', metric: 'throughput', value: '55 token/s' }]), ['calibrate/no-unit']);
  });

  it('are told together, those of constants and of rows', () => {
    const codes = codesOf([{ ...efficiency, low: 2, high: 1 }, { ...clock, low: 'x' }], [{ ...first!, value: '1 kg' }, { ...second!, value: '1 kg' }]);
    assert.deepEqual(codes, ['calibrate/bounds', 'calibrate/not-a-number', 'unit/wrong-unit', 'calibrate/no-unit']);
  });

  it('are a wrong kind of file where they are an experiment', () => {
    assert.throws(() => measurementsOf(example('flightllm.json')), (error: InputError) => error.problems.length === 1 && error.problems[0]!.code === 'spec/wrong-kind');
  });
});

describe('a number with any unit', () => {
  it('says what it measures', () => {
    assert.deepEqual(['225 MHz', '460 GB/s', '8 GiB', '20 ms', '45 W', '312 TOP/s'].map((text) => numberWithUnit(text)?.dimension), ['frequency', 'bandwidth', 'size', 'time', 'power', 'rate']);
    assert.deepEqual(numberWithUnit('225 MHz'), { value: 225e6, dimension: 'frequency' });
    assert.deepEqual(numberWithUnit(0), { value: 0, dimension: null });
    assert.deepEqual(['5', '5 kg', 'MHz', ''].map(numberWithUnit), [undefined, undefined, undefined, undefined]);
  });
});

describe('the calibrated experiment', () => {
  const original = example('flightllm.json');
  const options = set(efficiency.path, 0.3);
  const result = calibrate(original, measured([efficiency], boardRows()), options);
  const value = calibratedValue(original, result, options);
  const text = editedText(exampleText('flightllm.json'), original.value, value);

  it('has the fitted value and says from which rows of which file it is', () => {
    const again = parseDocument(text, 'fitted.json');
    assert.deepEqual(again.value, value);
    const assumption = runDocument(again).assumptions.find(({ name }) => name === 'memory.efficiency')!;
    assert.deepEqual([assumption.value, assumption.quality], [result.constants[0]!.fitted, 'fitted']);
    assert.match(assumption.source, /"board" \(m\.json\): fitted on kv-128, tested on kv-512/);
    assert.equal(runDocument(again, { set: Object.entries(stepAt(128)).map(([path, to]) => [path, String(to)] as const) }).phases.decode!.latencySeconds, result.rows[0]!.after);
  });

  it('keeps every comment and every line that has no fitted value', () => {
    const lines = text.split('\n');
    const changed = exampleText('flightllm.json').split('\n').filter((line) => !lines.includes(line));
    assert.equal(changed.length, 2, changed.join('\n'));
    assert.ok(changed[0]!.includes('"efficiency"') && changed[1]!.includes('"/parameters/memory/efficiency"'));
  });

  it('has the value that it was edited to, whatever is changed, added or taken away', () => {
    const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null));
    const key = fc.string({ minLength: 1, maxLength: 4 }).filter((name) => !['__proto__', 'constructor', 'prototype'].includes(name));
    const tree = fc.letrec((tie) => ({ value: fc.oneof({ maxDepth: 3 }, leaf, fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true })) })).value;
    const object = fc.dictionary(key, tree, { maxKeys: 4, noNullPrototype: true });
    fc.assert(fc.property(object, object, (from, to) => {
      const plain = JSON.parse(JSON.stringify(to)) as unknown;
      assert.deepEqual(parseDocument(editedText(JSON.stringify(from, null, 2), from, plain), 'x').value, plain);
    }), { numRuns: 200 });
  });
});

describe('the table of a calibration', () => {
  const result = calibrate(example('flightllm.json'), measured([efficiency], boardRows()), set(efficiency.path, 0.3));

  it('has constants, rows and both parts, with units', () => {
    const text = calibrationTable(result, { colour: false, width: 120 });
    assert.match(text, /architecture\.parameters\.memory\.efficiency +0\.3 +0\.5885 +0\.2 +1 +0\.99/);
    assert.match(text, /kv-128 +fit +phases\.decode\.latencySeconds +17\.51 ms +34\.27 ms +17\.51 ms +\+95\.74 % +\+<0\.01 %/);
    assert.match(text, /kv-512 +test +phases\.decode\.cycles +4,272,339 +8,148,161 +4,162,488 +\+90\.72 % +−2\.57 %/);
    assert.match(text, /^test +1 +90\.72 % +2\.57 % +90\.72 % +2\.57 %$/m);
    assert.doesNotMatch(text, /NaN|undefined|worse/);
  });

  it('says that the test part is worse, and lets no control character of a name through', () => {
    const rows = result.rows.map((row) => ({ ...row, id: 'a\u001b[31m\nb' }));
    const text = calibrationTable({ ...result, rows, isTestWorse: true, notes: ['x\u0007'] }, { colour: false, width: 60 });
    assert.match(text, /The test part is worse than before/);
    assert.doesNotMatch(text, /[\u001b\u0007]/);
  });

  it('shows the first rows of many, and counts the rest', () => {
    const rows = Array.from({ length: 250 }, (_, i) => ({ ...result.rows[0]!, id: `row-${i}` }));
    const text = calibrationTable({ ...result, rows }, { colour: true, width: 100 });
    assert.ok(text.includes('row-199') && !text.includes('row-200') && text.includes('… and 50 more rows'));
  });
});
