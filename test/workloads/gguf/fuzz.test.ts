import assert from 'node:assert/strict';
import fc from 'fast-check';
import { chunkBytes } from '../../../src/workloads/gguf/cursor.js';
import { readGguf } from '../../../src/workloads/gguf/read-gguf.js';
import { ggufModel } from '../../../src/workloads/gguf/gguf-model.js';
import type { ModelSpec } from '../../../src/workloads/model-spec.js';
import { modelNamed } from '../../../src/workloads/models.js';
import { InputError } from '../../../src/sim/core/diagnostics.js';
import { bytesOf, sparseFile } from './fixture.js';
import { metadataOf, tensorsOf, type ModelFile } from './model-file.js';
import { whole, writeGguf, type Written } from './write-gguf.js';

const files: readonly Uint8Array[] = ([
  { tensors: [{ name: 'a', dims: [64, 2], type: 2, bytes: bytesOf('Q4_0', [64, 2]) }, { name: 'b', dims: [3], type: 0, bytes: 12 }] },
  {
    version: 2,
    metadata: [
      ['general.architecture', ['string', 'llama']], ['general.alignment', ['uint32', 32]], ['llama.block_count', ['uint32', 2]],
      ['l', ['array', 'array', [['array', 'string', [['string', 'x'], ['string', 'yz']]], ['array', 'bool', [['bool', true]]]]]],
      ['f', ['float64', 1.5]], ['i', ['int64', -1]], ['u', ['array', 'uint16', [['uint16', 1], ['uint16', 2]]]],
    ],
    tensors: Object.entries({ x: 'Q6_K', y: 'F16', z: 'IQ4_NL' }).map(([name, type], i) => ({ name, dims: [256, 1 + i], type: [14, 1, 20][i]!, bytes: bytesOf(type, [256, 1 + i]) })),
  },
  { metadata: [['tokens', ['array', 'string', Array.from({ length: 1100 }, (_, i) => ['string', `${i % 7}`] as const)]]], tensors: [{ name: 'a', dims: [], type: 0, bytes: 4 }] },
] satisfies readonly Written[]).map((written) => whole(writeGguf(written)));

/** Values that headers go wrong with, little-endian. */
const numbers: readonly bigint[] = [0n, 1n, 2n, 9n, 13n, 255n, 65_536n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n];

/** One change: a byte, a number of 8 bytes, bytes from elsewhere, or the end. `at` and `from` are shares of the file. */
const change = fc.record({ kind: fc.constantFrom('byte', 'byte', 'near', 'number', 'copy', 'end'), at: fc.nat(2 ** 16), from: fc.nat(2 ** 16), value: fc.nat(255) });
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

function changed(bytes: Uint8Array, changes: readonly Change[]): Uint8Array {
  let result = new Uint8Array(bytes);
  // Half of the changes go to the first bytes, where the counts are.
  const place = (share: number): number => Math.floor((share / (2 ** 16 + 1)) * (share % 2 === 0 ? Math.min(200, result.length) : result.length));
  for (const { kind, at, from, value } of changes) {
    if (result.length === 0) return result;
    const i = place(at);
    if (kind === 'byte') result[i] = value;
    else if (kind === 'near') result[i] = result[i]! + (value % 5) - 2;
    else if (kind === 'number' && i + 8 <= result.length) new DataView(result.buffer).setBigUint64(i, numbers[value % numbers.length]!, true);
    else if (kind === 'copy') result.copyWithin(i, place(from), place(from) + (value % 32));
    else if (kind === 'end' && value % 8 === 0) result = result.slice(0, i);
  }
  return result;
}

describe('a mutated GGUF header', function () {
  this.timeout(60_000);

  it('is read or refused, never anything else, in bounded time and memory: 100 000 of them', () => {
    const outcomes = new Map<string, number>();
    let most = 0;
    const start = process.cpuUsage();
    const heap = process.memoryUsage().heapUsed;
    fc.assert(fc.property(fc.nat(files.length - 1), fc.array(change, { minLength: 1, maxLength: 3 }), (file, changes) => {
      const bytes = changed(files[file]!, changes);
      const reads: (readonly [number, number])[] = [];
      let outcome = 'read';
      try {
        readGguf(sparseFile({ header: bytes, size: bytes.length }, 'x', reads));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        outcome = error.problems[0]!.code;
        assert.match(outcome, /^gguf\//);
        assert.ok(error.problems.length <= 21 && error.problems.every(({ file: named }) => named === 'x'));
      }
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      most = Math.max(most, ...reads.map(([, length]) => length));
    }), { numRuns: 100_000 });
    assert.ok(most <= chunkBytes);
    const { user, system } = process.cpuUsage(start);
    assert.ok(user + system < 20e6, `${(user + system) / 1e6} s`);
    assert.ok(process.memoryUsage().heapUsed - heap < 256 * 2 ** 20);
    // The mutations reach the rules, and not only the first of them.
    assert.ok(outcomes.get('read')! > 1000 && outcomes.size > 20, JSON.stringify([...outcomes]));
  });

  it('is made into a model or refused, never anything else', () => {
    const spec: ModelSpec = { ...modelNamed('gemma-2-2b')!, layers: 2, hiddenSize: 32, heads: 2, kvHeads: 1, headDim: 16, intermediateSize: 64, vocabularySize: 7 };
    const model: ModelFile = { architecture: 'gemma2', spec, typeOf: () => 'Q8_0' };
    const bytes = whole(writeGguf({ metadata: metadataOf(model), tensors: tensorsOf(model) }));
    let models = 0;
    let refused = 0;
    fc.assert(fc.property(fc.array(change, { minLength: 1, maxLength: 2 }), (changes) => {
      const mutated = changed(bytes, changes);
      try {
        const { metadata, tensors, name } = readGguf(sparseFile({ header: mutated, size: mutated.length }));
        models++;
        ggufModel({ name, metadata, tensors });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        refused++;
        assert.ok(error.problems.length <= 21);
      }
    }), { numRuns: 4000 });
    assert.ok(models > 500 && refused > 1000, `${models} ${refused}`);
  });

  it('costs no more than the header it claims, however large the file is said to be', () => {
    const { header } = writeGguf({ metadata: [['a', ['string', 'b']]], tensors: [{ name: 'a', dims: [64, 2], type: 2, bytes: 72 }] });
    fc.assert(fc.property(fc.nat(header.length - 1), fc.nat(255), (at, value) => {
      const reads: (readonly [number, number])[] = [];
      try {
        readGguf(sparseFile({ header: header.with(at, value), size: 1e12 }, 'x', reads));
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
      }
      // A terabyte of zeros behind the header is read as entries without a name, which ends it.
      assert.ok(reads.length <= 3);
    }), { numRuns: 2000 });
  });
});
