// Leading-one detector of four bits: the place of the highest one, and whether there is one.
module leading_one (
    input  wire [3:0] bits,
    output wire [1:0] place,   // 0 where there is no one
    output wire       found
);

    assign found = bits != 4'b0000;
    assign place = bits[3] ? 2'd3 :
                   bits[2] ? 2'd2 :
                   bits[1] ? 2'd1 : 2'd0;

endmodule
