export { accessCycles, type AccessPattern } from './bank-conflicts.js';
export { blockLayout, type BlockLayout, type BlockMemory } from './block-ram.js';
export { generationOf, type FabricGeneration, type FabricPrimitive, type MemoryPrimitive, type OnChipBuffer, type Ports } from './buffer.js';
export { lutOfMemories, memoryUse, type MemoryUse } from './fabric-use.js';
export { onChipMemory, type OnChipMemory } from './memory.js';
export type { MemoryShape, PortMode } from './shapes.js';
