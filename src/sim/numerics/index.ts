/** `archsim/numerics`: number formats, quantisers, packed bytes, and the exact products that arrays make. */
export { codecNamed, codecs } from './catalogue.js';
export { bitsPerWeightOf, type Codec, type Encoded, type Field, type Weights } from './codec.js';
export { quantizationError, type QuantizationError } from './error.js';
export { pack, packedBytes, unpack } from './pack.js';
export { quantize, type Quantization, type QuantizeOptions } from './quantize.js';
export { secondLevelScales, withSecondLevelScales } from './second-level.js';
export { gridOf, type ElementFormat, type Grid } from './formats/element.js';
export { decodeFloat, encodeFloat, floatFormat, roundToFloat, type FloatFormat } from './formats/float-format.js';
export { choiceCodec } from './codecs/choice.js';
export { gridCodec } from './codecs/grid.js';
export { bcqCodec } from './codecs/bcq.js';
export { paletteCodec } from './codecs/palette.js';
export { vectorCodebookCodec } from './codecs/vector-codebook.js';
export { ggufBlock, ggufBlocks, ggufTensorBytes } from './gguf/index.js';
export { searchFloat } from './search/float-search.js';
export { foldedWeights, searchShiftedFloat, shiftedActivations } from './search/llm-fp4.js';
export * from './arithmetic/index.js';
export * from './function-units/index.js';
