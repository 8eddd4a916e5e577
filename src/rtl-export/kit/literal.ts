/** An unsigned number as a sized decimal literal: `8'd255`. Throws a RangeError where it does not fit. */
export function decimalLiteral(bits: number, value: number | bigint): string {
  return `${bits}'d${unsigned(bits, value)}`;
}

/** An unsigned number as a sized hexadecimal literal with all its digits: `12'h0ff`. Throws a RangeError where it does not fit. */
export function hexLiteral(bits: number, value: number | bigint): string {
  return `${bits}'h${hexDigits(bits, value)}`;
}

/** A signed number as a sized literal in two's complement: `8'sd5`, `-8'sd5`; the least one, whose negative does not fit, as `8'sh80`. Throws a RangeError. */
export function signedLiteral(bits: number, value: number | bigint): string {
  const number = checkedSigned(bits, value);
  if (number === -(1n << BigInt(bits - 1))) return `${bits}'sh${hexDigits(bits, BigInt.asUintN(bits, number))}`;
  return number < 0n ? `-${bits}'sd${-number}` : `${bits}'sd${number}`;
}

/** An integer for a module's parameter: plain decimal where it fits into the 32 signed bits of a plain number, else sized and signed to 64. Throws a RangeError. */
export function parameterLiteral(value: number): string {
  const number = whole(value);
  return BigInt.asIntN(32, number) === number ? number.toString() : signedLiteral(64, number);
}

/** Hexadecimal digits of an unsigned number, as many as `bits` bits take. Throws a RangeError where it does not fit. */
export function hexDigits(bits: number, value: number | bigint): string {
  return unsigned(bits, value).toString(16).padStart(Math.ceil(bits / 4), '0');
}

function unsigned(bits: number, value: number | bigint): bigint {
  const number = whole(value);
  if (BigInt.asUintN(checkedBits(bits), number) !== number) throw new RangeError(`${number} does not fit into ${bits} unsigned bits`);
  return number;
}

function checkedSigned(bits: number, value: number | bigint): bigint {
  const number = whole(value);
  if (BigInt.asIntN(checkedBits(bits), number) !== number) throw new RangeError(`${number} does not fit into ${bits} signed bits`);
  return number;
}

function checkedBits(bits: number): number {
  if (!Number.isInteger(bits) || bits < 1) throw new RangeError(`a literal has a whole number of bits from 1, not ${bits}`);
  return bits;
}

function whole(value: number | bigint): bigint {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new RangeError(`a literal is a whole number that is known exactly, not ${value}`);
  return BigInt(value);
}
