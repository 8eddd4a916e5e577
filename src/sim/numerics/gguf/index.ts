import { InputError } from '../../core/diagnostics.js';
import { once } from '../codecs/grid.js';
import { blockCodec } from './block-codec.js';
import type { GgufCodec } from './block-format.js';
import type { GgufBlock } from './blocks.js';
import { notDecoded } from './diagnostics.js';
import { iq4Blocks } from './iq4.js';
import { kQuants } from './k-quants.js';
import { mxfp4Block } from './mxfp4.js';
import { simpleBlocks } from './simple-blocks.js';
import { ternaryBlocks } from './ternary-blocks.js';

export type { GgufCodec } from './block-format.js';
export { ggufBitsPerWeight, ggufBlock, ggufBlockById, ggufBlocks, ggufTensorBytes, type GgufBlock } from './blocks.js';

/** The block formats of GGUF that can be encoded and decoded. */
export const ggufCodecs: () => readonly GgufCodec[] = once(() => [...simpleBlocks(), ...kQuants(), ...iq4Blocks(), ...ternaryBlocks(), mxfp4Block()].map(blockCodec));

/** The codec of a tensor type. Throws an InputError where only its size is known (the codebooks of the other IQ types are not part of this catalogue). */
export function ggufCodecOf(block: GgufBlock): GgufCodec {
  const codec = ggufCodecs().find((c) => c.block === block);
  if (codec === undefined) throw new InputError([notDecoded(block.name, ggufCodecs().map((c) => c.block.name))]);
  return codec;
}
