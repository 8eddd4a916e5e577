/** Products as hardware makes them, each equal to the plain integer product. */
export { boothDigits, boothProduct, boothTerms } from './booth.js';
export { fpTerms } from './fp-terms.js';
export { splitPlanes } from './bit-planes.js';
export { planeProduct } from './plane-product.js';
export { fullLutProduct, fullTables, halfTables, lutProduct, storedCodes } from './lut-mpgemm.js';
export { groupAccumulate, type PeNumerics } from './fp16-accumulate.js';
export { groupProduct } from './group-dequant.js';
export { integerGemm, plainProduct } from './integer-gemm.js';
export { cascadeLength, int4Quad, int8Pair, packedProduct } from './dsp48-packing.js';
export { compressSparse, expandSparse, sparseProduct } from './sparse.js';
export { matrix } from './matrix.js';
export { saturateToBits, wrapToBits } from './width.js';
export { bcqGemv, bcqTables } from './bcq.js';
export { fdbProduct } from './fdb-product.js';
export { ternaryCodes, ternaryLookup, ternaryTables, tl2Product } from './ternary-tables.js';
export { codebookGemv } from './codebook-gemv.js';
export { tmacGemv, tmacTables } from './tmac.js';
export { safeSoftmax, unifiedSoftmax } from './unified-softmax.js';
