/** Parts of designs that belong to no family: function units, vector units, buffers. */
export { unitModule } from './unit-module.js';
export { unitParts, unitSources, withParts } from './unit-sources.js';
export { bufferModule, type BufferModule, type BufferRequest } from './buffer-design.js';
export { checkVectors, type CheckVector } from './check-vectors.js';
export { memoryStyleNumber, memoryStyles, type MemoryStyle } from './memory-style.js';
export { rmsNormDesign } from './rms-norm-design.js';
export { siluDesign, swigluDesign } from './silu-design.js';
export { softmaxDesign } from './softmax-design.js';
export { bufferResources, memoryFabric, type MemoryFabric } from './buffer-fabric.js';
export { rmsNormResources, siluResources, softmaxResources, swigluResources, unitResources } from './vector-resources.js';
