/** A value of a space. Arrays of numbers are rows of a Box, MultiDiscrete or MultiBinary, a Box of several dimensions in row-major order. */
export type SpaceValue = number | string | readonly SpaceValue[] | { readonly [key: string]: SpaceValue };

/** One of n integers from `start` on. */
export interface Discrete { readonly type: 'Discrete'; readonly n: number; readonly start: number }
/** A row of integers, the i-th one of nvec[i] from start[i] on. */
export interface MultiDiscrete { readonly type: 'MultiDiscrete'; readonly nvec: readonly number[]; readonly start: readonly number[] }
/** A row of n zeros and ones. */
export interface MultiBinary { readonly type: 'MultiBinary'; readonly n: number }
/** Numbers with bounds, ends included; infinite bounds are no bounds. `low` and `high` have one entry for each element, in row-major order. */
export interface Box {
  readonly type: 'Box';
  readonly shape: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly dtype: BoxType;
}
export type BoxType = 'float64' | 'float32' | 'int64';
/** A text of minLength to maxLength characters of a set. */
export interface Text { readonly type: 'Text'; readonly minLength: number; readonly maxLength: number; readonly charset: string }
/** Named parts, in their order. */
export interface Dict { readonly type: 'Dict'; readonly spaces: Readonly<Record<string, Space>> }
/** Parts in a row. */
export interface Tuple { readonly type: 'Tuple'; readonly spaces: readonly Space[] }

/** What actions and observations may be: the spaces of Gymnasium 1.4 as plain data, which is also their JSON form but for infinite bounds (`space-json.ts`). */
export type Space = Discrete | MultiDiscrete | MultiBinary | Box | Text | Dict | Tuple;

export const discrete = (n: number, start = 0): Discrete => ({ type: 'Discrete', n, start });

export const multiDiscrete = (nvec: readonly number[], start: readonly number[] = nvec.map(() => 0)): MultiDiscrete => ({ type: 'MultiDiscrete', nvec, start });

export const multiBinary = (n: number): MultiBinary => ({ type: 'MultiBinary', n });

/** A Box; bounds that are one number hold for each element. */
export function box(low: number | readonly number[], high: number | readonly number[], shape: readonly number[], dtype: BoxType = 'float64'): Box {
  const size = sizeOf(shape);
  const bounds = (given: number | readonly number[]): readonly number[] => (typeof given === 'number' ? new Array<number>(size).fill(given) : given);
  return { type: 'Box', shape, low: bounds(low), high: bounds(high), dtype };
}

/** The letters and digits that a Text has unless told otherwise. */
export const usualCharset = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export const text = (maxLength: number, { minLength = 1, charset = usualCharset }: { readonly minLength?: number; readonly charset?: string } = {}): Text => ({ type: 'Text', minLength, maxLength, charset });

export const dict = (spaces: Readonly<Record<string, Space>>): Dict => ({ type: 'Dict', spaces });

export const tuple = (spaces: readonly Space[]): Tuple => ({ type: 'Tuple', spaces });

/** Elements of an array of this shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, length) => size * length, 1);
}
