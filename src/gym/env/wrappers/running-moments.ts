/** Mean and variance of numbers as they come (Welford, Technometrics 4(3), 1962), over the whole population; the variance of fewer than two is 1. */
export class RunningMoments {
  count = 0;
  mean = 0;
  private squares = 0;

  add(value: number): void {
    this.count++;
    const from = value - this.mean;
    this.mean += from / this.count;
    this.squares += from * (value - this.mean);
  }

  get variance(): number {
    return this.count < 2 ? 1 : this.squares / this.count;
  }
}
