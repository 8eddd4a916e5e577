import type { DataType } from '../../sim/model/datatype.js';
import type { WeightFormat } from '../../sim/model/quantization.js';
import { denseFormat, typeNamed } from './quantization/stored-format.js';
import type { StoredModule } from './stored-modules.js';

/** Formats of plain numbers by their type in files. */
const plain: Readonly<Record<string, string>> = { F16: 'fp16', BF16: 'bf16', F32: 'fp32', F8_E4M3: 'fp8', F8_E5M2: 'fp8', I8: 'int8', I16: 'int16', I32: 'int32' };

/** The type that a file writes as `dtype`, where it is one of plain numbers. */
export function plainType(dtype: string | undefined): DataType | undefined {
  return dtype !== undefined && Object.hasOwn(plain, dtype) ? typeNamed(plain[dtype]!) : undefined;
}

/** The format of a module whose weights are numbers as they stand. */
export function plainFormat(module: Pick<StoredModule, 'roles'>, base: DataType): WeightFormat {
  return denseFormat(plainType(module.roles.find(({ part }) => part === 'weight')?.tensor.dtype) ?? base, 0, 0, 0);
}
