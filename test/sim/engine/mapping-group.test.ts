import assert from 'node:assert/strict';
import fc from 'fast-check';
import { searchGroup } from '../../../src/sim/engine/mapping-group-search.js';
import { isOffChip, keptAt, keptLimit, rowsAhead, withKept } from '../../../src/sim/engine/mapping-kept.js';
import { layerOf, type Layer } from '../../../src/sim/engine/mapping-layer.js';
import { mappingLimits } from '../../../src/sim/engine/mapping-plan.js';
import { withMode } from '../../../src/sim/engine/mapping-product.js';
import { readingsOf, type Reading } from '../../../src/sim/engine/mapping-readers.js';
import { mappingSearch, phaseSeconds, tolerance } from '../../../src/sim/engine/mapping-search.js';
import { openCandidates, wholeCandidates, type Candidate } from '../../../src/sim/engine/mapping-space.js';
import { pieceCount } from '../../../src/sim/engine/mapping-ties.js';
import { modeOf } from '../../../src/sim/engine/phase.js';
import { retiledMode } from '../../../src/sim/engine/retiled-mode.js';
import { explainMetric } from '../../../src/sim/engine/explain.js';
import { simulate } from '../../../src/sim/engine/simulate.js';
import { tasksOf, type CostContext } from '../../../src/sim/engine/task.js';
import { fastTotals } from '../../../src/sim/engine/totals.js';
import type { Architecture, ArrayMode, TiledMachine } from '../../../src/sim/model/architecture.js';
import { dataType } from '../../../src/sim/model/datatype.js';
import type { MappingTable } from '../../../src/sim/model/mapping.js';
import type { AttentionOp, LinearOp, Op, VectorOp } from '../../../src/sim/model/op-graph.js';
import { decodePass, prefillPass } from '../../../src/sim/model/scenario.js';
import { decoderGraph } from '../../../src/workloads/decoder-graph.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { plainScheme } from '../../kit/plain-scheme.js';
import { inputOfExample } from '../../kit/fixtures.js';

const length = (max: number): fc.Arbitrary<number> => fc.integer({ min: 1, max });
const scheme = plainScheme(dataType('int8')!);

function linear(name: string, inFeatures: number, outFeatures: number, output: LinearOp['output'] = 'activation'): LinearOp {
  return { kind: 'linear', name, inFeatures, outFeatures, bias: false, output, ownsWeights: true, epilogue: false };
}

function behind(kind: VectorOp['kind'], name: string, width: number): VectorOp {
  return { kind, name, width, parameters: 0, epilogue: true };
}

function attention(kind: AttentionOp['kind'], heads: number, kvHeads: number): AttentionOp {
  return { kind, name: kind, heads, kvHeads, headDim: 16, mask: { kind: 'causal' }, epilogue: kind === 'softmax' };
}

/** A layer of attention and a gated MLP: who reads whose output is known of `q`, `scores`, `values`, `gate` and `up`. */
function layerOps(hidden: number, heads: number, kvHeads: number, wide: number): readonly Op[] {
  return [
    linear('q', hidden, 16 * heads), linear('k', hidden, 16 * kvHeads, 'cache'), linear('v', hidden, 16 * kvHeads, 'cache'), { ...behind('cache-append', 'append', 32 * kvHeads), epilogue: false },
    attention('scores', heads, kvHeads), attention('softmax', heads, kvHeads), attention('values', heads, kvHeads), linear('o', 16 * heads, hidden), behind('add', 'residual', hidden),
    linear('gate', hidden, wide), behind('activation', 'silu', wide), linear('up', hidden, wide), behind('multiply', 'product', wide), linear('down', wide, hidden),
  ];
}

interface Case {
  readonly hidden: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly wide: number;
  readonly rows: number;
  readonly batch: number;
  readonly decodes: boolean;
  readonly modes: readonly { readonly tileRows: number; readonly tileColumns: number; readonly piece: number; readonly rate: number; readonly offChip: boolean }[];
  readonly bufferBytes: number;
  readonly keptBytes: readonly number[];
}

const cases: fc.Arbitrary<Case> = fc.record({
  hidden: fc.integer({ min: 17, max: 40 }), heads: fc.constantFrom(2, 4), kvHeads: fc.constantFrom(1, 2), wide: fc.integer({ min: 41, max: 60 }), rows: length(12), batch: length(2), decodes: fc.boolean(),
  modes: fc.array(fc.record({ tileRows: length(8), tileColumns: length(16), piece: length(64), rate: length(32), offChip: fc.constantFrom(true, true, false) }), { minLength: 1, maxLength: 2 }),
  bufferBytes: fc.integer({ min: 600, max: 4000 }), keptBytes: fc.array(length(6000), { minLength: 2, maxLength: 2 }),
});

function layerOfCase(c: Case): Layer {
  const modes = c.modes.map(({ tileRows, tileColumns, piece, rate, offChip }, i): ArrayMode => ({
    name: `mode ${i}`, unit: 'array', tileRows, tileColumns, pieceReduction: piece, slots: 2,
    tileCycles: (m, n, k) => Math.ceil(m / 2) * Math.ceil(n / 4) * Math.ceil(k / 8), jumps: [4, 8], fillCycles: 3, epilogueLanes: 4,
    streams: { weights: rate, kvCache: rate, input: offChip ? 16 : null, operands: offChip ? 8 : null, output: offChip ? 8 : null },
  }));
  const tiled = {
    coreCyclesPerSecond: 1, modes, vectorStream: 8, parameterStream: 8, appendStream: 8, rowLanes: 4, vectorPasses: () => 1, leastOperandBytes: 0, barrierCycles: 1, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false,
    retile: (mode: number, tile) => retiledMode(modes[mode]!, tile, { name: 'buffer', bytes: c.bufferBytes, elementBytes: 1 }, []),
    activationBuffer: (mode: number) => ({ name: `activations ${mode}`, bytes: c.keptBytes[mode]! }),
  } satisfies Partial<TiledMachine> as unknown as TiledMachine;
  const machine = { tiled, executedDensity: () => 1, fusesAttention: false, keepsActivations: false, peakMacsPerSecond: () => 64, peakVectorElementsPerSecond: 4, peakBytesPerSecond: 64 } as unknown as Architecture;
  const scenario = { batch: c.batch, promptTokens: c.rows, outputTokens: 4, logits: 'last' } as const;
  const at: CostContext = { machine, tiled, scheme, pass: c.decodes ? decodePass(scenario)! : prefillPass(scenario) };
  const ops = layerOps(c.hidden, c.heads, Math.min(c.kvHeads, c.heads), c.wide);
  return layerOf(at, { name: 'layer', repeat: 1, tokens: 'all', ops }, ops[0]!);
}

/** Tiles of at most so many rows in one mode, columns inside; null for any. */
type Limit = { readonly rows: number; readonly mode: number } | null;

/** The mapping of a product by the words of the search: of all that are admitted and within a thousandth of the least, the rule's or one of fewest pieces. */
function mappingOf(layer: Layer, i: number, kept: readonly Reading[], limit: Limit): { readonly candidate: Candidate; readonly seconds: number } | null {
  const task = layer.tasks[i]!;
  const product = layer.products.get(i)!;
  const at = withKept(layer.at, keptAt(i, kept));
  const mode = modeOf(at, task);
  const rule: Candidate = { mode, array: at.tiled.modes[mode]! };
  const all = [rule, ...[...openCandidates(at, task, product)].flatMap(({ tile }) => [...wholeCandidates(at, product, tile)])]
    .filter(({ mode: of, array }) => limit === null || (of === limit.mode && array.tileRows <= limit.rows && array.order !== 'columns-outer'))
    .map((candidate) => ({ candidate, seconds: phaseSeconds(withMode(at, candidate.mode, candidate.array), task, candidate.mode), pieces: pieceCount(at, candidate.array, product) }));
  if (all.length === 0) return null;
  const least = Math.min(...all.map((one) => one.seconds));
  const near = all.filter(({ seconds }) => seconds <= (1 + tolerance) * least);
  if (near[0]!.candidate === rule) return near[0]!;
  return near.reduce((a, b) => (b.pieces < a.pieces || (b.pieces === a.pieces && b.seconds < a.seconds) ? b : a));
}

/** The least total over every set of outputs that fits: with mappings found one product after the other; and, for each buffer, of no more rows than fit there. */
function leastOfAll(layer: Layer, readings: readonly Reading[]): number {
  const known = new Map<string, ReturnType<typeof mappingOf>>();
  const mapped = (i: number, kept: readonly Reading[], limit: Limit): ReturnType<typeof mappingOf> => {
    const key = JSON.stringify([i, keptAt(i, kept), limit]);
    if (!known.has(key)) known.set(key, mappingOf(layer, i, kept, limit));
    return known.get(key)!;
  };
  let least = Infinity;
  for (let set = 0; set < 2 ** readings.length; set++) {
    const kept = readings.filter((_, i) => Math.floor(set / 2 ** i) % 2 === 1);
    const groups = groupsOf(kept);
    for (let mode = -1; mode < layer.at.tiled.modes.length; mode++) {
      const found = new Map([...layer.products.keys()].map((i) => {
        const own = groups.find((group) => group.some(({ from, to }) => from === i || to === i));
        if (own === undefined || mode < 0) return [i, mapped(i, kept, null)];
        const rows = mostRows(layer, own, mode, (other) => mapped(other, [], null)!.candidate);
        return [i, rows === 0 ? null : mapped(i, kept, { rows, mode })];
      }));
      if ([...found.values()].some((one) => one === null)) continue;
      if (groups.every((group) => keptLimit(layer, group, (i) => found.get(i)!.candidate) === null)) least = Math.min(least, [...found.values()].reduce((sum, one) => sum + one!.seconds, 0));
    }
  }
  return least;
}

/** The most rows of all tiles with which outputs fit the buffer of a mode, one after the other. */
function mostRows(layer: Layer, group: readonly Reading[], mode: number, baseOf: (i: number) => Candidate): number {
  const own = layer.at.tiled.modes[mode]!;
  const most = Math.max(...group.flatMap(({ from, to }) => [from, to]).map((i) => layer.products.get(i)!.rows));
  for (let rows = most; rows > 0; rows--) {
    const fits = keptLimit(layer, group, (i) => (group.some(({ from, to }) => from === i || to === i) ? { mode, array: { ...own, tileRows: rows } } : baseOf(i)));
    if (fits === null) return rows;
  }
  return 0;
}

/** The attention's outputs, and those of the MLP. */
function groupsOf(readings: readonly Reading[]): readonly (readonly Reading[])[] {
  const groups: Reading[][] = [];
  for (const reading of readings) {
    const last = groups[groups.length - 1];
    if (last?.some(({ to, from }) => to === reading.from || to === reading.to || from === reading.from) === true) last.push(reading);
    else groups.push([reading]);
  }
  return groups;
}

describe('outputs that stay on the chip', () => {
  it('are those that one later product alone reads', () => {
    const named = (ops: readonly Op[]): readonly string[] => {
      const tasks = tasksOf({ name: 'all', groups: [{ name: 'all', repeat: 1, tokens: 'all', ops }] }, scheme);
      return readingsOf(tasks).map(({ from, to, as }) => `${tasks[from]!.op.name} ${tasks[to]!.op.name} ${as}`);
    };
    assert.deepEqual(named(layerOps(40, 4, 2, 80)), ['q scores input', 'scores values input', 'values o input', 'gate up operands', 'up down input']);
    assert.deepEqual(named([linear('a', 40, 40), linear('b', 40, 40)]), []);
    assert.deepEqual(named([linear('a', 40, 80), { ...behind('norm', 'n', 80), epilogue: false }, linear('b', 80, 40)]), []);
    const layer = (model: string): readonly string[] => named(decoderGraph(modelNamed(model)!).groups.find(({ name }) => name.startsWith('layer'))!.ops);
    assert.deepEqual(layer('llama-2-7b'), ['q_proj qk_matmul input', 'qk_matmul sv_matmul input', 'sv_matmul o_proj input', 'gate_proj up_proj operands', 'up_proj down_proj input']);
    assert.deepEqual(layer('opt-125m'), ['q_proj qk_matmul input', 'qk_matmul sv_matmul input', 'sv_matmul o_proj input', 'up_proj down_proj input']);
  });

  it('take as many rows as a producer that is a tile ahead of its reader has written', () => {
    fc.assert(fc.property(length(20), length(20), length(80), (r, s, n) => {
      let [written, most] = [0, 0];
      let last = 0;
      for (let read = 0; read < n; read = Math.min(n, read + s)) {
        while (written < n && written - last < Math.min(n, read + s)) {
          last = Math.min(r, n - written);
          written += last;
        }
        most = Math.max(most, written - read);
      }
      assert.ok(most <= rowsAhead(Math.min(r, n), Math.min(s, n), n), `${most} of ${r}, ${s}, ${n}`);
      if (r === s) assert.equal(most, Math.min(2 * r, n));
    }), { numRuns: 500 });
  });

  it('are found with their mappings as by trying all sets of them one after the other, on random small machines', () => {
    let kept = 0;
    fc.assert(fc.property(cases, (c) => {
      const layer = layerOfCase(c);
      const modes = layer.at.tiled.modes;
      const readings = layer.readings.filter((reading) => isOffChip(layer, reading, modes, modes));
      const chosen = searchGroup(layer, mappingSearch({ limit: Infinity }));
      const found = [...layer.products.keys()].map((i) => chosen.get(layer.tasks[i]!.op)!);
      const total = found.reduce((sum, one) => sum + one.found!.seconds, 0);
      // Attention and MLP are joined by nothing: the least of both is the sum of the least of each.
      const parts = [readings.filter(({ to }) => to <= 6), readings.filter(({ to }) => to > 6)];
      const none = leastOfAll(layer, []);
      const least = parts.reduce((sum, part) => sum - none + leastOfAll(layer, part), none);
      assert.ok(total <= none * (1 + 1e-9), `${total} with outputs kept, ${none} without`);
      assert.ok(Math.abs(total / least - 1) < 2e-9, `${total} against ${least} of all`);
      kept += found.some((one) => one.kept !== undefined) ? 1 : 0;
      found.forEach((one, i) => {
        const task = layer.tasks[[...layer.products.keys()][i]!]!;
        assert.equal(phaseSeconds(one.at, task, one.mode), one.found!.seconds);
        assert.ok(one.found!.seconds >= one.found!.lowerBoundSeconds * (1 - 1e-12));
        assert.ok(one.found!.seconds <= one.found!.ruleSeconds * (1 + 1e-9) || one.kept === undefined);
      });
    }), { numRuns: 8 });
    assert.ok(kept >= 1, `${kept}`);
  });

  const external = { 'architecture.parameters.memory': { channels: 4, efficiency: 0.8, activations: 'external' }, 'workload.scenario.outputTokens': 6 };
  const given: readonly (readonly [file: string, changes: Readonly<Record<string, unknown>>, mapping: MappingTable])[] = [
    ['systolic.json', external, { qk_matmul: { keepOutput: true }, sv_matmul: { keepOutput: true } }],
    ['systolic.json', { ...external, 'workload.scenario.batch': 2 }, { '*': { keepOutput: true } }],
    ['flightllm.json', { 'workload.scenario.outputTokens': 6 }, { '*': { keepOutput: true } }],
    ['bitmod.json', { 'workload.model': 'opt-125m', 'workload.scenario': { promptTokens: 50, outputTokens: 6 } }, { '*': { keepOutput: true } }],
  ];

  for (const [file, changes, mapping] of given) {
    it(`take less time and fewer bytes than outputs that do not, in all ways to the number, and no less than the lower bound: ${file} ${JSON.stringify(mapping)}`, () => {
      const input = inputOfExample(file, changes);
      for (const fidelity of ['analytic', 'event'] as const) {
        const [rule, kept] = [{}, mapping].map((of) => simulate({ ...input, fidelity, mapping: of }));
        assert.deepEqual(kept!.reasons, []);
        const [before, after] = [rule!.phases.prefill!, kept!.phases.prefill!];
        assert.ok(after.latencySeconds < before.latencySeconds && after.dramBytes < before.dramBytes);
        assert.ok(kept!.totals.latencySeconds! < rule!.totals.latencySeconds!);
        for (const phase of ['prefill', 'decode'] as const) {
          assert.ok(kept!.phases[phase]!.latencySeconds >= kept!.phases[phase]!.lowerBoundSeconds);
          assert.ok(kept!.phases[phase]!.lowerBoundSeconds <= rule!.phases[phase]!.lowerBoundSeconds);
        }
        assert.equal(fastTotals(input.machine, input.graph, input.scheme, input.scenario, fidelity, mapping).latencySeconds, kept!.totals.latencySeconds);
        const explained = explainMetric({ ...input, fidelity, mapping }, kept!, 'totals.latencySeconds')!;
        assert.ok(Math.abs(explained.value / kept!.totals.latencySeconds! - 1) < 1e-9);
      }
    });
  }

  it('move exactly their own bytes less: scores of a prefill are neither written nor read', () => {
    const input = { ...inputOfExample('systolic.json', external), fidelity: 'analytic' as const };
    const bytes = (mapping: MappingTable): number => simulate({ ...input, mapping }).phases.prefill!.dramBytes;
    const { promptTokens } = input.scenario;
    const pairs = (promptTokens * (promptTokens + 1)) / 2;
    assert.equal(bytes({}) - bytes({ qk_matmul: { keepOutput: true } }), 2 * 32 * 32 * pairs);
    assert.equal(bytes({}) - bytes({ up_proj: { keepOutput: true } }), 2 * 32 * promptTokens * 11008);
  });

  it('that do not fit make a design that does not fit, with the buffer, what is needed and what there is', () => {
    const input = inputOfExample('systolic.json', { ...external, 'architecture.parameters.buffers.activations.kib': 2048 });
    const { feasible, reasons } = simulate({ ...input, fidelity: 'analytic', mapping: { up_proj: { keepOutput: true }, gate_proj: { keepOutput: true } } });
    assert.equal(feasible, false);
    // All 128 rows of gate and up, and as many rows of what is loaded: the input of both.
    assert.deepEqual(reasons, [{ code: 'buffer-exceeded', resource: 'activations buffer (outputs kept of gate_proj, up_proj, and the left operand of a row tile), bytes', used: 128 * (2 * 11008 + 4096), available: 2048 * 1024 }]);
  });

  it('need a reader that is known, and a buffer; where all are asked, those are kept that have both', () => {
    const codes = (file: string, changes: Readonly<Record<string, unknown>>, mapping: MappingTable): readonly string[] => {
      const { machine, graph, scheme: of, scenario } = inputOfExample(file, changes);
      return mappingLimits(machine, tasksOf(graph, of), of, scenario, mapping).map(({ resource }) => resource);
    };
    assert.deepEqual(codes('systolic.json', external, { o_proj: { keepOutput: true } }), ['one product that reads the output of o_proj, and nothing else that does']);
    assert.deepEqual(codes('systolic.json', {}, { o_proj: { keepOutput: true }, '*': { keepOutput: true } }), []);
    assert.deepEqual(codes('lut-tensor-core.json', { 'architecture.parameters.activations': 'dram' }, { '*': { keepOutput: true } }), []);
  });
});
