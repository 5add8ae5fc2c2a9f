package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads a value. The parser is at its first token, and at its last token afterwards. */
@FunctionalInterface
interface Answer<T extends @Nullable Object> {
    T read(JsonParser json) throws IOException;
}
