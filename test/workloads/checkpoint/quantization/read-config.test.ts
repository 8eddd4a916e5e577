import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../../src/sim/core/diagnostics.js';
import { bitsPerWeight, weightFormatOf } from '../../../../src/sim/model/quantization.js';
import { checkpointModel, type CheckpointModel } from '../../../../src/workloads/checkpoint/checkpoint-model.js';
import { quantizationMethods, readQuantization } from '../../../../src/workloads/checkpoint/quantization/read-config.js';
import { formatOfModule } from '../../../../src/workloads/checkpoint/quantization/reading.js';
import { safetensorsFile } from '../../../../src/workloads/checkpoint/safetensors-files.js';
import { problemOf, problemsOf } from '../../../kit/problems.js';
import { llamaLike } from '../families.js';
import { bytesOfEntries, folder, headerOnly, jsonSource, type Entry } from '../fixture.js';
import { config, down, layouts, packed, shape, vptq, type Layout } from '../layouts.js';

function modelOf(quantization: unknown, entries: readonly Entry[]): CheckpointModel {
  const file = headerOnly('model.safetensors', entries);
  return checkpointModel(safetensorsFile(file, folder(file, jsonSource('config.json', { ...config, quantization_config: quantization }))));
}

describe('a quantization_config', () => {
  for (const { method, quantization, pack, bits, more, activations } of [...layouts, vptq]) {
    const kind = Object.entries(quantization).find(([key]) => /bits$|load_in_.bit|format/.test(key) && quantization[key] !== false);
    it(`of ${method}${kind === undefined ? '' : ` (${kind.join(' ')})`} gives the bits of a weight and the tensors that hold it`, () => {
      const found = modelOf(quantization, packed(pack));
      if ('absent' in found.model) assert.fail(found.model.absent);
      const { scheme, graph } = found.model;
      assert.deepEqual([found.mismatches.map(({ message }) => message), found.unknown], [[], []]);
      // What the configuration alone says, and what the files take.
      const { stored: size, ...configured } = weightFormatOf(scheme, 'down_proj');
      assert.ok(Math.abs(bitsPerWeight(configured) - bits) < 1e-12, `${bitsPerWeight(configured)} bits`);
      assert.equal(size?.bytes ?? (down * bitsPerWeight(configured)) / 8, bytesOfEntries(pack('x', 512, 1024)));
      assert.equal(bitsPerWeight(weightFormatOf(scheme, 'lm_head')), 16);
      assert.equal(scheme.activations.name, activations ?? 'fp16');
      const module = found.modules.find(({ path }) => path === 'model.layers.1.mlp.down_proj')!;
      const stored = bytesOfEntries(pack('x', 512, 1024).filter(([name]) => !/input_(global_)?scale$/.test(name)));
      assert.equal(module.weightBytes, stored);
      assert.ok(Math.abs((module.weightBytes * 8) / down - bits - more) < 1e-9, `${(module.weightBytes * 8) / down} stored`);
      assert.deepEqual(found.notes.filter((note) => note.includes('not understood')), []);
      assert.ok(graph.groups.length > 0);
    });
  }

  it('has a packed tensor of another size or type refused, whatever the method', () => {
    for (const { method, quantization, pack } of [...layouts, vptq]) {
      const main = pack('x', 512, 1024)[0]![0].slice(1);
      const changed = (change: (entry: Entry) => Entry): readonly Entry[] => packed(pack).map((entry) => (entry[0] === `model.layers.1.mlp.down_proj${main}` ? change(entry) : entry));
      const [size] = modelOf(quantization, changed(([name, dtype, shape]) => [name, dtype, [shape[0]! + 1, ...shape.slice(1)]])).mismatches;
      assert.deepEqual([size?.code, size?.message.includes(main)], ['checkpoint/tensor-differs', true], method);
      const [type] = modelOf(quantization, changed(([name, , shape]) => [name, 'F8_E8M0', shape])).mismatches;
      assert.match(type?.message ?? '', /must have numbers of type .*, got F8_E8M0/, method);
    }
  });

  it('has a missing scale refused', () => {
    const [{ quantization, pack }] = layouts as readonly [Layout];
    const [absent] = modelOf(quantization, packed(pack).filter(([name]) => name !== 'model.layers.0.mlp.up_proj.scales')).mismatches;
    assert.match(absent?.message ?? '', /there is no "model\.layers\.0\.mlp\.up_proj\.scales", which its quantisation needs/);
  });

  it('leaves modules as they are that it says so of, and their tensors must be plain', () => {
    const { quantization, pack } = layouts[2]!;
    const skipping = { ...quantization, modules_to_not_convert: ['mlp.down_proj'] };
    const mixed = packed((path, o, i) => (path.endsWith('down_proj') ? [[`${path}.weight`, 'F16', [o, i]]] : pack(path, o, i)));
    const found = modelOf(skipping, mixed);
    if ('absent' in found.model) assert.fail(found.model.absent);
    assert.deepEqual(found.mismatches, []);
    assert.deepEqual([weightFormatOf(found.model.scheme, 'down_proj').type.name, weightFormatOf(found.model.scheme, 'up_proj').type.name], ['fp16', 'int4']);
    assert.match(modelOf(skipping, packed(pack)).mismatches[0]?.message ?? '', /down_proj\.qweight" must have plain numbers/);
  });

  it('may be that of some layers only, which then are a group of their own', () => {
    const { quantization, pack } = layouts[2]!;
    const { model } = modelOf(quantization, packed((path, o, i) => (path === 'model.layers.0.mlp.up_proj' ? [[`${path}.weight`, 'F16', [o, i]]] : pack(path, o, i))));
    if ('absent' in model) assert.fail(model.absent);
    assert.deepEqual(model.graph.groups.map(({ name }) => name), ['embedding', 'layer-0', 'layer-1', 'head']);
    assert.deepEqual(['up_proj', 'up_proj.int4'].map((op) => weightFormatOf(model.scheme, op).type.name), ['fp16', 'int4']);
  });

  it('of a cache in FP8 gives the format of the cache', () => {
    const reading = readQuantization({ quantization_config: { ...layouts[6]!.quantization, kv_cache_scheme: { num_bits: 8, type: 'float', strategy: 'tensor', dynamic: false, symmetric: true } } });
    assert.equal(reading?.kvCache?.name, 'fp8');
  });

  it('of compressed-tensors may have groups by pattern, the last of which wins, and modules that it ignores', () => {
    const weights = (bits: number): object => ({ num_bits: bits, type: 'int', strategy: 'channel' });
    const reading = readQuantization({ quantization_config: { quant_method: 'compressed-tensors', format: 'pack-quantized', ignore: ['re:.*\\.layers\\.0\\..*', 'lm_head'], config_groups: {
      a: { targets: ['Linear'], weights: weights(4) }, b: { targets: ['re:.*(down|o)_proj$'], weights: weights(8) } } } })!;
    const label = (module: string): string | undefined => formatOfModule(reading, module)?.label;
    assert.deepEqual([label('model.layers.1.mlp.up_proj'), label('model.layers.1.mlp.down_proj'), label('model.layers.1.self_attn.o_proj'), label('model.layers.0.mlp.up_proj'), label('lm_head')],
      ['int4 one scale a row', 'int8 one scale a row', 'int8 one scale a row', undefined, undefined]);
  });

  it('of MXFP4 packs the experts, and SpQR has the outliers that its shapes count', () => {
    const mx = readQuantization({ quantization_config: { quant_method: 'mxfp4', modules_to_not_convert: ['model.layers.*.self_attn', 'lm_head'] } })!;
    const format = formatOfModule(mx, 'model.layers.3.mlp.experts.gate_up_proj');
    assert.equal(bitsPerWeight(format!.weights(64, 64)), 4.25);
    assert.equal(formatOfModule(mx, 'model.layers.3.self_attn.q_proj'), null);
    const spqr = readQuantization({ quantization_config: { ...layouts.find(({ method }) => method === 'spqr')!.quantization, shapes: { 'a.b.dense_weights.shape': [4096], 'a.b.row_offsets.shape': [257], 'a.b.col_vals.shape': [655], 'a.b.in_perm.shape': [0] } } })!;
    assert.deepEqual(formatOfModule(spqr, 'a.b')!.weights(256, 256).sidePath, { kind: 'sparse', share: 655 / 65_536, index: 'csr', format: { type: { name: 'fp16', kind: 'float', bits: 16 }, groupSize: 0, scaleBits: 0, zeroPointBits: 0, sparsity: null, outlierShare: 0, outlierBits: 0 } });
  });

  it('of torchao is known by the name of its configuration, old or new', () => {
    for (const quantization of [{ quant_method: 'torchao', quant_type: 'int4_weight_only', quant_type_kwargs: { group_size: 32 } }, { quant_method: 'torchao', quant_type: { default: { _type: 'Int4WeightOnlyConfig', _version: 1, _data: { group_size: 32 } } } }]) {
      assert.equal(bitsPerWeight(readQuantization({ quantization_config: quantization })!.format!.weights(512, 512)), 5);
    }
  });

  it('may be absent, and then nothing is said', () => {
    assert.equal(readQuantization({ model_type: 'llama' }), null);
    assert.equal(readQuantization(null), null);
    assert.equal(readQuantization({ quantization_config: null }), null);
  });

  it('names each key that it does not understand', () => {
    const { notes } = readQuantization({ quantization_config: { quant_method: 'awq', bits: 4, group_size: 128, rotation: { kind: 'hadamard' } } })!;
    assert.deepEqual(notes, ['/quantization_config/rotation is not understood, and is left out']);
  });

  const wrong: readonly (readonly [value: unknown, code: string, pointer: string])[] = [
    [{ quant_method: 'gptqq', bits: 4 }, 'quantization/unknown-method', '/quantization_config/quant_method'],
    [{ quant_method: 'toString' }, 'quantization/unknown-method', '/quantization_config/quant_method'],
    [{ bits: 4 }, 'quantization/unknown-method', '/quantization_config/quant_method'],
    ['gptq', 'quantization/wrong-value', '/quantization_config'],
    [{ quant_method: 'gptq', bits: 5 }, 'quantization/not-understood', '/quantization_config/bits'],
    [{ quant_method: 'gptq', bits: '4' }, 'quantization/wrong-value', '/quantization_config/bits'],
    [{ quant_method: 'gptq', group_size: 0 }, 'quantization/wrong-value', '/quantization_config/group_size'],
    [{ quant_method: 'gptq', bits: 4, dynamic: { '+:.*': { bits: 8 } } }, 'quantization/not-understood', '/quantization_config/dynamic'],
    [{ quant_method: 'awq', version: 'gemm2' }, 'quantization/not-understood', '/quantization_config/version'],
    [{ quant_method: 'bitsandbytes' }, 'quantization/not-understood', '/quantization_config/load_in_4bit'],
    [{ quant_method: 'bitsandbytes', load_in_4bit: true, bnb_4bit_quant_type: 'nf5' }, 'quantization/not-understood', '/quantization_config/bnb_4bit_quant_type'],
    [{ quant_method: 'compressed-tensors', config_groups: { g: { targets: ['Linear'], weights: { num_bits: 4, strategy: 'spiral' } } } }, 'quantization/not-understood', '/quantization_config/config_groups/g/weights/strategy'],
    [{ quant_method: 'compressed-tensors', ignore: ['re:(a+)+$'], config_groups: {} }, 'quantization/not-understood', '/quantization_config'],
    [{ quant_method: 'fp8', weight_block_size: [128] }, 'quantization/not-understood', '/quantization_config/weight_block_size'],
    [{ quant_method: 'torchao', quant_type: 'int1_magic' }, 'quantization/not-understood', '/quantization_config/quant_type'],
    [{ quant_method: 'vptq' }, 'quantization/not-understood', '/quantization_config/config_for_layers'],
    [{ quant_method: 'hqq' }, 'quantization/not-understood', '/quantization_config/quant_config'],
    [{ quant_method: 'quark' }, 'quantization/not-understood', '/quantization_config/global_quant_config'],
  ];
  for (const [value, code, pointer] of wrong) {
    it(`is refused, and never guessed: ${JSON.stringify(value)}`, () => {
      const found = problemOf(() => readQuantization({ quantization_config: value }));
      assert.deepEqual([found.code, found.pointer], [code, pointer]);
      assert.ok(found.remedy !== undefined);
    });
  }

  it('has its problems told with the file', () => {
    assert.equal(problemsOf(() => modelOf({ quant_method: 'none' }, llamaLike(shape)))[0]?.file, 'config.json');
  });

  it('that is damaged in any way is read, or refused as wrong input', () => {
    const values = fc.oneof(fc.constant(null), fc.integer(), fc.string(), fc.boolean(), fc.constant([]), fc.constant({}), fc.constant([1, 2]), fc.constant(['x']), fc.constant(1e300), fc.constant(-1));
    const keys = [...new Set(layouts.flatMap(({ quantization }) => Object.keys(quantization)))].filter((key) => key !== 'quant_method');
    fc.assert(fc.property(fc.constantFrom(...layouts, vptq), fc.dictionary(fc.constantFrom(...keys), values, { maxKeys: 4 }), fc.option(fc.constantFrom(...quantizationMethods())), ({ quantization }, changes, method) => {
      try {
        const reading = readQuantization({ quantization_config: { ...quantization, ...changes, ...(method === null ? {} : { quant_method: method }) } });
        const bits = formatOfModule(reading!, 'model.layers.0.mlp.up_proj');
        if (bits !== null) assert.ok(Number.isFinite(bitsPerWeight(bits.weights(512, 1024))));
      } catch (error) {
        assert.ok(error instanceof InputError, String(error));
      }
    }), { numRuns: 3000 });
  });
});
