/** Function units in fixed point: what they compute, bit for bit, how far that is from the function, what they cost, and the cheapest for a bound. */
export { isInDsp, lutWeights, lutsPerDspOfU280, unitCost, unitLatency, type CountedLogic, type UnitCost } from './cost.js';
export { highestBit } from './highest-bit.js';
export { polynomialResult, type PiecewisePolynomial, type PolynomialShape } from './polynomial.js';
export { functionNames, isSigned, outputRange, realValue, type FunctionFormat, type FunctionName } from './real-function.js';
export { searchFunctionUnit, type FoundUnit, type UnitSearch, type UnitSearchResult } from './search.js';
export { evaluateFunctionUnit, functionFormat, functionUnitSpace, type FunctionUnitSpace, type UnitEvaluation, type UnitPoint, type UnitRequest } from './space.js';
export { reductionOf, type Reduction, type UnitForm } from './reduction.js';
export { allResults, inputOfPattern, makeUnit, unitResult, type FunctionUnit } from './unit.js';
export { unitError, type UnitError } from './unit-error.js';
export {
  realSoftmax, softmaxCycles, softmaxErrorBound, softmaxPeriod, softmaxResult, softmaxUnit, tabulatedSoftmax, type SoftmaxRequest, type SoftmaxUnit, type TabulatedSoftmax,
} from './softmax.js';
export {
  realRmsNorm, rmsNormCycles, rmsNormErrorBound, rmsNormNumbers, rmsNormPeriod, rmsNormResult, rmsNormUnit, tabulatedRmsNorm,
  type RmsNormNumbers, type RmsNormRequest, type RmsNormUnit, type TabulatedRmsNorm,
} from './rms-norm.js';
export { realSwiglu, siluCycles, swigluCycles, swigluErrorBound, swigluResult, swigluShift, type SwigluUnit } from './swiglu.js';
