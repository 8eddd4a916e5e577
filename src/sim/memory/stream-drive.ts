import { createRng } from '../core/rng.js';
import type { AddressLayout } from './address-mapping.js';
import type { ControllerRules } from './controller.js';
import { accessBytes, type DramPart } from './part.js';

/** How the bytes of a stream lie: one after the other, in whole chunks at random aligned places, or one request every so many bytes. */
export type AccessPattern =
  | { readonly kind: 'stream' }
  | { readonly kind: 'chunks'; readonly bytes: number }
  | { readonly kind: 'stride'; readonly bytes: number };

/** A memory and how it is driven, for as long as one likes. */
export interface StreamDrive {
  readonly part: DramPart;
  readonly controller: ControllerRules;
  readonly layout: AddressLayout;
  /** Channels that addresses are spread over; a power of two. */
  readonly channels: number;
  /** Accesses under way on all of these channels together. */
  readonly window: number;
  readonly pattern: AccessPattern;
  /** Bytes of one request of a stream: whole accesses of the part, asked for one after the other. */
  readonly requestBytes: number;
  /** Streams that take turns, a request each. */
  readonly streams: number;
  /** Share of requests that write, from 0 to below 1: one more stream of the same pattern. */
  readonly writeShare: number;
  /** Byte addresses where the streams begin, the writing one last. Absent: random multiples of 8 KiB, and shares are means over several such placements. */
  readonly starts?: readonly number[];
}

/** Streams lie in this range, at places that are multiples of `placeBytes`. */
const rangeBytes = 2 ** 29;
const placeBytes = 8192;
const rngSeed = 1;

/** Accesses of one request. */
export function accessesPerRequest({ part, requestBytes }: Pick<StreamDrive, 'part' | 'requestBytes'>): number {
  return Math.ceil(requestBytes / accessBytes(part.organization));
}

/**
 * Useful bytes over bytes moved: a part of an access costs a whole one. Chunks and strided requests that are no multiple of an access waste the rest;
 * requests of a plain stream share their accesses.
 */
export function usefulShare({ part, pattern, requestBytes }: Pick<StreamDrive, 'part' | 'pattern' | 'requestBytes'>): number {
  const bytes = accessBytes(part.organization);
  if (pattern.kind === 'stream') return 1;
  const asked = pattern.kind === 'chunks' ? pattern.bytes : requestBytes;
  return asked / (Math.ceil(asked / bytes) * bytes);
}

/**
 * The accesses of a drive in the order in which they are asked for. Each call of `next` gives the number of one; `write` then says what it is. Places are random
 * with a fixed seed, others for each `placement`; the first stream begins at 0.
 */
export class AccessSequence {
  write = false;
  private readonly perRequest: number;
  private readonly turns: readonly (() => number)[];
  private readonly writes: (() => number) | null;
  private readonly writeShare: number;
  private turn = 0;
  private owed = 0;
  private left = 0;
  private source: () => number;

  constructor(drive: StreamDrive, placement = 0) {
    const bytes = accessBytes(drive.part.organization);
    const rng = createRng(rngSeed + placement);
    const places = Math.floor(rangeBytes / placeBytes);
    const start = (index: number): number => Math.floor((drive.starts?.[index] ?? (index === 0 ? 0 : rng.integer(0, places - 1) * placeBytes)) / bytes);
    this.perRequest = accessesPerRequest(drive);
    this.turns = Array.from({ length: drive.streams }, (_, index) => placesOf(drive, start(index), 2 * index + 1));
    this.writes = drive.writeShare > 0 ? placesOf(drive, start(drive.streams), 0) : null;
    this.writeShare = drive.writeShare;
    this.source = this.turns[0]!;
  }

  next(): number {
    if (this.left === 0) this.nextRequest();
    this.left--;
    return this.source();
  }

  private nextRequest(): void {
    this.left = this.perRequest;
    this.owed += this.writeShare;
    this.write = this.writes !== null && this.owed >= 1;
    if (this.write) {
      this.owed -= 1;
      this.source = this.writes!;
      return;
    }
    this.source = this.turns[this.turn]!;
    this.turn = (this.turn + 1) % this.turns.length;
  }
}

/** Numbers of accesses of one stream that begins at access `start`. */
function placesOf(drive: StreamDrive, start: number, seed: number): () => number {
  const { part, pattern } = drive;
  const bytes = accessBytes(part.organization);
  const total = Math.floor(rangeBytes / bytes);
  const perRequest = accessesPerRequest(drive);
  let i = 0;
  switch (pattern.kind) {
    case 'stream': return () => (start + i++) % total;
    case 'stride': return () => {
      const [request, offset] = [Math.floor(i / perRequest), i % perRequest];
      i++;
      return (start + Math.floor((request * pattern.bytes) / bytes) + offset) % total;
    };
    case 'chunks': {
      const rng = createRng(rngSeed + seed);
      const perChunk = Math.ceil(pattern.bytes / bytes);
      const chunks = Math.max(1, Math.floor(total / perChunk));
      let from = 0;
      return () => {
        const offset = i++ % perChunk;
        if (offset === 0) from = rng.integer(0, chunks - 1) * perChunk;
        return from + offset;
      };
    }
  }
}
