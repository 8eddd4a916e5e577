import assert from 'node:assert/strict';
import { verilog } from '../../../../src/arch/binary-tensor-core/rtl/verilog.js';
import { planeTileDesign } from '../../../../src/arch/binary-tensor-core/rtl.js';
import { anyPattern, problemOf, type CheckProblem } from '../../../../src/arch/binary-tensor-core/tile/check-problems.js';
import type { PlaneTileParameters } from '../../../../src/arch/binary-tensor-core/tile/parameters.js';
import type { RtlDesign } from '../../../../src/rtl-export/kit/design.js';
import { withSharedSources } from '../../../../src/rtl-export/kit/shared-sources.js';
import { netlistOf } from '../../../../src/rtl-export/runners/netlist-script.js';
import { netlistSimulator } from '../../../../src/rtl-export/runners/netlist-simulator.js';
import { runStreamBench, type StreamBenchResult } from '../../../../src/rtl-export/runners/stream-bench.js';
import type { VerilogTop } from '../../../../src/rtl-export/runners/verilog-top.js';
import { nativeYosys, wasmYosys, type YosysRunner } from '../../../../src/rtl-export/runners/yosys.js';
import { createRng } from '../../../../src/sim/core/rng.js';

export type Sources = Readonly<Record<string, string>>;

export const codes = ['bipolar', 'twos-complement'] as const;

/** All modules of the unit as they are. */
export const tileModules: Sources = withSharedSources(verilog);

/** The modules with a fault in one of them. What it replaces must stand there once. */
export function withFault(file: string, from: string, to: string): Sources {
  const text = tileModules[file] ?? '';
  assert.equal(text.split(from).length, 2, `${file} has "${from}" once`);
  return { ...tileModules, [file]: text.replace(from, () => to) };
}

/** Yosys of the machine, which is faster, or the one of the npm package. */
export async function fastestYosys(): Promise<YosysRunner> {
  return await nativeYosys() ?? await wasmYosys();
}

/** A unit whose planes have calls of their own, of 32-bit sums, unless others are given. */
export function unit(code: PlaneTileParameters['code'], rows: number, columns: number, depth: number, others: Partial<PlaneTileParameters> = {}): PlaneTileParameters {
  return { code, rows, columns, depth, rowPlanes: 1, sumBits: 32, ...others };
}

export function topOf(design: RtlDesign, sources: Sources = tileModules): VerilogTop {
  return { sources, top: design.core, parameters: Object.fromEntries(design.parameters.map(({ name, value }) => [name, value])) };
}

/** What the unit of these sources does in the runs of a design: one after the other, back to back, with gaps, stalls and resets. */
export async function bench(yosys: YosysRunner, design: RtlDesign, sources: Sources = tileModules): Promise<StreamBenchResult> {
  return runStreamBench(netlistSimulator(await netlistOf(yosys, topOf(design, sources)), design.core), design, { passes: 1 });
}

/** Random products of up to three output tiles along each side, with any number of planes. */
export function randomDesign(p: PlaneTileParameters, seed: number, runs: number): RtlDesign {
  const rng = createRng(seed);
  const side = (size: number): number => rng.pick([rng.integer(1, size), rng.integer(1, 3 * size)]);
  return planeTileDesign(p, Array.from({ length: runs }, (): CheckProblem => {
    const shape = {
      m: side(p.rows / p.rowPlanes), n: side(p.columns), k: side(p.depth),
      activationBits: p.rowPlanes > 1 ? p.rowPlanes : rng.integer(1, 8), weightBits: rng.integer(1, 8),
    };
    return { what: 'random', problem: problemOf(p, shape, (bits) => anyPattern(rng, bits)) };
  }));
}

/** Throws where a unit does not give the values and the cycles of the models. */
export async function assertAgrees(yosys: YosysRunner, design: RtlDesign): Promise<void> {
  const { failures, cycles } = await bench(yosys, design);
  assert.deepEqual(failures, []);
  assert.deepEqual(cycles, design.runs.map((run) => run.cycles));
}
