package io.github.owner.backuptarget;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Every function of the interface. The functions use no network, clock or files.
 *
 * <p>Any thread can call any function. Each call has its own instance of the component. The evaluator keeps as many
 * instances as the machine has processors, but at least four. A program needs one evaluator.
 *
 * <p>Each function can throw a {@link ComponentException}. The next call works again.
 */
public final class Evaluator extends Functions {
    /** The maximum size of an instance's memory, if no other is given: 1 GiB. */
    public static final int DEFAULT_MAX_MEMORY_PAGES = 16_384;

    /** Addresses are an {@code int}. */
    private static final int MAX_MEMORY_PAGES = 32_767;

    private static final int CHUNK_BYTES = 1 << 20;

    private final Pool pool;

    /** Creates an evaluator whose instances have at most {@link #DEFAULT_MAX_MEMORY_PAGES}. */
    public Evaluator() {
        this(DEFAULT_MAX_MEMORY_PAGES);
    }

    /**
     * Creates an evaluator.
     *
     * @param maxMemoryPages The maximum size of an instance's memory, in pages of 64 KiB, up to 32,767. A call that
     *     needs more throws a {@link LimitException}. The memory is in the heap of the JVM, and needs up to three times
     *     its size while it grows.
     * @throws IllegalArgumentException if the number is out of range.
     */
    public Evaluator(int maxMemoryPages) {
        if (maxMemoryPages < 1 || maxMemoryPages > MAX_MEMORY_PAGES) {
            throw new IllegalArgumentException(
                    "maxMemoryPages: expected 1 to " + MAX_MEMORY_PAGES + ", not " + maxMemoryPages);
        }
        pool = new Pool(maxMemoryPages);
    }

    /**
     * Reads a cluster's objects without a cluster: only the built-in Kubernetes kinds are known, and those of the
     * CustomResourceDefinitions among the objects.
     *
     * @param stream See {@link #readInventory(InputStream, Cluster)}.
     * @throws InvalidInputException if the text is not a list of objects.
     * @throws IOException if the stream cannot be read.
     */
    public Inventory readInventory(InputStream stream) throws IOException {
        try (Cluster cluster = openCluster()) {
            return readInventory(stream, cluster);
        }
    }

    /**
     * Reads a cluster's objects.
     *
     * @param stream The output of {@code kubectl get -A -o json}, or what else an {@link InventoryReader} reads. It is
     *     read to its end, and not closed.
     * @param cluster The kinds that the cluster serves.
     * @throws InvalidInputException if the text is not a list of objects.
     * @throws InterruptedCallException if the thread was interrupted. The cluster is not lost.
     * @throws IOException if the stream cannot be read.
     */
    public Inventory readInventory(InputStream stream, Cluster cluster) throws IOException {
        try (InventoryReader reader = inventoryReader(cluster)) {
            while (true) {
                byte[] chunk = stream.readNBytes(CHUNK_BYTES);
                if (chunk.length == 0) {
                    break;
                }
                Steps.run(() -> {
                    reader.push(chunk);
                    return true;
                });
            }
            Inventory[] inventory = new Inventory[1];
            Steps.run(() -> {
                inventory[0] = reader.finish();
                return true;
            });
            return Objects.requireNonNull(inventory[0]);
        }
    }

    /** Returns a session, which calls functions by name with JSON. */
    public Session session() {
        return new Session(pool.take());
    }

    @Override
    Caller caller(@Nullable Resource resource) {
        return resource == null ? pool : resource.home();
    }

    @Override
    Home home(@Nullable Resource resource) {
        return resource == null ? new Home(pool) : resource.home();
    }
}
