import assert from 'node:assert/strict';
import fc from 'fast-check';
import { productOf, withMode } from '../../../src/sim/engine/mapping-product.js';
import { phaseSeconds, searchMapping } from '../../../src/sim/engine/mapping-search.js';
import { splitOver } from '../../../src/sim/engine/mapping-split.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { fastTotals } from '../../../src/sim/engine/totals.js';
import type { CostContext, Task } from '../../../src/sim/engine/task.js';
import type { Architecture, ArrayMode, TiledMachine } from '../../../src/sim/model/architecture.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { CoreSplit } from '../../../src/sim/model/mapping.js';
import type { LinearOp } from '../../../src/sim/model/op-graph.js';
import { prefillPass } from '../../../src/sim/model/scenario.js';
import { plainScheme } from '../../kit/plain-scheme.js';
import { inputOfExample } from '../../kit/fixtures.js';

const length = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const scheme = plainScheme(dataType('int8')!);

/** A linear layer on cores that are equal. */
interface Case {
  readonly cores: number;
  readonly sharesLoads: boolean;
  readonly rowsOfCore: number;
  readonly blocksOfCore: number;
  readonly columns: number;
  readonly tileRows: number;
  readonly tileColumns: number;
  readonly pieceBlocks: number;
  readonly slots: number;
  readonly rate: number;
}

const cases: fc.Arbitrary<Case> = fc.record({
  cores: length(4), sharesLoads: fc.boolean(), rowsOfCore: length(20), blocksOfCore: length(12), columns: length(40),
  tileRows: length(8), tileColumns: length(16), pieceBlocks: length(4), slots: fc.integer({ min: 2, max: 5 }), rate: length(40),
});

const perCore = (m: number, n: number, k: number): number => 3 + Math.ceil(m / 2) * Math.ceil(n / 3) * Math.ceil(k / 8);

function machineOf(mode: ArrayMode, coreCyclesPerSecond: number, cores?: TiledMachine['cores']): Architecture {
  const tiled = {
    coreCyclesPerSecond, modes: [mode], vectorStream: null, parameterStream: 8, appendStream: 8, rowLanes: 4, vectorPasses: () => 1, leastOperandBytes: 0, barrierCycles: 0,
    padTiles: false, valuesIgnoreMask: false, concatenatesCache: false, ...(cores === undefined ? {} : { cores }),
  } satisfies Partial<TiledMachine> as unknown as TiledMachine;
  return { tiled, executedDensity: () => 1, fusesAttention: false, keepsActivations: false } as unknown as Architecture;
}

/** A layer on a machine. */
function layerOn(machine: Architecture, rows: number, columns: number, reduction: number): { readonly at: CostContext; readonly task: Task } {
  const op: LinearOp = { kind: 'linear', name: 'layer', inFeatures: reduction, outFeatures: columns, bias: false, output: 'activation', ownsWeights: true, epilogue: false };
  const task: Task = { group: { name: 'all', repeat: 1, tokens: 'all', ops: [op] }, op, epilogues: [], format: scheme.weights };
  return { at: { machine, tiled: machine.tiled!, scheme, pass: prefillPass({ batch: 1, promptTokens: rows, outputTokens: 1, logits: 'last' }) }, task };
}

/** The closed form of it, in a mode made of its own. */
function secondsOn(machine: Architecture, rows: number, columns: number, reduction: number, change: (at: CostContext, task: Task) => ArrayMode): number {
  const { at, task } = layerOn(machine, rows, columns, reduction);
  return phaseSeconds(withMode(at, 0, change(at, task)), task, 0);
}

function own(c: Case, rate: number, output: number, tileCycles: ArrayMode['tileCycles'] = perCore): ArrayMode {
  return {
    name: 'array', unit: 'array', tileRows: c.tileRows, tileColumns: c.tileColumns, pieceReduction: 16 * c.pieceBlocks, slots: c.slots, tileCycles, jumps: [3, 8], fillCycles: 5, epilogueLanes: 4,
    streams: { weights: rate, kvCache: rate, input: rate, operands: null, output },
  };
}

function split(by: CoreSplit): (at: CostContext, task: Task) => ArrayMode {
  return (at, task) => {
    const found = splitOver(at, at.tiled.modes[0]!, by, productOf(at, task)!);
    assert.ok(!('code' in found));
    return found;
  };
}

describe('the split of a product over cores', () => {
  it('by rows takes what one core takes for its own rows, with its own part of the memory', () => {
    fc.assert(fc.property(cases, (c) => {
      const reduction = 16 * c.blocksOfCore;
      const all = secondsOn(machineOf(own(c, c.rate, c.rate), 1, { count: c.cores, sharesLoads: c.sharesLoads }), c.cores * c.rowsOfCore, c.columns, reduction, split('rows'));
      const core = own(c, c.rate / c.cores, c.rate / c.cores);
      const alone = { ...core, streams: { ...core.streams, weights: c.sharesLoads ? c.rate : c.rate / c.cores } };
      const one = secondsOn(machineOf(alone, 1 / c.cores), c.rowsOfCore, c.columns, reduction, (at) => at.tiled.modes[0]!);
      assert.ok(Math.abs(all / one - 1) < 1e-9, `${all} against ${one}`);
    }), { numRuns: 200 });
  });

  it('by the reduction takes what one core takes for its part of it, and the sums that it adds to its part of the outputs', () => {
    fc.assert(fc.property(cases, (c) => {
      // Pieces are cut over all cores together: where they divide, each core has the pieces that it would cut alone.
      const reduction = 16 * c.pieceBlocks * c.blocksOfCore;
      const all = secondsOn(machineOf(own(c, c.rate, c.rate), 1, { count: c.cores, sharesLoads: c.sharesLoads }), c.rowsOfCore, c.columns, c.cores * reduction, split('reduction'));
      const added: ArrayMode['tileCycles'] = (m, n, k) => perCore(m, n, k) + ((c.cores - 1) / c.cores) * Math.ceil((m * n) / 4);
      const one = secondsOn(machineOf(own(c, c.rate / c.cores, c.rate, added), 1 / c.cores), c.rowsOfCore, c.columns, reduction, (at) => at.tiled.modes[0]!);
      assert.ok(Math.abs(all / one - 1) < 1e-9, `${all} against ${one}`);
    }), { numRuns: 200 });
  });

  it('is the mode itself on one core, and by columns, for every way to split', () => {
    const { machine, graph, scheme: of, scenario } = inputOfExample('flightllm.json', { 'architecture.parameters.cores': 1 });
    const rule = fastTotals(machine, graph, of, scenario, 'analytic');
    for (const by of ['columns', 'rows', 'reduction'] as const) assert.deepEqual(fastTotals(machine, graph, of, scenario, 'analytic', { '*': { split: by } }), rule);
    const three = inputOfExample('flightllm.json');
    for (const fidelity of ['analytic', 'event'] as const) {
      assert.deepEqual(fastTotals(three.machine, graph, of, scenario, fidelity, { '*': { split: 'columns' } }), fastTotals(three.machine, graph, of, scenario, fidelity));
    }
  });

  it('on FlightLLM\'s three cores is explained, and the same in all ways to the number; by rows each core loads the weights of a decode step', () => {
    const input = inputOfExample('flightllm.json', { 'workload.model': 'opt-125m', 'workload.scenario.outputTokens': 3 });
    const rule = simulate({ ...input, mapping: 'rule', fidelity: 'analytic' });
    for (const by of ['rows', 'reduction'] as const) {
      for (const fidelity of ['analytic', 'event'] as const) {
        const result = simulate({ ...input, fidelity, mapping: { '*': { split: by } } });
        assert.deepEqual(result.reasons, []);
        for (const phase of [result.phases.prefill!, result.phases.decode!]) assert.ok(phase.latencySeconds >= phase.lowerBoundSeconds);
        assert.equal(fastTotals(input.machine, input.graph, input.scheme, input.scenario, fidelity, { '*': { split: by } }).latencySeconds, result.totals.latencySeconds);
        const explained = explainMetric({ ...input, fidelity, mapping: { '*': { split: by } } }, result, 'totals.latencySeconds')!;
        assert.ok(Math.abs(explained.value / result.totals.latencySeconds! - 1) < 1e-9);
      }
    }
    // One row has one core to go to: its weights are loaded once, by a third of the channels.
    const rows = simulate({ ...input, fidelity: 'analytic', mapping: { '*': { split: 'rows' } } });
    assert.equal(rows.phases.decode!.dramBytes, rule.phases.decode!.dramBytes);
    assert.ok(rows.phases.decode!.latencySeconds > 2 * rule.phases.decode!.latencySeconds);
    assert.ok(rows.phases.prefill!.dramBytes > 2 * rule.phases.prefill!.dramBytes);
  });

  it('is that of the family for attention: another one is refused by name, and passed over where all products are asked', () => {
    const input = { ...inputOfExample('flightllm.json'), fidelity: 'analytic' as const };
    const { feasible, reasons } = simulate({ ...input, mapping: { qk_matmul: { split: 'rows' } } });
    assert.equal(feasible, false);
    assert.deepEqual(reasons.map(({ code, resource }) => [code, resource]), [['unsupported-mapping', 'a split by rows, for what is no linear layer, for qk_matmul']]);
    const { mapping } = simulate({ ...input, mapping: { '*': { split: 'reduction' } } });
    for (const { name, split: by } of mapping!.operators) assert.equal(by, /matmul/.test(name) ? 'columns' : 'reduction');
  });

  it('is searched: by rows where that gains, which takes cores that share what they load', () => {
    const c: Case = { cores: 3, sharesLoads: true, rowsOfCore: 8, blocksOfCore: 12, columns: 40, tileRows: 8, tileColumns: 8, pieceBlocks: 4, slots: 2, rate: 1 };
    for (const sharesLoads of [true, false]) {
      const mode = own(c, c.rate, c.rate, () => 1);
      const machine = { ...machineOf(mode, 1, { count: 3, sharesLoads }), peakMacsPerSecond: () => 1e9, peakVectorElementsPerSecond: null, peakBytesPerSecond: 1 } as unknown as Architecture;
      const { at, task } = layerOn(machine, 24, 40, 192);
      const found = searchMapping(at, task);
      assert.equal(found.array.split?.by, sharesLoads ? 'rows' : undefined);
      assert.ok(found.seconds <= found.ruleSeconds * (sharesLoads ? 0.6 : 1));
    }
  });

  it('by rows moves fewer bytes where cores share what they load: one load is for the rows of all', () => {
    const shared = { ...inputOfExample('flightllm.json', { 'workload.scenario.promptTokens': 1024, 'workload.scenario.outputTokens': 1, 'architecture.parameters.matrix.rows': 16, 'architecture.parameters.tiles.matrix.rows': 16 }), fidelity: 'analytic' as const };
    const { tiled } = shared.machine;
    const machine = { ...shared.machine, tiled: { ...tiled!, cores: { count: 3, sharesLoads: true } } };
    const inRows = { '*': { split: 'rows' } } as const;
    const [alone, together] = [shared.machine, machine].map((of) => simulate({ ...shared, machine: of, mapping: inRows }));
    assert.ok(together!.totals.latencySeconds! < alone!.totals.latencySeconds!);
    assert.ok(together!.phases.prefill!.dramBytes < 0.5 * simulate({ ...shared, mapping: 'rule' }).phases.prefill!.dramBytes);
    assert.ok(simulate({ ...shared, machine, mapping: 'search' }).totals.latencySeconds! <= simulate({ ...shared, mapping: 'search' }).totals.latencySeconds!);
  });
});
