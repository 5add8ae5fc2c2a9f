package io.github.owner.backuptarget;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.ArrayList;
import java.util.stream.Stream;

/**
 * Lists the methods that HotSpot never compiles, since they have more than 8,000 bytes of bytecode. It reads class
 * files as in chapter 4 of the Java Virtual Machine Specification.
 */
final class LargeMethods {
    static final int MAX_COMPILED_BYTES = 8000;

    private LargeMethods() {}

    record Method(String name, int bytes) {}

    /** Returns the large methods of the classes in a folder, largest first. */
    static List<Method> in(Path folder) throws IOException {
        List<Method> found = new ArrayList<>();
        List<Path> classes;
        try (Stream<Path> files = Files.list(folder)) {
            classes = files.filter(file -> file.toString().endsWith(".class")).toList();
        }
        for (Path file : classes) {
            try (DataInputStream data = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
                read(data, found);
            }
        }
        found.removeIf(method -> method.bytes <= MAX_COMPILED_BYTES);
        found.sort(Comparator.comparing(Method::bytes).reversed());
        return found;
    }

    private static void read(DataInputStream data, List<Method> found) throws IOException {
        data.skipNBytes(8); // Magic number and version.
        String[] texts = constants(data);
        data.skipNBytes(6); // Access, class, superclass.
        data.skipNBytes(2L * data.readUnsignedShort()); // Interfaces.
        members(data, texts, new ArrayList<>()); // Fields.
        members(data, texts, found);
    }

    private static String[] constants(DataInputStream data) throws IOException {
        String[] texts = new String[data.readUnsignedShort()];
        for (int at = 1; at < texts.length; at++) {
            int tag = data.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[at] = data.readUTF();
                case 3, 4, 9, 10, 11, 12, 17, 18 -> data.skipNBytes(4);
                case 5, 6 -> {
                    data.skipNBytes(8);
                    at++; // It takes two entries.
                }
                case 7, 8, 16, 19, 20 -> data.skipNBytes(2);
                case 15 -> data.skipNBytes(3);
                default -> throw new IOException("unknown constant " + tag);
            }
        }
        return texts;
    }

    private static void members(DataInputStream data, String[] texts, List<Method> found) throws IOException {
        for (int left = data.readUnsignedShort(); left > 0; left--) {
            data.skipNBytes(2);
            String name = texts[data.readUnsignedShort()];
            data.skipNBytes(2);
            for (int attributes = data.readUnsignedShort(); attributes > 0; attributes--) {
                String attribute = texts[data.readUnsignedShort()];
                int size = data.readInt();
                if (!attribute.equals("Code")) {
                    data.skipNBytes(size);
                    continue;
                }
                data.skipNBytes(4);
                found.add(new Method(name, data.readInt()));
                data.skipNBytes(size - 8);
            }
        }
    }
}
