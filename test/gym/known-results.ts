/**
 * Results that are known of the bundled problems. Hypervolumes of NSGA-II and NSGA-III: pymoo 0.6.2, its defaults with a population of 100 (92 with 91 directions), seeds 1 to 11, of the final
 * population. Optima: from the definitions. `accdse-a`: by enumeration of its 126,000 designs.
 */
export interface KnownBand { readonly problem: string; readonly agent: string; readonly evaluations: number; readonly optimum: number; readonly min: number; readonly q25: number; readonly median: number; readonly max: number }

export const knownBands: readonly KnownBand[] = [
  { problem: 'zdt1', agent: 'nsga-ii', evaluations: 25000, optimum: 0.8766666666666666, min: 0.8693805068859619, q25: 0.8695548619422615, median: 0.8696647607920394, max: 0.8700860495710231 },
  { problem: 'zdt2', agent: 'nsga-ii', evaluations: 25000, optimum: 0.5433333333333333, min: 0.535750559732585, q25: 0.5361028071326968, median: 0.5362868065690678, max: 0.5366903331119428 },
  { problem: 'zdt3', agent: 'nsga-ii', evaluations: 25000, optimum: 1.3317629086477074, min: 1.3271314790304292, q25: 1.3273092889359497, median: 1.327424788585959, max: 1.327964099276296 },
  { problem: 'zdt4', agent: 'nsga-ii', evaluations: 25000, optimum: 0.8766666666666666, min: 0.8565402720191644, q25: 0.8620704000400881, median: 0.8647646557221852, max: 0.8695731346578636 },
  { problem: 'dtlz2', agent: 'nsga-ii', evaluations: 25000, optimum: 0.8074012244017016, min: 0.6900191233119116, q25: 0.69638792099678, median: 0.7024432965719781, max: 0.7087361439252948 },
  { problem: 'dtlz2', agent: 'nsga-iii', evaluations: 23000, optimum: 0.8074012244017016, min: 0.7438608662419248, q25: 0.7441995539888738, median: 0.7445106390352432, max: 0.74475339055728 },
  { problem: 'mw1', agent: 'nsga-ii', evaluations: 25000, optimum: 0.5940185030000001, min: 0, q25: 0.16642692321066227, median: 0.5765353297614086, max: 0.5918614262288806 },
];

/** Hypervolume of the whole front of each problem with other reference points. */
export const otherReferences: readonly { readonly problem: string; readonly reference: readonly number[]; readonly hypervolume: number }[] = [
  { problem: 'zdt1', reference: [1, 1], hypervolume: 0.6666666666666666 },
  { problem: 'zdt1', reference: [11, 11], hypervolume: 120.66666666666667 },
  { problem: 'zdt2', reference: [1, 1], hypervolume: 0.3333333333333333 },
  { problem: 'zdt2', reference: [11, 11], hypervolume: 120.33333333333333 },
  { problem: 'zdt3', reference: [11, 11], hypervolume: 128.77811613068107 },
  { problem: 'dtlz2', reference: [1, 1, 1], hypervolume: 0.4764012244017012 },
];

export interface KnownDesign { readonly design: Readonly<Record<string, number | string>>; readonly metrics: Readonly<Record<string, number>>; readonly feasible: boolean }

export const accdse = { size: 126_000, legal: 72_824, hypervolume: 79.18321340163557, bestEnergy: 1.876929611851852 } as const;

export const accdseSpots: readonly KnownDesign[] = [
  { design: { dataflow: 'IS', rows: 64, cols: 64, wbits: 8, freq_mhz: 225, channels: 16, buf_kib: 2048, double_buffer: 0 }, metrics: { latency_us: 317.6703433172303, power_w: 31.6416, energy_mj: 10.051597935106475, dsp: 4096, bram36: 584, fmax: 238, loss: 0 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 16, wbits: 8, freq_mhz: 300, channels: 1, buf_kib: 512, double_buffer: 1 }, metrics: { latency_us: 1943.8074074074075, power_w: 11.5768, energy_mj: 22.503069594074077, dsp: 256, bram36: 260, fmax: 330, loss: 0 }, feasible: true },
  { design: { dataflow: 'WS', rows: 64, cols: 8, wbits: 3, freq_mhz: 300, channels: 2, buf_kib: 256, double_buffer: 0 }, metrics: { latency_us: 1191.7369558776168, power_w: 10.3408, energy_mj: 12.32351351333926, dsp: 256, bram36: 129, fmax: 307, loss: 0.35 }, feasible: true },
  { design: { dataflow: 'IS', rows: 16, cols: 128, wbits: 3, freq_mhz: 225, channels: 8, buf_kib: 1024, double_buffer: 1 }, metrics: { latency_us: 487.45185185185187, power_w: 18.1824, energy_mj: 8.863044551111113, dsp: 1024, bram36: 600, fmax: 261, loss: 0.35 }, feasible: true },
  { design: { dataflow: 'OS', rows: 128, cols: 128, wbits: 8, freq_mhz: 250, channels: 8, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 403.19429565217393, power_w: 76.96000000000001, energy_mj: 31.02983299339131, dsp: 16384, bram36: 370, fmax: 196, loss: 0 }, feasible: false },
  { design: { dataflow: 'OS', rows: 16, cols: 128, wbits: 2, freq_mhz: 300, channels: 8, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 448.30965797101453, power_w: 12.9856, energy_mj: 5.821569894548406, dsp: 512, bram36: 159, fmax: 241, loss: 1.6 }, feasible: false },
  { design: { dataflow: 'OS', rows: 8, cols: 8, wbits: 4, freq_mhz: 300, channels: 4, buf_kib: 2048, double_buffer: 1 }, metrics: { latency_us: 8740.133333333333, power_w: 17.5456, energy_mj: 153.35088341333332, dsp: 32, bram36: 927, fmax: 324, loss: 0.1 }, feasible: true },
  { design: { dataflow: 'IS', rows: 64, cols: 32, wbits: 4, freq_mhz: 200, channels: 4, buf_kib: 256, double_buffer: 0 }, metrics: { latency_us: 712.2582724637681, power_w: 12.855466666666667, energy_mj: 9.156412479715554, dsp: 1024, bram36: 153, fmax: 269, loss: 0.1 }, feasible: true },
];

export const accdseFront: readonly KnownDesign[] = [
  { design: { dataflow: 'WS', rows: 128, cols: 128, wbits: 3, freq_mhz: 200, channels: 16, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 47.51111111111111, power_w: 39.505066666666664, energy_mj: 1.876929611851852 }, feasible: true },
  { design: { dataflow: 'WS', rows: 128, cols: 128, wbits: 3, freq_mhz: 200, channels: 16, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 55.85349565217391, power_w: 38.993066666666664, energy_mj: 2.177899079531594 }, feasible: true },
  { design: { dataflow: 'WS', rows: 128, cols: 128, wbits: 3, freq_mhz: 150, channels: 16, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 62.681481481481484, power_w: 31.8848, energy_mj: 1.9985865007407408 }, feasible: true },
  { design: { dataflow: 'WS', rows: 128, cols: 128, wbits: 3, freq_mhz: 150, channels: 16, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 73.80466086956523, power_w: 31.372799999999998, energy_mj: 2.3154588645286958 }, feasible: true },
  { design: { dataflow: 'WS', rows: 64, cols: 128, wbits: 3, freq_mhz: 225, channels: 8, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 82.90864197530864, power_w: 26.1696, energy_mj: 2.169685997037037 }, feasible: true },
  { design: { dataflow: 'WS', rows: 64, cols: 128, wbits: 3, freq_mhz: 200, channels: 8, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 93.02222222222223, power_w: 24.264533333333333, energy_mj: 2.257140811851852 }, feasible: true },
  { design: { dataflow: 'WS', rows: 64, cols: 128, wbits: 3, freq_mhz: 200, channels: 8, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 109.70699130434782, power_w: 23.752533333333332, energy_mj: 2.605818967856232 }, feasible: true },
  { design: { dataflow: 'WS', rows: 64, cols: 128, wbits: 3, freq_mhz: 150, channels: 8, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 123.36296296296297, power_w: 20.4544, energy_mj: 2.5233153896296296 }, feasible: true },
  { design: { dataflow: 'WS', rows: 64, cols: 128, wbits: 3, freq_mhz: 150, channels: 8, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 145.60932173913045, power_w: 19.9424, energy_mj: 2.903799337850435 }, feasible: true },
  { design: { dataflow: 'WS', rows: 32, cols: 128, wbits: 3, freq_mhz: 250, channels: 4, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 147.63555555555556, power_w: 18.416, energy_mj: 2.7188563911111108 }, feasible: true },
  { design: { dataflow: 'WS', rows: 32, cols: 128, wbits: 3, freq_mhz: 225, channels: 4, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 163.81728395061728, power_w: 17.5968, energy_mj: 2.8826599822222225 }, feasible: true },
  { design: { dataflow: 'WS', rows: 32, cols: 128, wbits: 3, freq_mhz: 200, channels: 4, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 184.04444444444445, power_w: 16.644266666666667, energy_mj: 3.063284811851852 }, feasible: true },
  { design: { dataflow: 'WS', rows: 32, cols: 128, wbits: 3, freq_mhz: 200, channels: 4, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 217.41398260869565, power_w: 16.132266666666666, energy_mj: 3.507380344505507 }, feasible: true },
  { design: { dataflow: 'WS', rows: 32, cols: 128, wbits: 3, freq_mhz: 150, channels: 4, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 244.72592592592594, power_w: 14.7392, energy_mj: 3.6070643674074074 }, feasible: true },
  { design: { dataflow: 'WS', rows: 32, cols: 128, wbits: 3, freq_mhz: 150, channels: 4, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 289.2186434782609, power_w: 14.2272, energy_mj: 4.114771484493914 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 250, channels: 2, buf_kib: 256, double_buffer: 1 }, metrics: { latency_us: 293.2711111111111, power_w: 13.719999999999999, energy_mj: 4.023679644444444 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 250, channels: 4, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 302.8957217391304, power_w: 13.552, energy_mj: 4.104842821008695 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 225, channels: 4, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 325.63456790123456, power_w: 13.142399999999999, energy_mj: 4.279619745185185 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 200, channels: 4, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 366.0888888888889, power_w: 12.599466666666666, energy_mj: 4.612524752592592 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 200, channels: 2, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 432.8279652173913, power_w: 12.322133333333333, energy_mj: 5.333363897804058 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 150, channels: 4, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 487.45185185185187, power_w: 11.5136, energy_mj: 5.6123256414814815 }, feasible: true },
  { design: { dataflow: 'WS', rows: 16, cols: 128, wbits: 3, freq_mhz: 150, channels: 2, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 576.4372869565218, power_w: 11.3696, energy_mj: 6.55386137778087 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 128, wbits: 3, freq_mhz: 250, channels: 2, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 584.5422222222222, power_w: 11.16, energy_mj: 6.5234912000000005 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 128, wbits: 3, freq_mhz: 250, channels: 2, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 603.7914434782608, power_w: 10.904, energy_mj: 6.583741899686956 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 128, wbits: 3, freq_mhz: 225, channels: 2, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 649.2691358024691, power_w: 10.6992, energy_mj: 6.946660337777778 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 128, wbits: 3, freq_mhz: 200, channels: 2, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 730.1777777777778, power_w: 10.427733333333334, energy_mj: 7.614099152592594 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 128, wbits: 3, freq_mhz: 200, channels: 1, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 863.6559304347826, power_w: 10.417066666666669, energy_mj: 8.99676140440116 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 128, wbits: 3, freq_mhz: 150, channels: 2, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 972.9037037037037, power_w: 9.8848, energy_mj: 9.616958530370372 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 64, wbits: 3, freq_mhz: 250, channels: 1, buf_kib: 128, double_buffer: 1 }, metrics: { latency_us: 1167.0844444444444, power_w: 9.836000000000002, energy_mj: 11.479442595555557 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 64, wbits: 3, freq_mhz: 250, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 1205.5828869565216, power_w: 9.580000000000002, energy_mj: 11.549484057043479 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 64, wbits: 3, freq_mhz: 225, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 1296.5382716049382, power_w: 9.4776, energy_mj: 12.288071122962963 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 64, wbits: 3, freq_mhz: 200, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 1458.3555555555556, power_w: 9.341866666666668, energy_mj: 13.623763152592595 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 64, wbits: 3, freq_mhz: 150, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 1943.8074074074075, power_w: 9.0704, energy_mj: 17.631110708148146 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 250, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 2332.168888888889, power_w: 9.068000000000001, energy_mj: 21.14810748444445 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 225, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 2591.0765432098765, power_w: 9.016800000000002, energy_mj: 23.36321897481482 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 200, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 2914.711111111111, power_w: 8.932266666666667, energy_mj: 26.03497690074074 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 225, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 3356.992925818572, power_w: 8.888800000000002, energy_mj: 29.83963871901613 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 200, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 3776.3670415458937, power_w: 8.804266666666667, energy_mj: 33.24814246498113 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 150, channels: 1, buf_kib: 64, double_buffer: 1 }, metrics: { latency_us: 3885.614814814815, power_w: 8.7632, energy_mj: 34.05041974518519 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 16, wbits: 3, freq_mhz: 300, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 4651.531197423511, power_w: 8.7352, energy_mj: 40.63205531573386 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 32, wbits: 3, freq_mhz: 150, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 5034.489388727859, power_w: 8.6352, energy_mj: 43.4738227695428 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 16, wbits: 3, freq_mhz: 200, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 6689.078152657005, power_w: 8.599466666666668, energy_mj: 57.522504604502174 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 8, wbits: 3, freq_mhz: 300, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 8535.146012238325, power_w: 8.581600000000002, energy_mj: 73.24520901862444 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 16, wbits: 3, freq_mhz: 150, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 8918.104203542673, power_w: 8.4816, energy_mj: 75.63979261276754 }, feasible: true },
  { design: { dataflow: 'WS', rows: 8, cols: 8, wbits: 3, freq_mhz: 150, channels: 1, buf_kib: 64, double_buffer: 0 }, metrics: { latency_us: 16685.333833172303, power_w: 8.4048, energy_mj: 140.23689380104656 }, feasible: true },
];

/** Share of the whole hypervolume that n uniform draws reach: mean, 10th and 90th percentile of 400 runs. */
export const accdseRandomShares: readonly { readonly draws: number; readonly mean: number; readonly p10: number; readonly p90: number }[] = [
  { draws: 50, mean: 0.6717459884202558, p10: 0.5758342130340155, p90: 0.77378810319268 },
  { draws: 100, mean: 0.7410615076850686, p10: 0.6680839241978499, p90: 0.8093496937435448 },
  { draws: 200, mean: 0.7850832729245544, p10: 0.7194941034918587, p90: 0.8568722444497332 },
  { draws: 500, mean: 0.8552870934864668, p10: 0.8117385127548881, p90: 0.9009621602239719 },
  { draws: 1000, mean: 0.8877585937184216, p10: 0.8473160628829894, p90: 0.928791667383623 },
  { draws: 2000, mean: 0.9171898591594886, p10: 0.8851364858321844, p90: 0.9484743217922253 },
];

/** Mean of (best energy / optimum - 1) over n uniform draws: exact, by order statistics. */
export const accdseRandomRegrets: readonly { readonly draws: number; readonly mean: number; readonly median: number }[] = [
  { draws: 10, mean: 4.036763382528776, median: 3.260844726849977 },
  { draws: 20, mean: 2.5171077835643136, median: 2.2279685211883047 },
  { draws: 50, mean: 1.542459497117636, median: 1.439085612126346 },
  { draws: 100, mean: 1.1088141995121283, median: 1.055469131475454 },
  { draws: 200, mean: 0.8095741804280041, median: 0.7744572731194235 },
  { draws: 500, mean: 0.5346455507574273, median: 0.5291117908083465 },
  { draws: 1000, mean: 0.385108139161245, median: 0.35905095146218824 },
  { draws: 2000, mean: 0.26905457520115217, median: 0.2533211435065179 },
];
