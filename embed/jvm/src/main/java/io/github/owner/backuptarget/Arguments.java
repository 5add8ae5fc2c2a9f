package io.github.owner.backuptarget;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes the members of the arguments of a call. */
@FunctionalInterface
interface Arguments {
    Arguments NONE = json -> {};

    void write(JsonGenerator json) throws IOException;
}
