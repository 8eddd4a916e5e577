import { visibleKeys } from '../../../sim/engine/mask.js';
import type { AttentionOp, EmbeddingOp, Op, VectorOp } from '../../../sim/model/op-graph.js';
import type { ProgramTask, Step } from '../../../sim/model/program.js';
import { bufferBytes } from '../physical.js';
import { activationBytes, barrier, loads, parameterRoute, rowRoute, stores, type Core } from './core.js';
import { isRowWise } from './epilogues.js';
import { headMasks, keysOfRow } from './keys.js';
import { repeated, slotUse } from './repeat.js';
import { issue, load, special, store, system } from './units.js';

/**
 * Ops outside the array, row by row through the global buffer: load (also of a residual or a gate), MISC, store. Gains of norms are folded into the weights that follow,
 * as the released compiler does: no load.
 */
export function rowSteps(core: Core, task: ProgramTask, op: VectorOp | AttentionOp): Step[] {
  const widths = widthsOf(task, op);
  return throughGlobalBuffer(core, task, widths, [op, ...task.epilogues], (width, waits, releases) => inputLoads(core, task, op, width, waits, releases));
}

/** Table look-up: a row for each token. */
export function embeddingSteps(core: Core, task: ProgramTask, op: EmbeddingOp): Step[] {
  const bytes = op.width * (task.scheme.embedding.bits / 8);
  const widths = Array.from({ length: task.rows }, () => op.width);
  return throughGlobalBuffer(core, task, widths, task.epilogues, (_, waits, releases) => loads(core, 'embedding', bytes, 1, parameterRoute(core).rate, waits, releases));
}

/** Elements of each row. */
function widthsOf({ pass, context, rows }: ProgramTask, op: VectorOp | AttentionOp): readonly number[] {
  if (!('heads' in op)) return Array.from({ length: rows }, () => op.width);
  const { mask } = headMasks(op.mask, op.heads, context).at(-1)!;
  const keysOf = (query: number): number => (pass.queryTokens === 1 ? visibleKeys(op.mask, context) : keysOfRow(mask, context - pass.queryTokens + query, context));
  return Array.from({ length: pass.batch * pass.queryTokens * op.heads }, (_, i) => keysOf(Math.floor(i / op.heads) % pass.queryTokens));
}

function inputLoads(core: Core, task: ProgramTask, op: Op, width: number, waits: readonly number[], releases: readonly number[]): Step[] {
  const route = rowRoute(core);
  if (route === null) return [];
  const bytes = width * activationBytes(task);
  const input = (from: readonly number[], to: readonly number[]): Step[] => loads(core, 'input', bytes, route.channels, route.rate, from, to);
  return op.kind === 'add' || op.kind === 'multiply' ? [...input(waits, []), ...input([], releases)] : input(waits, releases);
}

type RowLoads = (width: number, waits: readonly number[], releases: readonly number[]) => Step[];

/** Rows in slots of the global buffer: a load waits until a row is computed, a computation until a row is stored. */
function throughGlobalBuffer(core: Core, task: ProgramTask, widths: readonly number[], ops: readonly Op[], loadsOf: RowLoads): Step[] {
  const route = rowRoute(core);
  const computes = ops.length > 0;
  const act = activationBytes(task);
  const longest = widths.reduce((most, width) => Math.max(most, width), 1);
  const slots = Math.max(2, Math.floor(bufferBytes(core.parameters.buffers.global) / (longest * act)));
  const hasLoads = loadsOf(longest, [], []).length > 0;
  const lastRow = widths.length - 1;
  const use = (row: number): string => JSON.stringify([widths[row], slotUse(row, widths.length, slots), row === lastRow]);
  const steps = repeated(widths.length, use, (row) => {
    const width = widths[row]!;
    const { waits, releases } = slotUse(row, widths.length, slots);
    const end = row === lastRow ? [system] : [];
    const next = computes ? special : store;
    const loaded = loadsOf(width, waits && (computes || route !== null) ? [next] : [], computes ? [special] : route !== null ? [store] : end);
    const body: Step[] = [...loaded];
    ops.forEach((op, i) => {
      const first = i === 0;
      const final = i === ops.length - 1;
      const from = first ? [...(hasLoads ? [load] : []), ...(waits && route !== null ? [store] : [])] : [];
      const to = final ? [...(route !== null ? [store] : end), ...(releases && hasLoads ? [load] : [])] : [];
      body.push(...specialSteps(core, op, width, from, to));
    });
    if (route !== null) {
      body.push(...stores(core, width * act, route.channels, route.rate, [computes ? special : load], [...end, ...(releases ? [computes ? special : load] : [])]));
    }
    return body;
  });
  return [...steps, barrier(core, route !== null ? store : computes ? special : load)];
}

/** Passes over a row: within one instruction where the op is row-wise, else an instruction each. */
function specialSteps({ tiled }: Core, op: Op, width: number, waits: readonly number[], releases: readonly number[]): Step[] {
  const passes = tiled.vectorPasses(op.kind);
  const pass = Math.ceil(width / tiled.rowLanes);
  if (isRowWise(op.kind)) return [issue(special, op.kind, passes * pass, waits, releases)];
  return Array.from({ length: Math.max(1, passes) }, (_, i) => issue(special, op.kind, passes === 0 ? 0 : pass, i === 0 ? waits : [], i === Math.max(1, passes) - 1 ? releases : []));
}
