package dev.linewarden.support;

import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.ClassDescriptor;
import org.junit.jupiter.api.ClassOrderer;
import org.junit.jupiter.api.ClassOrdererContext;

/**
 * Integration tests that take long come first, so that at the end nothing runs alone; of those the ones whose own clock runs on
 * come last, when what they need is loaded.
 */
public final class LongOnesFirst implements ClassOrderer {

    private static final List<String> LONG = List.of(
            "CacheIT",
            "GateIT",
            "VerbsIT",
            "KillIT",
            "TraceIT",
            "PolicyDiffIT",
            "ReplayIT",
            "RegistryOutageIT",
            "DemoIT");

    @Override
    public void orderClasses(ClassOrdererContext context) {
        context.getClassDescriptors().sort(Comparator.comparingInt(LongOnesFirst::place));
    }

    private static int place(ClassDescriptor one) {
        int place = LONG.indexOf(one.getTestClass().getSimpleName());
        return place < 0 ? LONG.size() : place;
    }
}
