import { shiftAddTileDesign } from '../../../../src/arch/shift-add/rtl.js';
import type { TileParameters } from '../../../../src/arch/shift-add/tile/parameters.js';
import { describeRowsAgain } from '../../../kit/rows-again.js';
import { familySweep } from '../../../kit/synthesis-sweep.js';

// The smallest, two of the fit and one of the test.
describeRowsAgain(familySweep<TileParameters>('shift-add'), [0, 1, 9, 16], (p) => shiftAddTileDesign(p, []));
