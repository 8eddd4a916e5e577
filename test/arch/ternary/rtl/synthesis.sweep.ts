import type { CoreParameters } from '../../../../src/arch/ternary/core/parameters.js';
import { ternaryTileDesign } from '../../../../src/arch/ternary/rtl.js';
import { describeRowsAgain } from '../../../kit/rows-again.js';
import { familySweep } from '../../../kit/synthesis-sweep.js';

// The smallest, one of the fit and two of the test.
describeRowsAgain(familySweep<CoreParameters>('ternary'), [0, 6, 14, 20], (p) => ternaryTileDesign(p, []));
