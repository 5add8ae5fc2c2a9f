package io.github.owner.backuptarget;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import run.endive.runtime.ConstantEvaluators;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.wasm.WasmEngineException;
import run.endive.wasm.types.ActiveDataSegment;
import run.endive.wasm.types.DataSegment;

/**
 * The memory of an instance, in one array. Endive's own memory has an array for each page, and does not report that its
 * maximum was exceeded.
 */
@SuppressWarnings("removal")
final class LinearMemory implements Memory {
    /** Growing above the maximum throws it: Rust would only end with an unreachable instruction. */
    static final class Exceeded extends WasmEngineException {
        private static final long serialVersionUID = 1;

        Exceeded(int maxPages) {
            super("the call needs more than " + maxPages + " pages of memory");
        }
    }

    private static final VarHandle SHORT = view(short[].class);
    private static final VarHandle INT = view(int[].class);
    private static final VarHandle LONG = view(long[].class);
    private static final VarHandle FLOAT = view(float[].class);
    private static final VarHandle DOUBLE = view(double[].class);

    private final int initialPages;
    private final int maxPages;
    private int pages;
    /** Can be larger than the memory: it doubles when it grows. */
    private byte[] bytes;

    private DataSegment[] segments = new DataSegment[0];

    LinearMemory(int initialPages, int maxPages) {
        if (initialPages > maxPages) {
            throw new Exceeded(maxPages);
        }
        this.initialPages = initialPages;
        this.maxPages = maxPages;
        this.pages = initialPages;
        this.bytes = new byte[initialPages * PAGE_SIZE];
    }

    private static VarHandle view(Class<?> type) {
        return MethodHandles.byteArrayViewVarHandle(type, ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public int grow(int more) {
        int before = pages;
        int after = before + more;
        if (more < 0 || after < before || after > maxPages) {
            throw new Exceeded(maxPages);
        }
        int needed = after * PAGE_SIZE;
        if (needed > bytes.length) {
            long doubled = Math.min(2L * bytes.length, (long) maxPages * PAGE_SIZE);
            bytes = Arrays.copyOf(bytes, (int) Math.max(needed, doubled));
        }
        pages = after;
        return before;
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments) {
        initialize(instance, segments, 0);
    }

    @Override
    public void initialize(Instance instance, DataSegment[] segments, int index) {
        if (segments == null) {
            return;
        }
        this.segments = segments;
        for (DataSegment segment : segments) {
            if (segment instanceof ActiveDataSegment active && active.index() == index) {
                long offset = ConstantEvaluators.computeConstantValue(instance, active.offsetInstructions())[0];
                write((int) offset, active.data(), 0, active.data().length);
            }
        }
    }

    @Override
    public void initPassiveSegment(int segment, int to, int from, int size) {
        write(to, segments[segment].data(), from, size);
    }

    @Override
    public void drop(int segment) {}

    @Override
    public int pages() {
        return pages;
    }

    @Override
    public int initialPages() {
        return initialPages;
    }

    @Override
    public int maximumPages() {
        return maxPages;
    }

    @Override
    public void write(int address, byte[] data, int offset, int size) {
        System.arraycopy(data, offset, bytes, address, size);
    }

    @Override
    public byte read(int address) {
        return bytes[address];
    }

    @Override
    public byte[] readBytes(int address, int size) {
        byte[] copy = new byte[size];
        System.arraycopy(bytes, address, copy, 0, size);
        return copy;
    }

    @Override
    public void copy(int to, int from, int size) {
        System.arraycopy(bytes, from, bytes, to, size);
    }

    @Override
    public void fill(byte value, int from, int to) {
        Arrays.fill(bytes, from, to, value);
    }

    @Override
    public void zero() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public void writeI32(int address, int value) {
        INT.set(bytes, address, value);
    }

    @Override
    public int readInt(int address) {
        return (int) INT.get(bytes, address);
    }

    @Override
    public void writeLong(int address, long value) {
        LONG.set(bytes, address, value);
    }

    @Override
    public long readLong(int address) {
        return (long) LONG.get(bytes, address);
    }

    @Override
    public void writeShort(int address, short value) {
        SHORT.set(bytes, address, value);
    }

    @Override
    public short readShort(int address) {
        return (short) SHORT.get(bytes, address);
    }

    @Override
    public long readU16(int address) {
        return readShort(address) & 0xFFFF;
    }

    @Override
    public void writeByte(int address, byte value) {
        bytes[address] = value;
    }

    @Override
    public void writeF32(int address, float value) {
        FLOAT.set(bytes, address, value);
    }

    @Override
    public long readF32(int address) {
        return readInt(address);
    }

    @Override
    public float readFloat(int address) {
        return (float) FLOAT.get(bytes, address);
    }

    @Override
    public void writeF64(int address, double value) {
        DOUBLE.set(bytes, address, value);
    }

    @Override
    public double readDouble(int address) {
        return (double) DOUBLE.get(bytes, address);
    }

    @Override
    public long readF64(int address) {
        return readLong(address);
    }

    // The component has no threads.

    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public Object lock(int address) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int waitOn(int address, int expected, long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int waitOn(int address, long expected, long timeout) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int notify(int address, int count) {
        throw new UnsupportedOperationException();
    }
}
