module uncovered {
    requires io.github.owner.backuptarget;
}
