import { block } from '../../../sim/engine/pieces.js';
import type { Op, OpKind } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { activationBytes, blocksOf, loads, type Core, type Side } from './core.js';
import { issue, load, special } from './units.js';

/** Outputs that elementwise work goes over: a tile. */
export interface OutputTile {
  readonly rows: number;
  readonly columns: number;
}

/** Second operands of an op that works on outputs: sine and cosine, a residual, a gate. */
export function tablesOf(kind: OpKind): number {
  return kind === 'rope' ? 2 : kind === 'add' || kind === 'multiply' ? 1 : 0;
}

/** Elementwise ops are one MISC instruction a pass, of which RoPE has three; row-wise ones go over a row twice within one instruction. */
export function isRowWise(kind: OpKind): boolean {
  return kind === 'softmax' || kind === 'norm';
}

/** Elementwise work behind the array on one tile: loads of second operands, then MISC. The first MISC waits for the array, the last releases. */
export function epilogueSteps(core: Core, task: ProgramTask, side: Side, tile: OutputTile, releases: readonly number[]): Step[] {
  return task.epilogues.flatMap((op, i) => oneEpilogue(core, task, side, op, tile, i === 0, i === task.epilogues.length - 1 ? releases : []));
}

function oneEpilogue(core: Core, task: ProgramTask, side: Side, op: Op, tile: OutputTile, first: boolean, releases: readonly number[]): Step[] {
  const { operands } = side;
  const tables = operands === null ? 0 : tablesOf(op.kind);
  const steps: Step[] = [];
  for (let i = 0; i < tables; i++) steps.push(...operandLoads(core, task, side, tile));
  const passes = core.tiled.vectorPasses(op.kind);
  const instructions = isRowWise(op.kind) ? 1 : passes;
  for (let i = 0; i < instructions; i++) {
    const waits = [...(i < tables ? [load] : []), ...(first && i === 0 ? [side.array] : [])];
    steps.push(issue(special, op.kind, epilogueCycles(core, side, op.kind, tile) * (isRowWise(op.kind) ? passes : 1), waits, i === instructions - 1 ? releases : []));
  }
  return steps;
}

/** Cycles of one pass over a tile: all elements at once, or row by row. In matrix mode blocks of 16 rows are computed whole. */
function epilogueCycles({ tiled }: Core, side: Side, kind: OpKind, { rows, columns }: OutputTile): number {
  const computed = side.inBlockRows ? blocksOf(rows) * block : rows;
  return isRowWise(kind) ? rows * Math.ceil(columns / tiled.rowLanes) : Math.ceil((computed * columns) / side.mode.epilogueLanes);
}

/** One table: in matrix mode a load for each block row; in matrix-vector mode one for each channel, of at least `leastOperandBytes` in all. */
function operandLoads(core: Core, task: ProgramTask, side: Side, { rows, columns }: OutputTile): Step[] {
  const { channels, rate } = side.operands!;
  const bytes = columns * activationBytes(task);
  if (side.inBlockRows) return loads(core, 'operand', blocksOf(rows) * block * bytes, blocksOf(rows), rate, [], [special]);
  return loads(core, 'operand', Math.max(core.tiled.leastOperandBytes, rows * bytes), channels, rate, [], [special]);
}
