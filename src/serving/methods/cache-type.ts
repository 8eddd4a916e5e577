import { reject } from '../../sim/core/diagnostics.js';
import { quote } from '../../sim/core/quote.js';
import { dataType } from '../../sim/model/datatype.js';
import type { Deployment } from '../deployment.js';
import { redeployed } from '../redeploy.js';

/** The deployment with keys and values in another format. */
export function cacheType(deployment: Deployment, name: string, pointer: string): Deployment {
  const kvCache = dataType(name);
  if (kvCache === undefined) return reject('scenario/unknown-format', `no number format ${quote(name)} of keys and values is known`, { pointer, remedy: 'archsim list datatypes has them all' });
  return redeployed(deployment, { scheme: { ...deployment.scheme, name: `${deployment.scheme.name} with ${name} cache`, kvCache } });
}
