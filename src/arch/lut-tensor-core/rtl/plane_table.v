// The table of a row for the plane under way: entries times 2^plane.
//
//   Taken from new activations with the first plane of a group, and doubled with each plane that follows, so that no look-up has a shifter.
module plane_table #(
    parameter K          = 4,                                                // activations, 2 to 6
    parameter ACT_BITS   = 8,                                                // of an activation
    parameter ENTRY_BITS = 10,                                               // ACT_BITS + ceil(log2 K)
    parameter PLANES     = 4                                                 // planes of the widest weights, 1 to 8
) (
    input  wire                                       aclk,
    input  wire                                       take,                  // a plane is issued
    input  wire                                       first_plane,           // of its group
    input  wire [K*ACT_BITS-1:0]                      activations,           // used with the first plane
    output reg  [(1<<(K-1))*(ENTRY_BITS+PLANES-1)-1:0] entries
);

    localparam WIDTH = ENTRY_BITS + PLANES - 1;

    wire [(1<<(K-1))*ENTRY_BITS-1:0] sums;

    half_table #(
        .K          (K),
        .BITS       (ACT_BITS),
        .ENTRY_BITS (ENTRY_BITS)
    ) table_of_sums (
        .activations (activations),
        .entries     (sums)
    );

    genvar i;
    generate
        for (i = 0; i < (1 << (K-1)); i = i + 1) begin : each
            wire signed [ENTRY_BITS-1:0] sum = sums[i*ENTRY_BITS +: ENTRY_BITS];
            wire signed [WIDTH-1:0]      opening = {{(WIDTH-ENTRY_BITS+1){sum[ENTRY_BITS-1]}}, sum[ENTRY_BITS-2:0]};
            wire signed [WIDTH-1:0]      held = entries[i*WIDTH +: WIDTH];

            always @(posedge aclk) begin
                if (take)
                    entries[i*WIDTH +: WIDTH] <= first_plane ? opening : held <<< 1;
            end
        end
    endgenerate

endmodule
