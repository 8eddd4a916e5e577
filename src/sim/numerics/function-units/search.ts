import { problem, InputError } from '../../core/diagnostics.js';
import { constantProductBits, lutsPerDspOfU280, lutWeights, tableCost, unitCost, type UnitCost } from './cost.js';
import { leastRestBits } from './polynomial.js';
import type { FunctionFormat } from './real-function.js';
import { constantBitsFor, functionFormat, functionUnitSpace, type UnitRequest } from './space.js';
import { reductionOf, type Reduction, type UnitForm } from './reduction.js';
import { createFitStore, makePolynomial, type FunctionUnit } from './unit.js';
import { allInputs, errorOver, scaledValues, type AllInputs } from './unit-error.js';

export interface UnitSearch extends UnitRequest {
  /** The largest error allowed over all inputs. */
  readonly maximumError: number;
  /** What `maximumError` counts in: units of the last place of the output (default), or numbers as they are. */
  readonly errorUnit?: 'ulp' | 'absolute';
  /** `any` (default): products in DSP blocks or in adders, whichever is cheaper. `logic`: no DSP blocks. */
  readonly multipliers?: 'any' | 'logic';
  /** LUTs that a DSP block counts as. Default: as many as there are for each on an Alveo U280. */
  readonly lutsPerDsp?: number;
}

/** A unit among those compared. Errors are in ulp, over all inputs. */
export interface FoundUnit {
  readonly unit: FunctionUnit;
  readonly form: UnitForm;
  readonly segments: number;
  readonly degree: number;
  readonly worstError: number;
  readonly meanError: number;
  readonly cost: UnitCost;
}

export interface UnitSearchResult extends FoundUnit {
  /** Units of which none is both cheaper and nearer, from the cheapest: worst errors fall. */
  readonly front: readonly FoundUnit[];
  /** Units that were tried on all inputs. */
  readonly evaluations: number;
}

/** Ulp that each degree adds where there are no guard bits: a half by its coefficient, one by what its product drops. Twice as much is the fit's. */
const roundingOfStep = 1.5;

/** Most segments of polynomials: a larger table holds the function itself. */
const mostPolynomialSegmentBits = 8;

/**
 * The cheapest unit whose worst error over all inputs is within the bound, of the forms of `functionUnitSpace`: each is made and tried on every input, but for
 * guard bits where the polynomial itself is far off, and polynomials of more than 256 segments. Equal costs are decided by the smaller error, then by the order of the walk: the same request gives the same unit. Throws an InputError
 * where no form meets the bound, with the smallest error that one has.
 */
export function searchFunctionUnit(search: UnitSearch): UnitSearchResult {
  const bound = boundInUlp(search);
  const tried: FoundUnit[] = [];
  const { evaluations } = forEachUnit(search, (found) => tried.push(found));
  const front = frontOf(tried);
  const best = front.find(({ worstError }) => worstError <= bound);
  if (best !== undefined) return { ...best, front, evaluations };
  const nearest = front[front.length - 1];
  const remedy = nearest === undefined ? 'ask for more bits'
    : `the nearest one is within ${nearest.worstError.toPrecision(6)} ulp: rounding alone leaves half a unit; ask for more output bits`;
  const { function: name, inputBits, outputBits } = search;
  throw new InputError([problem('function-unit/bound', `no unit of ${name} with ${inputBits} bits in and ${outputBits} out is within ${bound} ulp`, { remedy })]);
}

function boundInUlp(search: UnitSearch): number {
  const { maximumError, errorUnit = 'ulp' } = search;
  if (!(maximumError >= 0)) throw new InputError([problem('function-unit/maximum-error', `the largest error is a number from 0, not ${String(maximumError)}`)]);
  return errorUnit === 'ulp' ? maximumError : maximumError * 2 ** functionFormat(search).outputFractionBits;
}

function forEachUnit(search: UnitSearch, found: (unit: FoundUnit) => void): { readonly evaluations: number } {
  const format = functionFormat(search);
  const { variables } = functionUnitSpace(search);
  const store = createFitStore();
  const values = scaledValues(format);
  let evaluations = 0;
  // A table of all inputs is rounded correctly: whatever costs as much is of no use.
  let tableTotal = Infinity;

  /** Tries a polynomial with each of the constants; the worst error of the best of them. */
  const tryForm = (form: UnitForm, inputs: readonly Inputs[]): number => {
    const made = makePolynomial(format, { ...form, constantBits: inputs[0]!.constantBits }, store);
    if (typeof made === 'string') return Infinity;
    const tables = tableCost(made.polynomial);
    let least = Infinity;
    for (const { constantBits, all } of inputs) {
      const { worst, mean } = errorOver(all, values, made.results);
      evaluations++;
      least = Math.min(least, worst);
      if (form.reduction === 'direct' && form.segmentBits === format.inputBits) tableTotal = Math.min(tableTotal, unitCost({ format, form, polynomial: made.polynomial }, search.lutsPerDsp, tables).total);
      for (const multiplier of multipliersOf(search, form)) {
        const unit: FunctionUnit = { format, form: { ...form, constantBits, multiplier }, polynomial: made.polynomial };
        const cost = unitCost(unit, search.lutsPerDsp, tables);
        found({ unit, form: unit.form, segments: 2 ** form.segmentBits, degree: form.degree, worstError: worst, meanError: mean, cost });
      }
    }
    return least;
  };

  for (const reduction of variables.reduction) {
    const isScaled = reduction === 'reduced' && format.function === 'exp';
    for (const extraBits of reduction === 'direct' ? [0] : variables.extraBits) {
      for (const reducedBits of isScaled ? variables.reducedBits.slice(1) : [0]) {
        if (isScaled && leastScaledCost(search, format, reducedBits) >= tableTotal) continue;
        const reducedTo = isScaled ? reducedBits : format.function === 'exp2' ? format.inputFractionBits : format.inputBits - 1;
        const polynomialBits = reduction === 'direct' ? format.inputBits : reducedTo;
        const shape = { reduction, reducedBits, extraBits, multiplier: 'dsp' } as const;
        const constants = isScaled ? constantBitsFor(reducedBits, format.inputBits, format.inputFractionBits) : [0];
        const inputs = constants.map((constantBits) => ({ constantBits, all: allInputs(format, { ...shape, constantBits, segmentBits: 0, degree: 0, guardBits: 0 }) }));
        for (const degree of variables.degree) {
          const most = degree === 0 ? polynomialBits : Math.min(mostPolynomialSegmentBits, polynomialBits - leastRestBits(degree));
          for (let segmentBits = 0; segmentBits <= most; segmentBits++) {
            for (const guardBits of degree === 0 ? [0] : variables.guardBits) {
              const error = tryForm({ ...shape, degree, segmentBits, guardBits, constantBits: 0 }, inputs);
              if (guardBits === 0 && error > 2 * (roundingOfStep * degree + 1)) break;
            }
          }
        }
      }
    }
  }
  return { evaluations };
}

/** What the product with log2(e) alone costs, at least. */
function leastScaledCost(search: UnitSearch, format: FunctionFormat, reducedBits: number): number {
  const costs = constantBitsFor(reducedBits, format.inputBits, format.inputFractionBits).map((constantBits) => {
    const form: UnitForm = { reduction: 'reduced', reducedBits, constantBits, extraBits: 0, segmentBits: 0, degree: 0, guardBits: 0, multiplier: 'logic' };
    const { constant } = reductionOf(format, form) as Reduction;
    const logic = lutWeights.adderBits * constantProductBits(format.inputBits, constant!);
    return search.multipliers === 'logic' ? logic : Math.min(logic, search.lutsPerDsp ?? lutsPerDspOfU280);
  });
  return Math.min(...costs);
}

interface Inputs {
  readonly constantBits: number;
  readonly all: AllInputs;
}

function multipliersOf({ multipliers = 'any' }: UnitSearch, { degree, reduction }: UnitForm): readonly UnitForm['multiplier'][] {
  if (degree === 0 && reduction === 'direct') return ['logic'];
  return multipliers === 'logic' ? ['logic'] : ['logic', 'dsp'];
}

/** Those that are not beaten in cost and error together, from the cheapest. The order of equal ones is that in which they came. */
function frontOf(units: readonly FoundUnit[]): readonly FoundUnit[] {
  const order = [...units.keys()].sort((a, b) => units[a]!.cost.total - units[b]!.cost.total || units[a]!.worstError - units[b]!.worstError || a - b);
  const front: FoundUnit[] = [];
  let least = Infinity;
  for (const at of order) {
    const unit = units[at]!;
    if (unit.worstError >= least) continue;
    least = unit.worstError;
    front.push(unit);
  }
  return front;
}
