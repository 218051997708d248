package dev.rapport.memory.index;

import dev.rapport.memory.Embedding;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * As many numbers at once as a register holds, by the Vector API.
 *
 * <p>Bytes are widened to floats: the question keeps its full precision, and a fused multiply-add on floats is faster
 * than a multiplication of 32-bit integers. Two sums run side by side, since one would wait for its own last result.
 */
final class SimdDotProduct implements DotProduct {
    /** Below this a register of bytes for one register of floats would be smaller than any there is. */
    static final int REGISTER_BITS_MIN = 256;

    // Constants, or the compiler could not turn the operations into single instructions.
    private static final VectorSpecies<Float> FLOATS =
            registerBits() < REGISTER_BITS_MIN ? FloatVector.SPECIES_256 : FloatVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Byte> BYTES =
            VectorSpecies.of(byte.class, VectorShape.forBitSize(FLOATS.vectorBitSize() / Float.BYTES));
    private static final int LANES = FLOATS.length();

    static {
        if (Embedding.DIMENSIONS % (2 * LANES) != 0) {
            throw new IllegalStateException(
                    "lanes: " + LANES + " (expected: a divisor of " + Embedding.DIMENSIONS / 2 + ")");
        }
    }

    static int registerBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    @Override
    public float of(float[] query, byte[] rows, int offset) {
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = FloatVector.zero(FLOATS);
        for (int i = 0; i < Embedding.DIMENSIONS; i += 2 * LANES) {
            even = FloatVector.fromArray(FLOATS, query, i).fma(floats(rows, offset + i), even);
            odd = FloatVector.fromArray(FLOATS, query, i + LANES).fma(floats(rows, offset + i + LANES), odd);
        }
        return even.add(odd).reduceLanes(VectorOperators.ADD);
    }

    @Override
    public float of(byte[] left, int leftOffset, byte[] right, int rightOffset) {
        FloatVector even = FloatVector.zero(FLOATS);
        FloatVector odd = FloatVector.zero(FLOATS);
        for (int i = 0; i < Embedding.DIMENSIONS; i += 2 * LANES) {
            even = floats(left, leftOffset + i).fma(floats(right, rightOffset + i), even);
            odd = floats(left, leftOffset + i + LANES).fma(floats(right, rightOffset + i + LANES), odd);
        }
        return even.add(odd).reduceLanes(VectorOperators.ADD);
    }

    private static FloatVector floats(byte[] bytes, int offset) {
        return (FloatVector) ByteVector.fromArray(BYTES, bytes, offset).convertShape(VectorOperators.B2F, FLOATS, 0);
    }
}
