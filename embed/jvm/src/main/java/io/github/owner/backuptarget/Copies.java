package io.github.owner.backuptarget;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Copies of collections that cannot be modified. */
final class Copies {
    private Copies() {}

    static <T> List<T> of(List<T> list) {
        return List.copyOf(list);
    }

    static <T> @Nullable List<T> ofNullable(@Nullable List<T> list) {
        return list == null ? null : List.copyOf(list);
    }

    /** Keeps the order of the keys, which {@link Map#copyOf} does not. */
    static Map<String, String> of(Map<String, String> map) {
        Map<String, String> copy = new LinkedHashMap<>(map);
        copy.forEach((key, value) -> {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(value, "value");
        });
        return Collections.unmodifiableMap(copy);
    }

    static @Nullable Map<String, String> ofNullable(@Nullable Map<String, String> map) {
        return map == null ? null : of(map);
    }
}
