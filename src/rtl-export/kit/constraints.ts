import { commentLines } from './plain-text.js';

/** The period of a clock in whole picoseconds, rounded down so that the constraint is never the weaker one, as nanoseconds: `4.444` for 225 MHz. */
export function periodNs(clockHz: number): string {
  return (Math.floor(1e12 / clockHz) / 1000).toFixed(3);
}

/** Constraints for synthesis out of context: the clock alone. Paths from and to the ports have no delay and are not judged. */
export function constraintsSource(top: string, clockHz: number, version: string): string {
  return `${commentLines('#', `Constraints of ${top} for synthesis out of context, made by archsim ${version}: the clock of the design, ${clockHz / 1e6} MHz. `
    + 'They are for read_xdc -mode out_of_context; where the module is instantiated, the clock comes from the design around it.')}
create_clock -name aclk -period ${periodNs(clockHz)} [get_ports aclk]
`;
}
