import { codebookTileDesign } from '../../../../src/arch/codebook/rtl.js';
import type { TileParameters } from '../../../../src/arch/codebook/tile/parameters.js';
import { describeRowsAgain } from '../../../kit/rows-again.js';
import { familySweep } from '../../../kit/synthesis-sweep.js';

// The smallest, two of the fit and one of the test.
describeRowsAgain(familySweep<TileParameters>('codebook'), [0, 2, 12, 21], (p) => codebookTileDesign(p, []));
