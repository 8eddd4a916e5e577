import { InputError } from '../../sim/core/diagnostics.js';
import { wrongTensor } from './diagnostics.js';
import type { ExternalData, OnnxTensor } from './model.js';
import { elementType } from './tensor-types.js';
import type { WireField, WireReader } from './wire.js';

const maxRank = 64;
/** Tensors of 64-bit integers of at most that many numbers are read: shapes, axes, repeats. */
const maxShapeNumbers = 64;
/** The largest number of elements that counts stay exact for. */
const maxElements = 2 ** 50;

/** Bytes of one number in the typed fields of TensorProto (5 packs one narrow number into each varint), by field number. */
const fixedWidth: Readonly<Record<number, number>> = { 4: 4, 10: 8 };

/** A TensorProto: its dimensions, type and size, and where its data is. Its data must have the bytes that its shape and type need. */
export function readTensorProto(reader: WireReader, field: WireField): OnnxTensor {
  const dims: number[] = [];
  let type = 0;
  let name = '';
  let raw: WireField | null = null;
  let counted = 0;
  let hasTyped = false;
  let isExternal = false;
  const entries = new Map<string, string>();
  let listed: readonly number[] | null = null;
  nested(reader, field, (f) => {
    switch (f.number) {
      case 1:
        dims.push(...reader.integers(f, maxRank));
        if (dims.length > maxRank) reader.limit(f.at, 'dimensions', maxRank);
        break;
      case 2: type = f.value; break;
      case 8: name = reader.text(f); break;
      case 9:
        raw = f;
        if (f.kind !== 'bytes') reader.fail(f.at, 'raw_data must have a length');
        break;
      case 13: entries.set(...entryOf(reader, f)); break;
      case 14: isExternal = f.value === 1; break;
      case 4: case 10: hasTyped = true; counted += f.kind === 'bytes' ? (f.end - f.start) / fixedWidth[f.number]! : 1; break;
      case 7:
        hasTyped = true;
        if (f.end - f.start <= 10 * maxShapeNumbers) listed = [...(listed ?? []), ...reader.integers(f, 10 * maxShapeNumbers)];
        counted = NaN;
        break;
      case 5: case 6: case 11: hasTyped = true; counted = NaN; break;
    }
  });
  const negative = dims.findIndex((n) => !Number.isSafeInteger(n) || n < 0);
  if (negative >= 0) throw new InputError([wrongTensor(reader.file, field.at, name, 'dimensions that are whole numbers', `${dims[negative]!}`)]);
  const elements = dims.includes(0) ? 0 : dims.reduce((product, n) => product * n, 1);
  if (elements > maxElements) throw new InputError([wrongTensor(reader.file, field.at, name, `at most 2^50 numbers`, `[${dims.join(', ')}]`)]);
  const { name: dtype, bits } = elementType(type);
  const bytes = bits === null ? null : Math.ceil((elements * bits) / 8);
  const external = isExternal ? externalOf(reader, field, name, entries) : null;
  const inside = raw as WireField | null;
  if (inside !== null && !isExternal && bytes !== null && inside.end - inside.start !== bytes) throw new InputError([wrongTensor(reader.file, inside.at, name, `${bytes} bytes for ${dtype} of shape [${dims.join(', ')}]`, `${inside.end - inside.start}`)]);
  if (inside === null && !isExternal && hasTyped && Number.isFinite(counted) && counted !== elements && bits !== 64 && bits !== 128) {
    throw new InputError([wrongTensor(reader.file, field.at, name, `${elements} numbers for the shape [${dims.join(', ')}]`, `${counted}`)]);
  }
  const integers = dtype === 'int64' && elements <= maxShapeNumbers ? inside !== null && !isExternal ? rawIntegers(reader, inside) : listed : null;
  return { name, dims, dtype, bytes, external, at: field.at, integers };
}

/** Calls `take` for the fields of a message inside a field. */
export function nested(reader: WireReader, field: WireField, take: (field: WireField) => void): void {
  if (field.kind !== 'bytes') reader.fail(field.at, `field ${field.number} must be a message`);
  reader.message(field.start, field.end, take);
}

/** A StringStringEntryProto. */
export function entryOf(reader: WireReader, field: WireField): [string, string] {
  let key = '';
  let value = '';
  nested(reader, field, (f) => {
    if (f.number === 1) key = reader.text(f);
    if (f.number === 2) value = reader.text(f);
  });
  return [key, value];
}

function externalOf(reader: WireReader, { at }: WireField, name: string, entries: ReadonlyMap<string, string>): ExternalData {
  const number = (key: string): number | null => {
    const text = entries.get(key);
    if (text === undefined) return null;
    if (!/^\d{1,16}$/.test(text) || !Number.isSafeInteger(Number(text))) throw new InputError([wrongTensor(reader.file, at, name, `a whole number as ${key} of its data`, text)]);
    return Number(text);
  };
  const location = entries.get('location');
  if (location === undefined) throw new InputError([wrongTensor(reader.file, at, name, 'a location of its data, which is outside of the file', 'none')]);
  return { location, offset: number('offset') ?? 0, length: number('length') };
}

function rawIntegers(reader: WireReader, raw: WireField): readonly number[] {
  const bytes = reader.bytes(raw);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, i) => view.getInt32(8 * i + 4, true) * 2 ** 32 + view.getUint32(8 * i, true));
}
