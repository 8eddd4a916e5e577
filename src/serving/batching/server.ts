import type { KvSpace } from './kv-space.js';
import { prefixes } from './prefixes.js';
import type { ServedRequest } from './served-request.js';

/** What a scheduler is told. */
export interface Policy {
  /** Sequences that are in work at once. */
  readonly maxSequences: number;
  /** Tokens of one step. */
  readonly maxBatchedTokens: number;
  /** Whether a prompt may be spread over steps. */
  readonly chunkedPrefill: boolean;
  /** Who goes first where prompts wait while others decode. */
  readonly priority: 'prefill' | 'decode';
}

/** A prompt's part of a step. */
export interface PromptPart {
  readonly request: ServedRequest;
  readonly queries: number;
}

/** A step with parts of prompts, and with a token of each decoding sequence where `decodes`. Without parts it is a decode step. */
export interface Step {
  readonly parts: readonly PromptPart[];
  readonly decodes: boolean;
}

/** Who waits and who is in work, and the memory that they hold. */
export interface Server {
  readonly waiting: number;
  /** Requests whose prompts are not finished, and those that decode; each in the order of their admission, the former all later than the latter. */
  readonly prefilling: readonly ServedRequest[];
  readonly decoding: readonly ServedRequest[];
  /** Sequences that decode: samples of requests. */
  readonly decodingSequences: number;
  /** Bytes of keys and values in use, beginnings that nobody uses left out. */
  readonly usedBytes: number;
  /** The most that these have been. */
  readonly peakBytes: number;
  readonly preemptions: number;
  /** Tokens of prompts and answers that are read again after preemptions. */
  readonly recomputedTokens: number;
  /** Tokens of prompts that were found there. */
  readonly sharedTokens: number;
  /** False, and the request is not taken, where its keys and values would not fit if it were alone. */
  arrive(request: ServedRequest): boolean;
  /** What runs next: requests are admitted, and preempted where the memory does not last for one token more of each. Null where there is nothing to do. */
  plan(seconds: number): Step | null;
  /** Whether a request that arrives now might change the next step. */
  readonly heedsArrivals: boolean;
  /** Decode steps, up to `most`, for which the memory lasts. */
  stepsThatFit(most: number): number;
  /** Every decoding request has `steps` tokens more of each sample. Those that have ended leave, and are given back. */
  decoded(steps: number): readonly ServedRequest[];
  /** A part of a prompt was read; true where it was the last, which gives a token. The request decodes from then on, or has ended. */
  read(part: PromptPart): boolean;
}

/**
 * Scheduling at every iteration (Yu et al., OSDI 2022, section 3.1) over a cache in blocks (Kwon et al., SOSP 2023, sections 4.2 and 4.5): requests are admitted in the order of their
 * arrival while a sequence and the blocks of the whole prompt are free. Where a decode step lacks blocks, the request that was admitted last gives all its own back and reads prompt and answer again later.
 *
 * | chunked prefill | priority | a step |
 * | no | prefill | whole prompts, as many as fit into the tokens of a step; else a token of every sequence |
 * | no | decode | the same, but prompts are admitted only where nobody decodes yet: batches that run to their end |
 * | yes | prefill | parts of prompts up to the tokens of a step; else a token of every sequence |
 * | yes | decode | a token of every sequence, and parts of prompts with the tokens that are left (Agrawal et al., OSDI 2024, section 4.2: no stalls) |
 *
 * A prompt that is longer than a step may be, and must not be spread, has a step of its own.
 */
export function createServer(space: KvSpace, capacityBytes: number, samples: number, { maxSequences, maxBatchedTokens, chunkedPrefill, priority }: Policy): Server {
  const { blockTokens, tokenBytes, stateBytes, blockBytes } = space;
  const queue: ServedRequest[] = [];
  let queueHead = 0;
  /** Preempted requests, the one that goes first being last. */
  const returned: ServedRequest[] = [];
  const prefilling: ServedRequest[] = [];
  let decoding: ServedRequest[] = [];
  const kept = prefixes();
  let usedBytes = 0;
  let peakBytes = 0;
  const counts = { preemptions: 0, recomputedTokens: 0, sharedTokens: 0 };
  const mixes = chunkedPrefill && priority === 'decode';
  /** Whether a batch is put together that will run to its end. */
  let gathers = true;

  const wholeBlocks = (tokens: number): number => Math.floor(tokens / blockTokens) * blockTokens;
  /** Bytes that samples, and requests of a group, do not have each: samples share the whole blocks of the prompt. */
  const sharedBytes = ({ promptTokens, prefixTokens }: ServedRequest): number => (samples - 1) * tokenBytes(wholeBlocks(promptTokens)) + tokenBytes(prefixTokens);
  const ownBytes = (request: ServedRequest, tokens: number): number => samples * (tokenBytes(tokens) + stateBytes) - request.sharedBytes;
  const settle = (): void => {
    peakBytes = Math.max(peakBytes, usedBytes);
    while (usedBytes + kept.idleBytes > capacityBytes && kept.evict() > 0);
  };
  const hold = (request: ServedRequest, bytes: number): void => {
    usedBytes += bytes - request.heldBytes;
    request.heldBytes = bytes;
  };
  const leavePrefix = ({ group, prefixTokens, cached }: ServedRequest): void => {
    if (prefixTokens === 0) return;
    const before = kept.idleBytes;
    kept.leave(group);
    const freed = kept.idleBytes - before;
    usedBytes -= freed;
    // What its first user did not finish is of no use to others.
    if (freed > 0 && cached < prefixTokens) kept.forget(group);
  };
  const usePrefix = ({ group, prefixTokens }: ServedRequest): void => {
    if (prefixTokens === 0) return;
    const before = kept.idleBytes;
    const added = kept.has(group) ? 0 : tokenBytes(prefixTokens);
    kept.use(group, added);
    usedBytes += added + (before - kept.idleBytes);
  };
  const waitingHead = (): ServedRequest | undefined => returned[returned.length - 1] ?? queue[queueHead];
  const takeHead = (): void => {
    if (returned.length > 0) {
      returned.pop();
      return;
    }
    queueHead++;
    if (queueHead > 1000 && queueHead * 2 > queue.length) queueHead -= queue.splice(0, queueHead).length;
  };
  const leave = (request: ServedRequest): void => {
    hold(request, 0);
    leavePrefix(request);
  };

  /**
   * Admits the first that waits, where a sequence is free and so are the blocks of its prompt beside those that the next decode step wants. `room`: tokens of the step that are left,
   * which a prompt that must be read at once may exceed only if it has the step for itself.
   */
  const admit = (seconds: number, room: number): boolean => {
    const request = waitingHead();
    if (request === undefined || (decoding.length + prefilling.length + 1) * samples > maxSequences) return false;
    const isThere = request.prefixTokens > 0 && kept.has(request.group);
    const queries = request.target - (isThere ? request.prefixTokens : 0);
    if (chunkedPrefill ? room <= 0 : queries > room && room < maxBatchedTokens) return false;
    const prefixBytes = kept.isUsed(request.group) ? 0 : tokenBytes(request.prefixTokens);
    const bytes = usedBytes + ownBytes(request, request.target) + prefixBytes;
    if (bytes + decoding.length * samples * blockBytes > capacityBytes && bytes + grownBytes(1) > capacityBytes) return false;
    takeHead();
    usePrefix(request);
    hold(request, ownBytes(request, request.target));
    settle();
    request.cached = isThere ? request.prefixTokens : 0;
    counts.sharedTokens += request.cached;
    counts.recomputedTokens += request.generated > 0 ? queries : 0;
    request.admittedSeconds ??= seconds;
    prefilling.push(request);
    return true;
  };

  const preempt = (): void => {
    const request = prefilling.pop() ?? decoding.pop()!;
    leave(request);
    request.cached = 0;
    request.target = request.promptTokens + request.generated;
    returned.push(request);
    counts.preemptions++;
  };
  const grownBytes = (steps: number): number => {
    let bytes = 0;
    for (let i = 0; i < decoding.length; i++) bytes += ownBytes(decoding[i]!, decoding[i]!.cached + steps) - decoding[i]!.heldBytes;
    return bytes;
  };
  const fits = (steps: number): boolean => {
    const free = capacityBytes - usedBytes;
    return decoding.length * samples * Math.ceil(steps / blockTokens) * blockBytes <= free || grownBytes(steps) <= free;
  };
  const promptParts = (seconds: number, room: number): readonly PromptPart[] => {
    const parts: PromptPart[] = [];
    let left = room;
    for (let i = 0; ; i++) {
      if (i === prefilling.length && !admit(seconds, left)) break;
      const request = prefilling[i]!;
      const queries = chunkedPrefill ? Math.min(left, request.target - request.cached) : request.target - request.cached;
      if (queries <= 0) break;
      parts.push({ request, queries });
      left -= queries;
    }
    return parts;
  };

  return {
    get waiting() { return queue.length - queueHead + returned.length; },
    prefilling,
    get decoding() { return decoding; },
    get decodingSequences() { return decoding.length * samples; },
    get usedBytes() { return usedBytes; },
    get peakBytes() { return peakBytes; },
    get heedsArrivals() { return queue.length === queueHead && returned.length === 0 && (gathers || chunkedPrefill || priority === 'prefill'); },
    get preemptions() { return counts.preemptions; },
    get recomputedTokens() { return counts.recomputedTokens; },
    get sharedTokens() { return counts.sharedTokens; },
    arrive: (request) => {
      request.sharedBytes = sharedBytes(request);
      if (ownBytes(request, request.promptTokens + request.outputTokens - 1) + tokenBytes(request.prefixTokens) > capacityBytes) return false;
      queue.push(request);
      return true;
    },
    plan: (seconds) => {
      if (mixes) {
        while (!fits(1)) preempt();
        const parts = promptParts(seconds, maxBatchedTokens - decoding.length * samples);
        return parts.length === 0 && decoding.length === 0 ? null : { parts, decodes: decoding.length > 0 };
      }
      if (decoding.length === 0) gathers = true;
      if (priority === 'prefill' || gathers) {
        const parts = promptParts(seconds, maxBatchedTokens);
        if (parts.length > 0) return { parts, decodes: false };
      }
      gathers = false;
      while (!fits(1)) preempt();
      return decoding.length === 0 ? null : { parts: [], decodes: true };
    },
    stepsThatFit: (most) => {
      if (fits(most)) return most;
      let low = 1;
      let high = most;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (fits(middle)) low = middle;
        else high = middle;
      }
      return low;
    },
    decoded: (steps) => {
      let ended: ServedRequest[] | null = null;
      for (let i = 0; i < decoding.length; i++) {
        const request = decoding[i]!;
        request.cached += steps;
        request.generated += steps;
        hold(request, ownBytes(request, request.cached));
        if (request.generated >= request.outputTokens) (ended ??= []).push(request);
      }
      settle();
      if (ended === null) return none;
      decoding = decoding.filter(({ generated, outputTokens }) => generated < outputTokens);
      for (const request of ended) leave(request);
      return ended;
    },
    read: ({ request, queries }) => {
      request.cached += queries;
      if (request.cached < request.target) return false;
      prefilling.splice(prefilling.indexOf(request), 1);
      request.generated++;
      if (request.generated >= request.outputTokens) leave(request);
      else decoding.push(request);
      return true;
    },
  };
}

const none: readonly ServedRequest[] = [];
