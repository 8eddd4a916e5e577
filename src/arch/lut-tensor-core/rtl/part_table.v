// Signed sums of up to three elements, the first of them always added:
//
//   sums[i] = e[0] + sum over k >= 1 of (bit k-1 of i ? -e[k] : +e[k])
module part_table #(
    parameter COUNT    = 2,                                // elements, 1 to 3
    parameter BITS     = 8,                                // of an element, two's complement
    parameter SUM_BITS = 9                                 // BITS + ceil(log2 COUNT)
) (
    input  wire [COUNT*BITS-1:0]              elements,    // element 0 lowest
    output wire [(1<<(COUNT-1))*SUM_BITS-1:0] sums         // entry 0 lowest
);

    generate
        if (COUNT == 1) begin : one
            assign sums = elements;
        end else begin : more
            wire signed [BITS:0] first  = {elements[BITS-1], elements[BITS-1:0]};
            wire signed [BITS:0] second = {elements[2*BITS-1], elements[2*BITS-1:BITS]};
            wire signed [BITS:0] plus   = first + second;
            wire signed [BITS:0] minus  = first - second;
            if (COUNT == 2) begin : two
                assign sums = {minus, plus};
            end else begin : three
                wire signed [BITS+1:0] third = {{2{elements[3*BITS-1]}}, elements[3*BITS-1:2*BITS]};
                wire signed [BITS+1:0] sum   = {plus[BITS], plus};
                wire signed [BITS+1:0] rest  = {minus[BITS], minus};
                wire signed [BITS+1:0] sum_3 = rest - third;
                wire signed [BITS+1:0] sum_2 = sum - third;
                wire signed [BITS+1:0] sum_1 = rest + third;
                wire signed [BITS+1:0] sum_0 = sum + third;
                assign sums = {sum_3, sum_2, sum_1, sum_0};
            end
        end
    endgenerate

endmodule
