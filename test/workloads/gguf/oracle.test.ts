import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gguf, GGMLQuantizationType } from '@huggingface/gguf';
import fc from 'fast-check';
import { readGguf } from '../../../src/workloads/gguf/read-gguf.js';
import type { GgufValue } from '../../../src/workloads/gguf/gguf-file.js';
import { sourceOf } from '../tensors/fixture.js';
import { blocks, bytesOf } from './fixture.js';
import { whole, writeGguf, type Value, type Written } from './write-gguf.js';

/** A value as the other reader gives it; undefined for one that ours passed over. */
function plain(value: GgufValue): unknown {
  if (value.type === 'array') return value.items?.map(plain);
  // 64 bits are bigints there.
  return value.type === 'uint64' || value.type === 'int64' ? BigInt(value.value) : value.value;
}

const scalar: fc.Arbitrary<Value> = fc.oneof(
  fc.nat(255).map((n): Value => ['uint8', n]), fc.integer({ min: -128, max: 127 }).map((n): Value => ['int8', n]),
  fc.nat(65_535).map((n): Value => ['uint16', n]), fc.integer({ min: -32_768, max: 32_767 }).map((n): Value => ['int16', n]),
  fc.nat(2 ** 32 - 1).map((n): Value => ['uint32', n]), fc.integer().map((n): Value => ['int32', n]),
  fc.float({ noNaN: true }).map((n): Value => ['float32', n]), fc.double({ noNaN: true }).map((n): Value => ['float64', n]),
  fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((n): Value => ['uint64', n]), fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((n): Value => ['int64', n]),
  fc.boolean().map((b): Value => ['bool', b]), fc.string({ unit: 'grapheme', maxLength: 20 }).filter((text) => !text.includes('\0')).map((text): Value => ['string', text]),
);
const list: fc.Arbitrary<Value> = fc.array(scalar, { minLength: 1, maxLength: 6 }).map((items): Value => ['array', items[0]![0], items.filter(([type]) => type === items[0]![0])]);
const key = fc.stringMatching(/^[a-z_]{1,8}(\.[a-z_0-9]{1,8}){0,2}$/).filter((text) => !/^(version|tensor_count|kv_count|general\.alignment|__proto__)$/.test(text));
const tensor = fc.record({ type: fc.constantFrom(...Object.keys(blocks)), rows: fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 3 }), blocks: fc.integer({ min: 1, max: 4 }) });

describe('a good GGUF file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'gguf-'));
  after(() => { rmSync(folder, { recursive: true }); });

  it('is read as the reader of Hugging Face reads it: values, names, shapes, types, the place of the data', async () => {
    const file = fc.record({ version: fc.constantFrom(2, 3), metadata: fc.uniqueArray(fc.tuple(key, fc.oneof(scalar, list)), { maxLength: 8, selector: ([name]) => name }), tensors: fc.array(tensor, { minLength: 1, maxLength: 8 }) });
    await fc.assert(fc.asyncProperty(file, async ({ version, metadata, tensors }) => {
      const written: Written = {
        version, metadata,
        tensors: tensors.map(({ type, rows, blocks: count }, i) => {
          const dims = [count * blocks[type]![1], ...rows];
          return { name: `t.${i}.weight`, dims, type: blocks[type]![0], bytes: bytesOf(type, dims) };
        }),
      };
      const bytes = whole(writeGguf(written));
      const path = join(folder, 'x.gguf');
      writeFileSync(path, bytes);
      const theirs = await gguf(path, { allowLocalFile: true });
      const ours = readGguf(sourceOf(bytes));
      assert.equal(theirs.littleEndian, true);
      assert.equal(BigInt(ours.dataOffset), theirs.tensorDataOffset);
      const { version: theirVersion, tensor_count: count, kv_count: entries, ...values } = theirs.metadata as unknown as Record<string, unknown>;
      assert.deepEqual([ours.version, BigInt(ours.tensors.length), BigInt(ours.metadata.size)], [theirVersion, count, entries]);
      assert.deepEqual(Object.fromEntries([...ours.metadata].map(([name, value]) => [name, plain(value)])), values);
      assert.deepEqual(
        ours.tensors.map(({ name, dims, type, offset }) => ({ name, shape: dims.map(BigInt), dtype: type.name, offset: BigInt(offset - ours.dataOffset) })),
        theirs.tensorInfos.map(({ name, shape, dtype, offset }) => ({ name, shape, dtype: GGMLQuantizationType[dtype], offset })),
      );
    }), { numRuns: 150 });
  });
});
