import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { parseQuantity } from '../../../src/sim/core/units.js';
import { valueAt } from '../../../src/sim/core/pointer.js';
import { prepare, run } from '../../../src/experiment/run.js';
import { setPath } from '../../../src/experiment/set-path.js';
import { experimentOf } from '../../../src/reports/what-if/experiment-of.js';
import type { Knob, Settings } from '../../../src/reports/what-if/knob.js';
import { whatIfData, type WhatIfData } from '../../../src/reports/what-if/page-data.js';
import { settingFrom, settingText } from '../../../src/reports/what-if/setting-text.js';
import { settingProblems } from '../../../src/reports/what-if/settings.js';
import { placeOfValue, sliderPlaces, valueAtPlace } from '../../../src/reports/what-if/slider-scale.js';
import { example, experimentExamples } from '../../kit/fixtures.js';

/** An example of each family with its knobs. */
async function everyFamily(): Promise<readonly (readonly [file: string, data: WhatIfData])[]> {
  const files = experimentExamples().filter((file) => !['flightllm-vhk158.json', 'bitmod.json'].includes(file));
  return Promise.all(files.map(async (file) => [file, await whatIfData(example(file))] as const));
}

/** The values at the ends of what a knob says is legal. */
function ends(knob: Knob): readonly Settings[string][] {
  switch (knob.kind) {
    case 'flag': return [true, false];
    case 'choice': return [knob.names[0]!, knob.names[knob.names.length - 1]!];
    case 'number': return [knob.isOpen ? (knob.minimum === 0 ? 1e-9 : knob.minimum + 1e-9) : knob.minimum, knob.maximum];
  }
}

/** The experiment with a value that no report would set. */
function withValue(experiment: WhatIfData['base']['experiment'], path: string, value: number): unknown {
  const { device } = experiment.architecture;
  const inline = path.startsWith('architecture.device.') && typeof device === 'string' ? { ...experiment, architecture: { ...experiment.architecture, device: { name: 'x', extends: device } } } : experiment;
  return setPath(inline, path, JSON.stringify(value));
}

/** What the schemas say against an experiment; that its values contradict one another is none of theirs. */
function againstSchema(experiment: unknown): readonly string[] {
  try {
    prepare(experiment);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ code }) => code).filter((code) => code.startsWith('spec/'));
  }
}

describe('the knobs of a report', () => {
  it('have values that the schema of experiments allows, from end to end', async () => {
    for (const [file, { base, knobs }] of await everyFamily()) {
      for (const knob of knobs) {
        const values = ends(knob).filter((value) => settingProblems([knob], { [knob.path]: value }).length === 0);
        assert.ok(values.length >= 2, `${file} ${knob.path}`);
        for (const value of values) assert.deepEqual(againstSchema(experimentOf(base, knobs, { [knob.path]: value })), [], `${file} ${knob.path} ${String(value)}`);
      }
    }
  });

  it('refuse in a sentence what the schema refuses, just beyond their ends', async () => {
    for (const [file, { base, knobs }] of await everyFamily()) {
      for (const knob of knobs) {
        if (knob.kind !== 'number' || knob.dimension !== null) continue;
        for (const value of [knob.isOpen ? knob.minimum : knob.minimum - 1, knob.maximum + 1]) {
          assert.equal(settingProblems([knob], { [knob.path]: value }).length, 1, `${file} ${knob.path} ${value}`);
          assert.notDeepEqual(againstSchema(withValue(base.experiment, knob.path, value)), [], `${file} ${knob.path} ${value}`);
        }
      }
    }
  });

  it('start at the value of the experiment, or at the default that leaves every total as it is', async () => {
    let defaults = 0;
    for (const [file, { base, knobs }] of await everyFamily()) {
      const before = run(base.experiment).totals;
      for (const knob of knobs) {
        const given = valueAt(base.experiment, `/${knob.path.replaceAll('.', '/')}`);
        if (knob.path.startsWith('architecture.parameters.') && given === undefined) {
          defaults++;
          assert.deepEqual(run(setPath(base.experiment, knob.path, JSON.stringify(knob.value))).totals, before, `${file} ${knob.path}`);
        } else if (given !== undefined && typeof given !== 'object') {
          assert.equal(knob.kind === 'number' && knob.dimension !== null ? parseQuantity(given as string, knob.dimension) : given, knob.value, `${file} ${knob.path}`);
        }
      }
    }
    assert.ok(defaults >= 20, String(defaults));
  });

  it('have one label each, with those of the workload and at least six others in front', async () => {
    for (const [file, { knobs }] of await everyFamily()) {
      assert.equal(new Set(knobs.map(({ label }) => label)).size, knobs.length, file);
      assert.equal(new Set(knobs.map(({ path }) => path)).size, knobs.length, file);
      const main = knobs.filter(({ isMain }) => isMain);
      assert.ok(main.length >= 6 && main.length <= 16, `${file}: ${main.length}`);
      assert.deepEqual(main.slice(0, 4).map(({ label }) => label), ['Batch', 'Prompt tokens', 'Output tokens', 'Quantisation'], file);
    }
  });

  it('write numbers that they read again to the last digit', async () => {
    for (const [file, { knobs }] of await everyFamily()) {
      for (const knob of knobs) {
        if (knob.kind !== 'number') continue;
        for (const value of [knob.value, knob.low, knob.high, valueAtPlace(knob, 333), valueAtPlace(knob, 777)]) {
          if (settingProblems([knob], { [knob.path]: value }).length > 0) continue;
          assert.deepEqual(settingFrom(knob, settingText(knob, value)), { value }, `${file} ${knob.path}`);
        }
      }
    }
  });

  it('have sliders that give legal values at every place, never fall, and stand still at the value of the experiment', async () => {
    for (const [file, { knobs }] of await everyFamily()) {
      for (const knob of knobs) {
        if (knob.kind !== 'number') continue;
        let last = -Infinity;
        for (let place = 0; place <= sliderPlaces; place += 25) {
          const value = valueAtPlace(knob, place);
          assert.deepEqual(settingProblems([knob], { [knob.path]: value }), [], `${file} ${knob.path} ${place}`);
          assert.ok(value >= last * (1 - 1e-12), `${file} ${knob.path} ${place}`);
          last = value;
        }
        assert.equal(valueAtPlace(knob, placeOfValue(knob, knob.value)), knob.value, `${file} ${knob.path}`);
      }
    }
  });

  it('take units, and say what is wrong with other words', async () => {
    const { knobs } = await whatIfData(example('flightllm.json'));
    const numberAt = (path: string): Extract<Knob, { kind: 'number' }> => knobs.find((knob): knob is Extract<Knob, { kind: 'number' }> => knob.path === path && knob.kind === 'number')!;
    const clock = numberAt('architecture.parameters.clock');
    assert.equal(settingText(clock, 225e6), '225 MHz');
    assert.deepEqual(settingFrom(clock, ' 0.3 GHz '), { value: 3e8 });
    assert.deepEqual(settingFrom(clock, '300000000'), { value: 3e8 });
    for (const wrong of ['', 'fast', '300 GB/s', '-5 MHz', '1e400', '∞', '300 MHz; x']) assert.ok('problem' in settingFrom(clock, wrong), wrong);
    const bandwidth = numberAt('architecture.device.memories.hbm.bandwidth');
    assert.deepEqual(settingFrom(bandwidth, '460 GB/s'), { value: bandwidth.value });
    const batch = numberAt('workload.scenario.batch');
    assert.deepEqual(settingFrom(batch, '4'), { value: 4 });
    assert.deepEqual(settingFrom(batch, '4 MHz'), { problem: 'Batch must be a number.' });
    assert.deepEqual(settingFrom(batch, '2.5'), { problem: 'Batch must be a whole number, not 2.5.' });
  });
});
