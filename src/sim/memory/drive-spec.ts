import { Type, type Static, type TNumber, type TObject, type TUnion } from 'typebox';
import { addressLayouts, type AddressLayoutName } from './address-mapping.js';

const layoutNames = Object.keys(addressLayouts);
const whole = (description: string, maximum: number) => Type.Integer({ minimum: 1, maximum, description });

/** How a memory is driven, as experiments give it in place of an efficiency. */
export const memoryDriveSchema = Type.Object({
  controller: Type.Union([Type.Literal('ramulator21'), Type.Literal('dramsim3')], { description: 'Rules of the memory controller: those of Ramulator 2.1 (first-ready) or of DRAMsim3 (queues of banks).' }),
  layout: Type.Unsafe<AddressLayoutName>({ type: 'string', enum: layoutNames, description: 'Which address bits choose channel, bank group, bank, column and row.' }),
  window: whole('Accesses under way on each channel.', 1024),
  chunk: Type.Optional(whole('Bytes of a chunk, at a random aligned place. Without chunk and stride the stream is sequential.', 2 ** 24)),
  stride: Type.Optional(whole('Bytes from the start of one request to the next.', 2 ** 24)),
  request: Type.Optional(whole('Bytes of a request. Default: one access of the DRAM.', 2 ** 20)),
  streams: Type.Optional(whole('Streams that take turns, a request each. Default 1.', 256)),
  writeShare: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 1, description: 'Share of the requests that write. Default 0.' })),
  interleave: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(4), Type.Literal(8), Type.Literal(16)], {
    description: 'Channels that addresses are spread over. Default 1: each channel has a stream of its own.',
  })),
  model: Type.Optional(Type.Union([Type.Literal('estimate'), Type.Literal('simulation')], {
    description: 'How the share is found: a recurrence over requests (about a millisecond), or a simulation of every command (some tens). Default "estimate".',
  })),
}, { additionalProperties: false, title: 'Memory drive', description: 'How the memory is driven: its share of the peak is found with the DRAM models.' });

export type MemoryDrive = Static<typeof memoryDriveSchema>;

/** A share of the peak: a number, or how the memory is driven. */
export function shareOrDrive(description: string): TUnion<[TNumber, TObject<(typeof memoryDriveSchema)['properties']>]> {
  return Type.Union([
    Type.Number({ exclusiveMinimum: 0, maximum: 1, description }),
    memoryDriveSchema,
  ], { description: `${description} A number, or how the memory is driven.` });
}
