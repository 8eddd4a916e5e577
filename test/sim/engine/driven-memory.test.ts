import assert from 'node:assert/strict';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import type { Explained } from '../../../src/sim/core/explained.js';
import type { MemoryDrive } from '../../../src/sim/memory/drive-spec.js';
import { memoryShare } from '../../../src/sim/memory/memory-share.js';
import { memoryOf, type Device } from '../../../src/sim/model/device.js';
import { explain } from '../../../src/experiment/explain.js';
import { prepare, run, type RunOptions } from '../../../src/experiment/run.js';
import { example } from '../../kit/fixtures.js';

const drive: MemoryDrive = { controller: 'ramulator21', layout: 'RGBCG', window: 32, chunk: 2048 };
const ddr = '{"part":"ddr4-2400","dataRate":2.4e9,"channels":4}';
const efficiency = 'architecture.parameters.memory.efficiency';

/** Every family with `memory.efficiency`, and what its example needs to know of its DRAM. */
const families: readonly (readonly [file: string, more: RunOptions['set']])[] = [
  ['flightllm.json', []],
  ['bit-serial.json', []],
  ['ternary.json', []],
  ['lut-tensor-core.json', []],
  ['systolic.json', [['architecture.device.memories.dram.dram', ddr]]],
  ['shift-add.json', [['architecture.device.memories.dram.dram', ddr]]],
  ['lut-cpu.json', [['architecture.device.memories.dram.dram', ddr]]],
];

function optionsOf(more: RunOptions['set'], value: unknown): RunOptions {
  return { set: [['workload.scenario.outputTokens', '3'], ...(more ?? []), [efficiency, JSON.stringify(value)]] };
}

function find(node: Explained, name: string): Explained | undefined {
  if (node.name === name && node.unit === '') return node;
  for (const input of node.inputs) {
    const found = find(input, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

const shareOf = (device: Device): number => memoryShare(drive, (memoryOf(device, 'hbm') ?? memoryOf(device, 'ddr') ?? memoryOf(device, 'dram'))!.dram!).share;

function problemOf(file: string, options: RunOptions): { readonly code: string; readonly remedy?: string; readonly pointer?: string } {
  try {
    run(example(file).value, options);
  } catch (error) {
    assert.ok(error instanceof InputError, String(error));
    return error.problems[0]!;
  }
  return { code: 'none' };
}

describe('a driven memory', () => {
  for (const [file, more] of families) {
    it(`runs ${file} as the number that the DRAM models find, and says in the assumptions how it was found`, () => {
      const { device } = prepare(example(file).value, optionsOf(more, drive)).machine;
      const share = shareOf(device);
      const [driven, plain] = [run(example(file).value, optionsOf(more, drive)), run(example(file).value, optionsOf(more, share))];
      assert.deepEqual(driven.totals, plain.totals);
      assert.deepEqual(driven.phases, plain.phases);
      const assumption = driven.assumptions.find(({ name }) => name === 'memory.efficiency')!;
      assert.equal(assumption.value, share);
      assert.equal(assumption.quality, 'derived');
      assert.match(assumption.source, /^estimate of .* ramulator-2.1 controller, RGBCG, window 32, chunks of 2048 B/);
    }).timeout(10_000);
  }

  it('is explained from the accesses and cycles of the model on', () => {
    const tree = explain(example('ternary.json').value, 'totals.secondsPerOutputToken', optionsOf([], drive))!;
    const node = find(tree, 'efficiency')!;
    assert.equal(node.formula, 'busy * useful * refresh');
    assert.equal(node.value, node.inputs.reduce((product, { value }) => product * value, 1));
  });

  it('may be simulated command by command', () => {
    const { assumptions } = run(example('ternary.json').value, optionsOf([], { ...drive, model: 'simulation' }));
    assert.match(assumptions.find(({ name }) => name === 'memory.efficiency')!.source, /^simulation of hbm2-2000-4-high/);
  });

  it('needs a device whose DRAM is known, and says how to give it', () => {
    const { code, remedy, pointer } = problemOf('systolic.json', optionsOf([], drive));
    assert.equal(code, 'memory/unknown-dram');
    assert.equal(pointer, '/architecture/parameters/memory/efficiency');
    assert.match(remedy!, /"dram"/);
  });

  it('is checked like every parameter: unknown fields, names and numbers out of range are errors', () => {
    for (const wrong of [{ ...drive, widnow: 3 }, { ...drive, layout: 'nonsense' }, { ...drive, window: 0 }, { controller: 'ramulator21' }, 1.5, 0, 'fast']) {
      assert.notEqual(problemOf('ternary.json', optionsOf([], wrong)).code, 'none', JSON.stringify(wrong));
    }
    assert.equal(problemOf('ternary.json', optionsOf([], { ...drive, stride: 4096 })).code, 'memory/two-patterns');
  });

  it('does not take the DRAM of a device for one whose bandwidth was changed', () => {
    const set: RunOptions['set'] = [['architecture.device', '{"name":"wide","extends":"u280","memories":{"hbm":{"bandwidth":"900 GB/s"}}}']];
    assert.equal(problemOf('ternary.json', optionsOf(set, drive)).code, 'memory/unknown-dram');
    const part: RunOptions['set'] = [['architecture.device', '{"name":"wide","extends":"u280","memories":{"hbm":{"dram":{"part":"hbm7","dataRate":1e9,"channels":1}}}}']];
    assert.notEqual(problemOf('ternary.json', optionsOf(part, drive)).code, 'none');
  });
});
