import { limbsOf, type CellCode } from './cell-code.js';
import { mask } from './gather-code.js';

/** Y = A << B: A is extended to the width of Y. */
export function shiftLeftCode(code: CellCode): string[] {
  const limbs = limbsOf(code.width('Y'));
  const a = code.port('A', limbs, code.flag('A_SIGNED'));
  const amount = amountCode(code, 32 * limbs);
  if (limbs === 1) return [amount.small ? `${a[0]!} << ${amount.text}` : `${amount.text} > 31 ? 0 : ${a[0]!} << ${amount.text}`];
  return window(code, a, '0', `-${amount.text}`, limbs, limbs);
}

/** Y = A >> B, or A >>> B (copies of the sign come in where A is signed): A is extended to the width of Y where Y is wider. */
export function shiftRightCode(code: CellCode, arithmetic: boolean): string[] {
  const signed = code.flag('A_SIGNED');
  const width = Math.max(code.width('A'), code.width('Y'));
  const limbs = limbsOf(width);
  const a = code.port('A', limbs, signed);
  const amount = amountCode(code, 32 * limbs);
  if (arithmetic && signed) {
    if (limbs === 1) return [`${a[0]!} >> ${amount.small ? amount.text : `(${amount.text} > 31 ? 31 : ${amount.text})`}`];
    return window(code, a, `(${a.at(-1)!} >> 31)`, amount.text, 0, limbsOf(code.width('Y')));
  }
  const value = cut(code, a, width);
  if (limbs === 1) return [amount.small ? `${value[0]!} >>> ${amount.text}` : `${amount.text} > 31 ? 0 : ${value[0]!} >>> ${amount.text}`];
  return window(code, value, '0', amount.text, 0, limbsOf(code.width('Y')));
}

/**
 * Y = A >> B, and A << -B where B is signed and negative: what Yosys makes of part selects with a variable index. Bits from outside A,
 * which Verilog leaves unknown in a read, are 0.
 */
export function shiftEitherCode(code: CellCode): string[] {
  const signed = code.flag('A_SIGNED');
  const width = Math.max(code.width('A'), code.width('Y'));
  const limbs = limbsOf(width);
  const value = cut(code, code.port('A', limbs, signed), width);
  const outputs = limbsOf(code.width('Y'));
  if (!code.flag('B_SIGNED')) return window(code, value, '0', amountCode(code, 32 * limbs).text, 0, outputs);
  const b = code.port('B', limbsOf(code.width('B')), true);
  const [most, least] = [32 * limbs, -32 * outputs];
  const top = b.at(-1)!;
  const sure = b.length === 1 ? b[0]! : `(${b.slice(1).map((limb) => `${limb} === ${b[0]!} >> 31`).join(' && ')} ? ${b[0]!} : ${top} < 0 ? ${least} : ${most})`;
  const within = code.variable(sure);
  return window(code, value, '0', code.variable(`Math.max(${least}, Math.min(${most}, ${within}))`), outputs, outputs);
}

/** Y = the part of A with index S, all as wide as Y. */
export function choosePartCode(code: CellCode): string[] {
  if (code.width('S') > 24) code.reject('its selector is wider than 24 bits');
  const limbs = limbsOf(code.width('A'));
  const at = code.variable(`Math.imul(${code.port('S', 1, false)[0]!}, ${code.width('Y')})`);
  return window(code, code.port('A', limbs, false), '0', at, 0, limbsOf(code.width('Y')));
}

/** The amount of a shift, an unsigned number. It is at most `most`, which shifts everything out; `small` where it is below 32 anyway. */
function amountCode(code: CellCode, most: number): { readonly text: string; readonly small: boolean } {
  const b = code.port('B', limbsOf(code.width('B')), false);
  if (code.width('B') <= 5) return { text: b[0]!, small: true };
  const low = `(${b[0]!} >>> 0)`;
  const limited = `Math.min(${low}, ${most})`;
  return { text: code.variable(b.length === 1 ? limited : `(${b.slice(1).join(' | ')}) !== 0 ? ${most} : ${limited}`), small: false };
}

/** Limbs whose bits above the width are 0: what `port` extended beyond it by the sign is cut off. */
function cut(code: CellCode, value: readonly string[], width: number): string[] {
  const last = width % 32;
  return value.map((limb, i) => (i === value.length - 1 && last > 0 ? code.simple(`(${limb} & ${mask(last)})`) : limb));
}

/**
 * `outputs` limbs of a value from bit `at` on, -32 * below <= at <= 32 * limbs: zeros below the value, `fill` above it. The value goes
 * through a part of the state of its own, since variables have no index.
 */
function window(code: CellCode, value: readonly string[], fill: string, at: string, below: number, outputs: number): string[] {
  const first = code.layout.reserveBlock(below + value.length + outputs + 1);
  const start = first + below;
  for (const [i, limb] of value.entries()) code.lines.push(`s[${start + i}] = ${limb};`);
  if (fill !== '0') {
    const above = code.simple(fill);
    for (let i = 0; i <= outputs; i++) code.lines.push(`s[${start + value.length + i}] = ${above};`);
  }
  const offset = code.simple(`(${at})`);
  const word = code.variable(`${start} + (${offset} >> 5)`);
  const bit = code.variable(`${offset} & 31`);
  // Two shifts for the upper part: a shift by 32 would be one by 0.
  return Array.from({ length: outputs }, (_, i) => code.variable(`s[${word} + ${i}] >>> ${bit} | s[${word} + ${i + 1}] << 1 << (31 - ${bit})`));
}
