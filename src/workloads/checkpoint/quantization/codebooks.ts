import type { DataType } from '../../../sim/model/datatype.js';
import type { SidePath } from '../../../sim/model/quantization.js';
import { childPointer } from '../../../sim/core/pointer.js';
import type { Keys } from './config-keys.js';
import type { ModuleRule } from './reading.js';
import { denseFormat, floats, optional, part, typeNamed, type StoredFormat } from './stored-format.js';

/** Vectors of weights as indices into tables: AQLM (Egiazarian et al., ICML 2024) and VPTQ (Liu et al., EMNLP 2024). */

/** Kinds of modules that share parameters over layers. */
const maxShared = 64;

function codebook(name: string, bits: number): DataType {
  return { name, kind: 'codebook', bits };
}

/**
 * AQLM: `codebooks` indices of `bits` for each vector, in bytes or words of 16 bits; a 16-bit scale for each vector row.
 * bits a weight = codebooks * bits / vector. The tables are as many bytes for every matrix: 2 codebooks 2^bits vector.
 */
export function readAqlm(keys: Keys): StoredFormat {
  const bits = keys.integer('nbits_per_codebook', 16, { least: 1, most: 16 });
  const books = keys.integer('num_codebooks', 1, { least: 1, most: 64 });
  const inGroup = keys.integer('in_group_size', 8, { least: 1, most: 1024 });
  const outGroup = keys.integer('out_group_size', 1, { least: 1, most: 1024 });
  const stored = bits <= 8 ? 8 : 16;
  const vector = inGroup * outGroup;
  const type = codebook(`aqlm-${books}x${bits}`, (books * stored) / vector);
  return {
    label: `${books} codes of ${bits} bits for ${vector} weights`,
    weights: (inFeatures) => denseFormat(type, inFeatures * outGroup, 16, 0),
    parts: (inFeatures, outFeatures) => [
      part('codes', [stored === 8 ? 'I8' : 'I16'], [outFeatures / outGroup, inFeatures / inGroup, books]), part('codebooks', floats, [books, 2 ** bits, outGroup, inGroup]),
      part('scales', floats, [outFeatures / outGroup, 1, 1, 1]),
    ],
    codes: { part: 'codes', weightsEach: vector / books },
  };
}

/** VPTQ: each module has its own entry in `config_for_layers`; a module without one stays as it is. */
export function readVptq(keys: Keys): { readonly rules: readonly ModuleRule[]; readonly byModule: ReadonlyMap<string, StoredFormat> } {
  const shared = keys.record('shared_layer_config');
  const layers = keys.record('config_for_layers');
  const ofShared = (shared?.records() ?? []).map(([path, entry]) => [path, vptqFormat(entry)] as const);
  const byModule = new Map((layers?.records() ?? []).map(([path, entry]) => [path, vptqFormat(entry)] as const));
  if (ofShared.length > maxShared) keys.refuse('shared_layer_config', `more than ${maxShared} entries are those of single layers`);
  if (byModule.size === 0 && ofShared.length === 0) keys.refuse('config_for_layers', 'it must give the parameters of each layer');
  return { byModule, rules: ofShared.slice(0, maxShared).map(([path, format]) => ({ matches: (module) => module.endsWith(`.${path}`), format })) };
}

/**
 * One index of log2(centroids) bits, and one of log2(residual centroids), for each vector along the outputs: packed into words of 32 bits
 * along the inputs, or 16 bits each. Norms have a 16-bit scale and bias for each input; a permutation 16 bits (64 unpacked).
 */
function vptqFormat(keys: Keys): StoredFormat {
  keys.skip('bias', 'in_features', 'out_features', 'indices_as_float', 'group_num', 'group_size', 'outlier_size', 'enable_norm', 'enable_perm', 'is_indice_packed');
  const vector = lastOf(keys, 'vector_lens');
  const centroids = lastOf(keys, 'num_centroids');
  const residual = lastOf(keys, 'num_res_centroids');
  const outliers = keys.integer('outlier_size', 0, { least: 0, most: 2 ** 24 });
  const groups = keys.integer('group_num', 1, { least: 1, most: 2 ** 16 });
  const isPacked = keys.flag('is_indice_packed', false);
  const hasNorm = keys.flag('enable_norm', false);
  const hasOrder = keys.flag('enable_perm', false);
  if (vector < 1 || centroids < 2) keys.refuse('vector_lens', `vectors of ${vector} weights and ${centroids} centroids are none`);
  keys.finish();
  const indexBits = Math.ceil(Math.log2(Math.max(2, centroids)));
  const residualBits = residual > 1 ? Math.ceil(Math.log2(residual)) : 0;
  const length = Math.max(1, vector);
  const bits = (isPacked ? indexBits + residualBits : residualBits > 0 ? 32 : 16) / length;
  const type = codebook(`vptq-v${length}-k${centroids}${residual > 1 ? `-${residual}` : ''}`, bits);
  return {
    label: `indices of ${indexBits}${residualBits > 0 ? ` + ${residualBits}` : ''} bits for ${length} weights`,
    weights: (_, outFeatures) => (hasNorm ? denseFormat(type, outFeatures, 32, 0) : denseFormat(type, 0, 0, 0)),
    parts: (inFeatures, outFeatures) => {
      const rows = Math.ceil(outFeatures / length);
      const columns = Math.ceil((inFeatures - outliers) / groups);
      return [
        isPacked ? part('indices', ['I32'], [groups, rows, Math.ceil((columns * (indexBits + residualBits)) / 32)]) : part('indices', ['I16', 'U16', 'F16'], [groups, rows, columns]),
        part('centroids.weight', floats, [groups, centroids * length]),
        ...(residualBits > 0 ? [part('res_centroids.weight', floats, [groups, residual * length])] : []),
        ...(residualBits > 0 && !isPacked ? [part('res_indices', ['I16', 'U16', 'F16'], [groups, rows, columns])] : []),
        ...(outliers > 0 ? [optional('outlier_indices', ['I16', 'U16', 'F16'], null), optional('outlier_centroids.weight', floats, null)] : []),
        ...(hasNorm ? [part('weight_scale', floats, [inFeatures]), part('weight_bias', floats, [inFeatures])] : []),
        ...(hasOrder ? [part('perm', ['I16', 'U16', 'I64'], [inFeatures])] : []),
      ];
    },
    codes: null,
  };
}

/** Of [of outliers, of the others] the second, or the only one. */
function lastOf(keys: Keys, name: string): number {
  const both = keys.numbers(name);
  if (both?.length === 2) return both[1]!;
  keys.refuse(name, 'it is a pair: of outliers, of the others');
  return 0;
}

/**
 * SpQR (Dettmers et al. 2023), 16 x 16 tiles: 16 weights of 3 bits, their scale and zero point of 3 bits, 8 bits of the scales of those, and 2 unused:
 * 64 bits, 4 a weight. Outliers are 16-bit values with 16-bit columns in rows; how many is in `shapes`.
 */
export function readSpqr(keys: Keys): { readonly format: StoredFormat; readonly byModule: ReadonlyMap<string, StoredFormat>; readonly note: string | null } {
  const bits = keys.integer('bits', 3, { least: 3, most: 3 });
  const first = keys.integer('beta1', 16, { least: 16, most: 16 });
  keys.integer('beta2', 16, { least: 16, most: 16 });
  const shapes = keys.record('shapes');
  const counts = new Map<string, number>();
  if (shapes !== undefined) {
    for (const name of Object.keys(keys.value('shapes') as object)) {
      const count = firstNumber(shapes.value(name));
      if (count !== undefined) counts.set(name, count);
    }
  }
  const type = typeNamed('int3');
  const formatWith = (path: SidePath | undefined): StoredFormat => ({
    label: '3 bits in tiles of 16 x 16, with outliers',
    weights: () => denseFormat(type, first, bits + 8, bits + 2, path),
    parts: (inFeatures, outFeatures) => [
      part('dense_weights', ['I64'], [Math.ceil(outFeatures / 16) * Math.ceil(inFeatures / 16) * 16]), part('row_offsets', ['I32'], null), part('col_vals', ['I32'], null), optional('in_perm', ['I32'], null),
    ],
    codes: { part: 'dense_weights', weightsEach: 16 },
  });
  const byModule = new Map<string, StoredFormat>();
  for (const [name, values] of counts) {
    if (!name.endsWith('.col_vals.shape')) continue;
    const path = name.slice(0, -'.col_vals.shape'.length);
    const dense = counts.get(`${path}.dense_weights.shape`);
    if (dense === undefined || dense === 0) continue;
    const share = values / (dense * 16);
    byModule.set(path, formatWith({ kind: 'sparse', share, index: 'csr', format: denseFormat(typeNamed('fp16'), 0, 0, 0) }));
  }
  const note = byModule.size > 0 ? null : `${childPointer(keys.pointer, 'shapes')} gives no counts of outliers: their share is unknown, and none are in the scheme`;
  return { format: formatWith(undefined), byModule, note };
}

function firstNumber(value: unknown): number | undefined {
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'number' && Number.isSafeInteger(first) && first >= 0 ? first : undefined;
}
