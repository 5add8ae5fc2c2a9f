import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Replaces the unsigned comparisons of Endive in the compiled module by those of the class Unsigned, which says why.
 * Only the constants of the class files change: a called method is a class and a name. The argument is the folder.
 */
final class UnsignedComparisons {
    private static final String FROM = "run/endive/runtime/OpcodeImpl";
    private static final String TO = "io/github/owner/backuptarget/internal/Unsigned";
    private static final Set<String> NAMES = Set.of(
            "I32_LT_U", "I32_GT_U", "I32_LE_U", "I32_GE_U", "I64_LT_U", "I64_GT_U", "I64_LE_U", "I64_GE_U");
    private static final int COUNT_AT = 8;
    private static final int CLASS = 7;
    private static final int METHOD = 10;

    public static void main(String[] args) throws IOException {
        List<Path> classes;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            classes = files.filter(file -> file.getFileName().toString().startsWith("EvaluatorModule"))
                    .filter(file -> file.toString().endsWith(".class"))
                    .toList();
        }
        int replaced = 0;
        for (Path file : classes) {
            byte[] bytes = Files.readAllBytes(file);
            if (!new String(bytes, StandardCharsets.ISO_8859_1).contains(TO)) {
                replaced += replace(file, bytes);
            } else {
                replaced++; // It was replaced before.
            }
        }
        if (replaced == 0) {
            throw new IllegalStateException("no unsigned comparison was found");
        }
    }

    private static int replace(Path file, byte[] bytes) throws IOException {
        ByteBuffer data = ByteBuffer.wrap(bytes);
        int count = Short.toUnsignedInt(data.getShort(COUNT_AT));
        int[] at = new int[count];
        int end = COUNT_AT + 2;
        for (int index = 1; index < count; index++) {
            at[index] = end;
            int tag = bytes[end];
            end += 1 + switch (tag) {
                case 1 -> 2 + Short.toUnsignedInt(data.getShort(end + 1));
                case 7, 8, 16, 19, 20 -> 2;
                case 15 -> 3;
                case 5, 6 -> 8;
                default -> 4;
            };
            if (tag == 5 || tag == 6) {
                index++; // It takes two entries.
            }
        }
        int replaced = 0;
        for (int index = 1; index < count; index++) {
            if (at[index] == 0 || bytes[at[index]] != METHOD) {
                continue;
            }
            int ofClass = at[reference(data, at[index] + 1)];
            int nameAndType = at[reference(data, at[index] + 3)];
            String className = text(data, at[reference(data, ofClass + 1)]);
            String name = text(data, at[reference(data, nameAndType + 1)]);
            if (className.equals(FROM) && NAMES.contains(name)) {
                data.putShort(at[index] + 1, (short) (count + 1));
                replaced++;
            }
        }
        if (replaced > 0) {
            data.putShort(COUNT_AT, (short) (count + 2));
            ByteArrayOutputStream changed = new ByteArrayOutputStream();
            changed.write(bytes, 0, end);
            DataOutputStream added = new DataOutputStream(changed);
            added.writeByte(1);
            added.writeUTF(TO);
            added.writeByte(CLASS);
            added.writeShort(count);
            changed.write(bytes, end, bytes.length - end);
            Files.write(file, changed.toByteArray());
        }
        return replaced;
    }

    private static int reference(ByteBuffer data, int at) {
        return Short.toUnsignedInt(data.getShort(at));
    }

    private static String text(ByteBuffer data, int at) {
        byte[] text = new byte[reference(data, at + 1)];
        data.get(at + 3, text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
