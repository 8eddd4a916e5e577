// product = a * b, without a register. With USE_DSP = 0 it is a row of adders for each bit of b behind the first, so that no DSP block is taken.
module archsim_multiply #(
    parameter A_BITS  = 8,          // signed
    parameter B_BITS  = 8,          // unsigned
    parameter USE_DSP = 1
) (
    input  wire [A_BITS-1:0]        a,
    input  wire [B_BITS-1:0]        b,
    output wire [A_BITS+B_BITS-1:0] product   // signed
);

    generate
        if (USE_DSP != 0) begin : operator
            wire signed [A_BITS-1:0]        a_signed = a;
            wire signed [B_BITS:0]          b_signed = {1'b0, b};
            wire signed [A_BITS+B_BITS:0]   full     = a_signed * b_signed;

            assign product = full[A_BITS+B_BITS-1:0];

            wire unused_sign = &{1'b0, full[A_BITS+B_BITS]};
        end else begin : adders
            // Behind step k, row is floor(a * b[k:0] / 2^k), and its lowest bit is bit k of the product.
            reg [A_BITS:0]   row;
            reg [B_BITS-1:0] low;
            integer k;

            always @* begin
                row = {(A_BITS+1){1'b0}};
                low = {B_BITS{1'b0}};
                for (k = 0; k < B_BITS; k = k + 1) begin
                    row    = {row[A_BITS], row[A_BITS:1]} + (b[k] ? {a[A_BITS-1], a} : {(A_BITS+1){1'b0}});
                    low[k] = row[0];
                end
            end

            assign product = {row[A_BITS:1], low};
        end
    endgenerate

endmodule
