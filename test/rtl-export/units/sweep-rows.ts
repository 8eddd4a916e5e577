import type { RtlDesign, RtlResources } from '../../../src/rtl-export/kit/design.js';
import {
  bufferModule, bufferResources, rmsNormDesign, rmsNormResources, siluDesign, siluResources, softmaxDesign, softmaxResources, swigluDesign, swigluResources, unitResources, unitSources,
  type BufferRequest, type MemoryStyle,
} from '../../../src/rtl-export/kit/units/index.js';
import { rmsNormFabric, siluFabric, softmaxFabric, swigluFabric, type VectorFabric } from '../../../src/rtl-export/kit/units/vector-fabric.js';
import {
  evaluateFunctionUnit, rmsNormUnit, searchFunctionUnit, softmaxUnit, type FunctionUnit, type RmsNormRequest, type RmsNormUnit, type SoftmaxRequest, type SoftmaxUnit, type UnitForm, type UnitRequest,
} from '../../../src/sim/numerics/function-units/index.js';
import { referenceTable } from '../../kit/fixtures.js';
import type { SweepRow } from '../../kit/synthesis-sweep.js';

/** What a row of reference/synthesis/units.json was made from. */
export type FunctionPoint = { readonly kind: 'function'; readonly request: UnitRequest; readonly form: UnitForm };
type SoftmaxPoint = SoftmaxRequest & { readonly kind: 'softmax'; readonly style: MemoryStyle };
type RmsNormPoint = RmsNormRequest & { readonly kind: 'rms-norm'; readonly style: MemoryStyle };
type SiluPoint = { readonly kind: 'silu'; readonly inputBits: number; readonly outputBits: number; readonly lanes: number };
type SwigluPoint = { readonly kind: 'swiglu'; readonly inputBits: number; readonly siluBits: number; readonly upBits: number; readonly upFractionBits: number; readonly outputBits: number; readonly outputFractionBits: number; readonly lanes: number };
export type Point = FunctionPoint | SoftmaxPoint | RmsNormPoint | SiluPoint | SwigluPoint | BufferRequest;
export type VectorPoint = SoftmaxPoint | RmsNormPoint | SiluPoint | SwigluPoint;
export type Row<P = Point> = SweepRow<P> & { readonly lutMemory?: number; readonly bram36?: number; readonly bram18?: number; readonly uram?: number };

export const rows = (referenceTable('synthesis/units.json') as { readonly rows: readonly Row[] }).rows;

/** Searches take a while, and rows ask for the same units again and again. */
const made = new Map<string, unknown>();

function once<T>(key: unknown, make: () => T): T {
  const name = JSON.stringify(key);
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}

function silu(inputBits: number, outputBits: number): FunctionUnit {
  return once(['silu', inputBits, outputBits], () => searchFunctionUnit({ function: 'silu', inputBits, outputBits, maximumError: 1 }).unit);
}

function softmax(point: SoftmaxPoint): SoftmaxUnit {
  return once(point, () => softmaxUnit(point));
}

function rmsNorm(point: RmsNormPoint): RmsNormUnit {
  return once(point, () => rmsNormUnit(point));
}

export function functionUnit({ request, form }: FunctionPoint): FunctionUnit {
  return once([request, form], () => {
    const found = evaluateFunctionUnit(request, form);
    if (!found.feasible) throw new Error(found.reason);
    return found.unit;
  });
}

export function isVector(point: Point): point is VectorPoint {
  return point.kind === 'softmax' || point.kind === 'rms-norm' || point.kind === 'silu' || point.kind === 'swiglu';
}

/** What a vector unit is made of, by the model. */
export function fabricOf(point: VectorPoint): VectorFabric {
  switch (point.kind) {
    case 'softmax': return softmaxFabric(softmax(point), point.style);
    case 'rms-norm': return rmsNormFabric(rmsNorm(point), point.style);
    case 'silu': return siluFabric(silu(point.inputBits, point.outputBits), point.lanes);
    case 'swiglu': return swigluFabric({ ...point, silu: silu(point.inputBits, point.siluBits) }, point.lanes);
  }
}

/** What a point takes, by the model. */
export function resourcesOf(point: Point): RtlResources {
  switch (point.kind) {
    case 'function': return unitResources(functionUnit(point));
    case 'softmax': return softmaxResources(softmax(point), point.style);
    case 'rms-norm': return rmsNormResources(rmsNorm(point), point.style);
    case 'silu': return siluResources(silu(point.inputBits, point.outputBits), point.lanes);
    case 'swiglu': return swigluResources({ ...point, silu: silu(point.inputBits, point.siluBits) }, point.lanes);
    case 'memory':
    case 'ping-pong': return bufferResources(point);
  }
}

/** The Verilog of a point, without runs. */
export function moduleOf(point: Point): Pick<RtlDesign, 'core' | 'sources' | 'parameters'> {
  switch (point.kind) {
    case 'function': return { core: 'unit', sources: unitSources({ unit: functionUnit(point) }), parameters: [] };
    case 'softmax': return softmaxDesign(softmax(point), point.style, []);
    case 'rms-norm': return rmsNormDesign(rmsNorm(point), point.style, []);
    case 'silu': return siluDesign(silu(point.inputBits, point.outputBits), point.lanes);
    case 'swiglu': return swigluDesign({ ...point, silu: silu(point.inputBits, point.siluBits) }, point.lanes);
    case 'memory':
    case 'ping-pong': return bufferModule(point);
  }
}
