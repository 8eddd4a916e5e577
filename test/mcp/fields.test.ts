import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checkArguments, inputSchema, type Fields } from '../../src/mcp/fields.js';
import { limits } from '../../src/mcp/protocol.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { problemsOf } from '../kit/problems.js';

const fields = {
  experiment: { types: ['object', 'string'], isRequired: true, description: 'an experiment' },
  fidelity: { types: ['string'], choices: ['roofline', 'analytic'], description: 'how exact' },
  depth: { types: ['integer'], least: 1, most: 32, description: 'levels' },
  share: { types: ['number'], least: 0, description: 'of all' },
  whole: { types: ['boolean'], description: 'all of it' },
  rows: { types: ['array'], description: 'rows' },
} as const satisfies Fields;

const codes = (args: object): readonly string[] => problemsOf(() => { checkArguments('tool', fields, args as Record<string, unknown>); }).map(({ code, pointer }) => `${code} ${pointer ?? ''}`);

describe('arguments of a tool', () => {
  const rows: readonly (readonly [args: object, problems: readonly string[]])[] = [
    [{ experiment: 'flightllm' }, []],
    [{ experiment: {}, fidelity: null, depth: 3, share: 0.5, whole: true, rows: [1] }, []],
    [{}, ['mcp/missing-argument /experiment']],
    [{ experiment: null }, ['mcp/missing-argument /experiment']],
    [{ experiment: [] }, ['mcp/wrong-argument /experiment']],
    [{ experiment: 'x', fidelity: 'exact', depth: 0, share: -1, whole: 'yes', rows: {} }, ['/fidelity', '/depth', '/share', '/whole', '/rows'].map((one) => `mcp/wrong-argument ${one}`)],
    [{ experiment: 'x', depth: 2.5 }, ['mcp/wrong-argument /depth']],
    [{ experiment: 'x', depht: 2, toString: 1 }, ['mcp/unknown-argument /depht', 'mcp/unknown-argument /toString']],
  ];
  for (const [args, problems] of rows) it(`${problems.length === 0 ? 'may be' : 'must not be'} ${JSON.stringify(args)}`, () => { assert.deepEqual(codes(args), problems); });

  it('are right exactly where their JSON Schema says so, null being as good as left out', () => {
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(inputSchema(fields));
    const value = fc.oneof(fc.jsonValue(), fc.constantFrom('analytic', 1, 32, 33, 0.5, true, {}, [], 'x'));
    fc.assert(fc.property(fc.dictionary(fc.constantFrom(...Object.keys(fields), 'other'), value, { maxKeys: 4 }), (args) => {
      const given = Object.fromEntries(Object.entries(args).filter(([, one]) => one !== null));
      assert.equal(codes(args).length === 0, validate(given) && !Object.hasOwn(args, 'other'), JSON.stringify(args));
    }), { numRuns: 400 });
  });

  it('nest only so deep and have only so many values', () => {
    let deep: unknown = 1;
    for (let i = 0; i < 100_000; i++) deep = [deep];
    assert.deepEqual(codes({ experiment: 'x', rows: deep }), ['mcp/too-deep ']);
    assert.deepEqual(codes({ experiment: 'x', rows: new Array(limits.values).fill(0) }), ['mcp/too-many-values ']);
  });
});
