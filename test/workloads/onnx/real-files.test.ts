import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { onnxWorkload, type OnnxWorkload } from '../../../src/workloads/onnx/onnx-graph.js';
import { constantsOf } from '../../../src/workloads/onnx/constants.js';
import { shapesOf } from '../../../src/workloads/onnx/shapes.js';
import type { OnnxModel } from '../../../src/workloads/onnx/model.js';
import { readOnnx } from '../../../src/workloads/onnx/read-model.js';
import { sourceOf } from '../tensors/fixture.js';

/** The test models of ONNX itself, as Debian packs them (Apache-2.0). */
const data = '/usr/share/libonnx-testdata/data';

/** What is known of a model from the definition of its test and operator: [m, k, n] of each product, operators, bytes of its constants. */
interface Expected { readonly products?: readonly (readonly unknown[])[]; readonly ops?: readonly string[]; readonly weightBytes?: number; readonly kinds?: readonly string[]; readonly unknown?: readonly string[] }

const expected: Readonly<Record<string, Expected>> = {
  'node/test_matmul_2d': { ops: ['MatMul'], products: [[3, 4, 3]] },
  'node/test_matmul_3d': { ops: ['MatMul'], products: [[3, 4, 3]] },
  'node/test_qlinearmatmul_2D': { ops: ['QLinearMatMul'], products: [[2, 4, 3]] },
  'node/test_qlinearmatmul_3D': { ops: ['QLinearMatMul'], products: [[2, 4, 3]] },
  'node/test_matmulinteger': { ops: ['MatMulInteger'], products: [[4, 3, 2]] },
  'node/test_gemm_transposeA': { ops: ['Gemm'], products: [[3, 6, 4]] },
  'node/test_gemm_transposeB': { ops: ['Gemm'], products: [[3, 6, 4]] },
  'node/test_gemm_all_attributes': { ops: ['Gemm'], products: [[3, 4, 5]] },
  'node/test_qlinearconv': { ops: ['QLinearConv'], products: [[49, 1, 1]] },
  'node/test_convinteger_with_padding': { ops: ['ConvInteger'], products: [[16, 4, 1]] },
  'node/test_basic_conv_with_padding': { ops: ['Conv'], products: [[25, 9, 1]] },
  'node/test_conv_with_strides_no_padding': { ops: ['Conv'], products: [[6, 9, 1]] },
  'node/test_dequantizelinear_axis': { ops: ['DequantizeLinear'], products: [] },
  'node/test_quantizelinear': { ops: ['QuantizeLinear'], products: [] },
  'node/test_lstm_defaults': { ops: ['LSTM'], products: [[3, 2, 12], [3, 3, 12]] },
  'node/test_layer_normalization_2d_axis1': { ops: ['LayerNormalization'], kinds: ['norm'] },
  'node/test_softmax_default_axis': { ops: ['Softmax'], kinds: ['norm'] },
  'node/test_if': { ops: ['If'] },
  'node/test_det_2d': { ops: ['Det'], unknown: ['Det'] },
  'pytorch-converted/test_Linear': { ops: ['Gemm'], products: [[4, 10, 8]], weightBytes: 4 * (80 + 8), kinds: ['linear'] },
  'pytorch-converted/test_Linear_no_bias': { ops: ['Transpose', 'MatMul'], products: [[4, 10, 8]], weightBytes: 4 * 80, kinds: ['linear'] },
  'pytorch-converted/test_Conv2d_depthwise': { ops: ['Conv'], products: [[32, 9, 4]], weightBytes: 4 * (36 + 4), kinds: ['linear'] },
  'pytorch-converted/test_Conv3d': { ops: ['Conv'], products: [[16, 72, 4]], weightBytes: 4 * (4 * 72 + 4), kinds: ['linear'] },
  'pytorch-converted/test_Embedding': { ops: ['Gather'], weightBytes: 4 * 12, kinds: ['embedding'] },
  'pytorch-converted/test_ConvTranspose2d': { ops: ['ConvTranspose'], kinds: ['linear'] },
  'pytorch-operator/test_operator_conv': { ops: ['Conv'], products: [[20 * 48 * 38, 16 * 9, 13]], weightBytes: 4 * 13 * 144 },
};

/** Every test model of the package. */
function allFiles(): readonly string[] {
  return ['node', 'pytorch-converted', 'pytorch-operator', 'simple'].flatMap((kind) => readdirSync(join(data, kind)).map((test) => join(data, kind, test, 'model.onnx'))).filter((path) => existsSync(path));
}

function opened(path: string): { readonly model: OnnxModel; readonly workload: OnnxWorkload } {
  const model = readOnnx(sourceOf(readFileSync(path), path));
  return { model, workload: onnxWorkload(model) };
}

describe('files of ONNX that others wrote', () => {
  before(function () {
    if (existsSync(data)) return;
    console.log(`      skipped: no ${data} (Debian package libonnx-testdata)`);
    this.skip();
  });

  for (const [name, { ops, products, weightBytes, kinds, unknown = [] }] of Object.entries(expected)) {
    it(`give what their test is defined by: ${name}`, () => {
      const { model, workload } = opened(join(data, name, 'model.onnx'));
      if (ops !== undefined) assert.deepEqual(model.graph.nodes.map(({ opType }) => opType), ops);
      if (products !== undefined) assert.deepEqual(workload.products.map(({ m, k, n }) => [m, k, n]), products);
      if (weightBytes !== undefined) assert.equal(workload.tensors.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0), weightBytes);
      if (kinds !== undefined) assert.deepEqual(workload.graph.groups.flatMap((group) => group.ops.map(({ kind }) => kind)), kinds);
      assert.deepEqual([...workload.unknown.keys()], unknown);
    });
  }

  it('are all read, more than a thousand of them', () => {
    const files = allFiles();
    for (const path of files) assert.ok(opened(path).model.irVersion! >= 3, path);
    assert.ok(files.length > 1000, `${files.length}`);
  });

  it('have the shapes that they declare of their outputs, wherever these follow from their inputs', () => {
    let agreeing = 0;
    for (const path of allFiles()) {
      const { graph } = opened(path).model;
      const found = shapesOf({ ...graph, outputs: [], values: [] }, constantsOf(graph));
      for (const { name, dims } of graph.outputs) {
        const shape = found.get(name);
        if (dims === null || shape === undefined || ![...dims, ...shape].every((dim) => typeof dim === 'number')) continue;
        assert.deepEqual(shape, dims, `${name} of ${path}`);
        agreeing++;
      }
    }
    assert.ok(agreeing > 300, `${agreeing}`);
  });
});
