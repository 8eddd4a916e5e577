import { block, table } from './markdown.mjs';

export const path = 'docs/schemes.md';

/** What stands between the markers of the document. */
export function parts({ product }) {
  return { schemes: schemeTable(product), sparsity: sparsityTable(product) };
}

const fileOf = (family) => (family === 'dsp-chain' ? 'flightllm.json' : `${family}.json`);

/** Every method of the literature, with the families whose bundled example takes it. */
function schemeTable({ literatureMethods, decoderGraph, modelNamed, families, run, ...product }) {
  const model = decoderGraph(modelNamed('llama-2-7b'));
  const names = families.map(({ name }) => name).sort();
  // Whether a design takes a scheme does not depend on the fidelity, and this one is the quickest.
  const takenBy = (scheme) => names.filter((family) => !run(fileOf(family), { 'workload.quantization': scheme, 'fidelity': 'roofline' }).reasons.some(({ code }) => code.startsWith('unsupported')));
  return block(table(['Method', 'Preset', 'Stored', 'Bits a weight', 'Activations, KV cache', 'Extra operations', 'Taken by', 'Source'], literatureMethods().map(({ title, scheme, stored, extra }) => [
    title, `\`${scheme.name}\``, stored, layerBits(model, scheme, product).toFixed(3), `${scheme.activations.name}, ${scheme.kvCache.name}`, extra, takenBy(scheme.name).join(', '), scheme.source])));
}

/** Stored bits of the layers of a model for each of their weights, everything beside the values counted; the output layer left out. */
export function layerBits(model, preset, { withSidePaths, bitsPerWeight, weightFormatOf }) {
  const { graph, scheme } = withSidePaths(model, preset);
  let [bits, weights] = [0, 0];
  for (const { ops, repeat } of graph.groups) {
    for (const op of ops) {
      if (op.kind !== 'linear' || (op.sidePathOf ?? op.name) === 'lm_head') continue;
      const count = repeat * op.inFeatures * op.outFeatures;
      if (op.ownsWeights || op.sidePathOf !== undefined) bits += count * bitsPerWeight(weightFormatOf(scheme, op.name));
      if (op.sidePathOf === undefined || op.name.endsWith('.columns')) weights += count;
    }
  }
  return bits / weights;
}

/** The families with a bundled example whose weights can have 4 bits. */
const fourBit = ['dsp-chain', 'systolic', 'shift-add', 'bit-serial', 'ternary', 'lut-tensor-core', 'lut-cpu', 'binary-tensor-core', 'codebook', 'gpu'];

/** Codebooks of the family `codebook` whose indices have 4 bits a weight. */
const changes = { codebook: { 'architecture.parameters.codebooks': [65_536, 65_536] } };

/** Gains below a thousandth are none. */
const least = 1e-3;

const anyHalf = { pattern: 'unstructured', density: 0.5, span: 4096 };
const twoOfFour = { pattern: 'n-m', density: 0.5, span: 4 };

function sparsityTable(product) {
  const share = (value) => (value === null ? '' : value.toFixed(3));
  return block(table(['Family', 'Bits, dense and sparse', 'Decode bytes', 'Products', 'Decode time', 'Prefill time', 'Gains', 'Why'], sparsityGains(product).map((gain) => [
    `\`${gain.family}\``, gain.bits === null ? '' : gain.bits.map((bits) => bits.toFixed(2)).join(', '), share(gain.decodeBytes), share(gain.products), share(gain.decodeTime), share(gain.prefillTime), gain.gains, gain.why])));
}

/** What half of the weights gives each family: its example in 4 bits, dense and with any half gone. Ratios are sparse over dense; null where it is declined. */
export function sparsityGains(product) {
  return fourBit.map((family) => {
    const [dense, sparse, blocks] = [null, anyHalf, twoOfFour].map((sparsity) => runOf(family, sparsity, product));
    const declined = [dense, sparse].find(({ result }) => !result.feasible);
    if (declined !== undefined) {
      const { code, resource, used, available } = declined.result.reasons[0];
      return { family, bits: null, decodeBytes: null, products: null, decodeTime: null, prefillTime: null, gains: 'nothing', why: `${declined === dense ? '4-bit weights are' : 'it is'} declined (\`${code}\`): ${resource}: ${rounded(used)} for ${rounded(available)}` };
    }
    const ratio = (of) => of(sparse.result.phases) / of(dense.result.phases);
    const decodeBytes = ratio(({ decode }) => decode.dramBytes);
    const [decodeTime, prefillTime] = [ratio(({ decode }) => decode.latencySeconds), ratio(({ prefill }) => prefill.latencySeconds)];
    const [savesBytes, savesTime] = [decodeBytes < 1 - least, Math.min(decodeTime, prefillTime) < 1 - least];
    const skips = sparse.executed < 1 ? 'zeros are skipped' : blocks.executed < 1 ? 'N:M blocks are skipped, single zeros are not' : 'nothing skips zeros, so all products are made';
    return {
      family, bits: [dense, sparse].map(({ format }) => product.bitsPerWeight(format)), decodeBytes, products: sparse.executed, decodeTime, prefillTime,
      gains: savesBytes && savesTime ? 'both' : savesBytes ? 'bytes' : savesTime ? 'cycles' : 'nothing', why: `${skips}; ${timeReason(sparse.result, decodeTime, prefillTime)}`,
    };
  });
}

/** The example of a family in 4 bits; activations, cache and output layer as it has them. */
function runOf(family, sparsity, { inputOf, run, weightFormatOf }) {
  const file = fileOf(family);
  const { scheme: own } = inputOf(file);
  const head = weightFormatOf(own, 'lm_head').type;
  const quantization = {
    name: 'w4', weights: { type: 'int4', groupSize: 0, ...(sparsity === null ? {} : { sparsity }) }, activations: own.activations.name, kvCache: own.kvCache.name,
    overrides: [{ ops: ['lm_head'], weights: { type: head.bits >= 8 ? head.name : 'int8', groupSize: 0 } }],
  };
  const set = { 'workload.quantization': quantization, ...changes[family] };
  const { machine, scheme } = inputOf(file, set);
  return { result: run(file, set), executed: machine.executedDensity(scheme.weights), format: scheme.weights };
}

/** What most of the time of each phase is spent on. */
function timeReason({ phases }, decodeTime, prefillTime) {
  const waits = (name, ratio) => {
    const [bound] = Object.entries(phases[name].boundBy).sort(([, a], [, b]) => b - a)[0];
    if (bound === 'memory') return `${name} waits for bytes`;
    return `${name} waits for ${bound === 'compute' ? 'the array' : bound === 'vector' ? 'vector work' : 'overheads'}${ratio < 1 - least ? ', a little for bytes' : ''}`;
  };
  return `${waits('decode', decodeTime)}; ${waits('prefill', prefillTime)}`;
}

function rounded(value) {
  return String(Number(value.toPrecision(4)));
}
