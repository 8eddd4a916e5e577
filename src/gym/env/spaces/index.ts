/** Spaces of actions and observations: plain data, and what can be done with them. */
export { contains } from './contains.js';
export { flatLength, flattenedSpace, flattenValue, unflattenValue } from './flatten.js';
export { pack, packedLength, unpack } from './packed.js';
export { sampleSpace, SpaceSampler, type SampleMask } from './sample.js';
export { spaceFaults } from './space-faults.js';
export { spaceFromJson, spaceToJson } from './space-json.js';
export { box, dict, discrete, multiBinary, multiDiscrete, text, tuple, type Box, type Dict, type Discrete, type MultiBinary, type MultiDiscrete, type Space, type SpaceValue, type Text, type Tuple } from './space.js';
