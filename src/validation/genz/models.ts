import { modelFromHfConfig } from '../../workloads/hf-config.js';
import { decoderGraph } from '../../workloads/decoder-graph.js';
import type { ModelSpec } from '../../workloads/model-spec.js';
import { modelNamed } from '../../workloads/models.js';
import { catalogueIds, mixtures, slips } from './model-table.js';

export interface KnownModel {
  readonly spec: ModelSpec;
  /** Where the tool's table differs from the published configuration. */
  readonly slip: Partial<ModelSpec>;
}

/** Models that were asked for before: reading a configuration takes longer than a roofline of it. */
const read = new Map<string, KnownModel>();

/** The model with this id, in any case of letters as the tool takes it; undefined where there is none that the adapter has rules for. */
export function modelOf(id: string): KnownModel | undefined {
  const key = id.toLowerCase();
  const known = read.get(key);
  if (known !== undefined) return known;
  const spec = specOf(key);
  if (spec === undefined || !hasRules(spec)) return undefined;
  const found = { spec, slip: slips[spec.name] ?? {} };
  read.set(key, found);
  return found;
}

/** One of the adapter's mixtures, or a model of the catalogue by one of the tool's ids, by its own name, or by its id on the Hugging Face hub. */
function specOf(key: string): ModelSpec | undefined {
  const mixture = mixtures.find(({ ids }) => ids.includes(key));
  return mixture === undefined ? modelNamed(catalogueIds[key] ?? key) : modelFromHfConfig(mixture.config, mixture.name, mixture.source);
}

/** The products of a layer that the adapter has rules for. */
const products = ['q_proj', 'k_proj', 'v_proj', 'o_proj', 'gate_proj', 'up_proj', 'down_proj', 'router', 'expert_gate_proj', 'expert_up_proj', 'expert_down_proj'];

/**
 * True where every layer is attention over keys and values of the heads and one feed-forward block, or a mixture of blocks as wide as the
 * configuration's `intermediate_size`, which is what the tool gives every expert.
 */
function hasRules(spec: ModelSpec): boolean {
  const { experts } = spec;
  if (experts !== undefined && (experts.denseLayers.length > 0 || experts.intermediateSize !== spec.intermediateSize)) return false;
  const layers = decoderGraph(spec).groups.filter(({ name }) => name !== 'embedding' && name !== 'head');
  return layers.every(({ ops }) => ops.some(({ name }) => name === 'k_proj') && ops.every(({ kind, name }) => kind !== 'linear' || products.includes(name)));
}
