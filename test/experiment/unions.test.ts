import assert from 'node:assert/strict';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { collapseUnions } from '../../src/experiment/unions.js';
import type { ValidationError } from '../../src/experiment/validators.js';

const box = { type: 'object', required: ['kind', 'side'], properties: { kind: { type: 'string', const: 'box' }, side: { type: 'number', minimum: 0 } }, additionalProperties: false };
const ball = { type: 'object', required: ['kind', 'radius'], properties: { kind: { type: 'string', const: 'ball' }, radius: { anyOf: [{ type: 'number' }, { type: 'string' }] } }, additionalProperties: false };
const shape = { anyOf: [{ type: 'string', const: 'point' }, { type: 'string', const: 'line' }, box, ball, { type: 'array', items: { type: 'integer' } }] };
const validate = new Ajv2020({ allErrors: true, verbose: true }).compile({ type: 'object', properties: { a: shape, b: shape } });

function collapsed(value: unknown): string[] {
  assert.ok(!validate(value));
  return collapseUnions(validate.errors as unknown as ValidationError[]).map((e) => `${e.keyword} ${e.instancePath}`);
}

describe('collapseUnions', () => {
  it('keeps the union alone where the value has the type of no branch', () => {
    assert.deepEqual(collapsed({ a: 5, b: true }), ['anyOf /a', 'anyOf /b']);
  });

  it('keeps the errors of the branch of the value\'s type', () => {
    assert.deepEqual(collapsed({ a: [1, 'x', 2.5] }), ['type /a/1', 'type /a/2']);
  });

  it('makes one list of the names that several branches allow', () => {
    assert.deepEqual(collapsed({ a: 'circle' }), ['enum /a']);
    validate({ a: 'circle' });
    assert.deepEqual(collapseUnions(validate.errors as unknown as ValidationError[])[0]!.parentSchema['enum'], ['point', 'line']);
  });

  it('keeps the branch with the right constant among several of one type', () => {
    assert.deepEqual(collapsed({ a: { kind: 'ball', side: 1 } }), ['required /a', 'additionalProperties /a']);
    assert.deepEqual(collapsed({ a: { kind: 'box', side: -1 }, b: { kind: 'ball', radius: [] } }), ['minimum /a/side', 'anyOf /b/radius']);
  });

  it('leaves errors outside unions as they are', () => {
    assert.deepEqual(collapsed(5), ['type ']);
  });
});
