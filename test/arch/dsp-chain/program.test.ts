import assert from 'node:assert/strict';
import fc from 'fast-check';
import { emptyCost, addCost } from '../../../src/sim/engine/cost.js';
import { runEveryInstruction, runProgram } from '../../../src/sim/engine/event/run-program.js';
import { lowerBoundSeconds } from '../../../src/sim/engine/lower-bound.js';
import { costPhase } from '../../../src/sim/engine/phase.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import type { Program, Step } from '../../../src/sim/model/program.js';
import { addSize, noProgram, passSize, programSize, type ProgramSize } from '../../../src/arch/dsp-chain/program/size.js';
import { channelBetween, instructionWords, units } from '../../../src/arch/dsp-chain/program/units.js';
import { experimentAt, programOf, type Phase } from './pass-programs.js';

const [vhk158, u280] = ['flightllm-vhk158.json', 'flightllm.json'];

/** Size of the programs of a pass as the release has them: decode on MV, prefill on MM, no look-up of the embedding. */
function sizeAt(phase: Phase, tokens: number): ProgramSize {
  const { input: { machine, scheme }, pass, tasks } = experimentAt(vhk158, phase, tokens);
  return passSize(machine, tasks.filter(({ op }) => op.kind !== 'embedding'), scheme, pass, tokens, phase === 'prefill' ? 0 : 1);
}

/** Instructions of a kind in a count: LD, ST, array, MISC, SYS. */
type Counts = readonly [load: number, store: number, array: number, special: number, system: number];

const sizeOf = ([load, store, array, special, system]: Counts): ProgramSize => ({
  instructions: load + store + array + special + system, bytes: 4 * (7 * load + 3 * store + 4 * array + 3 * special + system),
});
const total = (parts: readonly (readonly [times: number, counts: Counts])[]): ProgramSize => parts.reduce((sum, [times, counts]) => addSize(sum, sizeOf(counts), times), noProgram);

/** The formulas of the family's README for Llama-2-7B, written out: 32 layers, 32 heads of 128, 4096 and 11008 wide, 32000 tokens in the vocabulary. */
function decodeFormula(context: number): ProgramSize {
  const linear = (columns: number, pieces: number, bias: number, tables: number, special: number): Counts => {
    const groups = Math.ceil(columns / 512);
    return [1 + bias + groups * (8 * pieces + 8 * tables), 1, groups * pieces, groups * special, 1];
  };
  const keyTiles = Math.ceil(context / 512);
  return total([
    [64, linear(4096, 2, 1, 2, 3)], [32, linear(4096, 2, 1, 0, 0)], [32, linear(4096, 2, 1, 1, 1)],
    [32, linear(11008, 2, 0, 0, 1)], [32, linear(11008, 2, 0, 1, 1)], [32, linear(4096, 7, 0, 1, 1)],
    [32, [1 + 32 * keyTiles * Math.min(8, Math.ceil(context / 16)), 1, 32 * keyTiles, 32, 1]], [32, [1 + 32 * 8, 1, 32, 0, 1]],
    [64, [8, 1, 0, 0, 1]], [65, [1, 1, 0, 1, 1]], [1, linear(32000, 2, 0, 0, 0)],
  ]);
}

/** The same of prefill with a mask that is whole: `tokens` up to 128, one row tile. */
function prefillFormula(tokens: number): ProgramSize {
  const rows = Math.ceil(tokens / 16);
  const linear = (columns: number, pieces: number, bias: number, tables: number, special: number): Counts => {
    const groups = columns / 16;
    return [bias + rows + groups * (pieces + rows * tables), groups * rows, groups * pieces, groups * special, 1];
  };
  // A block row of 16 queries sees whole blocks of 64 keys; the others are zeros.
  const withZeros = Array.from({ length: rows }, (_, i) => Number(Math.min(rows, 4 * (Math.floor(i / 4) + 1)) < rows)).reduce((a, b) => a + b, 0);
  return total([
    [64, linear(4096, 1, 1, 2, 3)], [32, linear(4096, 1, 1, 0, 0)], [32, linear(4096, 1, 1, 1, 1)],
    [32, linear(11008, 1, 0, 0, 1)], [32, linear(11008, 1, 0, 1, 1)], [32, linear(4096, 4, 0, 1, 1)],
    [32, [32 * 2 * rows, 32 * rows, 32 * rows, 32 * tokens, 1]], [32, [32 * (rows + withZeros + 8), 32 * rows, 32 * 8, 0, 1]],
    [65, [tokens, tokens, 0, tokens, 1]], [1, linear(32000, 1, 0, 0, 0)],
  ]);
}

describe('programs of the DSP chain, in the preset of the released simulator', function () {
  this.timeout(20_000);

  it('have exactly the instructions and bytes of the released compiler', () => {
    assert.deepEqual(sizeAt('decode', 144), { instructions: 103_765, bytes: 2_710_020 });
    assert.deepEqual(sizeAt('decode', 640), { instructions: 112_981, bytes: 2_955_780 });
    assert.deepEqual(sizeAt('prefill', 128), { instructions: 1_825_930, bytes: 34_068_520 });
  });

  it('have those of the formulas at buckets of decode of any length, and of prefill in one row tile', () => {
    for (const context of [16, 32, 96, 112, 128, 144, 512, 528, 640, 1024, 1040, 1536, 1552, 2032, 2048]) assert.deepEqual(sizeAt('decode', context), decodeFormula(context), `decode ${context}`);
    for (let tokens = 16; tokens <= 128; tokens += 16) assert.deepEqual(sizeAt('prefill', tokens), prefillFormula(tokens), `prefill ${tokens}`);
  });

  it('take the times of the released simulator: steps within 0.1 %, busy units within 0.1 %', () => {
    const rows: readonly (readonly [Phase, number, Readonly<Record<string, number>>])[] = [
      ['decode', 144, { step: 9.2819, MV: 8.8104, MISC: 0.2254 }], ['decode', 640, { step: 10.1133, MV: 9.2541, MISC: 0.3136 }],
      ['prefill', 128, { step: 289.8824, LD: 104.4066, MISC: 9.3184 }],
    ];
    for (const [phase, tokens, milliseconds] of rows) {
      const { input, pass, tasks } = experimentAt(vhk158, phase, tokens);
      const perTick = 1e3 / 1024 / input.machine.tiled!.coreCyclesPerSecond;
      const found: Record<string, number> = { step: 0 };
      for (const task of tasks) {
        const run = runProgram(programOf(input, pass, task));
        found['step']! += task.group.repeat * run.ticks * perTick;
        for (const { name, busy } of run.units) found[name] = (found[name] ?? 0) + task.group.repeat * busy * perTick;
      }
      for (const [name, reference] of Object.entries(milliseconds)) assert.ok(Math.abs(found[name]! / reference - 1) < 0.001, `${phase} ${tokens} ${name}: ${found[name]} of ${reference}`);
    }
  });
});

describe('programs of the DSP chain, on the U280', function () {
  this.timeout(20_000);

  it('agree with the closed form within 3 %, whatever the length', () => {
    for (const [phase, tokens] of [['prefill', 64], ['prefill', 257], ['decode', 17], ['decode', 128], ['decode', 2048]] as const) {
      const { input } = experimentAt(u280, phase, tokens);
      const [event, closed] = (['event', 'analytic'] as const).map((fidelity) => simulate({ ...input, fidelity }).phases[phase]!.latencySeconds);
      assert.ok(Math.abs(event! / closed! - 1) < 0.03, `${phase} ${tokens}: ${event} and ${closed}`);
    }
  });

  it('keep every op above its lower bound', () => {
    for (const [phase, tokens] of [['prefill', 100], ['decode', 5], ['decode', 700]] as const) {
      for (const model of ['llama-2-7b', 'opt-6.7b', 'qwen3-8b', 'gemma-2-2b']) {
        const { input: { machine, scheme }, pass, tasks } = experimentAt(u280, phase, tokens, { 'workload.model': model });
        for (const task of tasks) {
          const cost = emptyCost();
          costPhase(machine, [task], scheme, pass, 'event', (_task, _op, part, repeat) => { addCost(cost, part, repeat); });
          assert.ok(cost.latency >= lowerBoundSeconds(machine, [task], scheme, pass) * (1 - 1e-9), `${model} ${task.op.name} ${phase} ${tokens}`);
        }
      }
    }
  });

  it('load what a format has beside its values: patterns, positions, and the weights with their scales', () => {
    const { input, pass, tasks } = experimentAt(u280, 'decode', 64);
    const labels = (name: string): readonly string[] => [...new Set(labelsOf(programOf(input, pass, tasks.find(({ op }) => op.name === name)!).steps))].sort();
    assert.deepEqual(labels('q_proj'), ['LD FSB', 'LD meta', 'LD weights', 'MISC rope', 'MV', 'SYS']);
    assert.deepEqual(labels('v_proj'), ['LD weights', 'MV', 'SYS']);
  });
});

function labelsOf(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => (step.kind === 'loop' ? labelsOf(step.body) : [step.label]));
}

/** Small models on machines of all kinds. */
const anyPass = fc.record({
  file: fc.constantFrom(vhk158, u280), phase: fc.constantFrom<Phase>('prefill', 'decode'), tokens: fc.integer({ min: 2, max: 300 }), batch: fc.integer({ min: 1, max: 3 }),
  sharers: fc.constantFrom(1, 2, 4), intermediate: fc.constantFrom(688, 1376, 2000), bias: fc.boolean(),
  mask: fc.constantFrom<Readonly<Record<string, unknown>>>(
    { kind: 'causal' }, { kind: 'full' }, { kind: 'prefix', prefix: 50 }, { kind: 'sliding-window', window: 40 }, { kind: 'lambda', sinks: 4, window: 60 },
    { kind: 'block-sparse', block: 32, filled: [[1, 0.6]] },
  ),
  options: fc.record({ padTiles: fc.boolean(), valuesIgnoreMask: fc.boolean(), concatenateCache: fc.boolean(), barrierCycles: fc.integer({ min: 0, max: 3 }) }),
  words: fc.constantFrom(8, 64, 512), reduction: fc.constantFrom(128, 1024),
}).map(({ file, phase, tokens, batch, sharers, intermediate, bias, mask, options, words, reduction }) => experimentAt(file, phase, tokens, {
  'workload.model': {
    _name_or_path: 'small', model_type: 'llama', hidden_size: 256, num_hidden_layers: 2, num_attention_heads: 8, num_key_value_heads: 8 / sharers,
    intermediate_size: intermediate, vocab_size: 1000, max_position_embeddings: 512, tie_word_embeddings: false, attention_bias: bias,
  },
  'workload.attention': mask, 'workload.scenario.batch': batch, 'architecture.parameters.options': options, 'architecture.parameters.buffers.global.words': words,
  'architecture.parameters.tiles.matrix.reduction': reduction, 'architecture.parameters.tiles.vector.reduction': reduction,
}));

/** Tokens that a program leaves in each channel. */
function tokensLeft({ channels, steps }: Program): readonly number[] {
  const left = channels.map(({ initial }) => initial);
  const count = (of: readonly Step[], times: number): void => {
    for (const step of of) {
      if (step.kind === 'loop') { count(step.body, times * step.count); continue; }
      for (const channel of step.waits) left[channel]! -= times;
      for (const channel of step.releases) left[channel]! += times;
    }
  };
  count(steps, 1);
  return left;
}

function instructionsOf(steps: readonly Step[]): readonly Extract<Step, { kind: 'instruction' }>[] {
  return steps.flatMap((step) => (step.kind === 'loop' ? instructionsOf(step.body) : [step]));
}

describe('programs of the DSP chain, for any model, mask and machine', function () {
  this.timeout(30_000);

  it('run to their end, and leave as many tokens as there were', () => {
    fc.assert(fc.property(anyPass, ({ input, pass, tasks }) => {
      for (const task of tasks) {
        const program = programOf(input, pass, task);
        assert.equal(runProgram(program).instructions, programSize(program).instructions);
        assert.deepEqual(tokensLeft(program), program.channels.map(({ initial }) => initial), task.op.name);
      }
    }), { numRuns: 15 });
  });

  it('run in both modes of the array', () => {
    fc.assert(fc.property(anyPass, fc.constantFrom(0, 1), ({ input, pass, tasks }, mode) => {
      for (const task of tasks) {
        const program = programOf(input, pass, task, mode);
        assert.equal(runProgram(program).instructions, programSize(program).instructions);
        assert.deepEqual(tokensLeft(program), program.channels.map(({ initial }) => initial), task.op.name);
      }
    }), { numRuns: 12 });
  });

  it('have one wait bit and one release bit for each other unit', () => {
    fc.assert(fc.property(anyPass, ({ input, pass, tasks }) => {
      for (const task of tasks) {
        for (const { unit, waits, releases } of instructionsOf(programOf(input, pass, task).steps)) {
          const others = units.map((_, i) => i).filter((i) => i !== unit);
          assert.ok(new Set(waits).size === waits.length && waits.every((channel) => others.some((other) => channelBetween(other, unit) === channel)));
          assert.ok(new Set(releases).size === releases.length && releases.every((channel) => others.some((other) => channelBetween(unit, other) === channel)));
        }
      }
    }), { numRuns: 8 });
  });

  it('take the same time whether repetitions are skipped or not, and the same twice', () => {
    fc.assert(fc.property(anyPass, ({ input, pass, tasks }) => {
      for (const task of tasks.filter(({ op }) => op.kind !== 'linear' || op.name === 'down_proj')) {
        const program = programOf(input, pass, task);
        assert.deepEqual(programOf(input, pass, task), program);
        const { simulated, ...fast } = runProgram(program);
        const { simulated: all, ...slow } = runEveryInstruction(program);
        assert.ok(simulated <= all);
        assert.deepEqual(fast, slow);
      }
    }), { numRuns: 6 });
  });

  it('are never faster than the lower bound of the pass', () => {
    fc.assert(fc.property(anyPass, ({ input, pass, tasks }) => {
      const { machine, scheme } = input;
      const perTick = 1 / 1024 / machine.tiled!.coreCyclesPerSecond;
      const seconds = tasks.reduce((sum, task) => sum + task.group.repeat * runProgram(programOf(input, pass, task)).ticks * perTick, 0);
      assert.ok(seconds >= lowerBoundSeconds(machine, tasks, scheme, pass) * (1 - 1e-9));
    }), { numRuns: 12 });
  });
});

describe('the channels of a core', () => {
  it('are one for each ordered pair of units', () => {
    const all = units.flatMap((_, from) => units.flatMap((__, to) => (from === to ? [] : [channelBetween(from, to)])));
    assert.deepEqual([...all].sort((a, b) => a - b), Array.from({ length: 30 }, (_, i) => i));
    assert.equal(instructionWords.length, units.length);
  });
});
