import { lutArrayTileDesign } from '../../../../src/arch/lut-tensor-core/rtl.js';
import type { TileParameters } from '../../../../src/arch/lut-tensor-core/tile/parameters.js';
import { describeRowsAgain } from '../../../kit/rows-again.js';
import { familySweep } from '../../../kit/synthesis-sweep.js';

// The smallest, two of the fit and one of the test.
describeRowsAgain(familySweep<TileParameters>('lut-tensor-core'), [0, 2, 9, 20], (p) => lutArrayTileDesign(p, []));
