import assert from 'node:assert/strict';
import fc from 'fast-check';
import { tileProgram } from '../../../../src/sim/engine/event/tile-program.js';
import { runProgram } from '../../../../src/sim/engine/event/run-program.js';
import { modeOf } from '../../../../src/sim/engine/phase.js';
import { tasksOf, type CostContext, type Task } from '../../../../src/sim/engine/task.js';
import { tilingOn } from '../../../../src/sim/engine/tiling.js';
import { emptyWork, workOf } from '../../../../src/sim/engine/work.js';
import type { Architecture, ArrayMode, TiledMachine } from '../../../../src/sim/model/architecture.js';
import { dataType } from '../../../../src/sim/model/datatype.js';
import type { AttentionOp, LinearOp, Op, VectorOp } from '../../../../src/sim/model/op-graph.js';
import { ticksPerCycle, type Program, type Step } from '../../../../src/sim/model/program.js';
import { decodePass, prefillPass } from '../../../../src/sim/model/scenario.js';
import { plainScheme } from '../../../kit/plain-scheme.js';
import { experimentExamples, inputOfExample } from '../../../kit/fixtures.js';
import { walkEveryTick } from './every-tick.js';

/** A machine of one cycle a second whose tiles take what is asked for: bytes a second and cycles are the same numbers. */
interface Pipeline {
  readonly columnTiles: number;
  readonly pieces: number;
  readonly slots: number;
  /** Cycles to load a piece, to multiply it, to work on a tile's output, from the last product to the result, of the barrier. */
  readonly load: number;
  readonly multiply: number;
  readonly vector: number;
  readonly fill: number;
  readonly barrier: number;
}

const pipelines: fc.Arbitrary<Pipeline> = fc.record({
  columnTiles: fc.integer({ min: 1, max: 9 }), pieces: fc.integer({ min: 1, max: 5 }), slots: fc.integer({ min: 1, max: 4 }),
  load: fc.integer({ min: 1, max: 12 }), multiply: fc.integer({ min: 1, max: 12 }), vector: fc.integer({ min: 1, max: 30 }), fill: fc.integer({ min: 0, max: 9 }), barrier: fc.integer({ min: 0, max: 5 }),
});

/** The pipeline cycle by cycle: a loader, an array and a vector unit, slots of pieces, and two halves of outputs. */
function cyclesOf(p: Pipeline): number {
  const all = p.columnTiles * p.pieces;
  let [loading, multiplying, working] = [0, 0, 0];
  let [loaded, multiplied, started, worked] = [0, 0, 0, 0];
  let [loads, products] = [0, 0];
  const ready: number[] = [];
  for (let now = 0; ; now++) {
    if (loading > 0 && --loading === 0) loaded++;
    if (multiplying > 0 && --multiplying === 0 && ++multiplied % p.pieces === 0) ready.push(now + p.fill);
    if (working > 0 && --working === 0) worked++;
    if (worked === p.columnTiles) return now + p.barrier;
    if (loading === 0 && loads < all && loads - multiplied < p.slots) { loads++; loading = p.load; }
    const lastPiece = (products + 1) % p.pieces === 0;
    const tile = Math.floor(products / p.pieces);
    if (multiplying === 0 && products < loaded && (!lastPiece || tile - worked < 2)) { products++; multiplying = p.multiply; }
    if (working === 0 && started < ready.length && ready[started]! <= now) { started++; working = p.vector; }
  }
}

const columns = 8;
const block = 16;

/** The same pipeline as a linear layer on a machine. */
function programOf(p: Pipeline): Program {
  const bytesOfPiece = columns * block;
  const mode: ArrayMode = {
    name: 'test', unit: 'array', tileRows: 1, tileColumns: columns, pieceReduction: block, slots: p.slots,
    tileCycles: (_rows, _columns, reduction) => (p.multiply * reduction) / block,
    fillCycles: p.fill, jumps: [], epilogueLanes: columns,
    streams: { weights: bytesOfPiece / p.load, kvCache: 1, input: null, operands: null, output: null },
  };
  const tiled = { coreCyclesPerSecond: 1, modes: [mode], vectorStream: null, parameterStream: 1, appendStream: 1, rowLanes: 1, vectorPasses: () => p.vector, leastOperandBytes: 0, barrierCycles: p.barrier, padTiles: false, valuesIgnoreMask: false, concatenatesCache: false } as unknown as TiledMachine;
  const machine = { executedDensity: () => 1, fusesAttention: true } as unknown as Architecture;
  const op: LinearOp = { kind: 'linear', name: 'layer', inFeatures: p.pieces * block, outFeatures: p.columnTiles * columns, bias: false, output: 'activation', ownsWeights: true, epilogue: false };
  const gelu: VectorOp = { kind: 'activation', name: 'gelu', width: op.outFeatures, parameters: 0, epilogue: true };
  const scheme = plainScheme(dataType('int8')!);
  const task: Task = { group: { name: 'all', repeat: 1, tokens: 'all', ops: [op, gelu] as readonly Op[] }, op, epilogues: [gelu], format: scheme.weights };
  const at: CostContext = { machine, tiled, scheme, pass: prefillPass({ batch: 1, promptTokens: 1, outputTokens: 1, logits: 'last' }) };
  return tileProgram(at, task, op, 0, 1);
}

/** A program whose ticks are cycles, so that a walk through all of them ends soon. */
function inCycles(program: Program): Program {
  const coarse = (steps: readonly Step[]): Step[] => steps.map((step) => (step.kind === 'loop' ? { ...step, body: coarse(step.body) } : { ...step, ticks: Math.ceil(step.ticks / ticksPerCycle) }));
  return { ...program, channels: program.channels.map((channel) => ({ ...channel, latency: Math.ceil(channel.latency / ticksPerCycle) })), steps: coarse(program.steps) };
}

describe('a tile pipeline', () => {
  it('takes the cycles that its loader, array and vector unit take, stepped through cycle by cycle', () => {
    fc.assert(fc.property(pipelines, (p) => {
      assert.equal(runProgram(programOf(p)).ticks, cyclesOf(p) * ticksPerCycle);
    }), { numRuns: 600 });
  });

  it('is that of a walk through all ticks, for the ops of every example with small dimensions', () => {
    let pipelinesSeen = 0;
    for (const { at, task, op, context } of smallTasks()) {
      const program = inCycles(tileProgram(at, task, op, modeOf(at, task), context));
      const walk = walkEveryTick(program, 5e6);
      assert.equal(runProgram(program).ticks, walk.ticks, `${at.machine.family} ${op.name}`);
      pipelinesSeen++;
    }
    assert.ok(pipelinesSeen > 60, `${pipelinesSeen}`);
  }).timeout(30_000);

  it('keeps the array busy for the cycles of its tiles, and loads their bytes', () => {
    const work = emptyWork();
    for (const file of experimentExamples()) {
      const { machine, graph, scheme, scenario } = inputOfExample(file);
      if (machine.tiled === null) continue;
      for (const pass of [prefillPass(scenario), decodePass(scenario)!]) {
        const at: CostContext = { machine, tiled: machine.tiled, scheme, pass };
        for (const task of tasksOf(graph, scheme)) {
          const { op } = task;
          if (op.kind !== 'linear') continue;
          const mode = modeOf(at, task);
          const run = runProgram(tileProgram(at, task, op, mode, pass.lastContext));
          workOf(op, task.group, task.format, scheme, pass, pass.lastContext, work);
          const tiling = tilingOn(at, op, task, mode, pass.lastContext, work);
          const busy = run.units[1]!.busy / ticksPerCycle;
          // Every piece ends at a whole tick.
          assert.ok(Math.abs(busy - tiling.cycles) <= 1e-3 * tiling.cycles, `${file} ${op.name}: ${busy} against ${tiling.cycles}`);
          const loadCycles = (tiling.weightBytes / machine.tiled.modes[mode]!.streams.weights) * machine.tiled.coreCyclesPerSecond;
          assert.ok(run.units[0]!.busy / ticksPerCycle >= loadCycles * (1 - 1e-9), `${file} ${op.name}`);
        }
      }
    }
  }).timeout(30_000);
});

/** The matrix products of every example, with a few tokens, a few columns and a short reduction. */
function* smallTasks(): Generator<{ at: CostContext; task: Task; op: LinearOp | AttentionOp; context: number }> {
  for (const file of experimentExamples()) {
    const { machine, graph, scheme } = inputOfExample(file);
    if (machine.tiled === null) continue;
    const scenario = { batch: 2, promptTokens: 5, outputTokens: 3, logits: 'last' } as const;
    for (const pass of [prefillPass(scenario), decodePass(scenario)!]) {
      const at: CostContext = { machine, tiled: machine.tiled, scheme, pass };
      for (const whole of tasksOf(graph, scheme)) {
        const op = small(whole.op);
        if (op !== null) yield { at, task: { ...whole, op }, op, context: pass.lastContext };
      }
    }
  }
}

function small(op: Op): LinearOp | AttentionOp | null {
  if (op.kind === 'linear') return { ...op, inFeatures: Math.min(op.inFeatures, 192), outFeatures: Math.min(op.outFeatures, 96) };
  if (op.kind === 'scores' || op.kind === 'values') return { ...op, heads: 4, kvHeads: 2, headDim: 32 };
  return null;
}
