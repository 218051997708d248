package dev.rapport.memory.index;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/** Multiplies vectors of {@link dev.rapport.memory.Embedding#DIMENSIONS} numbers. Implementations have no state. */
interface DotProduct {
    /** {@code scalar} or {@code simd} overrules the choice; anything else, or nothing, leaves it to the machine. */
    String PROPERTY = "rapport.memory.dot-product";

    /** A question against the row that begins at {@code offset}. */
    float of(float[] query, byte[] rows, int offset);

    /** Two rows, each beginning at its offset. */
    float of(byte[] left, int leftOffset, byte[] right, int rightOffset);

    /** The one for this machine. The only place that chooses; says which and why in the log. */
    static DotProduct choose() {
        Logger log = System.getLogger(DotProduct.class.getName());
        String wanted = System.getProperty(PROPERTY, "");
        if (wanted.equals("scalar")) {
            log.log(Level.INFO, "dot product: scalar, because {0}=scalar", PROPERTY);
            return new ScalarDotProduct();
        }
        // Asked before SimdDotProduct is touched: without the module its class would not even load.
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            log.log(Level.WARNING, "dot product: scalar, 5 times slower; add --add-modules=jdk.incubator.vector");
            return new ScalarDotProduct();
        }
        int bits = SimdDotProduct.registerBits();
        if (bits < SimdDotProduct.REGISTER_BITS_MIN && !wanted.equals("simd")) {
            log.log(Level.INFO, "dot product: scalar, because registers have {0} bits", bits);
            return new ScalarDotProduct();
        }
        log.log(Level.INFO, "dot product: SIMD, {0} bits", bits);
        return new SimdDotProduct();
    }
}
