// The symmetrised table of K activations, half of all their signed sums, the first activation always added:
//
//   entries[i] = a[0] + sum over k >= 1 of (bit k-1 of i ? -a[k] : +a[k])        2^(K-1) entries; the other half is their negation
//
//   This is the negation of the table of the paper (LUT Tensor Core, ISCA 2025, Eq. 4): entries are -K 2^(BITS-1) to K 2^(BITS-1) - 1, which
//   BITS + ceil(log2 K) bits hold, where the paper's reach K 2^(BITS-1) and take a bit more when K is a power of two.
//   The activations are cut in two parts whose sums are shared: 2, 6, 12, 24 and 44 adders for K = 2 to 6.
module half_table #(
    parameter K          = 4,                                    // activations, 2 to 6
    parameter BITS       = 8,                                    // of an activation, two's complement
    parameter ENTRY_BITS = 10                                    // BITS + ceil(log2 K)
) (
    input  wire [K*BITS-1:0]                  activations,       // activation 0 lowest
    output wire [(1<<(K-1))*ENTRY_BITS-1:0]   entries            // entry 0 lowest
);

    localparam LOW          = (K + 1) / 2;
    localparam HIGH         = K / 2;
    localparam LOW_BITS     = LOW == 1 ? BITS : LOW == 2 ? BITS + 1 : BITS + 2;
    localparam HIGH_BITS    = HIGH == 1 ? BITS : HIGH == 2 ? BITS + 1 : BITS + 2;
    localparam LOW_ENTRIES  = 1 << (LOW - 1);
    localparam HIGH_ENTRIES = 1 << (HIGH - 1);

    wire [LOW_ENTRIES*LOW_BITS-1:0]   low;
    wire [HIGH_ENTRIES*HIGH_BITS-1:0] high;

    part_table #(
        .COUNT    (LOW),
        .BITS     (BITS),
        .SUM_BITS (LOW_BITS)
    ) low_part (
        .elements (activations[LOW*BITS-1:0]),
        .sums     (low)
    );

    part_table #(
        .COUNT    (HIGH),
        .BITS     (BITS),
        .SUM_BITS (HIGH_BITS)
    ) high_part (
        .elements (activations[K*BITS-1:LOW*BITS]),
        .sums     (high)
    );

    // Bit LOW-1 of an index is the sign of the first activation of the high part. Where it is subtracted, the sum with all its signs turned is.
    genvar i;
    generate
        for (i = 0; i < LOW_ENTRIES * 2 * HIGH_ENTRIES; i = i + 1) begin : sums
            wire signed [LOW_BITS-1:0]   addend = low[(i % LOW_ENTRIES)*LOW_BITS +: LOW_BITS];
            wire signed [ENTRY_BITS-1:0] sum;
            if ((i / LOW_ENTRIES) % 2 == 0) begin : plus
                wire signed [HIGH_BITS-1:0] other = high[(i / (2*LOW_ENTRIES))*HIGH_BITS +: HIGH_BITS];
                assign sum = {{(ENTRY_BITS-LOW_BITS){addend[LOW_BITS-1]}}, addend} + {{(ENTRY_BITS-HIGH_BITS){other[HIGH_BITS-1]}}, other};
            end else begin : minus
                wire signed [HIGH_BITS-1:0] other = high[(HIGH_ENTRIES-1 - i / (2*LOW_ENTRIES))*HIGH_BITS +: HIGH_BITS];
                assign sum = {{(ENTRY_BITS-LOW_BITS){addend[LOW_BITS-1]}}, addend} - {{(ENTRY_BITS-HIGH_BITS){other[HIGH_BITS-1]}}, other};
            end
            assign entries[i*ENTRY_BITS +: ENTRY_BITS] = sum;
        end
    endgenerate

endmodule
