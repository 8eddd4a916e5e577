// The scale of a row's group as a stream of bits, highest first, for the dequantisers of the row.
//
//   The scale comes with the last term of its group, waits while that passes the pipeline, and is shifted out in eight steps.
module scale_serializer (
    input  wire       aclk,
    input  wire       advance,   // 0: nothing moves
    input  wire       take,      // `scale` is that of the group which ends
    input  wire [7:0] scale,     // unsigned
    input  wire       load,      // the next step is the first one
    input  wire       step,      // the bit is used
    output wire       scale_bit
);

    reg [7:0] waiting;
    reg [7:0] left;

    assign scale_bit = left[7];

    // The last step of a group may be the load of the next.
    always @(posedge aclk) begin
        if (advance) begin
            if (take)
                waiting <= scale;
            if (load)
                left <= waiting;
            else if (step)
                left <= {left[6:0], 1'b0};
        end
    end

endmodule
