/** Checks backup specs of Juju charms, and Velero's Backups and Schedules, offline. */
module io.github.owner.backuptarget {
    requires com.fasterxml.jackson.core;
    requires run.endive.runtime;
    requires static transitive org.jspecify;

    exports io.github.owner.backuptarget;
}
