/** How a model is spread over devices. */
export interface Parallelism { readonly tensor: number; readonly pipeline: number; readonly expert: number }

/** Every way to spread a model over so many devices, tensor parallelism first: T x P x E = devices. */
export function parallelismsOf(devices: number): readonly Parallelism[] {
  const ways: Parallelism[] = [];
  for (let expert = 1; expert <= devices; expert++) {
    if (devices % expert !== 0) continue;
    for (let pipeline = 1; pipeline <= devices / expert; pipeline++) {
      if ((devices / expert) % pipeline === 0) ways.push({ tensor: devices / expert / pipeline, pipeline, expert });
    }
  }
  return ways;
}
