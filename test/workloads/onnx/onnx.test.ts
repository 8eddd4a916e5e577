import assert from 'node:assert/strict';
import fc from 'fast-check';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { bitsPerWeight, weightFormatOf } from '../../../src/sim/model/quantization.js';
import { parameterCount } from '../../../src/sim/model/op-graph.js';
import { externalFiles } from '../../../src/workloads/onnx/external-data.js';
import { onnxWorkload, type OnnxWorkload } from '../../../src/workloads/onnx/onnx-graph.js';
import { looksLikeOnnx, readOnnx } from '../../../src/workloads/onnx/read-model.js';
import { problemOf } from '../../kit/problems.js';
import { folder, textSource } from '../checkpoint/fixture.js';
import { sourceOf } from '../tensors/fixture.js';
import { far, field, graph, int, integers, model, node, tensor, types, value, varint, type Bytes, type GraphParts } from './encode.js';

const read = (bytes: Uint8Array | Bytes): ReturnType<typeof readOnnx> => readOnnx(sourceOf(Uint8Array.from(bytes), 'm.onnx'));
const workload = (parts: GraphParts): OnnxWorkload => onnxWorkload(read(model(parts)));

describe('a model of ONNX', () => {
  it('gives its nodes, constants and values', () => {
    const { irVersion, producer, opsets, graph: main } = read(model({
      nodes: [node('MatMul', ['x', 'w'], ['y'])], tensors: [tensor('w', types.fp32, [2, 3], { raw: new Array<number>(24).fill(0) })], inputs: [value('x', types.fp32, ['batch', 2])], outputs: [value('y', types.fp32, ['batch', 3])],
    }));
    assert.deepEqual([irVersion, producer, opsets], [10, 'a test', [{ domain: '', version: 21 }]]);
    assert.deepEqual(main.nodes.map(({ opType, inputs, outputs, name }) => [opType, inputs, outputs, name]), [['MatMul', ['x', 'w'], ['y'], 'MatMul_y']]);
    assert.deepEqual(main.initializers.map(({ name, dims, dtype, bytes }) => [name, dims, dtype, bytes]), [['w', [2, 3], 'fp32', 24]]);
    assert.deepEqual(main.inputs, [{ name: 'x', dtype: 'fp32', dims: ['batch', 2] }]);
  });

  it('has only its header read, however large its weights are', () => {
    const big = 2 ** 30;
    const body = [...field(8, 'w'), ...int(1, big / 4), ...int(2, 1)];
    const raw = [...varint(9 * 8 + 2), ...varint(big)];
    const tensorLength = body.length + raw.length + big;
    const head = [...varint(5 * 8 + 2), ...varint(tensorLength), ...body, ...raw];
    const start = [...int(1, 10), ...varint(7 * 8 + 2), ...varint(head.length + big), ...head];
    const bytes = Uint8Array.from(start);
    let most = 0;
    const source = { name: 'm.onnx', size: bytes.length + big, read: (offset: number, length: number) => {
      most = Math.max(most, offset);
      const part = new Uint8Array(Math.max(0, Math.min(length, bytes.length + big - offset)));
      part.set(bytes.subarray(offset, offset + length));
      return part;
    } };
    assert.equal(readOnnx(source).graph.initializers[0]!.bytes, big);
    assert.ok(most < bytes.length);
  });

  it('may have its dimensions packed, and negative and very large whole numbers', () => {
    const packed = [...field(1, [...varint(2), ...varint(3)]), ...int(2, types.int8), ...field(8, 'w')];
    assert.deepEqual(read(model({ nodes: [], tensors: [packed] })).graph.initializers[0]!.dims, [2, 3]);
    const { attributes } = read(model({ nodes: [node('A', [], ['y'], { axis: -1, far: 2 ** 52, list: [-2, 7] })] })).graph.nodes[0]!;
    assert.deepEqual([attributes.get('axis')?.integer, attributes.get('far')?.integer, attributes.get('list')?.integers], [-1, 2 ** 52, [-2, 7]]);
  });

  it('is known by its first bytes', () => {
    assert.ok(looksLikeOnnx(model({ nodes: [] })));
    for (const text of ['{"a": 1}', 'GGUF', '', '[1]']) assert.ok(!looksLikeOnnx(new TextEncoder().encode(text)));
  });

  const wrong: readonly (readonly [what: string, bytes: Uint8Array | Bytes, code: string, told: RegExp])[] = [
    ['nothing', [], 'onnx/not-a-model', /^byte 0: /],
    ['no graph', int(1, 10), 'onnx/not-a-model', /^byte 0: /],
    ['a field that goes on beyond the file', [...int(1, 10), 0x3a, 0x7f, 1], 'onnx/malformed', /^byte 2: field 7 of 127 bytes goes beyond the end of its message at byte 5/],
    ['a number of 11 bytes', [8, ...new Array<number>(11).fill(0xff)], 'onnx/malformed', /^byte 1: a number has more than 10 bytes/],
    ['a number that is cut off', [8, 0x80], 'onnx/malformed', /^byte 1: a number goes on beyond/],
    ['a group, which the format no longer has', [...int(1, 10), 0x0b], 'onnx/malformed', /^byte 2: 11 is no key/],
    ['field 0', [...int(1, 10), 0x02, 0], 'onnx/malformed', /^byte 2: 2 is no key/],
    ['a length of 2^63', [...int(1, 10), 0x3a, ...varint(2n ** 63n)], 'onnx/malformed', /^byte 2: field 7 of -\d+ bytes/],
    ['data of another size than its shape', model({ nodes: [], tensors: [tensor('w', types.fp32, [2, 3], { raw: [0, 0, 0, 0] })] }), 'onnx/tensor', /^byte \d+: "w" must have 24 bytes for fp32 of shape \[2, 3\], got 4/],
    ['a negative dimension', model({ nodes: [], tensors: [tensor('w', types.fp32, [-1])] }), 'onnx/tensor', /dimensions that are whole numbers, got -1/],
    ['more numbers than there are', model({ nodes: [], tensors: [tensor('w', types.fp32, [2 ** 30, 2 ** 30])] }), 'onnx/tensor', /at most 2\^50 numbers/],
    ['65 dimensions', model({ nodes: [], tensors: [tensor('w', types.fp32, new Array<number>(65).fill(1))] }), 'onnx/limit', /^byte \d+: more than 64 dimensions/],
    ['graphs inside of graphs', model({ nodes: [Array.from({ length: 40 }).reduce<Bytes>((inner) => node('If', ['c'], ['y'], { then_branch: { graph: graph('g', { nodes: [inner] }) } }), node('Relu', ['x'], ['y']))] }), 'onnx/limit', /^byte \d+: more than 16 graphs inside of each other/],
    ['data elsewhere without a place', model({ nodes: [], tensors: [tensor('w', types.fp32, [1], { external: { offset: '0' } })] }), 'onnx/tensor', /a location of its data/],
    ['data elsewhere at no number', model({ nodes: [], tensors: [tensor('w', types.fp32, [1], { external: { location: 'd', offset: '-4' } })] }), 'onnx/tensor', /a whole number as offset/],
    ['a text where a message must be', [...int(1, 10), ...int(7, 3)], 'onnx/malformed', /^byte 2: field 7 must be a message/],
  ];
  for (const [what, bytes, code, told] of wrong) {
    it(`is refused with the byte where it has ${what}`, () => {
      const found = problemOf(() => read(bytes));
      assert.deepEqual([found.code, found.file], [code, 'm.onnx']);
      assert.match(found.message, told);
      assert.ok(found.remedy !== undefined);
    });
  }
});

describe('data outside of a model', () => {
  const tensors = (...parts: readonly Bytes[]): Parameters<typeof externalFiles>[1] => read(model({ nodes: [], tensors: parts })).graph.initializers;
  const data = { ...textSource('d/model.onnx.data', ''), size: 2 ** 40 };
  const files = (...parts: readonly Bytes[]): ReturnType<typeof externalFiles> => externalFiles('d/m.onnx', tensors(...parts), folder({ ...data, read: () => assert.fail('data was read') }));

  it('is found by its size alone, and never read', () => {
    assert.deepEqual(files(far('a', types.fp32, [2 ** 20], 2 ** 22), far('b', types.fp16, [8], 16, 2 ** 22)), [{ name: 'model.onnx.data', size: 2 ** 40, tensors: 2 }]);
  });

  it('must be long enough, have the bytes of its shape, be there, and be in the same folder', () => {
    const told = (...parts: readonly Bytes[]): string => problemOf(() => files(...parts)).message;
    assert.match(told(far('a', types.fp32, [4], 16, 2 ** 40 - 8)), /^byte \d+: the data of "a" ends at byte 1099511627784 of "model\.onnx\.data", which has 1099511627776 bytes/);
    assert.match(told(far('a', types.fp32, [4], 15)), /must have 16 bytes of data, got 15/);
    assert.match(told(tensor('a', types.fp32, [4], { external: { location: 'other' } })), /"other" cannot be opened: .*no such file/);
    for (const location of ['../x', '/etc/passwd', 'a/../../b', 'C:\\x', '', 'a\0b']) assert.equal(problemOf(() => files(tensor('a', types.fp32, [4], { external: { location } }))).code, 'onnx/external-path', location);
  });
});

describe('the workload of a model of ONNX', () => {
  const w = (name: string, ...dims: readonly number[]): Bytes => far(name, types.fp16, dims, 2 * dims.reduce((a, b) => a * b, 1));
  const x = value('x', types.fp16, ['batch', 'tokens', 64]);

  it('has products with constant weights as linear ops, and rows that are dynamic by their symbol', () => {
    const { products, graph: found, scheme } = workload({ nodes: [node('MatMul', ['x', 'w'], ['y']), node('Relu', ['y'], ['z'])], tensors: [w('w', 64, 96)], inputs: [x] });
    assert.deepEqual(products.map(({ m, k, n, batch }) => [batch, m, k, n]), [[1, 'batch*tokens', 64, 96]]);
    assert.deepEqual(found.groups[0]!.ops.map((op) => [op.kind, 'inFeatures' in op ? op.inFeatures : null, 'outFeatures' in op ? op.outFeatures : 'width' in op ? op.width : null]), [['linear', 64, 96], ['activation', null, 96]]);
    assert.deepEqual([parameterCount(found), weightFormatOf(scheme, 'MatMul_y').type.name, scheme.activations.name], [64 * 96, 'fp16', 'fp16']);
  });

  it('knows Gemm in both orders of its weights, with its bias', () => {
    const { products } = workload({ nodes: [node('Gemm', ['a', 'w', 'b'], ['y'], { transB: 1 }), node('Gemm', ['y', 'v'], ['z'])], tensors: [w('w', 96, 64), w('b', 96), w('v', 96, 10)], inputs: [value('a', types.fp16, [5, 64])] });
    assert.deepEqual(products.map(({ m, k, n, hasBias, weights }) => [m, k, n, hasBias, weights?.bytes]), [[5, 64, 96, true, 2 * (96 * 64 + 96)], [5, 96, 10, false, 2 * 960]]);
  });

  it('knows a convolution as the product that it is, also grouped and strided', () => {
    const { products } = workload({ nodes: [node('Conv', ['i', 'w'], ['y'], { strides: [2, 2], pads: [1, 1, 1, 1] }), node('Conv', ['y', 'd'], ['z'], { group: 32, pads: [1, 1, 1, 1] })], tensors: [w('w', 32, 3, 3, 3), w('d', 32, 1, 3, 3)], inputs: [value('i', types.fp16, [1, 3, 224, 224])] });
    assert.deepEqual(products.map(({ m, k, n }) => [m, k, n]), [[112 * 112, 27, 32], [112 * 112, 9, 32]]);
  });

  it('takes an image as a token: convolutions have a row for each place, what is behind them one', () => {
    const nodes = [node('Conv', ['i', 'w'], ['y'], { strides: [2, 2], pads: [1, 1, 1, 1] }), node('Relu', ['y'], ['r']), node('GlobalAveragePool', ['r'], ['p']), node('Flatten', ['p'], ['f']), node('Gemm', ['f', 'v'], ['z'])];
    const image = value('i', types.fp16, ['images', 3, 224, 224]);
    const { graph: net, notes } = workload({ nodes, tensors: [w('w', 32, 3, 3, 3), w('v', 32, 10)], inputs: [image] });
    assert.deepEqual(net.groups.map(({ stack, rows, ops }) => [stack, rows?.perToken, ops.map(({ kind }) => kind).join()]), [['encoder', 112 * 112, 'linear,activation'], ['encoder', 1, 'activation,linear']]);
    assert.ok(notes.some((note) => note.startsWith('a token is an image')));
    // Patches of a vision transformer are tokens themselves.
    const tokens = workload({ nodes: [...nodes, node('MatMul', ['x', 'u'], ['a'])], tensors: [w('w', 32, 3, 3, 3), w('v', 32, 10), w('u', 64, 8)], inputs: [image, x] });
    assert.deepEqual(tokens.graph.groups.map(({ name, stack }) => [name, stack]), [['graph', undefined]]);
  });

  it('knows MatMulNBits with all that it stores', () => {
    const [k, n] = [4096, 11_008];
    const blocks = k / 32;
    const made = workload({
      nodes: [node('MatMulNBits', ['x', 'q', 's', 'z'], ['y'], { K: k, N: n, bits: 4, block_size: 32, accuracy_level: 4 }, { domain: 'com.microsoft' })],
      tensors: [far('q', types.uint8, [n, blocks, 16], n * blocks * 16), far('s', types.fp16, [n * blocks], 2 * n * blocks), far('z', types.uint8, [n * blocks / 2], n * blocks / 2)], inputs: [value('x', types.fp16, [1, 'tokens', k])],
    });
    const [{ weights, inputs, m }] = made.products as readonly [OnnxWorkload['products'][number]];
    assert.deepEqual([weights?.dtype, weights?.count, weights?.groupSize, inputs, m], ['int4', k * n, 32, 'int8', 'tokens']);
    assert.equal(bitsPerWeight(weightFormatOf(made.scheme, 'MatMulNBits_y')), 4 + 20 / 32);
    assert.equal((weights!.bytes! * 8) / (k * n), 4 + 20 / 32);
  });

  it('knows integer products and weights that are dequantised before theirs', () => {
    const made = workload({
      nodes: [
        node('QLinearMatMul', ['a', 'as', 'az', 'w8', 'ws', 'wz', 'ys', 'yz'], ['p']), node('MatMulInteger', ['a', 'w8'], ['q']),
        node('DequantizeLinear', ['w4', 's4'], ['wd'], { axis: 0, block_size: 32 }), node('Transpose', ['wd'], ['wt'], { perm: [1, 0] }), node('MatMul', ['x', 'wt'], ['y']),
      ],
      tensors: [far('w8', types.int8, [64, 10], 640), w('ws', 10), tensor('wz', types.int8, [10], { raw: new Array<number>(10).fill(0) }), far('w4', types.int4, [96, 64], 3072), w('s4', 96, 2)], inputs: [x, value('a', types.uint8, [3, 64])],
    });
    assert.deepEqual(made.products.map(({ k, n, inputs, weights }) => [k, n, inputs, weights?.dtype, weights?.groupSize]), [[64, 10, 'int8', 'int8', 64], [64, 10, 'int8', 'int8', 0], [64, 96, null, 'int4', 32]]);
    assert.equal(bitsPerWeight(weightFormatOf(made.scheme, 'MatMul_y')), 4 + 16 / 32);
  });

  it('knows attention with grouped heads, rotation, norms with a residual, and tables', () => {
    const made = workload({
      nodes: [
        node('GatherBlockQuantized', ['t', 'ids', 'ts'], ['x'], { bits: 4, block_size: 32 }, { domain: 'com.microsoft' }),
        node('SkipSimplifiedLayerNormalization', ['h', 'r', 'g'], ['n'], {}, { domain: 'com.microsoft' }),
        node('GroupQueryAttention', ['qkv', '', '', 'past', 'pastv', 'l', 't'], ['o'], { num_heads: 32, kv_num_heads: 8, local_window_size: 512 }, { domain: 'com.microsoft' }),
        node('RotaryEmbedding', ['h', 'pos'], ['rot'], {}, { domain: 'com.microsoft' }), node('Gather', ['table', 'ids'], ['e']),
      ],
      tensors: [far('t', types.uint8, [1000, 32], 32_000), w('ts', 1000, 2), w('g', 4096), w('table', 512, 64)],
      inputs: [value('ids', types.int64, ['b', 's']), value('h', types.fp16, ['b', 's', 4096]), value('r', types.fp16, ['b', 's', 4096]), value('qkv', types.fp16, ['b', 's', 6144])],
    });
    assert.deepEqual(made.graph.groups[0]!.ops.map((op) => [op.kind, 'width' in op ? op.width : 'headDim' in op ? `${op.heads}/${op.kvHeads} x ${op.headDim} ${op.mask.kind}` : 0]), [
      ['embedding', 64], ['add', 4096], ['norm', 4096], ['scores', '32/8 x 128 sliding-window'], ['softmax', '32/8 x 128 sliding-window'], ['values', '32/8 x 128 sliding-window'], ['rope', 4096], ['embedding', 64],
    ]);
  });

  it('names what it does not understand, and what is dynamic', () => {
    const made = workload({ nodes: [node('MatMul', ['x', 'x2'], ['y']), node('FFT', ['x'], ['f']), node('Magic', ['x'], ['g'], {}, { domain: 'my.ops' }), node('Relu', ['u'], ['v'])], inputs: [x, value('x2', types.fp16, ['batch', 64, 'tokens'])] });
    assert.deepEqual([...made.unknown], [['FFT', 1], ['my.ops.Magic', 1]]);
    assert.deepEqual(made.notes, ['MatMul_y (MatMul) has the dynamic dimension "tokens", and is not in the graph', 'Relu_v: Relu with a width that does not follow from the file, not in the graph']);
  });

  it('takes the first branch of a condition, and counts the tensors of both', () => {
    const branch = (name: string, n: number): { graph: Bytes } => ({ graph: graph(name, { nodes: [node('MatMul', ['x', name], ['y'])], tensors: [w(name, 64, n)] }) });
    const made = workload({ nodes: [node('If', ['c'], ['y'], { else_branch: branch('small', 8), then_branch: branch('large', 16) })], inputs: [x] });
    assert.deepEqual([made.products.map(({ n }) => n), made.tensors.map(({ name }) => name)], [[16], ['large', 'small']]);
    assert.match(made.notes[0]!, /is a condition: its first branch/);
  });

  it('follows weights that are cut, put together and given dimensions before they are used', () => {
    const made = workload({
      nodes: [node('Slice', ['w', 'from', 'to', 'axes'], ['a']), node('Slice', ['w', 'to', 'end', 'axes'], ['b']), node('Concat', ['b', 'a'], ['c'], { axis: 0 }), node('Unsqueeze', ['c', 'axes'], ['u']), node('LSTM', ['x', 'u', 'u'], ['y'])],
      tensors: [w('w', 512, 128), integers('from', [0]), integers('to', [128]), integers('end', [2 ** 40]), integers('axes', [0])], inputs: [value('x', types.fp16, [7, 1, 128])],
    });
    assert.deepEqual(made.products.map(({ m, k, n, weights }) => [m, k, n, weights?.count, weights?.bytes]), [[7, 128, 512, 65_536, 131_072], [7, 128, 512, 65_536, 131_072]]);
    const doubled = workload({ nodes: Array.from({ length: 60 }, (_, i) => node('Concat', [`c${i}`, `c${i}`], [`c${i + 1}`], { axis: 0 })), tensors: [w('c0', 4, 4)] });
    assert.deepEqual(doubled.products, []);
  });

  it('reshapes constants and follows shapes through an image network', () => {
    const made = workload({
      nodes: [node('Conv', ['i', 'w'], ['a'], { pads: [1, 1, 1, 1] }), node('MaxPool', ['a'], ['b'], { kernel_shape: [2, 2], strides: [2, 2] }), node('Concat', ['b', 'b'], ['c'], { axis: 1 }), node('Reshape', ['c', 'flat'], ['d']), node('MatMul', ['d', 'v'], ['e'])],
      tensors: [w('w', 8, 3, 3, 3), integers('flat', [0, -1]), w('v', 16 * 16 * 16, 10)], inputs: [value('i', types.fp16, [4, 3, 32, 32])],
    });
    assert.deepEqual(made.products.map(({ m, k, n }) => [m, k, n]), [[4096, 27, 8], [4, 4096, 10]]);
  });
});

describe('a damaged model of ONNX', () => {
  const parts: GraphParts = {
    nodes: [node('Conv', ['i', 'w'], ['a'], { pads: [1, 1, 1, 1] }), node('Reshape', ['a', 'flat'], ['d']), node('If', ['c'], ['y'], { then_branch: { graph: graph('t', { nodes: [node('Gemm', ['d', 'v'], ['e'], { transB: 1 })] }) } }),
      node('DequantizeLinear', ['q', 's'], ['v2'], { axis: 0 }), node('MatMul', ['d', 'v2'], ['z']), node('Constant', [], ['k'], { value: { tensor: integers('k', [1, 2]) } }), node('GroupQueryAttention', ['d', '', '', 'p'], ['o'], { num_heads: 4, kv_num_heads: 2 }),
      node('Slice', ['v', 'flat', 'k'], ['v3']), node('Concat', ['v3', 'v3'], ['v4'], { axis: 1 }), node('Unsqueeze', ['v4'], ['v5'], { axes: [0] })],
    tensors: [tensor('w', types.fp32, [2, 1, 1, 1], { raw: new Array<number>(8).fill(1) }), integers('flat', [0, -1]), far('v', types.fp32, [10, 128], 5120), tensor('q', types.int4, [4, 4], { raw: new Array<number>(8).fill(3) }), tensor('s', types.fp32, [4], { raw: new Array<number>(16).fill(0) })],
    inputs: [value('i', types.fp32, ['n', 1, 8, 8]), value('p', types.fp16, [1, 2, 'past', 16])], outputs: [value('y', types.fp32, ['n', 10])],
  };
  const good = model(parts);
  const told = (bytes: Uint8Array): void => {
    try {
      onnxWorkload(readOnnx(sourceOf(bytes, 'm.onnx')));
    } catch (error) {
      assert.ok(error instanceof InputError, error instanceof Error ? error.stack : String(error));
      assert.ok(error.problems.every(({ message, file }) => /^byte \d+: /.test(message) && file === 'm.onnx'), error.message);
    }
  };

  it('cut off at any place is read as far as that is a model, or refused with the byte', () => {
    for (let end = 0; end < good.length; end++) told(good.subarray(0, end));
  });

  it('with any byte changed to any of the bytes that matter is read, or refused with the byte', () => {
    for (let at = 0; at < good.length; at++) {
      for (const byte of [0, 1, 0x7f, 0x80, 0xff, good[at]! ^ 1, good[at]! ^ 8, good[at]! + 1]) {
        const bytes = good.slice();
        bytes[at] = byte;
        told(bytes);
      }
    }
  });

  it('with several changes, pieces left out or repeated is read, or refused with the byte', () => {
    const change = fc.record({ at: fc.nat(good.length - 1), length: fc.nat(24), bytes: fc.uint8Array({ maxLength: 12 }) });
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      let bytes: Uint8Array = good;
      for (const { at, length, bytes: put } of changes) bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
      told(bytes);
    }), { numRuns: 10_000 });
  });

  it('of random bytes behind a true beginning is refused with the byte', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (tail) => { told(Buffer.concat([Uint8Array.from([...int(1, 10), ...varint(7 * 8 + 2), ...varint(tail.length)]), tail])); }), { numRuns: 10_000 });
  });
});
