export { isGguf, readGguf } from './read-gguf.js';
export { readGgufParts, type GgufParts } from './split.js';
export { ggufModel, type GgufModel, type RunFormats } from './gguf-model.js';
export { inspectGguf, type GgufFormatTotal, type GgufInspection, type GgufRow } from './inspect.js';
export type { GgufContent, GgufFile, GgufTensor, GgufValue } from './gguf-file.js';
