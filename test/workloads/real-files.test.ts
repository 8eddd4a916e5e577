import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inspectFile } from '../../src/workloads/checkpoint/kinds.js';
import { onnxWorkload } from '../../src/workloads/onnx/onnx-graph.js';
import { readOnnx } from '../../src/workloads/onnx/read-model.js';
import { realFiles } from './real-files.js';
import { sourceOf } from './tensors/fixture.js';

/** Numbers that stand as raw bytes in messages of protocol buffers, found without the reader: field 9 of a tensor, by its data type in field 2. */
function rawBytes(file: Uint8Array, bytesOfTensor: readonly number[]): number {
  // Each tensor's numbers stand in the file behind the key 0x4a (field 9, with a length) and that very length.
  const text = Buffer.from(file);
  return bytesOfTensor.reduce((sum, bytes) => sum + (text.includes(Buffer.from([0x4a, ...varint(bytes)])) ? bytes : 0), 0);
}

function varint(n: number): readonly number[] {
  return n < 128 ? [n] : [(n % 128) + 128, ...varint(Math.floor(n / 128))];
}

describe('files that nobody of this project wrote', () => {
  it('are ten or more, quantised ones among them, each with its origin and licence', () => {
    assert.ok(realFiles.length >= 10);
    assert.ok(realFiles.filter(({ path }) => /qlinear|integer|quantize/.test(path)).length >= 3);
    for (const { origin } of realFiles) assert.ok(origin.licence.length > 2 && origin.install.length > 0, origin.name);
    assert.equal(new Set(realFiles.map(({ origin, path }) => `${origin.name} ${path}`)).size, realFiles.length);
  });

  for (const { origin, path, size, producer, nodes, types, bytes, products } of realFiles) {
    it(`have the tensors, types and bytes that are known of them: ${origin.name}, ${path} (${origin.licence})`, function () {
      const file = join(origin.folder, path);
      if (!existsSync(file)) {
        console.log(`      skipped: no ${file} (${origin.install})`);
        this.skip();
      }
      const data = readFileSync(file);
      const source = sourceOf(data, file);
      const model = readOnnx(source);
      const workload = onnxWorkload(model);
      const found: Record<string, number> = {};
      for (const { dtype } of workload.tensors) found[dtype] = (found[dtype] ?? 0) + 1;
      assert.deepEqual([data.length, model.producer, model.graph.nodes.length, found, workload.products.length], [size, producer, nodes, types, products]);
      const own = workload.tensors.map((tensor) => tensor.bytes ?? assert.fail(tensor.name));
      assert.equal(own.reduce((sum, n) => sum + n, 0), bytes);
      // What is no number of a tensor is structure: names, shapes, keys.
      assert.ok(size - bytes > 0 && size > bytes);
      // The writers of backend tests put numbers into lists of their type instead.
      if (producer !== 'backend-test') assert.equal(rawBytes(data, own), bytes);
      const inspection = inspectFile(source, () => assert.fail('it has no data beside it'));
      assert.deepEqual([inspection.kind, inspection.tensorBytes, inspection.tensors.length, inspection.notUnderstood], ['onnx', bytes, own.length, []]);
    });
  }
});
