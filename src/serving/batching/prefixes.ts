/** The beginnings of prompts that are kept for groups of requests. One that nobody uses stays until its room is wanted, the one that was left first going first. */
export interface Prefixes {
  has(group: number): boolean;
  /** True where a request in work uses it. */
  isUsed(group: number): boolean;
  /** Bytes that would be free if those that nobody uses went. */
  readonly idleBytes: number;
  /** Uses the beginning of a group, which takes `bytes` where it is not there. */
  use(group: number, bytes: number): void;
  leave(group: number): void;
  /** Forgets a beginning that its only user did not finish. */
  forget(group: number): void;
  /** Lets go the one that was left first; its bytes, 0 where all are used. */
  evict(): number;
}

export function prefixes(): Prefixes {
  const kept = new Map<number, { readonly bytes: number; users: number }>();
  /** Groups that nobody uses, in the order in which they were left. */
  const idle = new Set<number>();
  let idleBytes = 0;
  const wake = (group: number, bytes: number): void => {
    if (idle.delete(group)) idleBytes -= bytes;
  };
  return {
    has: (group) => kept.has(group),
    isUsed: (group) => (kept.get(group)?.users ?? 0) > 0,
    get idleBytes() { return idleBytes; },
    use: (group, bytes) => {
      const entry = kept.get(group);
      if (entry === undefined) {
        kept.set(group, { bytes, users: 1 });
        return;
      }
      wake(group, entry.bytes);
      entry.users++;
    },
    leave: (group) => {
      const entry = kept.get(group)!;
      if (--entry.users > 0) return;
      idle.add(group);
      idleBytes += entry.bytes;
    },
    forget: (group) => {
      wake(group, kept.get(group)!.bytes);
      kept.delete(group);
    },
    evict: () => {
      for (const group of idle) {
        const { bytes } = kept.get(group)!;
        wake(group, bytes);
        kept.delete(group);
        return bytes;
      }
      return 0;
    },
  };
}
