import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createRng } from '../../../src/sim/core/rng.js';
import { productOf, withMode } from '../../../src/sim/engine/mapping-product.js';
import { openCandidates, pieceLengths, tileLengths, wholeCandidates, type Candidate } from '../../../src/sim/engine/mapping-space.js';
import { phaseSeconds, searchMapping, tolerance } from '../../../src/sim/engine/mapping-search.js';
import { pieceCount } from '../../../src/sim/engine/mapping-ties.js';
import { modeOf } from '../../../src/sim/engine/phase.js';
import { retiledMode } from '../../../src/sim/engine/retiled-mode.js';
import { tasksOf, type CostContext, type Task } from '../../../src/sim/engine/task.js';
import type { Architecture, ArrayMode, TiledMachine } from '../../../src/sim/model/architecture.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { AttentionOp, LinearOp, Op, VectorOp } from '../../../src/sim/model/op-graph.js';
import { decodePass, prefillPass, type Pass } from '../../../src/sim/model/scenario.js';
import { buildDspChain } from '../../../src/arch/dsp-chain/machine.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { plainScheme } from '../../kit/plain-scheme.js';
import { experimentExamples, inputOfExample } from '../../kit/fixtures.js';
import { designPool } from '../../bench/design-pool.js';
import { randomDesign } from '../../bench/random-designs.js';

const known = designPool();
const pool = { ...known, models: known.models.filter(({ name }) => /^(?:llama|opt)/.test(name)) };
const length = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });

/** A small machine of one or two modes with buffers that few tiles fit, and one product on it. */
interface Case {
  readonly rows: number;
  readonly columns: number;
  readonly reduction: number;
  readonly kind: 'linear' | 'scores' | 'values';
  readonly behind: boolean;
  readonly steps: number;
  readonly modes: readonly { readonly tileRows: number; readonly tileColumns: number; readonly piece: number; readonly arrayRows: number; readonly arrayColumns: number; readonly depth: number; readonly rate: number; readonly input: boolean }[];
  readonly sums: number;
  readonly bufferBytes: number;
  readonly halves: boolean;
  readonly padTiles: boolean;
  readonly floorPieces: boolean;
  readonly cores: number;
  readonly sharesLoads: boolean;
}

const cases: fc.Arbitrary<Case> = fc.record({
  rows: length(40), columns: length(60), reduction: length(200), kind: fc.constantFrom('linear' as const, 'linear' as const, 'scores' as const, 'values' as const), behind: fc.boolean(), steps: length(3),
  modes: fc.array(fc.record({ tileRows: length(16), tileColumns: length(16), piece: length(64), arrayRows: length(8), arrayColumns: length(8), depth: length(8), rate: length(64), input: fc.boolean() }), { minLength: 1, maxLength: 2 }),
  sums: length(400), bufferBytes: fc.integer({ min: 600, max: 6000 }), halves: fc.boolean(), padTiles: fc.boolean(), floorPieces: fc.boolean(),
  cores: length(3), sharesLoads: fc.boolean(),
});

function modeOfCase({ tileRows, tileColumns, piece, arrayRows, arrayColumns, depth, rate, input }: Case['modes'][number], i: number): ArrayMode {
  return {
    name: `mode ${i}`, unit: 'array', tileRows, tileColumns, pieceReduction: piece, slots: 2,
    tileCycles: (m, n, k) => Math.ceil(m / arrayRows) * Math.ceil(n / arrayColumns) * Math.ceil(k / depth),
    jumps: [arrayColumns, depth], fillCycles: 3, epilogueLanes: 4,
    streams: { weights: rate, kvCache: rate, input: input ? 16 : null, operands: null, output: input ? 32 : null },
  };
}

function taskOf(c: Case): { at: CostContext; task: Task } {
  const modes = c.modes.map(modeOfCase);
  const tiled = {
    coreCyclesPerSecond: 1, modes, vectorStream: null, parameterStream: 8, appendStream: 8, rowLanes: 4, vectorPasses: () => 1, leastOperandBytes: 0, barrierCycles: 1,
    cores: { count: c.cores, sharesLoads: c.sharesLoads }, padTiles: c.padTiles, floorPieces: c.floorPieces, valuesIgnoreMask: false, concatenatesCache: false,
    retile: (mode: number, tile) => retiledMode(modes[mode]!, tile, { name: 'buffer', bytes: c.bufferBytes, elementBytes: 1, ...(c.halves ? { mostSlots: 2 } : {}) }, [
      { resource: 'sums', used: tile.rows * tile.columns, available: Math.max(c.sums, modes[mode]!.tileRows * modes[mode]!.tileColumns) },
    ]),
  } satisfies Partial<TiledMachine> as unknown as TiledMachine;
  const peak = Math.max(...c.modes.map((mode) => mode.arrayRows * mode.arrayColumns * mode.depth));
  const machine = {
    tiled, executedDensity: () => 1, fusesAttention: false, keepsActivations: c.modes.some(({ input }) => !input), peakMacsPerSecond: () => peak, peakVectorElementsPerSecond: 4, peakBytesPerSecond: 64,
  } as unknown as Architecture;
  const scheme = plainScheme(dataType('int8')!);
  const linear: LinearOp = { kind: 'linear', name: 'layer', inFeatures: c.reduction, outFeatures: c.columns, bias: false, output: 'activation', ownsWeights: true, epilogue: false };
  const attention = { kind: c.kind, name: 'attention', heads: 2, kvHeads: 1, headDim: 16, mask: { kind: 'causal' }, epilogue: false } as unknown as AttentionOp;
  const gelu: VectorOp = { kind: 'activation', name: 'gelu', width: c.columns, parameters: 0, epilogue: true };
  const op = c.kind === 'linear' ? linear : attention;
  const epilogues: readonly Op[] = c.kind === 'linear' && c.behind ? [gelu] : [];
  const scenario = { batch: 1, promptTokens: c.rows, outputTokens: c.steps + 1, logits: 'last' } as const;
  const pass: Pass = c.kind === 'linear' || c.steps === 1 ? prefillPass(scenario) : decodePass(scenario)!;
  return { at: { machine, tiled, scheme, pass }, task: { group: { name: 'all', repeat: 1, tokens: 'all', ops: [op, ...epilogues] }, op, epilogues, format: scheme.weights } };
}

function secondsOf(at: CostContext, task: Task, { mode, array }: Candidate): number {
  return phaseSeconds(withMode(at, mode, array), task, mode);
}

/** The rule's mapping, then every mapping of the stated space, one after the other: how long it takes, and how many pieces it works through. */
function allMappings(at: CostContext, task: Task): readonly { readonly seconds: number; readonly pieces: number; readonly isSplit: boolean }[] {
  const product = productOf(at, task)!;
  const mode = modeOf(at, task);
  const all = [{ seconds: phaseSeconds(at, task, mode), pieces: pieceCount(at, at.tiled.modes[mode]!, product), isSplit: false }];
  for (const { tile } of openCandidates(at, task, product)) {
    for (const candidate of wholeCandidates(at, product, tile)) all.push({ seconds: secondsOf(at, task, candidate), pieces: pieceCount(at, candidate.array, product), isSplit: candidate.array.split !== undefined });
  }
  return all;
}

function close(a: number, b: number, what: string): void {
  assert.ok(Math.abs(a - b) <= 2e-9 * Math.max(a, b), `${what}: ${a} against ${b}`);
}

describe('the search for a mapping', () => {
  it('finds the least of all mappings of its space, tried one after the other, on random small machines', () => {
    fc.assert(fc.property(cases, (c) => {
      const { at, task } = taskOf(c);
      const least = Math.min(...allMappings(at, task).map(({ seconds }) => seconds));
      for (const exhaustiveBelow of [0, Infinity]) {
        const found = searchMapping(at, task, { exhaustiveBelow, limit: Infinity });
        close(found.leastSeconds, least, `space tried through below ${exhaustiveBelow}`);
        assert.ok(found.optimal);
        assert.equal(secondsOf(at, task, found), found.seconds);
      }
    }), { numRuns: 60 });
  });

  it('takes the rule where it is within a thousandth of the least, else the family\'s split over cores and the fewest pieces of all that are, on random small machines', () => {
    let [ruled, gained] = [0, 0];
    fc.assert(fc.property(cases, (c) => {
      const { at, task } = taskOf(c);
      const all = allMappings(at, task);
      const least = Math.min(...all.map(({ seconds }) => seconds));
      const within = all.filter(({ seconds }) => seconds <= least * (1 + tolerance));
      const unsplit = within.filter(({ isSplit }) => !isSplit);
      const near = unsplit.length > 0 ? unsplit : within;
      const rule = all[0]!.seconds;
      for (const exhaustiveBelow of [0, Infinity]) {
        const found = searchMapping(at, task, { exhaustiveBelow, limit: Infinity });
        if (near.includes(all[0]!)) {
          ruled++;
          assert.equal(found.seconds, rule);
          assert.equal(found.array, at.tiled.modes[found.mode]);
          continue;
        }
        const fewest = Math.min(...near.map(({ pieces }) => pieces));
        gained += near.some(({ seconds, pieces }) => seconds === least && pieces > fewest) ? 1 : 0;
        assert.equal(pieceCount(at, found.array, productOf(at, task)!), fewest);
        close(found.seconds, Math.min(...near.filter(({ pieces }) => pieces === fewest).map(({ seconds }) => seconds)), 'of the fewest pieces');
      }
    }), { numRuns: 100 });
    assert.ok(ruled > 5 && gained > 5, `${ruled} ${gained}`);
  });

  it('has bounds that no whole mapping of a tile, and none of a machine, is below', () => {
    fc.assert(fc.property(cases, (c) => {
      const { at, task } = taskOf(c);
      const product = productOf(at, task)!;
      const { lowerBoundSeconds } = searchMapping(at, task);
      for (const open of openCandidates(at, task, product)) {
        const bound = secondsOf(at, task, open);
        for (const candidate of wholeCandidates(at, product, open.tile)) {
          const seconds = secondsOf(at, task, candidate);
          assert.ok(seconds >= bound * (1 - 1e-12), `${bound} for tiles that take ${seconds}`);
          assert.ok(seconds >= lowerBoundSeconds * (1 - 1e-12), `${lowerBoundSeconds} for what takes ${seconds}`);
        }
      }
    }), { numRuns: 120 });
  });

  it('is never worse than the rule, stops where it is told to, and takes tiles that the machine says fit', () => {
    fc.assert(fc.property(cases, length(20), (c, limit) => {
      const { at, task } = taskOf(c);
      const found = searchMapping(at, task, { exhaustiveBelow: 0, limit });
      assert.ok(found.seconds <= found.ruleSeconds);
      assert.ok(found.seconds >= found.lowerBoundSeconds * (1 - 1e-12));
      const { tileRows: rows, tileColumns: columns, pieceReduction: reduction, slots } = found.array;
      if (at.tiled.modes[found.mode] !== found.array && found.array.order !== 'columns-outer' && found.array.split === undefined) assert.ok(!('code' in at.tiled.retile!(found.mode, { rows, columns, reduction, slots }, productOf(at, task)!)));
    }), { numRuns: 200 });
  });

  it('is never worse than the rule on random designs, and not below the bound', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e9 }), length(300), length(5), (seed, promptTokens, batch) => {
      const { parameters, device, model, scheme } = randomDesign(createRng(seed), pool);
      const machine = buildDspChain(parameters, device, {});
      const scenario = { batch, promptTokens, outputTokens: 9, logits: 'last' } as const;
      for (const pass of [prefillPass(scenario), decodePass(scenario)!]) {
        const at: CostContext = { machine, tiled: machine.tiled!, scheme, pass };
        for (const task of tasksOf(decoderGraph(model), scheme).slice(2, 7)) {
          if (productOf(at, task) === null) continue;
          const { seconds, ruleSeconds, lowerBoundSeconds } = searchMapping(at, task, { limit: 200 });
          assert.equal(ruleSeconds, phaseSeconds(at, task, modeOf(at, task)));
          assert.ok(seconds <= ruleSeconds, `${task.op.name}: ${seconds} against ${ruleSeconds}`);
          assert.ok(seconds >= lowerBoundSeconds * (1 - 1e-9), `${task.op.name}: ${seconds} below ${lowerBoundSeconds}`);
        }
      }
    }), { numRuns: 8 });
  });

  it('finishes for every product of every bundled example', () => {
    for (const file of experimentExamples()) {
      const { machine, graph, scheme, scenario } = inputOfExample(file);
      if (machine.tiled === null) continue;
      for (const pass of [prefillPass(scenario), decodePass(scenario)!]) {
        const at: CostContext = { machine, tiled: machine.tiled, scheme, pass };
        for (const task of tasksOf(graph, scheme)) {
          if (productOf(at, task) === null) continue;
          const { optimal, seconds, ruleSeconds, lowerBoundSeconds } = searchMapping(at, task);
          assert.ok(optimal, `${file} ${task.op.name}`);
          assert.ok(seconds <= ruleSeconds && seconds >= lowerBoundSeconds * (1 - 1e-12), `${file} ${task.op.name}: ${lowerBoundSeconds} ${seconds} ${ruleSeconds}`);
        }
      }
    }
  });
});

describe('the lengths that are searched', () => {
  it('have the own length, whole tiles and even splits, and nothing longer than what holds a dimension', () => {
    assert.deepEqual(tileLengths(16, 40, [16]), [16, 20, 32, 40]);
    assert.deepEqual(tileLengths(16, 40, []), [1, 2, 4, 5, 6, 7, 8, 10, 14, 16, 20, 32, 40]);
    fc.assert(fc.property(length(300), length(300), length(32), (own, need, unit) => {
      const found = tileLengths(own, need, [unit]);
      assert.ok(found.includes(own));
      assert.ok(found.some((candidate) => candidate >= need));
      assert.ok(found.filter((candidate) => candidate >= need && candidate !== own).length <= 1);
    }));
  });

  it('have pieces of whole blocks', () => {
    assert.deepEqual(pieceLengths(100, 64), [100, 64, 32, 16]);
  });
});
