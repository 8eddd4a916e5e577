import type { Codec } from './codec.js';
import { binaryCodec, ternaryCodec } from './codecs/absmean.js';
import { asymmetricCodec } from './codecs/asymmetric.js';
import { castCodec } from './codecs/cast.js';
import { choiceCodec, type Candidate } from './codecs/choice.js';
import { gridCodec, once, searchedScale, type GridCodec } from './codecs/grid.js';
import { learntCodecs } from './codecs/learnt.js';
import { mxCodecs, mxOfBitmod } from './codecs/microscaling.js';
import { nvfp4Codec } from './codecs/nvfp4.js';
import { oliveCodec } from './codecs/olive.js';
import { bipolarInteger, flint, floatElement, fullInteger, normalFloat4, powerOfTwo, smallFloat, specialValues, symmetricInteger } from './formats/elements.js';
import { bf16, floatFormat, fp16, fp32 } from './formats/float-format.js';
import { signedStore } from './formats/scale-store.js';
import { ggufCodecs } from './gguf/index.js';

const bitmodPaper = 'BitMoD, Chen et al., HPCA 2025, Table IV';
const antPaper = 'ANT, Guo et al., MICRO 2022';
const eachWidth = [1, 2, 3, 4, 5, 6, 7, 8] as const;

/** Formats of one grid: their scales can also be searched, as `NAME-mse`. */
const gridCodecs: () => readonly GridCodec[] = once(() => [
  ...eachWidth.slice(1).map((bits) => gridCodec({ name: `int${bits}-sym`, summary: `INT${bits}, symmetric, round to nearest even`, source: 'scale = max|w| / (2^(bits-1) - 1)', element: () => symmetricInteger(bits), ties: 'even' })),
  gridCodec({ name: 'int4-ant', summary: 'INT4 with -8, as ANT has it', source: antPaper, element: () => fullInteger(4) }),
  ...eachWidth.slice(1).map((bits) => gridCodec({ name: `bipolar${bits}`, summary: `odd integers of ${bits} bits: each bit is -1 or +1`, source: 'APT-LLM; LUT Tensor Core, ISCA 2025, eq. 2', element: () => bipolarInteger(bits) })),
  gridCodec({ name: 'fp3', summary: '0, 1, 2, 4 with a sign', source: bitmodPaper, element: () => smallFloat(3) }),
  gridCodec({ name: 'fp4-e2m1', summary: '0, 0.5, 1, 1.5, 2, 3, 4, 6 with a sign', source: 'OCP Microscaling Formats v1.0: E2M1', element: () => smallFloat(4) }),
  ...specialFloats(3), ...specialFloats(4),
  ...([[2, 2], [3, 1], [2, 3], [3, 2]] as const).map(([e, m]) => {
    const name = `fp${1 + e + m}-e${e}m${m}`;
    return gridCodec({ name, summary: `E${e}M${m}, every pattern a number`, source: 'value = (-1)^s 2^(e - bias) (1 + m / 2^M)', element: () => floatElement(e, m, name) });
  }),
  gridCodec({ name: 'fp8-e4m3', summary: 'E4M3, largest value 448', source: 'OCP 8-bit Floating Point Specification v1.0', element: () => floatElement(4, 3, 'fp8-e4m3', 'nan'), ties: 'even', usualGroup: 0 }),
  gridCodec({ name: 'fp8-e5m2', summary: 'E5M2, largest value 57344', source: 'OCP 8-bit Floating Point Specification v1.0', element: () => floatElement(5, 2, 'fp8-e5m2', 'ieee'), ties: 'even', usualGroup: 0 }),
  gridCodec({ name: 'nf4', summary: 'quantiles of the normal distribution', source: 'QLoRA, Dettmers et al., NeurIPS 2023', element: normalFloat4, usualGroup: 64 }),
  gridCodec({ name: 'flint4', summary: '0, 1, 2, 3, 4, 6, 8, 16 with a sign', source: antPaper, element: () => flint(4) }),
  gridCodec({ name: 'flint5', summary: 'flint with four magnitude bits, up to 64', source: antPaper, element: () => flint(5) }),
  gridCodec({ name: 'pot4', summary: '0 and powers of two up to 64, with a sign', source: antPaper, element: () => powerOfTwo(4) }),
  ternaryCodec(), binaryCodec(),
]);

/** FP3 or FP4 with each of its four special values alone. */
function specialFloats(bits: 3 | 4): GridCodec[] {
  return specialElements(bits).map(({ element }) => gridCodec({ name: element.name, summary: `FP${bits} with ${String(element.values[2 ** (bits - 1)])} in the place of -0`, source: bitmodPaper, element: () => element }));
}

/** In the order in which BitMoD tries them. */
function specialElements(bits: 3 | 4): readonly Candidate[] {
  const { resolution, asymmetry } = specialValues[bits];
  return ([['er-pos', resolution], ['er-neg', -resolution], ['ea-pos', asymmetry], ['ea-neg', -asymmetry]] as const)
    .map(([suffix, value]) => ({ element: smallFloat(bits, value, `fp${bits}-${suffix}`), ties: 'lower' as const }));
}

function bitmod(bits: 3 | 4): Codec {
  return choiceCodec({
    name: `bitmod${bits}`, summary: `FP${bits} with the one of four special values that suits the group; 8-bit scale and 2-bit selector`, source: `${bitmodPaper} and Algorithm 1`,
    bits, candidates: () => specialElements(bits), selectorBits: 2, scaleStore: signedStore(8), sharesScales: true,
  });
}

function choices(): Codec[] {
  return [
    bitmod(3), bitmod(4),
    choiceCodec({
      name: 'mixed-ant3', summary: 'INT3 or FP3, whichever suits the group', source: 'BitMoD, HPCA 2025 artifact: its group-wise ANT baseline', bits: 3, selectorBits: 1,
      candidates: () => [{ element: symmetricInteger(3), ties: 'lower' }, { element: smallFloat(3), ties: 'lower' }],
    }),
    choiceCodec({
      name: 'mixed-ant4', summary: 'INT4 or flint4, whichever suits the group', source: 'BitMoD, HPCA 2025 artifact: its group-wise ANT baseline', bits: 4, selectorBits: 1,
      candidates: () => [{ element: symmetricInteger(4), ties: 'lower' }, { element: flint(4), ties: 'lower' }],
    }),
    choiceCodec({
      name: 'ant4', summary: 'INT4, flint4 or powers of two, whichever suits the tensor, with a search of the clipping range', source: antPaper, bits: 4, selectorBits: 2, usualGroup: 0, scaleRule: searchedScale,
      candidates: () => [{ element: fullInteger(4), ties: 'lower' }, { element: flint(4), ties: 'lower' }, { element: powerOfTwo(4), ties: 'lower' }],
    }),
  ];
}

function casts(): Codec[] {
  return [
    castCodec(fp32, 'IEEE single precision', 'IEEE 754-2019'),
    castCodec(fp16, 'IEEE half precision', 'IEEE 754-2019'),
    castCodec(bf16, 'the upper half of a single', 'bfloat16'),
  ];
}

/** Every format that weights can be encoded in. */
export const codecs: () => readonly Codec[] = once(() => [
  ...gridCodecs(), ...eachWidth.map(asymmetricCodec), ...choices(), ...mxCodecs(), mxOfBitmod(3), mxOfBitmod(4), nvfp4Codec(true), nvfp4Codec(false), oliveCodec(), ...learntCodecs(), ...ggufCodecs(), ...casts(),
]);

/** Names of the storage types of schemes, and what else people call a format. */
const aliases: Readonly<Record<string, string>> = {
  fp4: 'fp4-e2m1', fp5: 'fp5-e2m2', fp6: 'fp6-e2m3', fp8: 'fp8-e4m3', mxfp6: 'mxfp6-e2m3', mxfp8: 'mxfp8-e4m3', 'ant-int4': 'int4-ant', 'mxfp4-ocp': 'mxfp4', 'mxfp4-bitmod-repo': 'mxfp4-bitmod', 'mxfp3-bitmod-repo': 'mxfp3-bitmod',
  'nvfp4-scale-after': 'nvfp4', 'nvfp4-razer-repo': 'nvfp4-razer', 'int1-sym': 'binary', int1: 'binary', bipolar1: 'binary',
};

/**
 * The format of that name, whatever its case and whether words are joined by - or _. `NAME-mse` searches the scales of a format of one
 * grid; `eXmY` is any float without a scale.
 */
export function codecNamed(name: string): Codec | undefined {
  const plain = name.toLowerCase().replaceAll('_', '-');
  if (plain.endsWith('-mse')) return gridCodecs().find((codec) => codec.name === canonical(plain.slice(0, -4)))?.withScaleRule(searchedScale, 'mse', 'scale of least mean square error');
  return codecs().find((codec) => codec.name.replaceAll('_', '-') === canonical(plain)) ?? floatNamed(plain);
}

function canonical(plain: string): string {
  return aliases[plain] ?? (/^int[2-8]$/.test(plain) ? `${plain}-sym` : plain);
}

function floatNamed(plain: string): Codec | undefined {
  const float = /^e([0-8])m(\d{1,2})$/.exec(plain);
  const [e, m] = [Number(float?.[1]), Number(float?.[2])];
  return float === null || m > 23 || e + m === 0 ? undefined : castCodec(floatFormat(e, m), `E${e}M${m} without a scale, every pattern a number`, 'any float ExMy');
}
