package uncovered;

import io.github.owner.backuptarget.Coverage;
import io.github.owner.backuptarget.Document;
import io.github.owner.backuptarget.DocumentFormat;
import io.github.owner.backuptarget.Evaluator;
import io.github.owner.backuptarget.InvalidInputException;
import io.github.owner.backuptarget.Inventory;
import io.github.owner.backuptarget.ObjectRef;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Prints the volume claims and the objects of a cluster that no backup covers.
 *
 * <p>The arguments are a file with the output of {@code kubectl get -A -o json}, and one with Velero's Schedules.
 */
public final class Uncovered {
    private static final int MAX_PRINTED = 10;

    private Uncovered() {}

    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: uncovered OBJECTS.json SCHEDULES.yaml");
            System.exit(2);
        }
        Evaluator evaluator = new Evaluator();
        try (InputStream objects = Files.newInputStream(Path.of(args[0]));
                Inventory inventory = evaluator.readInventory(objects);
                Document document = evaluator.document(Files.readString(Path.of(args[1])), DocumentFormat.YAML)) {
            document.diagnostics().forEach(System.out::println);
            try (Coverage coverage = evaluator.coverage(inventory, List.copyOf(document.backups())).run()) {
                print("claims that no backup includes", coverage.uncoveredClaims(), inventory);
                print("claims without their contents", coverage.claimsWithoutContents(), inventory);
                print("objects that no backup includes", coverage.uncovered(), inventory);
            }
        } catch (InvalidInputException refused) {
            System.err.println(refused.getMessage());
            System.exit(1);
        }
    }

    private static void print(String title, List<Integer> indexes, Inventory inventory) {
        System.out.println(indexes.size() + " " + title);
        indexes.stream().limit(MAX_PRINTED).forEach(index -> {
            ObjectRef object = inventory.objects(index, 1).get(0);
            String namespace = object.namespace() == null ? "" : object.namespace() + "/";
            System.out.println("  " + object.groupResource() + " " + namespace + object.name());
        });
        if (indexes.size() > MAX_PRINTED) {
            System.out.println("  and " + (indexes.size() - MAX_PRINTED) + " more");
        }
    }
}
