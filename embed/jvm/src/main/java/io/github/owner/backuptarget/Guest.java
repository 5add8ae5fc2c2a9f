package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.github.owner.backuptarget.internal.EvaluatorModule;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import run.endive.runtime.ExportFunction;
import run.endive.runtime.Instance;
import run.endive.runtime.Memory;
import run.endive.runtime.WasmInterruptedException;

/** An instance of the component. One thread can use it at a time, and none after a call that failed. */
final class Guest {
    /** Maximum size of an instance that is used again. Its memory never shrinks. */
    private static final int MAX_IDLE_BYTES = 16 << 20;

    private static final int MAX_IDLE_BUFFER_BYTES = 1 << 20;

    private final LinearMemory memory;
    private final ExportFunction allocate;
    private final ExportFunction call;
    private final ExportFunction free;
    private Buffer buffer = new Buffer();
    private boolean hasFailed;

    /** Its bytes are not copied. */
    private static final class Buffer extends ByteArrayOutputStream {
        byte[] bytes() {
            return buf;
        }
    }

    /** What a function returned, or why it was not called. */
    record Reply(boolean isRefusal, byte[] json) {}

    Guest(int maxPages) {
        try {
            Instance instance = Instance.builder(EvaluatorModule.load())
                    .withMachineFactory(EvaluatorModule::create)
                    .withMemoryFactory(limits -> new LinearMemory(limits.initialPages(), maxPages))
                    .build();
            memory = (LinearMemory) instance.memory();
            allocate = instance.export("allocate");
            call = instance.export("call");
            free = instance.export("free");
        } catch (LinearMemory.Exceeded | OutOfMemoryError error) {
            throw new LimitException(LimitException.Limit.MEMORY, error);
        }
    }

    /** Returns whether a further call can use it. */
    boolean isReusable() {
        return !hasFailed && (long) memory.pages() * Memory.PAGE_SIZE <= MAX_IDLE_BYTES;
    }

    /** Calls a function, and reads its result. */
    <T extends @Nullable Object> T call(String function, Arguments arguments, Answer<T> answer) {
        try {
            buffer.reset();
            try (JsonGenerator json = Json.FACTORY.createGenerator(buffer)) {
                json.writeStartObject();
                arguments.write(json);
                json.writeEndObject();
            }
            Reply reply = run(function.getBytes(StandardCharsets.UTF_8), buffer.bytes(), buffer.size());
            if (buffer.size() > MAX_IDLE_BUFFER_BYTES) {
                buffer = new Buffer();
            }
            if (reply.isRefusal) {
                throw InvalidCallException.read(reply.json);
            }
            try (JsonParser json = Json.FACTORY.createParser(reply.json)) {
                json.nextToken();
                return answer.read(json);
            }
        } catch (IOException error) {
            throw new UncheckedIOException("the component's answer is not JSON", error);
        }
    }

    /**
     * Calls a function with JSON in UTF-8.
     *
     * @throws ComponentException if the call failed.
     */
    Reply run(byte[] function, byte[] arguments, int size) {
        // Endive ends the calls of an interrupted thread.
        boolean wasInterrupted = Thread.interrupted();
        hasFailed = true;
        try {
            int functionAt = write(function, function.length);
            int argumentsAt = write(arguments, size);
            int result = (int) call.apply(functionAt, function.length, argumentsAt, size)[0];
            boolean isRefusal = memory.read(result) == 1;
            byte[] json = memory.readBytes(memory.readInt(result + 4), memory.readInt(result + 8));
            free.apply(result);
            hasFailed = false;
            return new Reply(isRefusal, json);
        } catch (WasmInterruptedException error) {
            throw new InterruptedCallException("the thread was interrupted during the call", error);
        } catch (LinearMemory.Exceeded | OutOfMemoryError error) {
            throw new LimitException(LimitException.Limit.MEMORY, error);
        } catch (StackOverflowError error) {
            throw new LimitException(LimitException.Limit.STACK, error);
        } catch (RuntimeException error) {
            if (error.getCause() instanceof StackOverflowError) {
                throw new LimitException(LimitException.Limit.STACK, error);
            }
            throw new TrapException(error);
        } finally {
            if (wasInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private int write(byte[] bytes, int size) {
        int address = (int) allocate.apply(size)[0];
        memory.write(address, bytes, 0, size);
        return address;
    }
}
