import { limbsOf, type CellCode } from './cell-code.js';

/** Y = A + B or A - B, modulo 2^width. */
export function sumCode(code: CellCode, operation: '+' | '-'): string[] {
  const limbs = limbsOf(code.width('Y'));
  return sum(code, code.port('A', limbs, code.isSigned), code.port('B', limbs, code.isSigned), operation);
}

/** Y = -A. */
export function negateCode(code: CellCode): string[] {
  const value = code.port('A', limbsOf(code.width('Y')), code.flag('A_SIGNED'));
  return sum(code, value.map(() => '0'), value, '-');
}

/** Y = A, extended. */
export function extendCode(code: CellCode): string[] {
  return code.port('A', limbsOf(code.width('Y')), code.flag('A_SIGNED'));
}

function sum(code: CellCode, a: readonly string[], b: readonly string[], operation: '+' | '-'): string[] {
  if (a.length === 1) return [`${a[0]!} ${operation} ${b[0]!}`];
  // Limbs as doubles: a sum above 2^32 - 1, or a difference below 0, carries into the next.
  const carries = operation === '+' ? '> 4294967295' : '< 0';
  let carry = '';
  return a.map((limb, i) => {
    const total = code.variable(`(${limb} >>> 0) ${operation} (${b[i]!} >>> 0)${carry}`);
    carry = ` ${operation} (${total} ${carries} ? 1 : 0)`;
    return total;
  });
}

/** Y = A * B, modulo 2^width. */
export function productCode(code: CellCode): string[] {
  const signed = code.isSigned;
  const limbs = limbsOf(code.width('Y'));
  const a = code.port('A', limbs, signed);
  const b = code.port('B', limbs, signed);
  if (limbs === 1) return [`Math.imul(${a[0]!}, ${b[0]!})`];
  if (code.width('A') <= 32 && code.width('B') <= 32 && code.width('A') + code.width('B') <= 53) {
    const product = code.variable(signed ? `${a[0]!} * ${b[0]!}` : `(${a[0]!} >>> 0) * (${b[0]!} >>> 0)`);
    const high = code.variable(`Math.floor(${product} / 4294967296) | 0`);
    return a.map((_, limb) => (limb === 0 ? product : limb === 1 ? high : signed ? `${high} >> 31` : '0'));
  }
  // Columns of partial products as in school; a column of n limbs stays below 2n * 2^32, far from 2^53.
  let carry = '';
  return a.map((_, column) => {
    const terms = carry === '' ? [] : [carry];
    for (let i = 0; i <= column; i++) {
      if (isZero(a[i]!) || isZero(b[column - i]!)) continue;
      terms.push(`(Math.imul(${a[i]!}, ${b[column - i]!}) >>> 0)`);
    }
    for (let i = 0; i < column; i++) {
      if (isZero(a[i]!) || isZero(b[column - 1 - i]!)) continue;
      terms.push(`productHigh(${a[i]!}, ${b[column - 1 - i]!})`);
    }
    const total = code.variable(terms.length === 0 ? '0' : terms.join(' + '));
    carry = `Math.floor(${total} / 4294967296)`;
    return total;
  });
}

function isZero(limb: string): boolean {
  return limb === '0';
}

/** Y = A / B or A % B, rounding towards zero; what Verilog leaves unknown, a division by zero, is 0. */
export function divisionCode(code: CellCode, operation: '/' | '%'): string[] {
  const signed = code.isSigned;
  const limbs = limbsOf(Math.max(code.width('A'), code.width('B'), code.width('Y')));
  const a = code.port('A', limbs, signed);
  const b = code.port('B', limbs, signed);
  if (limbs === 1) {
    const [left, right] = signed ? [a[0]!, b[0]!] : [`(${a[0]!} >>> 0)`, `(${b[0]!} >>> 0)`];
    return [`${b[0]!} === 0 ? 0 : ${left} ${operation} ${right}`];
  }
  const quotient = code.variable(`${operation === '/' ? 'quotientOf' : 'remainderOf'}([${a.join(', ')}], [${b.join(', ')}], ${signed})`);
  return a.map((_, limb) => `limbOf(${quotient}, ${limb})`);
}
