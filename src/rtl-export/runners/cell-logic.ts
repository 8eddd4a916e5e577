import { limbsOf, type CellCode } from './cell-code.js';
import { mask } from './gather-code.js';

/** Y = A op B bit by bit, or its complement. */
export function bitwiseCode(code: CellCode, operation: '&' | '|' | '^', complement = false): string[] {
  const limbs = limbsOf(code.width('Y'));
  const a = code.port('A', limbs, code.isSigned);
  const b = code.port('B', limbs, code.isSigned);
  return a.map((limb, i) => `${complement ? '~' : ''}(${limb} ${operation} ${b[i]!})`);
}

/** Y = ~A. */
export function complementCode(code: CellCode): string[] {
  return code.port('A', limbsOf(code.width('Y')), code.flag('A_SIGNED')).map((limb) => `~${limb}`);
}

/** Y = 1 where the value is not 0; `!A` is its complement. */
export function truthCode(code: CellCode, complement = false): string[] {
  return [`${isTrue(code, 'A')} ? ${complement ? '0 : 1' : '1 : 0'}`];
}

/** Y = A && B, or A || B. */
export function bothCode(code: CellCode, operation: '&&' | '||'): string[] {
  return [`(${isTrue(code, 'A')}) ${operation} (${isTrue(code, 'B')}) ? 1 : 0`];
}

function isTrue(code: CellCode, port: string): string {
  return `(${code.port(port, limbsOf(code.width(port)), false).join(' | ')}) !== 0`;
}

/** Y = 1 where all bits of A are 1. */
export function allOnesCode(code: CellCode): string[] {
  const width = code.width('A');
  const limbs = code.port('A', limbsOf(width), false);
  return [`${limbs.map((limb, i) => `${limb} === ${mask(width - i * 32)}`).join(' && ')} ? 1 : 0`];
}

/** Y = 1 where A has an odd number of ones, or its complement. */
export function parityCode(code: CellCode, complement = false): string[] {
  const limbs = code.port('A', limbsOf(code.width('A')), false);
  return [`parityOf(${limbs.join(' ^ ')})${complement ? ' ^ 1' : ''}`];
}

/** Y = A == B, or A != B. */
export function equalityCode(code: CellCode, complement = false): string[] {
  const limbs = limbsOf(Math.max(code.width('A'), code.width('B')));
  const a = code.port('A', limbs, code.isSigned);
  const b = code.port('B', limbs, code.isSigned);
  return [`${a.map((limb, i) => `${limb} === ${b[i]!}`).join(' && ')} ? ${complement ? '0 : 1' : '1 : 0'}`];
}

/** Y = A op B, compared as signed or unsigned numbers. */
export function orderCode(code: CellCode, operation: '<' | '<=' | '>' | '>='): string[] {
  const width = Math.max(code.width('A'), code.width('B'));
  const top = limbsOf(width) - 1;
  const a = code.port('A', top + 1, code.isSigned);
  const b = code.port('B', top + 1, code.isSigned);
  const compare = (limb: number, sign: string): string => (
    (code.isSigned && limb === top) || width - limb * 32 < 32 ? `${a[limb]!} ${sign} ${b[limb]!}` : `(${a[limb]!} >>> 0) ${sign} (${b[limb]!} >>> 0)`);
  // The highest limbs that differ decide; only the lowest may be equal.
  let text = compare(0, operation);
  for (let limb = 1; limb <= top; limb++) text = `${a[limb]!} !== ${b[limb]!} ? ${compare(limb, operation)} : (${text})`;
  return [`(${text}) ? 1 : 0`];
}

/** Y = S ? B : A. */
export function chooseCode(code: CellCode): string[] {
  const limbs = limbsOf(code.width('Y'));
  const select = code.condition(code.bits('S'));
  const a = code.port('A', limbs, false);
  const b = code.port('B', limbs, false);
  return a.map((limb, i) => `${select} ? ${b[i]!} : ${limb}`);
}

/** Y = the part of B whose bit of S is 1, A where none is; where several are, which Verilog leaves unknown, the lowest. */
export function chooseOneCode(code: CellCode): string[] {
  const width = code.width('Y');
  const limbs = limbsOf(width);
  const selects = code.bits('S');
  const parts = code.bits('B');
  const conditions = selects.map((bit) => code.condition([bit]));
  const values = selects.map((_, i) => code.value(parts.slice(i * width, (i + 1) * width), limbs, false));
  const otherwise = code.port('A', limbs, false);
  return otherwise.map((none, limb) => conditions.map((condition, i) => `${condition} ? ${values[i]![limb]!} : `).join('') + none);
}

/** Y = bits of A from `offset`. */
export function sliceCode(code: CellCode): string[] {
  const offset = code.number('OFFSET');
  return code.value(code.bits('A').slice(offset, offset + code.width('Y')), limbsOf(code.width('Y')), false);
}

/** Y = {B, A}. */
export function joinCode(code: CellCode): string[] {
  return code.value([...code.bits('A'), ...code.bits('B')], limbsOf(code.width('Y')), false);
}
