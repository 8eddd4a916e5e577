// Sums of scale groups times their scales, added up over a reduction, in one DSP48E2:
//
//   total = (restart ? 0 : total) + group_sum * scale,   where `add` is high
//
// `group_sum` and `scale` come two cycles before their `add` and `restart`; `total` follows those by one. The registers are the block's
// own: A = group_sum and B = scale, then M, then P = total. P wraps at 48 bits.
module group_scale #(
    parameter GROUP_BITS = 27    // bits of a group's sum, at most the 27 of the multiplier's port
) (
    input  wire                  aclk,
    input  wire                  enable,
    input  wire [GROUP_BITS-1:0] group_sum,     // signed
    input  wire [15:0]           scale,         // unsigned
    input  wire                  add,
    input  wire                  restart,       // this group is the first of its reduction
    output wire [47:0]           total          // signed
);

    reg signed [GROUP_BITS-1:0] multiplicand;
    reg        [15:0]           multiplier;
    (* use_dsp = "yes" *) reg signed [GROUP_BITS+15:0] product;
    (* use_dsp = "yes" *) reg signed [47:0] sum;

    wire signed [16:0] multiplier_signed = {1'b0, multiplier};
    wire signed [47:0] product_extended  = {{(48-GROUP_BITS-16){product[GROUP_BITS+15]}}, product};

    always @(posedge aclk)
        if (enable) begin
            multiplicand <= group_sum;
            multiplier   <= scale;
            product      <= multiplicand * multiplier_signed;
            if (add)
                sum <= restart ? product_extended : sum + product_extended;
        end

    assign total = sum;

endmodule
