package io.github.owner.backuptarget.internal;

/**
 * Unsigned comparisons without a branch, for the compiled module. Endive's use {@code Integer.compareUnsigned}. HotSpot
 * of Java 17.0.15 compiles them wrongly in some functions, and calls then trap. Java 25.0.2 does not.
 */
public final class Unsigned {
    private static final long INT = 0xFFFFFFFFL;

    private Unsigned() {}

    public static int I32_LT_U(int a, int b) {
        return (int) ((a & INT) - (b & INT) >>> 63);
    }

    public static int I32_GT_U(int a, int b) {
        return I32_LT_U(b, a);
    }

    public static int I32_LE_U(int a, int b) {
        return I32_LT_U(b, a) ^ 1;
    }

    public static int I32_GE_U(int a, int b) {
        return I32_LT_U(a, b) ^ 1;
    }

    public static int I64_LT_U(long a, long b) {
        return (int) ((~a & b | (~a | b) & a - b) >>> 63);
    }

    public static int I64_GT_U(long a, long b) {
        return I64_LT_U(b, a);
    }

    public static int I64_LE_U(long a, long b) {
        return I64_LT_U(b, a) ^ 1;
    }

    public static int I64_GE_U(long a, long b) {
        return I64_LT_U(a, b) ^ 1;
    }
}
