import type { ModelSpec } from '../../workloads/model-spec.js';
import { modelNamed } from '../../workloads/models.js';
import { chatglm3 } from './chatglm3.js';

/** What one file of the tool's `configs/` says of the layers of a model family, beside the sizes that it reads from config.json. */
export interface Layout {
  /** The file's name: it is used for every model whose id contains this text, in these letters. */
  readonly name: string;
  /** Whether there is a gate projection: for OPT too, which has none. */
  readonly gated: boolean;
  /** Norms in a layer: GPT-J has one, shared by its parallel halves. */
  readonly norms: 1 | 2;
}

/** The layer layouts of the tool at 472f71f1 (its DiT layout is no language model). */
export const layouts: readonly Layout[] = [
  { name: 'Llama', gated: true, norms: 2 },
  { name: 'chatglm3', gated: true, norms: 2 },
  { name: 'gpt-j-6B', gated: false, norms: 1 },
  { name: 'opt', gated: true, norms: 2 },
];

export interface KnownModel {
  readonly spec: ModelSpec;
  readonly layout: Layout;
}

/** Other ids of the same shapes: tuned variants, and the first name of Llama 3.1. */
const aliases: readonly (readonly [RegExp, string])[] = [[/-chat(?=-hf$)/, ''], [/-Instruct$/, ''], [/\/Meta-(?=Llama-3\.[1-9])/, '/']];

/** Models that were asked for before: reading a configuration takes longer than a whole roofline of it. */
const read = new Map<string, KnownModel>();

/** The model with this Hugging Face id and its layout, or the reason why there is none. */
export function modelOf(id: string): KnownModel | string {
  const found = read.get(id) ?? readModel(id);
  if (typeof found !== 'string') read.set(id, found);
  return found;
}

function readModel(id: string): KnownModel | string {
  const layout = layouts.find(({ name }) => id.includes(name));
  if (layout === undefined) return `LLM-Viewer has no layer layout for model "${id}": it looks for ${layouts.map(({ name }) => name).join(', ')} in the id`;
  const spec = id === 'THUDM/chatglm3-6b' ? chatglm3 : specOf(id);
  return spec === undefined ? `unknown model "${id}": not an id of the model catalogue` : { spec, layout };
}

/** The catalogue's model with that id; only ids of the hub (`owner/name`) are taken. */
function specOf(id: string): ModelSpec | undefined {
  return id.includes('/') ? modelNamed(aliases.reduce((text, [pattern, by]) => text.replace(pattern, by), id)) : undefined;
}
