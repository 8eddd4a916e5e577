/** A row that cannot be read: it is shown as not modelled, with this reason. */
export class Malformed extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'Malformed';
  }
}
