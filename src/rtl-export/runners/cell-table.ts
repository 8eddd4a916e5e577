import { divisionCode, extendCode, negateCode, productCode, sumCode } from './cell-arithmetic.js';
import type { CellCode } from './cell-code.js';
import {
  allOnesCode, bitwiseCode, bothCode, chooseCode, chooseOneCode, complementCode, equalityCode, joinCode, orderCode, parityCode, sliceCode, truthCode,
} from './cell-logic.js';
import { choosePartCode, shiftEitherCode, shiftLeftCode, shiftRightCode } from './cell-shift.js';

/**
 * The cells of Yosys' word-level library that compute Y from their inputs at once (Yosys manual, internal cell library), and the limbs of
 * Y. Bits above the width of Y may be anything; limbs that are left out are 0.
 */
export const combinationalCells: ReadonlyMap<string, (code: CellCode) => readonly string[]> = new Map<string, (code: CellCode) => readonly string[]>([
  ['$pos', extendCode],
  ['$neg', negateCode],
  ['$add', (code) => sumCode(code, '+')],
  ['$sub', (code) => sumCode(code, '-')],
  ['$mul', productCode],
  ['$div', (code) => divisionCode(code, '/')],
  ['$mod', (code) => divisionCode(code, '%')],
  ['$not', complementCode],
  ['$and', (code) => bitwiseCode(code, '&')],
  ['$or', (code) => bitwiseCode(code, '|')],
  ['$xor', (code) => bitwiseCode(code, '^')],
  ['$xnor', (code) => bitwiseCode(code, '^', true)],
  ['$reduce_and', allOnesCode],
  ['$reduce_or', (code) => truthCode(code)],
  ['$reduce_bool', (code) => truthCode(code)],
  ['$reduce_xor', parityCode],
  ['$reduce_xnor', (code) => parityCode(code, true)],
  ['$logic_not', (code) => truthCode(code, true)],
  ['$logic_and', (code) => bothCode(code, '&&')],
  ['$logic_or', (code) => bothCode(code, '||')],
  ['$eq', (code) => equalityCode(code)],
  ['$eqx', (code) => equalityCode(code)],
  ['$ne', (code) => equalityCode(code, true)],
  ['$nex', (code) => equalityCode(code, true)],
  ['$lt', (code) => orderCode(code, '<')],
  ['$le', (code) => orderCode(code, '<=')],
  ['$gt', (code) => orderCode(code, '>')],
  ['$ge', (code) => orderCode(code, '>=')],
  ['$shl', shiftLeftCode],
  ['$sshl', shiftLeftCode],
  ['$shr', (code) => shiftRightCode(code, false)],
  ['$sshr', (code) => shiftRightCode(code, true)],
  ['$shift', shiftEitherCode],
  ['$shiftx', shiftEitherCode],
  ['$mux', chooseCode],
  ['$pmux', chooseOneCode],
  ['$bmux', choosePartCode],
  ['$slice', sliceCode],
  ['$concat', joinCode],
]);

/** Cells that say where something was in the source and compute nothing. */
export const idleCells: ReadonlySet<string> = new Set(['$scopeinfo']);
